"""What happens around the steps of a training: the learning rate, the numbers, the measurements."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import torch

from modelwright.contract.events import Code, Metrics, Progress
from modelwright.contract.schedules import Schedule
from modelwright.contract.tasks import Network
from modelwright.engine.errors import RunFailure
from modelwright.engine.pace import Pace
from modelwright.engine.reporting import Reporter
from modelwright.engine.trainer import Hook, Trainer

PROGRESS_INTERVAL_S: Final = 0.25
TRAINED: Final = 0.95
"""Of the whole run: evaluation and export share the rest."""

Epochs = Callable[[int], float]
"""Passes over the training samples after that many iterations."""


class FollowSchedule(Hook):
    """Sets the learning rate before every step, from a schedule that may be replanned while the run goes on."""

    def __init__(self, optimizer: torch.optim.Optimizer, plan: Callable[[int], Schedule]) -> None:
        """`plan` gives the schedule of a run with that many iterations."""
        self._optimizer, self._plan = optimizer, plan
        self._planned_for = 0
        self.learning_rate = 0.0

    def before_step(self, trainer: Trainer) -> None:
        if trainer.iterations != self._planned_for:
            self._planned_for = trainer.iterations
            self._schedule = self._plan(trainer.iterations)
        self.learning_rate = self._schedule(trainer.iteration)
        for group in self._optimizer.param_groups:
            group["lr"] = self.learning_rate


class WatchLoss(Hook):
    """Averages the loss since it was last reported, and ends the run when it is no number any more."""

    def __init__(self, schedule: FollowSchedule, check_every: int) -> None:
        self._schedule, self._check_every = schedule, check_every
        self._pending: list[torch.Tensor] = []
        self._sum, self._count = 0.0, 0

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        self._pending.append(loss)
        if len(self._pending) >= self._check_every or trainer.finished:
            self.check(trainer)

    def check(self, trainer: Trainer) -> None:
        """Fetch the losses from the device, all at once: one by one would make a GPU wait. Raises RunFailure."""
        losses = torch.stack(self._pending).float() if self._pending else torch.zeros(0)
        first = trainer.iteration - len(self._pending) + 1
        self._pending = []
        finite = torch.isfinite(losses).tolist()
        if not all(finite):
            raise RunFailure(
                Code.LOSS_NOT_FINITE,
                iteration=first + finite.index(False),
                learning_rate=self._schedule.learning_rate,
            )
        for value in losses.tolist():
            self._sum += value
        self._count += len(finite)

    def take_mean(self, trainer: Trainer) -> float:
        """The mean loss of the steps since the last call; needs at least one step."""
        self.check(trainer)
        mean = self._sum / self._count
        self._sum, self._count = 0.0, 0
        return mean

    def state(self) -> dict[str, Any]:
        return {"sum": self._sum, "count": self._count}

    def restore(self, state: dict[str, Any]) -> None:
        self._sum, self._count = state["sum"], state["count"]


@dataclass(frozen=True)
class Share:
    """Where in the whole run a network's training stands: `position` networks of `networks` are done before it."""

    position: int
    networks: int

    def of(self, trainer: Trainer) -> float:
        """Of the run that is done, 0 to 1."""
        return TRAINED * (self.position + trainer.iteration / max(1, trainer.iterations)) / self.networks

    def remaining_s(self, pace: Pace, trainer: Trainer) -> float:
        """To the end of the run: a later network is taken to need as long as this one."""
        later = self.networks - 1 - self.position
        return pace.remaining_s(trainer.iteration, trainer.iterations) + later * pace.remaining_s(0, trainer.iterations)


class ReportProgress(Hook):
    """Sends loss and learning rate every few iterations, and where the run is a few times a second."""

    def __init__(
        self,
        reporter: Reporter,
        network: Network,
        loss: WatchLoss,
        schedule: FollowSchedule,
        pace: Pace,
        share: Share,
        log_every: int,
        epoch_of: Epochs,
    ) -> None:
        self._reporter, self._loss, self._schedule, self._pace = reporter, loss, schedule, pace
        self._network, self._share, self._log_every, self._epoch_of = network, share, log_every, epoch_of
        self._last_progress = 0.0

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        if trainer.iteration % self._log_every == 0 or trainer.finished:
            self._report_metrics(trainer)
        if trainer.iteration == 1 or trainer.finished or time.monotonic() - self._last_progress >= PROGRESS_INTERVAL_S:
            self._report_progress(trainer)

    def _report_metrics(self, trainer: Trainer) -> None:
        mean, rate = self._loss.take_mean(trainer), self._schedule.learning_rate
        self._reporter.emit(
            Metrics(
                time=time.time(),
                network=self._network,
                iteration=trainer.iteration,
                epoch=self._epoch_of(trainer.iteration),
                values={"loss": mean, "learning_rate": rate},
            )
        )
        self._reporter.log(
            f"Iteration {trainer.iteration}/{trainer.iterations}: loss {mean:.4f}, learning rate {rate:.3g}"
        )

    def _report_progress(self, trainer: Trainer) -> None:
        self._last_progress = time.monotonic()
        self._reporter.emit(
            Progress(
                time=time.time(),
                network=self._network,
                iteration=trainer.iteration,
                epoch=self._epoch_of(trainer.iteration),
                seconds_per_iteration=self._pace.seconds_per_iteration,
                remaining_s=self._share.remaining_s(self._pace, trainer),
                share=self._share.of(trainer),
            )
        )
