"""What a training measures and saves on its way: evaluations, the best state so far, and the state to resume from."""

import math
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import torch

from modelwright.contract.events import Checkpoint, Code, Metrics
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Part
from modelwright.engine import checkpoint
from modelwright.engine.average import WeightAverage
from modelwright.engine.coach import Coach
from modelwright.engine.errors import RunFailure
from modelwright.engine.hooks import FollowSchedule, WatchLoss
from modelwright.engine.pace import Pace
from modelwright.engine.parts import NetworkParts
from modelwright.engine.reporting import Reporter
from modelwright.engine.tasks import NetworkTask
from modelwright.engine.tasks.base import Measured
from modelwright.engine.trainer import Hook, Trainer

Score = tuple[float, float]
"""The metric of the validation set, and, where that is equal, the negative loss."""


class Stateful(Protocol):
    def state(self) -> dict[str, Any]:
        """Tensors, numbers, strings, lists and dicts only."""

    def restore(self, state: dict[str, Any]) -> None: ...


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
        loss: WatchLoss,
        others: Mapping[str, Stateful],
        interval_s: float,
    ) -> None:
        """`others`: what else has a state that the steps to come depend on, by its name in the checkpoint."""
        self._run_dir, self._reporter, self._task, self._optimizer = run_dir, reporter, task, optimizer
        self._loss, self._others, self._interval_s = loss, others, interval_s
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
                "optimizer": self._optimizer.state_dict(),
                "random": checkpoint.random_state(),
                **{name: of.state() for name, of in self._others.items()},
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
        coach: Coach,
        pace: Pace,
        every: Callable[[int], int],
    ) -> None:
        """`every` says after how many iterations a run of that length is measured."""
        self._task, self._arithmetic, self._reporter = parts.task, parts.arithmetic, parts.run.reporter
        self._average, self._rate, self._best, self._coach = average, rate, best, coach
        self._pace, self._every = pace, every

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        if trainer.finished or trainer.iteration % self._every(trainer.iterations) == 0:
            self._evaluate(trainer.iteration)
            self._pace.evaluation_done()

    def _evaluate(self, iteration: int) -> None:
        measured = [self._measured(part) for part in self._task.measured_parts]
        values = {f"{of.part}.{name}": value for of in measured for name, value in _numbers(of).items()}
        if not all(map(math.isfinite, values.values())):
            raise RunFailure(Code.LOSS_NOT_FINITE, iteration=iteration, learning_rate=self._rate.learning_rate)
        reporter, network, epoch = self._reporter, self._task.network, self._task.data.epoch(iteration)
        reporter.emit(Metrics(time=time.time(), network=network, iteration=iteration, epoch=epoch, values=values))
        reporter.log(f"Iteration {iteration}: " + ", ".join(f"{name} {value:.4f}" for name, value in values.items()))
        decisive = f"{Part.VALIDATION}.{self._task.metric}"
        self._best.offer((values[decisive], -values[f"{Part.VALIDATION}.loss"]), iteration)
        self._coach.evaluated(iteration, values, measured[0].never_predicted())

    def _measured(self, part: Part) -> Measured:
        return self._task.measure(self._average.model, part, self._arithmetic, self._reporter.stop_requested)


def _numbers(measured: Measured) -> dict[str, float]:
    return {**measured.series(), "loss": measured.loss}
