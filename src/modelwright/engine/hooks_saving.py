"""What a training measures and saves on its way: evaluations, the best state so far, and the state to resume from."""

import math
import time
from collections.abc import Callable
from typing import Any, Final

import torch
from torch import nn

from modelwright.contract.events import Checkpoint, Code, Metrics
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Part
from modelwright.engine import checkpoint
from modelwright.engine.errors import RunFailure
from modelwright.engine.hooks import FollowSchedule, WatchLoss
from modelwright.engine.metrics.classification import series
from modelwright.engine.pace import Pace
from modelwright.engine.parts import Parts
from modelwright.engine.reporting import Reporter
from modelwright.engine.trainer import Hook, Trainer

SAVE_INTERVAL_S: Final = 10.0

Score = tuple[float, float]
"""The metric of the validation set, and, where that is equal, the negative loss."""


class KeepBest:
    """Saves the network's weights whenever they do better on the validation set than ever before."""

    def __init__(self, run_dir: RunDir, reporter: Reporter, model: nn.Module, facts: dict[str, Any]) -> None:
        """`facts` goes into the checkpoint beside the weights: what is needed to build the network again."""
        self._run_dir, self._reporter, self._model, self._facts = run_dir, reporter, model, facts
        self.score: Score | None = None

    def offer(self, score: Score, iteration: int) -> None:
        if self.score is not None and score <= self.score:
            return
        self.score = score
        state = {**self._facts, "model": self._model.state_dict(), "iteration": iteration, "score": list(score)}
        checkpoint.save(self._run_dir.best_checkpoint, state)
        self._reporter.emit(Checkpoint(time=time.time(), which="best", iteration=iteration))
        self._reporter.log(f"Best state so far at iteration {iteration}")


class KeepLast(Hook):
    """Saves everything that is needed to go on exactly here."""

    def __init__(
        self,
        run_dir: RunDir,
        reporter: Reporter,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        loss: WatchLoss,
        facts: dict[str, Any],
    ) -> None:
        self._run_dir, self._reporter, self._facts = run_dir, reporter, facts
        self._model, self._optimizer, self._loss = model, optimizer, loss
        self._saved_at = -math.inf
        self._saved_iteration = -1

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        if trainer.finished or time.monotonic() - self._saved_at >= SAVE_INTERVAL_S:
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
                **self._facts,
                "model": self._model.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "random": checkpoint.random_state(),
                "loss": self._loss.state(),
                "iteration": trainer.iteration,
                "iterations": trainer.iterations,
            },
        )
        self._saved_at, self._saved_iteration = time.monotonic(), trainer.iteration
        self._reporter.emit(Checkpoint(time=time.time(), which="last", iteration=trainer.iteration))


class Evaluate(Hook):
    """Measures validation and test set every so many iterations, and at the end."""

    def __init__(
        self, parts: Parts, rate: FollowSchedule, best: KeepBest, pace: Pace, every: Callable[[int], int]
    ) -> None:
        """`every` says after how many iterations a run of that length is measured."""
        self._parts, self._rate, self._best, self._pace, self._every = parts, rate, best, pace, every

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        if trainer.finished or trainer.iteration % self._every(trainer.iterations) == 0:
            self._evaluate(trainer.iteration)
            self._pace.evaluation_done()

    def _evaluate(self, iteration: int) -> None:
        values = self._measured()
        if not all(map(math.isfinite, values.values())):
            raise RunFailure(Code.LOSS_NOT_FINITE, iteration=iteration, learning_rate=self._rate.learning_rate)
        reporter, epoch = self._parts.reporter, self._parts.epoch(iteration)
        reporter.emit(Metrics(time=time.time(), iteration=iteration, epoch=epoch, values=values))
        reporter.log(f"Iteration {iteration}: " + ", ".join(f"{name} {value:.4f}" for name, value in values.items()))
        decisive = f"{Part.VALIDATION}.{self._parts.options.metric}"
        self._best.offer((values[decisive], -values[f"{Part.VALIDATION}.loss"]), iteration)

    def _measured(self) -> dict[str, float]:
        values: dict[str, float] = {}
        for part in self._parts.measured_parts:
            measured = self._parts.measure(part)
            values |= series(measured.result(self._parts.dataset.classes)) | {f"{part}.loss": measured.loss}
        return values
