"""The curve coach (A27): tells what the curves show while a network is trained, each thing once, marked on its chart."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import torch

from modelwright.contract.choices import Metric, Optimizer
from modelwright.contract.events import Code, Level
from modelwright.contract.parameters import CoachParameters
from modelwright.contract.tasks import Network, Part
from modelwright.engine.curves import Curves, Evaluation, Hint, Point, conclusion, hints
from modelwright.engine.hooks import FollowSchedule
from modelwright.engine.reporting import Reporter
from modelwright.engine.trainer import Hook, Trainer

HELD: Final = 0.04
"""A hint is told when it has shown for this share of the run without a break."""
AGAIN: Final = 0.1
"""A hint that was gone for this share of the run is told again when it comes back; one that flickers is not."""
MOST_LABELS: Final = 5
"""So many classes are named in one hint; of the others only the number."""
BRISK: Final = {Optimizer.SGD: 0.1, Optimizer.ADAMW: 0.01}
"""Learning rates that are high for the optimiser. What learns under them all the same is left in peace."""

_PRAISE: Final = frozenset({Code.COACH_RESULT_GOOD, Code.COACH_RESULT_EXCELLENT})


class Coach(Hook):
    """Stands behind the hook that evaluates, and is told by it."""

    def __init__(
        self,
        reporter: Reporter,
        network: Network,
        metric: Metric,
        bands: CoachParameters,
        rate: FollowSchedule,
        curves: Curves,
        log_every: int,
    ) -> None:
        """`curves` is empty, and knows what the losses of this network mean; a point is the mean of `log_every` steps."""
        self._reporter, self._network, self._metric, self._bands = reporter, network, metric, bands
        self._rate, self._curves, self._log_every = rate, curves, log_every
        self._sum: torch.Tensor | float = 0.0
        self._count = 0
        self._since: dict[str, int] = {}
        """From which iteration on each hint has shown without a break."""
        self._told: dict[str, int] = {}
        """At which iteration each hint that was told has shown last."""

    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        self._sum, self._count = self._sum + loss, self._count + 1
        if trainer.finished or trainer.iteration % self._log_every == 0:
            self._look(trainer)
        if trainer.finished:
            self._conclude(trainer)

    def evaluated(self, iteration: int, series: Mapping[str, float], never_predicted: Iterable[str]) -> None:
        """Take in a measurement. `series` holds `validation.loss` and `validation.<metric>`; what it shows is told with
        the next point of the loss."""
        metric, loss = series[f"{Part.VALIDATION}.{self._metric}"], series.get(f"{Part.VALIDATION}.loss")
        self._curves.evaluations.append(Evaluation(iteration, metric, loss, tuple(never_predicted)))

    def state(self) -> dict[str, Any]:
        """Everything seen and told so far, for a checkpoint."""
        return {
            "points": [list(point) for point in self._curves.points],
            "pending": [list(point) for point in self._curves.pending],
            "merged": self._curves.merged,
            "evaluations": [[*of[:3], list(of.never_predicted)] for of in self._curves.evaluations],
            "sum": float(self._sum),
            "count": self._count,
            "since": dict(self._since),
            "told": dict(self._told),
        }

    def restore(self, state: dict[str, Any]) -> None:
        curves = self._curves
        curves.points = [Point(*of) for of in state["points"]]
        curves.pending = [Point(*of) for of in state["pending"]]
        curves.merged = state["merged"]
        curves.evaluations = [
            Evaluation(iteration, metric, loss, tuple(never)) for iteration, metric, loss, never in state["evaluations"]
        ]
        self._sum, self._count = state["sum"], state["count"]
        self._since, self._told = dict(state["since"]), dict(state["told"])

    def _conclude(self, trainer: Trainer) -> None:
        for hint in conclusion(self._curves, trainer.iterations, self._bands, self._metric.value):
            self._send(hint, trainer.iteration)

    def _look(self, trainer: Trainer) -> None:
        mean = float(self._sum) / self._count
        self._sum, self._count = 0.0, 0
        if self._curves.add(Point(trainer.iteration, mean, self._rate.learning_rate)):
            self._tell(hints(self._curves, trainer.iterations, self._bands), trainer)

    def _tell(self, shown: list[Hint], trainer: Trainer) -> None:
        self._since = {_key(hint): self._since.get(_key(hint), trainer.iteration) for hint in shown}
        new = [hint for hint in shown if self._is_new(hint, trainer)]
        missing = [hint.values["label"] for hint in new if hint.code is Code.COACH_CLASS_NEVER_PREDICTED]
        for hint in new:
            if hint.code is not Code.COACH_CLASS_NEVER_PREDICTED:
                self._send(hint, trainer.iteration)
        if missing:
            self._send(Hint(Code.COACH_CLASS_NEVER_PREDICTED, {"label": _named(missing)}), trainer.iteration)

    def _is_new(self, hint: Hint, trainer: Trainer) -> bool:
        """Whether it is to be told now: it has held, and was not told before, or was gone for long since then."""
        key, now = _key(hint), trainer.iteration
        before = self._told.get(key)
        if before is None and now - self._since[key] < HELD * trainer.iterations:
            return False
        self._told[key] = now
        return before is None or now - before > AGAIN * trainer.iterations

    def _send(self, hint: Hint, iteration: int) -> None:
        level = Level.INFO if hint.code in _PRAISE else Level.WARNING
        values = {"metric": self._metric.value} | hint.values if hint.code is Code.COACH_PLATEAU else hint.values
        self._reporter.message(level, hint.code, network=self._network, iteration=iteration, **values)


def _key(hint: Hint) -> str:
    return f"{hint.code} {hint.values.get('label', '')}"


def _named(labels: list[str]) -> str:
    rest = len(labels) - MOST_LABELS
    return ", ".join(labels[:MOST_LABELS]) + (f", … (+{rest})" if rest > 0 else "")
