"""Tiny runs of the engine for tests: coloured squares that are easy to tell apart, one thread, a few iterations."""

import time
from pathlib import Path

import numpy as np
from PIL import Image

from modelwright.contract.parameters import Parameters
from modelwright.contract.report import Report
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunData, RunSpec
from modelwright.engine.__main__ import carry_out

COLOURS = {"blue": (20, 40, 200), "red": (210, 30, 30), "яркий 绿": (30, 190, 60)}


def write_images(folder, each=6, colours=COLOURS):
    for label, colour in colours.items():
        (folder / label).mkdir(parents=True)
        for number in range(each):
            noise = np.random.default_rng([number, len(label)]).integers(-20, 20, (12, 12, 3))
            pixels = np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(folder / label / f"{number}.png")
    return folder


def tiny_spec(train, cache, *, test=(), resume_from=None, weights=None, solver=None, run=None, **parts):
    parameters = {
        "training": {"classification": {"batch_size": 8, "max_iter": 12, "base_lr": 0.02, **(solver or {})}},
        "preprocessing": {"input_size": 8, "split_ratio": 0.67},
        "run": {
            "precision": "float32",
            "device": "cpu",
            "log_every": 2,
            "evaluate_every": 4,
            "num_workers": 0,
            **(run or {}),
        },
    } | parts
    return RunSpec(
        parameters=Parameters.model_validate(parameters),
        data=RunData(train=(str(train),), test=tuple(map(str, test))),
        cache_dir=str(cache),
        resume_from=None if resume_from is None else str(resume_from),
        **({} if weights is None else {"weights": weights}),
    )


class Run:
    """A run directory, and what came of it."""

    def __init__(self, path: Path, spec: RunSpec):
        self.dir = RunDir(path)
        self.dir.create(spec)
        self.exit_code = None

    def carry_out(self):
        self.exit_code = carry_out(self.dir, time.monotonic())
        return self

    @property
    def events(self):
        return [event for _, _, event in self.dir.events()]

    def of_kind(self, kind):
        return [event for event in self.events if event["kind"] == kind]

    @property
    def end(self):
        return self.events[-1]

    @property
    def report(self):
        return Report.model_validate_json(self.dir.report_file.read_bytes())

    def points(self, *series):
        """The values of these series by iteration; of all series without arguments."""
        points = {}
        for event in self.of_kind("metrics"):
            for name, value in event["values"].items():
                if not series or name in series:
                    points[event["iteration"], name] = value
        return points


def task_spec(task, train, cache, *, networks, base_model, preprocessing=None, model=None, run=None, **spec):
    """`networks`: the solver values of each; the rest as in `tiny_spec`."""
    solvers = {name: {"batch_size": 8, "optimizer": "adamw", "base_lr": 0.002} | of for name, of in networks.items()}
    parameters = {
        "model": model or {},
        "training": solvers,
        "preprocessing": {"input_size": 64, "split_ratio": 0.67, "extension": "none", **(preprocessing or {})},
        "run": {
            "precision": "float32",
            "device": "cpu",
            "log_every": 2,
            "evaluate_every": 10,
            "num_workers": 0,
            **(run or {}),
        },
    }
    return RunSpec(
        task=task,
        base_model=base_model,
        parameters=Parameters.model_validate(parameters),
        data=RunData(train=(str(train),)),
        cache_dir=str(cache),
        **spec,
    )
