"""Which images of one set of datasets show the same picture as an image of another set."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from modelwright.imaging.near import pairs
from modelwright.server.datasets import surveying
from modelwright.server.datasets.models import Dataset

_KEPT: Final = 32
"""Answers that are remembered: the same question is asked on every look at a template."""


def between(training_ids: list[int], test_ids: list[int], left_out: Sequence[int] = ()) -> frozenset[str]:
    """The contents (sha256) of the second set that look like another content of the first, without those of paths left out.

    Known as far as the images have been looked at; copies of the same file are no near duplicates. Empty where there are
    too many images to compare.
    """
    return _between(tuple(training_ids), tuple(test_ids), tuple(left_out), _state([*training_ids, *test_ids]))


def _state(dataset_ids: list[int]) -> tuple[tuple[int, str, str], ...]:
    """Changes with the checks, and with what is excluded."""
    rows = Dataset.objects.filter(pk__in=dataset_ids).order_by("pk").values_list("pk", "survey__stamp", "modified_at")
    return tuple((pk, stamp or "", str(modified)) for pk, stamp, modified in rows)


@lru_cache(maxsize=_KEPT)
def _between(
    training_ids: tuple[int, ...], test_ids: tuple[int, ...], left_out: tuple[int, ...], _state: object
) -> frozenset[str]:
    learned = surveying.fingerprints_of(list(training_ids), left_out)
    tested = surveying.fingerprints_of(list(test_ids))
    if len(learned) + len(tested) > surveying.MOST_COMPARED:
        return frozenset()
    found = pairs(learned | tested)
    return frozenset(
        one
        for pair in found
        for one, other in (pair, pair[::-1])
        if one in tested and one not in learned and other in learned
    )
