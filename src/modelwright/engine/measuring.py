"""Measures one network of a run on this machine: a few steps, an evaluation, a checkpoint, and the memory they take."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple

import torch
from torch import Tensor

from modelwright.contract.choices import Precision
from modelwright.contract.tasks import Network, Part
from modelwright.engine import checkpoint, device, optim
from modelwright.engine.average import WeightAverage
from modelwright.engine.distributed import processes
from modelwright.engine.errors import Stopped
from modelwright.engine.machine import MB, Room, peak_memory_mb
from modelwright.engine.reporting import Reporter
from modelwright.engine.tasks import NetworkTask
from modelwright.engine.training import step_of

PROBES: Final = (2, 6)
"""Images of the two small steps that tell what memory an image takes, before a whole batch is tried."""
STEPS: Final = 6
SECONDS: Final = 5.0
"""Whole batches are measured until either is reached; the first one, which warms everything up, does not count."""
SAFE: Final = 0.9
"""Share of the free memory that a batch may fill without a risk that the system ends the process."""
QUICK_S: Final = 2.0
"""An evaluation that takes less is measured again: the first one warms up, too."""


class Counts(NamedTuple):
    """Images of one network in the whole run."""

    train: int
    measured: int
    """By every evaluation: validation and test."""


class Steps(NamedTuple):
    seconds: float
    """Median of a whole batch, its loading included."""
    spread: float
    """Half of what lies between the quartiles, as a share of the median."""
    peak_memory_mb: float


@dataclass(frozen=True)
class Measured:
    network: Network
    counts: Counts
    device: str
    iterations: int
    batch_size: int
    parts: int
    seconds: float
    """Of an iteration."""
    spread: float
    evaluation_s: float
    """Of an image, as in training."""
    exact_s: float
    """Of an image, in full precision."""
    saving_s: float
    state_mb: float
    """Of the state that a run resumes from."""
    weights_mb: float
    peak_memory_mb: float
    peak_gpu_mb: float | None
    gpu_mb: float | None


class MeasureNetwork:
    """Once for one network; changes its weights."""

    def __init__(self, task: NetworkTask[Any], counts: Counts, reporter: Reporter, room: Room) -> None:
        self._task, self._counts, self._reporter, self._room = task, counts, reporter, room
        self._arithmetic = device.choose(task.parameters.run, reporter, task.model, task.data.source.crop)
        self._optimizer = optim.build(task.model, task.solver)
        self._average = WeightAverage(task.model, task.solver.ema)
        self._step = step_of(task, self._optimizer, self._arithmetic, reporter)
        self._batch = min(task.solver.batch_size, counts.train)
        self._size = -(-self._batch // processes(task.parameters.run, self._arithmetic.device, self._batch))
        """Images of the largest slice, where several devices share a batch."""

    def measure(self, folder: Path) -> Measured:
        """`folder` is for files that are measured and left behind."""
        cuda = self._arithmetic.device.type == "cuda"
        gpu_mb = sum(torch.cuda.mem_get_info()[:1]) / MB + torch.cuda.memory_reserved() / MB if cuda else None
        steps = self._steps()
        exact = replace(self._arithmetic, precision=Precision.FLOAT32)
        return Measured(
            network=self._task.network,
            counts=self._counts,
            device=device.name_of(self._arithmetic.device),
            iterations=self._task.solver.max_iter,
            batch_size=self._batch,
            parts=self._step.parts,
            seconds=steps.seconds,
            spread=steps.spread,
            evaluation_s=self._evaluation_s(self._arithmetic),
            exact_s=self._evaluation_s(exact),
            **self._saving(folder / "state.pt"),
            weights_mb=sum(weight.nbytes for weight in self._task.model.parameters()) / MB,
            peak_memory_mb=max(steps.peak_memory_mb, peak_memory_mb()),
            peak_gpu_mb=torch.cuda.max_memory_reserved() / MB if cuda else None,
            gpu_mb=gpu_mb,
        )

    def _steps(self) -> Steps:
        self._task.model.train()
        batches = self._task.data.train_batches(0, self._arithmetic.device)
        asked, self._step.parts = self._step.parts, 1
        small = [self._probe(next(batches), images) for images in PROBES]
        self._step.parts = max(asked, self._step.parts)
        mb_per_image = max(0.0, small[1].peak_memory_mb - small[0].peak_memory_mb) / (PROBES[1] - PROBES[0])
        at_once = -(-self._size // min(self._step.parts, self._size))
        expected_mb = small[1].peak_memory_mb + mb_per_image * max(0, at_once - PROBES[1])
        if self._arithmetic.device.type == "cpu" and expected_mb > SAFE * self._room.memory_mb:
            return Steps(small[1].seconds * self._size / PROBES[1], small[1].spread, expected_mb)
        seconds = list(self._timed(batches))[1:]
        quartiles = statistics.quantiles(seconds, n=4) if len(seconds) > 1 else [0.0, 0.0, 0.0]
        median = statistics.median(seconds)
        return Steps(median, (quartiles[2] - quartiles[0]) / 2 / median, peak_memory_mb())

    def _probe(self, batch: tuple[Tensor, Any], images: int) -> Steps:
        began = time.perf_counter()
        float(self._step(*filled(*batch, images)))
        return Steps(time.perf_counter() - began, 0.0, peak_memory_mb())

    def _timed(self, batches: Iterator[tuple[Tensor, Any]]) -> Iterator[float]:
        """Seconds of whole batches, where a batch of fewer images was read for as many as there are in the run's."""
        began = time.perf_counter()
        for done in count(1):
            if self._reporter.stop_requested():
                raise Stopped
            start = time.perf_counter()
            images, targets = next(batches)
            loading_s = (time.perf_counter() - start) * max(1.0, self._batch / len(images))
            batch = filled(images, targets, self._size)
            start = time.perf_counter()
            float(self._step(*batch))  # waits for a GPU
            now = time.perf_counter()
            yield loading_s + now - start
            if done > STEPS or (done > 1 and now - began > SECONDS):
                return

    def _evaluation_s(self, arithmetic: device.Arithmetic) -> float:
        """Of one image."""
        images = len(self._task.data.samples(Part.VALIDATION))
        for _ in range(2):
            began = time.perf_counter()
            self._task.measure(self._average.model, Part.VALIDATION, arithmetic, self._reporter.stop_requested)
            took = time.perf_counter() - began
            if took > QUICK_S:
                break
        return took / images

    def _saving(self, file: Path) -> dict[str, float]:
        began = time.perf_counter()
        state = {"model": self._task.model.state_dict(), "optimizer": self._optimizer.state_dict()}
        checkpoint.save(file, {**state, "average": self._average.state()})
        return {"saving_s": time.perf_counter() - began, "state_mb": file.stat().st_size / MB}


def filled(images: Tensor, targets: Any, size: int) -> tuple[Tensor, Any]:
    """`size` images: the first ones, or all of them again and again."""
    chosen = [position % len(images) for position in range(size)]
    picked = targets[chosen] if isinstance(targets, Tensor) else [targets[position] for position in chosen]
    return images[chosen].contiguous(memory_format=torch.channels_last), picked
