"""What a training measures and saves on its way: evaluations, the best state so far, and the state to resume from."""

import math
import time
from collections.abc import Callable
from typing import Any

import torch

from modelwright.contract.events import Checkpoint, Code, Metrics
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Part
from modelwright.engine import checkpoint
from modelwright.engine.average import WeightAverage
from modelwright.engine.errors import RunFailure
from modelwright.engine.hooks import FollowSchedule, WatchLoss
from modelwright.engine.pace import Pace
from modelwright.engine.parts import NetworkParts
from modelwright.engine.reporting import Reporter
from modelwright.engine.tasks import NetworkTask
from modelwright.engine.trainer import Hook, Trainer

Score = tuple[float, float]
"""The metric of the validation set, and, where that is equal, the negative loss."""


class KeepBest:
    """Saves the network's weights whenever they do better on the validation set than ever before."""

    def __init__(self, run_dir: RunDir, reporter: Reporter, average: WeightAverage, task: NetworkTask[Any]) -> None:
        self._path = run_dir.best_checkpoint(task.network)
        self._reporter, self._average, self._task = reporter, average, task
        self.score: Score | None = None

    def offer(self, score: Score, iteration: int) -> None:
        if self.score is not None and score <= self.score:
            return
        self.score = score
        weights = self._average.model.state_dict()
        state = {**self._task.facts, "model": weights, "iteration": iteration, "score": list(score)}
        checkpoint.save(self._path, state)
        self._reporter.emit(Checkpoint(time=time.time(), network=self._task.network, which="best", iteration=iteration))
        self._reporter.log(f"Best state so far at iteration {iteration}")


class KeepLast(Hook):
    """Saves everything that is needed to go on exactly here."""

    def __init__(
        self,
        run_dir: RunDir,
        reporter: Reporter,
        task: NetworkTask[Any],
        optimizer: torch.optim.Optimizer,
        average: WeightAverage,
        loss: WatchLoss,
        interval_s: float,
    ) -> None:
        self._run_dir, self._reporter, self._task = run_dir, reporter, task
        self._optimizer, self._average, self._loss, self._interval_s = optimizer, average, loss, interval_s
        self._saved_at = -math.inf
        self._saved_iteration = -1

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        if trainer.finished or time.monotonic() - self._saved_at >= self._interval_s:
            self.save(trainer)

    def before_stop(self, trainer: Trainer) -> None:
        self.save(trainer)

    def save(self, trainer: Trainer) -> None:
        if self._saved_iteration == trainer.iteration:
            return
        self._loss.check(trainer)
        checkpoint.save(
            self._run_dir.last_checkpoint,
            {
                **self._task.facts,
                "model": self._task.model.state_dict(),
                "average": self._average.state(),
                "optimizer": self._optimizer.state_dict(),
                "random": checkpoint.random_state(),
                "loss": self._loss.state(),
                "iteration": trainer.iteration,
                "iterations": trainer.iterations,
            },
        )
        self._saved_at, self._saved_iteration = time.monotonic(), trainer.iteration
        self._reporter.emit(
            Checkpoint(time=time.time(), network=self._task.network, which="last", iteration=trainer.iteration)
        )


class Evaluate(Hook):
    """Measures validation and test set every so many iterations, and at the end."""

    def __init__(
        self,
        parts: NetworkParts,
        average: WeightAverage,
        rate: FollowSchedule,
        best: KeepBest,
        pace: Pace,
        every: Callable[[int], int],
    ) -> None:
        """`every` says after how many iterations a run of that length is measured."""
        self._task, self._arithmetic, self._reporter = parts.task, parts.arithmetic, parts.run.reporter
        self._average, self._rate, self._best, self._pace, self._every = average, rate, best, pace, every

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        if trainer.finished or trainer.iteration % self._every(trainer.iterations) == 0:
            self._evaluate(trainer.iteration)
            self._pace.evaluation_done()

    def _evaluate(self, iteration: int) -> None:
        values = self._measured()
        if not all(map(math.isfinite, values.values())):
            raise RunFailure(Code.LOSS_NOT_FINITE, iteration=iteration, learning_rate=self._rate.learning_rate)
        reporter, network, epoch = self._reporter, self._task.network, self._task.data.epoch(iteration)
        reporter.emit(Metrics(time=time.time(), network=network, iteration=iteration, epoch=epoch, values=values))
        reporter.log(f"Iteration {iteration}: " + ", ".join(f"{name} {value:.4f}" for name, value in values.items()))
        decisive = f"{Part.VALIDATION}.{self._task.metric}"
        self._best.offer((values[decisive], -values[f"{Part.VALIDATION}.loss"]), iteration)

    def _measured(self) -> dict[str, float]:
        values: dict[str, float] = {}
        for part in self._task.measured_parts:
            measured = self._task.measure(self._average.model, part, self._arithmetic, self._reporter.stop_requested)
            values |= {f"{part}.{name}": value for name, value in measured.series().items()}
            values[f"{part}.loss"] = measured.loss
        return values
