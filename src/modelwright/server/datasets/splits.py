"""The parts of a training dataset: a sample that was given to one stays there, so that what is measured on is never learned."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import transaction

from modelwright.server.core import audit
from modelwright.server.datasets.models import DataPath, Dataset, Sample, Split
from modelwright.server.datasets.paths import touch

_AT_ONCE: Final = 500


def keep(path: DataPath, samples: Iterable[Sample]) -> None:
    """Give samples that are about to be stored the part of their content, or else that of the file they take the place of."""
    given = Sample.objects.filter(dataset_id=path.dataset_id).exclude(split="")
    if not given.exists():
        return
    samples = list(samples)
    contents = {sample.sha256 for sample in samples if sample.sha256}
    of_content = dict(given.filter(sha256__in=contents).values_list("sha256", "split"))
    keys = {sample.key for sample in samples}
    of_place = dict(given.filter(data_path=path, key__in=keys).values_list("key", "split"))
    for sample in samples:
        sample.split = of_content.get(sample.sha256) or of_place.get(sample.key, "")


@transaction.atomic
def give_split(user: Any, dataset: Dataset, *, validation_share: float, seed: int) -> dict[str, int]:
    """Give every readable sample that has no part yet one, class by class; those that have one keep it.

    Copies of an image get the same part. Which image goes where depends on its content and the seed alone.
    """
    rows = list(_rows(dataset))
    held = {sha256: split for _pk, sha256, _label, split in rows if split}
    chosen = _chosen(rows, held, validation_share, seed)
    for split in Split.values:
        keys = [pk for pk, sha256, _label, before in rows if not before and chosen[sha256] == split]
        for start in range(0, len(keys), _AT_ONCE):
            Sample.objects.filter(pk__in=keys[start : start + _AT_ONCE]).update(split=split)
    counts = Counter(chosen[sha256] for _pk, sha256, _label, _split in rows)
    touch(user, dataset)
    audit.record(
        user, "dataset.split_given", dataset, {"share": validation_share, "seed": seed, "images": dict(counts)}
    )
    return dict(counts)


_Row = tuple[int, str, str, str]


def _rows(dataset: Dataset) -> Iterator[_Row]:
    """Key, content, class and part of every readable sample; the class is its own, or else all that it shows."""
    found = dataset.samples.filter(problem="", excluded_because="").order_by("pk")
    for pk, sha256, label, shows, split in found.values_list("pk", "sha256", "label", "shows", "split"):
        yield pk, sha256, label or shows, split


def _chosen(rows: Iterable[_Row], held: dict[str, str], share: float, seed: int) -> dict[str, str]:
    """The part of each content: `held` with those that had none."""
    of_class: dict[str, dict[str, None]] = defaultdict(dict)
    for _pk, sha256, label, _split in rows:
        of_class[label][sha256] = None
    every = dict(held)
    for label in sorted(of_class):
        contents = of_class[label]
        free = sorted((sha256 for sha256 in contents if sha256 not in every), key=lambda one: _rank(one, seed))
        measured = sum(every.get(sha256) == Split.VALIDATION for sha256 in contents)
        wanted = max(0, round(len(contents) * share) - measured)
        every |= {sha256: Split.VALIDATION if n < wanted else Split.TRAIN for n, sha256 in enumerate(free)}
    return every


def _rank(sha256: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}:{sha256}".encode()).digest()
