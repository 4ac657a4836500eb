"""How fast a run goes, how long it will still take, and how many iterations a time budget allows."""

import time
from collections import deque
from collections.abc import Callable
from typing import Final

import torch

from modelwright.engine.trainer import Hook, Trainer

RECENT_STEPS: Final = 50
EXPORT_S: Final = 8.0
"""What evaluation's files and the export take beside the predictions themselves; small networks on two cores."""


EVALUATIONS: Final = 20
"""How often a run measures itself when the parameters leave it open."""


class Pace:
    """Measures steps and evaluations as they happen."""

    def __init__(self, every: Callable[[int], int], clock: Callable[[], float] = time.monotonic) -> None:
        """`every` says after how many iterations a run of that length is measured."""
        self._every, self._clock = every, clock
        self._steps: deque[float] = deque(maxlen=RECENT_STEPS)
        self._mark = clock()
        self.evaluation_s: float | None = None

    def start(self) -> None:
        self._mark = self._clock()

    def step_done(self) -> None:
        """A step ended, and the next one begins: waiting for data is part of a step."""
        now = self._clock()
        self._steps.append(now - self._mark)
        self._mark = now

    def evaluation_done(self) -> None:
        """What passed since the last step was an evaluation, with the saving that follows it."""
        now = self._clock()
        self.evaluation_s = now - self._mark
        self._mark = now

    @property
    def seconds_per_iteration(self) -> float:
        """Of the recent steps; the very first one, which warms everything up, counts only while it is alone."""
        steps = list(self._steps)
        steps = steps[1:] if 1 < len(steps) < RECENT_STEPS else steps
        return sum(steps) / len(steps) if steps else 0.0

    def remaining_s(self, iteration: int, iterations: int) -> float:
        """To the end of the whole run: steps, evaluations on the way, the last evaluation and the export."""
        left = iterations - iteration
        evaluations = left / self._every(iterations)
        return left * self.seconds_per_iteration + evaluations * self._evaluation_s() + self.tail_s()

    def tail_s(self) -> float:
        """After the last step: the best checkpoint is measured in full precision, then exported and compared."""
        return 3 * self._evaluation_s() + EXPORT_S

    def affordable(self, budget_s: float, iteration: int) -> int:
        """How many iterations the run may have in all when `budget_s` are left and `iteration` steps are done."""
        step_s = self.seconds_per_iteration
        iterations = iteration + max(0, int((budget_s - self.tail_s()) / step_s))
        evaluations_s = (iterations - iteration) / self._every(iterations) * self._evaluation_s()
        return iteration + max(0, int((budget_s - self.tail_s() - evaluations_s) / step_s))

    def _evaluation_s(self) -> float:
        """Before the first evaluation: a guess, a few steps' worth."""
        return 5 * self.seconds_per_iteration if self.evaluation_s is None else self.evaluation_s


class MeasurePace(Hook):
    """Tells the pace of every step."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    def before_training(self, trainer: Trainer) -> None:
        self._pace.start()

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        self._pace.step_done()


def evaluation_interval(iterations: int, wanted: int | None) -> int:
    return wanted or max(1, round(iterations / EVALUATIONS))
