"""Learning-rate policies as pure functions (E51, Caffe's semantics; X13): iteration in, learning rate out."""

import math
from collections.abc import Callable

from modelwright.contract.choices import Policy
from modelwright.contract.solvers import Solver

Schedule = Callable[[int], float]


def schedule(solver: Solver) -> Schedule:
    """The learning rate at each iteration, counted from 0 to max_iter."""
    base, gamma, power, last = solver.base_lr, solver.gamma, solver.power, solver.max_iter
    match solver.lr_policy:
        case Policy.FIXED:
            return lambda iteration: base
        case Policy.EXP:
            return lambda iteration: base * _power(gamma, iteration)
        case Policy.INV:
            return lambda iteration: base * (1 + gamma * iteration) ** -power
        case Policy.POLY:
            return lambda iteration: base * (1 - min(iteration, last) / last) ** power
        case Policy.WARMUP_COSINE:
            return lambda iteration: base * warmup_cosine(min(iteration, last) / last, solver.warmup)


def _power(base: float, exponent: int) -> float:
    """A gamma above 1 grows past what a float holds."""
    try:
        return base**exponent
    except OverflowError:
        return math.inf


def warmup_cosine(progress: float, warmup: float) -> float:
    """A factor from 0 to 1: rises linearly over the warm-up share of the run, then falls along half a cosine."""
    if progress < warmup:
        return progress / warmup
    return 0.5 * (1 + math.cos(math.pi * (progress - warmup) / (1 - warmup)))


def vanishes(solver: Solver) -> bool:
    """Whether the learning rate is lost (under a millionth of its start) before a tenth of the run is over."""
    return schedule(solver)(max(1, solver.max_iter // 10)) < solver.base_lr * 1e-6
