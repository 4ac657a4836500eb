"""Writes what an engine would write, so that a test says how a run goes line by line."""

import json
import time
from pathlib import Path
from typing import Any

from modelwright.contract.events import Outcome
from modelwright.contract.run_dir import RunDir
from modelwright.server.jobs.executors.fake import FakeExecutor
from modelwright.server.jobs.models import Job


class FakeEngine:
    def __init__(self, executor: FakeExecutor, job: Job) -> None:
        self.executor = executor
        self.run_dir = RunDir(job.run_dir)

    def say(self, kind: str, **values: Any) -> None:
        with self.run_dir.events_file.open("a") as file:
            file.write(json.dumps({"kind": kind, "time": time.time(), **values}) + "\n")

    def plan(self, iterations: int = 100, first_iteration: int = 0) -> None:
        self.say(
            "plan",
            classes=["a", "b"],
            images=20,
            validation_images=4,
            test_images=0,
            batch_size=4,
            iterations=iterations,
            epochs=20,
            first_iteration=first_iteration,
            device="cpu",
            precision="float32",
            measured_on="validation",
        )

    def learn(self, first: int, last: int) -> None:
        for iteration in range(first, last + 1):
            values = {"loss": 1.0 / iteration, "learning_rate": 0.01}
            self.say("metrics", iteration=iteration, epoch=iteration / 5, values=values)

    def measure(self, iteration: int, accuracy: float) -> None:
        values = {"validation.accuracy": accuracy, "validation.macro_f1": accuracy}
        self.say("metrics", iteration=iteration, epoch=iteration / 5, values=values)

    def checkpoint(self, iteration: int) -> None:
        self.run_dir.last_checkpoint.parent.mkdir(exist_ok=True)
        self.run_dir.last_checkpoint.write_bytes(b"weights")
        self.say("checkpoint", which="last", iteration=iteration)

    def log(self, *lines: str) -> None:
        with self.run_dir.log_file.open("a") as file:
            file.writelines(f"{line}\n" for line in lines)

    def finish(self, outcome: Outcome = Outcome.COMPLETED, exit_code: int = 0, **values: Any) -> None:
        if outcome == Outcome.COMPLETED:
            write_results(self.run_dir.path)
        self.say("finished", outcome=outcome, **values)
        self.die(exit_code)

    def die(self, exit_code: int) -> None:
        self.executor.end(self.run_dir, exit_code)


def write_results(folder: Path) -> None:
    """The report of two validation samples, one of them misjudged."""
    per_class = {
        "support": 1,
        "predicted": 1,
        "precision": 0.5,
        "precision_interval": [0, 1],
        "recall": 0.5,
        "recall_interval": [0, 1],
        "f1": 0.5,
    }
    validation = {
        "part": "validation",
        "samples": 2,
        "correct": 1,
        "accuracy": 0.5,
        "accuracy_interval": [0.1, 0.9],
        "macro_precision": 0.5,
        "macro_recall": 0.5,
        "macro_f1": 0.5,
        "classes": [{"label": "a", **per_class}, {"label": "b", **per_class}],
        "confusion": [[1, 0], [1, 0]],
    }
    report = {
        "task": "classification",
        "base_model": "ResNet18",
        "classes": ["a", "b"],
        "iteration": 100,
        "metric": "macro_f1",
        "sets": [validation],
        "non_compliant": 0,
        "training_samples": 20,
        "manifest_hash": "0" * 64,
        "training_s": 1.0,
        "total_s": 2.0,
        "device": "cpu",
        "precision": "float32",
    }
    run_dir = RunDir(folder)
    result = {"part": "validation", "confidence": 0.9, "label_confidence": 0.9}
    lines = [
        {**result, "path": "/a/1.png", "label": "a", "predicted": "a"},
        {**result, "path": "/b/1.png", "label": "b", "predicted": "a"},
    ]
    run_dir.report_file.write_text(json.dumps(report))
    run_dir.results_file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    run_dir.non_compliant_file.write_text("")
