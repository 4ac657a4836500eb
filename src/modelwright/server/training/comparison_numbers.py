"""Measured numbers of runs beside each other: how far from the base's, whether that is certain, which is best. Pure functions."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from modelwright.server.registry import headlines
from modelwright.server.training.schemas_comparison import Verdict


class Measured(NamedTuple):
    value: float
    interval: tuple[float, float] | None
    data: str
    """Which samples it was measured on; empty: not known."""


Sets = dict[tuple[str, str], dict[str, Measured]]
"""By network and part: by name of the number."""


def measured(report: Mapping[str, Any], prints: Mapping[str, str]) -> Sets:
    """Of a stored report; `prints` says by part on which samples."""
    return {
        (of["kind"], of["part"]): {
            name: Measured(of[name], _interval(of, name), prints.get(of["part"], ""))
            for name in headlines.NUMBERS
            if name in of
        }
        for of in report["sets"]
    }


def _interval(of: Mapping[str, Any], name: str) -> tuple[float, float] | None:
    found = of.get(f"{name}_interval")
    return (found[0], found[1]) if found else None


def against(sets: Sets, base: Sets | None, everyone: Iterable[Sets]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Each number with what it is against the base's; `base` is None for the base itself."""
    peers = list(everyone)
    return {
        place: [
            _number(name, of, (base or {}).get(place, {}).get(name), _best(place, name, of, peers))
            for name, of in numbers.items()
        ]
        for place, numbers in sets.items()
    }


def _number(name: str, of: Measured, base: Measured | None, best: float | None) -> dict[str, Any]:
    low, high = of.interval or (None, None)
    is_same = base is not None and _is_same_data(of, base)
    return {
        "name": name,
        "value": of.value,
        "low": low,
        "high": high,
        "delta": of.value - base.value if base and is_same else None,
        "verdict": verdict(of, base) if base else None,
        "is_best": best is not None and of.value >= best,
    }


def verdict(of: Measured, base: Measured) -> Verdict | None:
    """None where nothing says how sure the two are."""
    if not _is_same_data(of, base):
        return Verdict.OTHER_DATA
    if of.interval is None or base.interval is None:
        return None
    if of.interval[0] > base.interval[1]:
        return Verdict.BETTER
    return Verdict.WORSE if of.interval[1] < base.interval[0] else Verdict.UNCERTAIN


def _is_same_data(one: Measured, other: Measured) -> bool:
    return bool(one.data) and one.data == other.data


def _best(place: tuple[str, str], name: str, of: Measured, everyone: Iterable[Sets]) -> float | None:
    """Of those that were measured on the same samples; None where there are no others, or all have the same."""
    found = [sets.get(place, {}).get(name) for sets in everyone]
    values = [one.value for one in found if one is not None and _is_same_data(one, of)]
    return max(values) if len(set(values)) > 1 else None
