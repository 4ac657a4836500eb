"""After the check, in the background: which images of a dataset show the same picture.

The dispatcher calls `run_pending` in a thread of its own. The check has looked at each image while it decoded it; what was
checked before checks did so is looked at here, once.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from django.db import transaction

from modelwright.imaging.near import clusters, same_pictures
from modelwright.imaging.reading import ImageProblem
from modelwright.server.datasets import looks, places
from modelwright.server.datasets.models import (
    DataPath,
    DataPathQuerySet,
    Dataset,
    Fingerprint,
    PathStatus,
    Sample,
    Survey,
)

MOST_COMPARED: Final = 200_000
"""Of more images than these the comparison would take minutes and gigabytes."""
CHUNK: Final = 200
_VERSION: Final = 1
"""Raised when the same images would give other values."""

Stop = Callable[[], bool]


def run_pending(stop: Stop) -> bool:
    """Look at the images of one dataset whose paths were checked since. Returns False when there is none."""
    for dataset_id, stamp in _stale():
        if not _look_at_all(dataset_id, stop):
            return False
        _compare(dataset_id, stamp)
        return True
    return False


def stamp_of(dataset_id: int) -> str:
    """Changes with every check of a data path; empty while one is under way."""
    return _stamps(DataPath.objects.filter(dataset=dataset_id)).get(dataset_id, "")


def is_done(dataset_id: int) -> bool:
    """Whether all images have been looked at since the last check."""
    return Survey.objects.filter(dataset=dataset_id, stamp=stamp_of(dataset_id)).exists()


def fingerprints_of(dataset_ids: list[int], left_out: Sequence[int] = ()) -> dict[str, bytes]:
    """Of the usable images, by their sha256, as far as they have been looked at. `left_out`: keys of data paths."""
    usable = Sample.objects.filter(dataset__in=dataset_ids, problem="", excluded_because="")
    contents = usable.exclude(data_path__in=left_out).values("sha256")
    rows = Fingerprint.objects.filter(sha256__in=contents).values_list("sha256", "data")
    return {sha256: bytes(data) for sha256, data in rows.iterator(chunk_size=5_000)}


def _stale() -> Iterator[tuple[int, str]]:
    """Datasets whose checks have ended and whose images were not looked at since, with the new stamp."""
    surveyed = dict(Survey.objects.values_list("dataset_id", "stamp"))
    for dataset_id, stamp in _stamps(DataPath.objects.all()).items():
        if stamp and surveyed.get(dataset_id) != stamp:
            yield dataset_id, stamp


def _stamps(paths: DataPathQuerySet) -> dict[int, str]:
    rows = paths.order_by("dataset_id", "pk").values_list("dataset_id", "pk", "check_number", "status")
    return {dataset_id: _stamp(list(group)) for dataset_id, group in groupby(rows, key=lambda row: row[0])}


def _stamp(paths: list[tuple[int, int, int, str]]) -> str:
    if any(status == PathStatus.CHECKING for *_numbers, status in paths):
        return ""
    told = repr((_VERSION, [(pk, number) for _dataset, pk, number, _status in paths]))
    return hashlib.sha256(told.encode()).hexdigest()


def _look_at_all(dataset_id: int, stop: Stop) -> bool:
    """Returns False when `stop` said so before the end."""
    fresh = Sample.objects.filter(dataset=dataset_id, problem="", brightness=None).select_related("data_path")
    last = 0
    while chunk := list(fresh.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        looked: list[Sample] = []
        prints: dict[str, bytes] = {}
        for sample in chunk:
            if stop():
                return False
            if look := _look_at(sample):
                sample.brightness, sample.contrast, prints[sample.sha256] = look
                looked.append(sample)
        _store(looked, prints)
        last = chunk[-1].pk
    return True


def _look_at(sample: Sample) -> looks.Look | None:
    """None where the file is gone or has changed: the next check will say so."""
    folder = sample.data_path.folder
    file = folder / sample.path
    try:
        return looks.look_at(file) if places.may_be_read(file, folder) else None
    except (ImageProblem, OSError, MemoryError, ValueError):
        return None


@transaction.atomic
def _store(samples: list[Sample], prints: Mapping[str, bytes]) -> None:
    Sample.objects.bulk_update(samples, ["brightness", "contrast"], batch_size=CHUNK)
    looks.keep(prints)


def _compare(dataset_id: int, stamp: str) -> None:
    """Number the groups of near duplicates, and remember that it is done."""
    contents: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    rows = Sample.objects.filter(dataset=dataset_id, problem="").exclude(sha256="")
    for pk, sha256, label, shows in rows.values_list("pk", "sha256", "label", "shows").iterator(chunk_size=5_000):
        contents[sha256].append((pk, label, shows))
    compared = len(contents) <= MOST_COMPARED
    groups, look_alikes = _groups(contents, fingerprints_of([dataset_id])) if compared else ([], 0)
    with transaction.atomic():
        if not Dataset.objects.filter(pk=dataset_id).exists():
            return
        _number(dataset_id, [[pk for sha256 in group for pk, *_ in contents[sha256]] for group in groups])
        values = {"stamp": stamp, "look_alikes": look_alikes, "compared": compared}
        Survey.objects.update_or_create(dataset_id=dataset_id, defaults=values)


def _groups(
    contents: Mapping[str, list[tuple[int, str, str]]], prints: Mapping[str, bytes]
) -> tuple[list[tuple[str, ...]], int]:
    labels = {
        sha256: {line for _pk, label, shows in samples for line in (label, *shows.split("\n")) if line}
        for sha256, samples in contents.items()
    }
    known = {sha256: data for sha256, data in prints.items() if sha256 in contents}
    return same_pictures(clusters(known), labels)


def _number(dataset_id: int, groups: list[list[int]]) -> None:
    Sample.objects.filter(dataset=dataset_id).exclude(near_group=None).update(near_group=None)
    numbered = [Sample(pk=pk, near_group=min(group)) for group in groups for pk in group]
    Sample.objects.bulk_update(numbered, ["near_group"], batch_size=500)


def forget_unused() -> None:
    """Fingerprints of contents that no dataset holds any longer."""
    Fingerprint.objects.exclude(sha256__in=Sample.objects.values("sha256")).delete()
