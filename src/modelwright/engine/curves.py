"""Reads a training's curves (A27): pure rules from the points so far to hints. `docs/adr/0011-curve-coach.md` has their numbers.

Every rule compares the curve with itself, never with an absolute loss: a loss of 2 is high for two classes and low for a
thousand. Each is silent in the warm-up and below LEAST_POINTS points, and asks for a change that noise does not make.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np

from modelwright.contract.events import Code
from modelwright.contract.parameters import CoachParameters

LEAST_POINTS: Final = 10
"""No rule about the loss speaks on fewer points after the warm-up."""
MOST_POINTS: Final = 200
"""A longer curve is kept as the means of pairs, so that reading it costs the same however long a run is."""
RECENT: Final = 5
"""Points whose median is the level of the curve at a place: two outliers do not move it."""

FIRST: Final = 0.01
"""The points within this share of the run say what the loss was in the beginning."""
LOST: Final = 0.4
"""Divergence: this share of what the loss had gained is lost again."""
CLEARLY: Final = 1.5
"""Divergence: and the loss stands above its lowest by this factor."""
NO_GAIN: Final = 0.03
"""Too high: the loss has gained less than this share of its first value."""
ROSE: Final = 0.04
"""Too high: a point stood above the first ones by this share; a rate that is too low makes the loss rise nowhere."""
HARDLY: Final = 0.15
"""Too low: at its present slope the loss will have gained less than this share of its first value at the end."""
MODERATE: Final = 1 / 3
"""Too low: and the rate is under this share of one that is high; above it, the rate is not what is wrong."""
TRIED: Final = 0.15
"""Share of the run after which a loss that does not fall is told."""
DECAYED: Final = 0.01
"""Too low: the policy has brought the rate under this share of its highest before EARLY of the run is over."""
EARLY: Final = 0.6
JUMPS: Final = 0.3
"""Jumping: from point to point the loss changes by this share of its level."""
JUMPS_OF_START: Final = 0.08
"""Jumping: and by this share of its first value, so that a loss near zero may tremble."""
WINDOW: Final = 20
RISEN: Final = 1.15
"""Over-fitting: each of the last RISING validation losses is above the lowest by this factor."""
RISING: Final = 4
FALLEN: Final = 0.9
"""Over-fitting: meanwhile the training loss went on falling under this share of what it was."""
STILL: Final = 0.3
"""Plateau: no gain within this share of the run, and STILL_EVALUATIONS measurements."""
STILL_EVALUATIONS: Final = 6
GAIN: Final = 0.005
"""Plateau: what counts as a gain of the metric; a gain of the validation loss is GAIN_OF_LOSS of it."""
GAIN_OF_LOSS: Final = 0.02
NEVER: Final = 4
"""A class is told as never predicted after this many measurements in a row without it, past NEVER_AFTER of the run."""
NEVER_AFTER: Final = 0.4


class Point(NamedTuple):
    """The mean training loss of the steps up to `iteration`, and the learning rate there."""

    iteration: int
    loss: float
    learning_rate: float


class Evaluation(NamedTuple):
    """What one measurement on the validation set said."""

    iteration: int
    metric: float
    loss: float | None
    never_predicted: tuple[str, ...] = ()


class Hint(NamedTuple):
    code: Code
    values: dict[str, Any]


@dataclass
class Curves:
    """All points of one network so far."""

    floor: float = 0.0
    """The loss of a perfect network: above 0 with label smoothing."""
    chance: float = math.inf
    """The loss of a network that knows no more than how common each class is; infinite: unknown."""
    brisk: float = math.inf
    """A learning rate that is high for the optimiser: at or above it, a loss that does not fall is not for want of rate."""
    points: list[Point] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    merged: int = 1
    """How many of the points that came one kept point stands for."""
    pending: list[Point] = field(default_factory=list)

    def add(self, point: Point) -> bool:
        """Take in the next point; returns whether the kept curve has changed."""
        self.pending.append(point)
        if len(self.pending) < self.merged:
            return False
        self.points.append(_mean(self.pending))
        self.pending = []
        if len(self.points) == MOST_POINTS:
            self.points = [_mean(self.points[at : at + 2]) for at in range(0, MOST_POINTS, 2)]
            self.merged *= 2
        return True


def hints(curves: Curves, planned: int, bands: CoachParameters) -> list[Hint]:
    """What the curves of a run of `planned` iterations show now. Where nothing is learned, only why is said."""
    view = _View(curves, planned, bands)
    if view.settled < LEAST_POINTS:
        return []
    if stuck := _too_high(view) or _too_low(view):
        return stuck
    return (_diverges(view) or _jumps(view)) + (_overfits(view) or _plateau(view)) + _never_predicted(view)


def conclusion(curves: Curves, planned: int, bands: CoachParameters, metric: str) -> list[Hint]:
    """What is to be said at the end: how good the best measurement is, and whether the loss is still high."""
    view = _View(curves, planned, bands)
    best = _best(curves.evaluations) if curves.evaluations else 0.0
    if best >= bands.metric_excellent:
        return [
            Hint(Code.COACH_RESULT_EXCELLENT, {"metric": metric, "value": best, "excellent": bands.metric_excellent})
        ]
    result = [Hint(Code.COACH_RESULT_GOOD, {"metric": metric, "value": best, "good": bands.metric_good})]
    high = [Hint(Code.COACH_LOSS_HIGH, {"loss": view.level + curves.floor, "good": bands.loss_good})]
    is_high = math.isfinite(curves.chance) and view.level > bands.loss_good  # the band is one of cross entropies
    return (result if best >= bands.metric_good else []) + (high if is_high else [])


class _View:
    """The curves as arrays, and what several rules need of them. Losses are above the floor."""

    def __init__(self, curves: Curves, planned: int, bands: CoachParameters) -> None:
        self.planned, self.bands, self.floor, self.evaluations = planned, bands, curves.floor, curves.evaluations
        columns = np.array(curves.points, np.float64).reshape(-1, 3).T
        self.iteration, self.rate = columns[0], columns[2]
        self.loss = np.maximum(columns[1] - curves.floor, 0)
        self.brisk = curves.brisk
        self.chance = curves.chance - curves.floor

    @cached_property
    def warm(self) -> int:
        """The position of the first point at which the learning rate is no longer on its way up."""
        return int(self.rate.argmax()) if len(self.rate) else 0

    @property
    def settled(self) -> int:
        """Points since the warm-up."""
        return max(0, len(self.loss) - self.warm)

    @property
    def progress(self) -> float:
        return float(self.iteration[-1] / self.planned) if len(self.iteration) else 0.0

    @property
    def level(self) -> float:
        """The loss now."""
        return float(np.median(self.loss[-RECENT:])) if len(self.loss) else 0.0

    @cached_property
    def first(self) -> float:
        """The loss of the first points."""
        count = max(1, int(np.searchsorted(self.iteration, FIRST * self.planned, side="right")))
        return float(self.loss[:count].mean())

    @property
    def start(self) -> float:
        """The loss in the beginning; where it shot up at once, that of a network that knows nothing."""
        return min(self.first, self.chance)

    @property
    def rise(self) -> float:
        """How far the highest early point stood above the first ones, beyond what noise does."""
        return float(self.loss[: self.warm + LEAST_POINTS].max()) - self.first - 5 * self.noise

    @cached_property
    def lowest(self) -> float:
        """The lowest level so far."""
        return float(np.median(np.lib.stride_tricks.sliding_window_view(self.loss, RECENT), axis=1).min())

    @cached_property
    def noise(self) -> float:
        """Of the recent points."""
        return _noise(self.loss[-WINDOW:])

    def loss_at(self, iteration: int) -> float:
        """The level of the training loss at an iteration."""
        near = max(1, int(np.searchsorted(self.iteration, iteration, side="right")))
        return float(np.median(self.loss[max(0, near - RECENT) : near]))


def _too_high(view: _View) -> list[Hint]:
    """Nothing is learned, and the rate is higher than is usual, or the loss rose under it."""
    highest = float(view.rate.max())
    if view.lowest > (1 - NO_GAIN) * view.start and (highest >= view.brisk or view.rise > ROSE * view.first):
        return [Hint(Code.COACH_RATE_TOO_HIGH, {"learning_rate": highest})]
    return []


def _diverges(view: _View) -> list[Hint]:
    """The loss has risen again by half of what it had fallen, or above where it began."""
    lowest, now = view.lowest, view.level
    gained = max(view.start - lowest, 0.1 * view.start)
    if now - lowest > max(LOST * gained, 4 * view.noise) and now > CLEARLY * lowest:
        return [Hint(Code.COACH_DIVERGES, {"loss": now + view.floor, "lowest": lowest + view.floor})]
    return []


def _too_low(view: _View) -> list[Hint]:
    """The loss hardly falls under a rate that is not high, or the policy has taken the rate away too early."""
    if view.progress < TRIED or view.level <= view.bands.loss_good:
        return []
    highest = float(view.rate.max())
    decayed = view.progress < EARLY and view.rate[-1] < DECAYED * highest
    hardly = highest < MODERATE * view.brisk and _gain_at_the_end(view) < HARDLY * view.start
    return [Hint(Code.COACH_RATE_TOO_LOW, {"learning_rate": float(view.rate[-1])})] if decayed or hardly else []


def _gain_at_the_end(view: _View) -> float:
    """By how much the loss will have fallen when each unit of learning rate goes on bringing what it brought so far."""
    spent = float(view.rate.mean()) * view.progress
    left = float(view.rate[-1]) * (1 - view.progress)
    gained = view.start - view.lowest
    return gained + max(gained, 0) * left / spent if spent else gained


def _jumps(view: _View) -> list[Hint]:
    """From point to point, the loss changes by a good part of itself. The two largest jumps may be accidents."""
    recent = view.loss[view.warm :][-WINDOW:]
    rises = np.sort(np.maximum(np.diff(recent), 0))[:-2]  # a healthy curve falls steeply, too: only what rises counts
    spread = float(np.sqrt(np.mean(rises**2)))
    if spread > JUMPS * float(np.median(recent)) and spread > JUMPS_OF_START * view.start:
        return [Hint(Code.COACH_JUMPING_LOSS, {"spread": spread / float(np.median(recent))})]
    return []


def _overfits(view: _View) -> list[Hint]:
    """The validation loss rises while the training loss falls, and the metric gains nothing by it."""
    measured = [of for of in view.evaluations if of.loss is not None]
    losses = np.array([of.loss for of in measured], np.float64)
    if len(losses) < RISING + 3:
        return []
    levels = np.median(np.lib.stride_tricks.sliding_window_view(losses[:-RISING], 3), axis=1)
    at = int(levels.argmin())
    risen = losses[-RISING:].min() > RISEN * levels[at] + 2 * _noise(losses[-2 * RISING :])
    fallen = view.level < FALLEN * view.loss_at(measured[at + 1].iteration)
    metric = [of.metric for of in measured]
    no_gain = float(np.mean(metric[-RISING:])) <= max(metric[:-RISING]) < view.bands.metric_excellent
    if risen and fallen and no_gain:
        values = {"loss": view.level + view.floor, "validation_loss": float(losses[-1])}
        return [Hint(Code.COACH_OVERFITTING, values)]
    return []


def _plateau(view: _View) -> list[Hint]:
    """Neither metric nor loss of the validation set have gained anything for a good part of the run."""
    since = [of for of in view.evaluations if of.iteration > view.iteration[-1] - STILL * view.planned]
    before = view.evaluations[: len(view.evaluations) - len(since)]
    if len(since) < STILL_EVALUATIONS or not before:
        return []
    best = _best(view.evaluations)
    if best >= view.bands.metric_excellent or _best(since) > _best(before) + GAIN or _loss_gained(before, since):
        return []
    iterations = since[-1].iteration - max(before, key=lambda of: of.metric).iteration
    return [Hint(Code.COACH_PLATEAU, {"value": best, "iterations": iterations})]


def _loss_gained(before: Sequence[Evaluation], since: Sequence[Evaluation]) -> bool:
    earlier = [of.loss for of in before if of.loss is not None]
    later = [of.loss for of in since if of.loss is not None]
    return bool(earlier and later) and min(later) < (1 - GAIN_OF_LOSS) * min(earlier)


def _best(evaluations: Sequence[Evaluation]) -> float:
    return max(of.metric for of in evaluations)


def _never_predicted(view: _View) -> list[Hint]:
    """Classes that none of the last measurements predicted; one hint each."""
    last = view.evaluations[-NEVER:]
    if len(last) < NEVER or last[-1].iteration < NEVER_AFTER * view.planned:
        return []
    missing = [label for label in last[-1].never_predicted if all(label in of.never_predicted for of in last)]
    return [Hint(Code.COACH_CLASS_NEVER_PREDICTED, {"label": label}) for label in missing]


def _noise(values: np.ndarray) -> float:
    """Standard deviation of points about their trend; outliers do not raise it."""
    return float(np.median(np.abs(np.diff(values)))) / (0.6745 * math.sqrt(2))


def _mean(points: Sequence[Point]) -> Point:
    loss, rate = (sum(of) / len(points) for of in ([p.loss for p in points], [p.learning_rate for p in points]))
    return Point(points[-1].iteration, loss, rate)
