"""Writes what an engine would write, so that a test says how a run goes line by line."""

import json
import time
from typing import Any, Final

from modelwright.contract.choices import METRICS
from modelwright.contract.events import Code, Outcome
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network
from modelwright.server.jobs.executors.fake import FakeExecutor
from modelwright.server.jobs.models import Job
from modelwright.server.training.tests.fake_results import write_results

CLASSIFICATION: Final = Network.CLASSIFICATION


class FakeEngine:
    def __init__(self, executor: FakeExecutor, job: Job) -> None:
        self.executor = executor
        self.run_dir = RunDir(job.run_dir)

    def say(self, kind: str, **values: Any) -> None:
        with self.run_dir.events_file.open("a") as file:
            file.write(json.dumps({"kind": kind, "time": time.time(), **values}) + "\n")

    def plan(
        self, iterations: int = 100, first_iteration: int = 0, network: Network = CLASSIFICATION, **more: Any
    ) -> None:
        said: dict[str, Any] = {
            "network": network,
            "classes": ["a", "b"],
            "images": 20,
            "validation_images": 4,
            "test_images": 0,
            "batch_size": 4,
            "iterations": iterations,
            "epochs": 20,
            "first_iteration": first_iteration,
            "device": "cpu",
            "precision": "float32",
            "measured_on": "validation",
            "metric": METRICS[network][0],
        }
        self.say("plan", **{**said, **more})

    def learn(self, first: int, last: int, network: Network = CLASSIFICATION) -> None:
        for iteration in range(first, last + 1):
            values = {"loss": 1.0 / iteration, "learning_rate": 0.01}
            self.say("metrics", network=network, iteration=iteration, epoch=iteration / 5, values=values)

    def measure(
        self, iteration: int, value: float, network: Network = CLASSIFICATION, part: str = "validation"
    ) -> None:
        """Every number that the network is judged by is `value`."""
        values = {f"{part}.{metric}": value for metric in METRICS[network]}
        self.say("metrics", network=network, iteration=iteration, epoch=iteration / 5, values=values)

    def progress(
        self, iteration: int, share: float, network: Network = CLASSIFICATION, remaining_s: float = 60
    ) -> None:
        values = {"iteration": iteration, "epoch": iteration / 5, "share": share, "remaining_s": remaining_s}
        self.say("progress", network=network, seconds_per_iteration=0.2, **values)

    def hint(self, code: Code, iteration: int, network: Network = CLASSIFICATION, **values: Any) -> None:
        """A word of the curve coach."""
        self.say("message", level="warning", code=code, network=network, iteration=iteration, values=values)

    def checkpoint(self, iteration: int, network: Network = CLASSIFICATION) -> None:
        self.run_dir.last_checkpoint.parent.mkdir(exist_ok=True)
        self.run_dir.last_checkpoint.write_bytes(b"weights")
        self.say("checkpoint", network=network, which="last", iteration=iteration)

    def log(self, *lines: str, network: Network | None = None) -> None:
        for log in (self.run_dir.log_file, *([self.run_dir.network_log(network)] if network else [])):
            with log.open("a") as file:
                file.writelines(f"{line}\n" for line in lines)

    def finish(self, outcome: Outcome = Outcome.COMPLETED, exit_code: int = 0, **values: Any) -> None:
        if outcome == Outcome.COMPLETED:
            write_results(self.run_dir)
        self.say("finished", outcome=outcome, **values)
        self.die(exit_code)

    def die(self, exit_code: int) -> None:
        self.executor.end(self.run_dir, exit_code)
