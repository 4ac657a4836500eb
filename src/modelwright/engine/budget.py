"""Plans the iterations so that a whole run ends within a time budget."""

import time
from collections.abc import Callable
from typing import Final

import torch

from modelwright.engine.pace import Pace
from modelwright.engine.trainer import Hook, Trainer

FIRST_LOOKS: Final = frozenset({5, 10, 20, 40, 80})
"""After these steps, and then at every LOOKS_A_RUNth part of the run, the plan is held against the clock."""
LOOKS_A_RUN: Final = 40
TOLERANCE: Final = 0.1
"""Deviations below this share of what is left do not change the plan: every change bends the learning rate a little."""


class KeepToBudget(Hook):
    """Changes the trainer's iterations as the speed becomes known. Stands before the hooks that ask for the end."""

    def __init__(
        self, deadline: float, pace: Pace, announce: Callable[[int], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._deadline, self._pace, self._announce, self._clock = deadline, pace, announce, clock
        self._steps = 0

    @classmethod
    def hooks(cls, minutes: float | None, started: float, pace: Pace, announce: Callable[[int], None]) -> list[Hook]:
        """None of it without a budget."""
        return [] if minutes is None else [cls(started + minutes * 60, pace, announce)]

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        self._steps += 1
        if self._steps in FIRST_LOOKS or self._steps % max(1, trainer.iterations // LOOKS_A_RUN) == 0:
            self._plan(trainer)

    def _plan(self, trainer: Trainer) -> None:
        planned = self._pace.affordable(self._deadline - self._clock(), trainer.iteration)
        if abs(planned - trainer.iterations) > TOLERANCE * (trainer.iterations - trainer.iteration):
            trainer.iterations = max(trainer.iteration, planned)
            self._announce(trainer.iterations)
