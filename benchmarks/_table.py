"""Prints what a benchmark measured as a table, with the bound that the product promises."""

import statistics
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Figure(NamedTuple):
    name: str
    value: float
    unit: str
    below: float | None = None
    """What it must stay under."""
    at_least: float | None = None
    """What it must reach."""

    @property
    def bound(self) -> str:
        if self.below is not None:
            return f"under {self.below:,.6g} {self.unit}"
        return "" if self.at_least is None else f"at least {self.at_least:,.6g} {self.unit}"


def median_of(work: Callable[[], object], times: int = 7, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds by the clock, after one call that warms up."""
    work()
    return statistics.median(_seconds(work, clock) for _ in range(times))


def show(title: str, figures: Iterable[Figure]) -> None:
    print(f"\n{title}\n")
    print(f"| {'figure':60} | {'measured':>14} | {'bound':>18} |")
    print(f"|{'-' * 62}|{'-' * 16}|{'-' * 20}|")
    for figure in figures:
        print(f"| {figure.name:60} | {f'{figure.value:,.4g} {figure.unit}':>14} | {figure.bound:>18} |")


def _seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return clock() - start
