"""Train on a folder of images, with the engine of the server but without one.

The folder may hold a subfolder per class; `images/` with `masks/` of the same names; a COCO file beside `images/`; YOLO's
`images/` and `labels/`; VOC's `Annotations/`; or regions.json. Which one is found by looking, and said.

OUT gets report.json, log.txt, the checkpoints and bundle.zip. Ctrl-C stops cleanly and keeps a checkpoint.
"""

import argparse
import signal
from pathlib import Path
from types import FrameType
from typing import Any, Final

from modelwright.contract.catalogue import BASE_MODELS, DEFAULT_BASE_MODELS, BaseModel, base_model
from modelwright.contract.events import Finished, Outcome
from modelwright.contract.layout import Format, Layout, look
from modelwright.contract.parameters import Parameters
from modelwright.contract.report import Report, in_words
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import (
    GroupTable,
    NoWeights,
    PretrainedWeights,
    RunData,
    RunSpec,
    VersionWeights,
    Weights,
)
from modelwright.contract.tasks import MAIN_NETWORK, NETWORKS, Network, Task
from modelwright.sdk import settings
from modelwright.sdk.input_size import fitting_input_size
from modelwright.sdk.local import LocalRun, default_cache
from modelwright.sdk.problems import UsageProblem
from modelwright.sdk.terminal import Terminal

TASK_OF: Final = {
    Format.FOLDERS: Task.CLASSIFICATION,
    Format.MASKS: Task.SEGMENTATION,
    Format.COCO: Task.DETECTION,
    Format.YOLO: Task.DETECTION,
    Format.VOC: Task.DETECTION,
    Format.CVAT: Task.DETECTION,
    Format.LABEL_STUDIO: Task.DETECTION,
    Format.REGIONS: Task.DETECTION,
}
"""What a folder of that format is trained for unless the person says otherwise."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    names = ", ".join(f"{entry.name} ({entry.network})" for entry in BASE_MODELS)
    parser.add_argument("data", type=Path, metavar="DATA", help="folder of images, as described above")
    parser.add_argument(
        "--task",
        type=Task,
        choices=list(Task),
        metavar="TASK",
        help=f"one of {', '.join(Task)}; default: what the format of the folder is made for",
    )
    parser.add_argument("--test", type=Path, metavar="DATA2", help="a test set of the same shape, measured apart")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="new directory for everything that the run makes"
    )
    parser.add_argument("--base-model", metavar="NAME", help=f"one of {names}; default: the first one for the task")
    parser.add_argument(
        "--group",
        metavar="FILE.csv:COLUMN",
        help="a table that names the part on each image: images of one part never cross the split",
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--iterations", type=int, metavar="N", help="how many batches to learn from")
    length.add_argument("--minutes", type=float, metavar="M", help="time budget for the whole run")
    parser.add_argument(
        "--params", type=Path, metavar="FILE", help="JSON file with parameters, as a template shows them"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="one parameter, such as base_lr=0.01"
    )
    parser.add_argument(
        "--seed", type=int, metavar="S", help="the same seed gives the same split and, on the CPU, the same losses"
    )
    parser.add_argument(
        "--weights", default="none", metavar="WHICH", help="none, pretrained, a folder of weights, or a checkpoint"
    )
    parser.add_argument(
        "--resume", type=Path, metavar="RUN", help="directory of a stopped run to continue with the same data"
    )


def run(options: argparse.Namespace) -> int:
    spec = _spec(options)
    local = LocalRun(options.out.resolve(), spec)
    terminal = Terminal()
    terminal.line(f"{spec.task.replace('_', ' ')} with {spec.base_model}")
    finished = _followed(local, terminal)
    if finished is None:
        terminal.line(f"failed: the engine ended without a word; {local.last_words() or 'its output is empty'}")
        return 1
    if finished.outcome is Outcome.COMPLETED:
        _show_report(local.run_dir, terminal)
    elif finished.outcome is Outcome.STOPPED:
        terminal.line(f"Continue with --resume {local.run_dir.path}")
    return 1 if finished.outcome is Outcome.FAILED else 0


def _followed(local: LocalRun, terminal: Terminal) -> Finished | None:
    """Show the run to its end; the first Ctrl-C asks it to stop, and it still says how it ended."""

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        terminal.line("stopping, and saving a checkpoint")
        local.request_stop()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        for event in local.follow():
            terminal.show(event)
            if isinstance(event, Finished):
                return event
    finally:
        signal.signal(signal.SIGINT, before)
    return None


def _spec(options: argparse.Namespace) -> RunSpec:
    train = _folder(options.data)
    layout = _layout(Path(train))
    task = options.task or TASK_OF[layout.format]
    network = MAIN_NETWORK[task]
    base = _base_model(options.base_model or DEFAULT_BASE_MODELS[network], network)
    parameters = settings.parameters(base, options.params, options.set, _overrides(options, task))
    if network is Network.CLASSIFICATION and parameters.preprocessing.input_size is None:
        side = fitting_input_size((found.path for found in layout.samples(task)), base.input_size)
        parameters = _with_input_size(parameters, side)
    return RunSpec(
        task=task,
        base_model=base.name,
        weights=_weights(options.weights),
        parameters=parameters,
        data=RunData(
            train=(train,),
            test=() if options.test is None else (_folder(options.test),),
            groups=None if options.group is None else _groups(options.group),
        ),
        cache_dir=str(default_cache()),
        resume_from=None if options.resume is None else _earlier(options.resume),
    )


def _layout(folder: Path) -> Layout:
    try:
        return look(folder)
    except OSError as error:
        raise UsageProblem(f"{folder} cannot be read: {error.strerror}") from error


def _groups(text: str) -> GroupTable:
    file, _, column = text.rpartition(":")
    if not Path(file).is_file():
        raise UsageProblem(f"--group {text}: write it as FILE.csv:COLUMN, with a file that is there")
    return GroupTable(file=str(Path(file).resolve()), column=column)


def _with_input_size(parameters: Parameters, side: int) -> Parameters:
    preprocessing = parameters.preprocessing.model_copy(update={"input_size": side})
    return parameters.model_copy(update={"preprocessing": preprocessing})


def _overrides(options: argparse.Namespace, task: Task) -> dict[str, Any]:
    """What has an option of its own, by the path of its parameter."""
    given = {f"training.{network}.max_iter": options.iterations for network in NETWORKS[task]}
    given |= {"run.minutes": options.minutes, "run.seed": options.seed}
    return {path: value for path, value in given.items() if value is not None}


def _base_model(name: str, network: Network) -> BaseModel:
    try:
        base = base_model(name)
    except KeyError as error:
        raise UsageProblem(f"--base-model: {error.args[0]}") from error
    if base.network is not network:
        raise UsageProblem(f"--base-model: {base.name} is made for {base.network}; this task needs one for {network}")
    return base


def _folder(path: Path) -> str:
    if not path.is_dir():
        raise UsageProblem(f"{path} is {'no folder' if path.exists() else 'not there'}; give a folder of images")
    return str(path.resolve())


def _weights(which: str) -> Weights:
    match which:
        case "none":
            return NoWeights()
        case "pretrained":
            return PretrainedWeights()
    path = Path(which)
    if path.is_dir():
        return PretrainedWeights(folder=str(path.resolve()))
    if path.is_file():
        return VersionWeights(checkpoint=str(path.resolve()), name=path.name)
    raise UsageProblem(f"--weights {which}: neither none, pretrained, nor a folder or file that is there")


def _earlier(path: Path) -> str:
    if not RunDir(path).last_checkpoint.is_file():
        raise UsageProblem(f"--resume {path}: there is no checkpoint to continue from")
    return str(path.resolve())


def _show_report(run_dir: RunDir, terminal: Terminal) -> None:
    report = Report.model_validate_json(run_dir.report_file.read_bytes())
    for of in report.sets:
        terminal.line(in_words(of))
    terminal.line(f"report, log, checkpoints and bundle.zip are in {run_dir.path}")
