"""Start the server with a project that learns scanned digits, show the training here, and print a sign-in link.

Run again, it starts at once and keeps what is there.
"""

import argparse
import os
import threading
from pathlib import Path
from typing import Final

from modelwright.ending import asked_to_end
from modelwright.sdk.client import Client
from modelwright.sdk.demo_parameters import DEMO_PARAMETERS
from modelwright.sdk.digits import write_digits
from modelwright.sdk.problems import UsageProblem
from modelwright.sdk.records import Dataset, Process, Project, Template
from modelwright.sdk.server import add_address
from modelwright.sdk.server_process import running_server
from modelwright.sdk.terminal import Terminal
from modelwright.sdk.transport import ApiError

PROJECT: Final = "Demo"
TEMPLATE: Final = "digits"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_address(parser)
    parser.add_argument(
        "--once", action="store_true", help="end when the training has ended, instead of serving until Ctrl-C"
    )


def run(options: argparse.Namespace) -> int:
    with asked_to_end() as asked:
        try:
            return _run(options, asked)
        except (ApiError, UsageProblem):
            if asked.is_set():  # the server ends with us, whatever it was doing for us
                return 0
            raise


def _run(options: argparse.Namespace, asked: threading.Event) -> int:
    home = Path(os.environ.get("MODELWRIGHT_HOME", "data")).resolve()
    training, test = write_digits(home / "demo" / "digits")
    terminal = Terminal()
    with running_server(home, options.host, options.port, asked) as server:
        with Client(server.url, token=server.one_time_token()) as client:
            process = prepared(client, training, test)
            terminal.line(f"Modelwright runs at {server.url}\nSign in with this link; it works once, for 24 hours:\n")
            terminal.line(f"    {server.one_time_link()}\n")
            process = _shown(client, process, terminal)
        terminal.line("The server goes on until you press Ctrl-C.")
        if not options.once:
            server.process.wait()
        return 0 if asked.is_set() or process.status == "completed" else 1


def prepared(client: Client, training: Path, test: Path) -> Process:
    """The demo's process, started: what is there is kept, what is missing is made."""
    project = _project(client)
    template = _template(client, project, training, test)
    process = next(iter(client.processes.all(project)), None) or client.processes.create(template)
    return client.processes.start(process) if process.status == "created" else process


def _project(client: Client) -> Project:
    found = next((project for project in client.projects.all() if project.name == PROJECT), None)
    return found or client.projects.create(
        PROJECT, "1,797 scanned digits, 8 by 8 pixels, which ship with scikit-learn."
    )


def _template(client: Client, project: Project, training: Path, test: Path) -> Template:
    found = next((template for template in client.templates.all(project) if template.name == TEMPLATE), None)
    return found or client.templates.create(
        project,
        TEMPLATE,
        training=[_dataset(client, project, "digits-training", training)],
        test=_dataset(client, project, "digits-test", test, purpose="test"),
        parameters=DEMO_PARAMETERS,
    )


def _dataset(client: Client, project: Project, name: str, folder: Path, purpose: str = "training") -> Dataset:
    found = next((dataset for dataset in client.datasets.all(project) if dataset.name == name), None)
    return client.datasets.wait(found or client.datasets.create(project, name, paths=[folder], purpose=purpose))


def _shown(client: Client, process: Process, terminal: Terminal) -> Process:
    """Follow the process to its end."""
    now = process
    for now in client.processes.follow(process):
        if now.iteration and now.iterations:
            numbers = {"loss": now.loss, f"{now.metric} ({now.measured_on})": now.metric_value}
            known = {word: number for word, number in numbers.items() if number is not None}
            terminal.progress(now.iteration, now.iterations, known, now.remaining_s or 0)
    found = now.metric_value
    accuracy = f", {now.metric} {found:.4f} on the {now.measured_on} set" if found is not None else ""
    terminal.line(f"Training {now.status}{accuracy}. {now.failure}".strip())
    return now
