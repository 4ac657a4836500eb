"""The check of data paths in the background: counts, reads and hashes every image, and fills the samples.

The dispatcher calls `run_pending` in a thread of its own. A check that was interrupted begins again, and reads only
the files that it has not seen or that have changed since.
"""

import os
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from modelwright.contract.annotations import AnnotationProblem
from modelwright.contract.layout import Format, Layout, UnreadableCodes, look
from modelwright.contract.tasks import Task
from modelwright.server.datasets import buckets, counting, housekeeping, looks, mirrors, places, splits
from modelwright.server.datasets.annotating import ANNOTATION_FIELDS, Tally, annotate
from modelwright.server.datasets.examining import Contents, File, examine, stamped
from modelwright.server.datasets.models import DataPath, DataPathQuerySet, PathStatus, Sample

CHUNK: Final = 1_000
LEASE: Final = timedelta(minutes=2)
"""How long a check may be silent before another process takes over."""
TELL_S: Final = 1.0

Stop = Callable[[], bool]


def run_pending(stop: Stop) -> bool:
    """Check the data path that has waited longest. Returns False when none waits. Ends early when `stop` says so."""
    path = _claim()
    if path is None:
        housekeeping.keep_house()
        return False
    if not _is_still_allowed(path):
        _finish(path, problem="outside")
        return True
    try:
        _Check(path).run(stop)
    except Interrupted:
        _mine(path).update(claimed_until=None)
    except UnreadableCodes:
        _finish(path, problem="mask_codes")
    except OSError:
        _finish(path, problem=_why_unreadable(path.folder))
    return True


class Interrupted(Exception):
    """The process ends, the path was removed, or another check of it was begun."""


@dataclass
class _Check:
    path: DataPath
    images: int = 0
    unreadable: int = 0
    tally: Tally = field(default_factory=Tally)
    formats: Counter[str] = field(default_factory=Counter)
    sides: tuple[int, int] | None = None

    def run(self, stop: Stop) -> None:
        folder = self.path.folder
        self._count_first(folder, stop)
        layout = look(folder, above=places.is_inside(folder.parent, settings.DATA_ROOTS))
        found = layout.samples(Task.SEGMENTATION if layout.format is Format.MASKS else Task.DETECTION)
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
            while chunk := list(islice(found, CHUNK)):
                if stop():
                    raise Interrupted
                files = list(pool.map(lambda said: stamped(said, folder), chunk))
                self._take(layout, files, pool)
        self.tally.take(layout.problems)
        self._finish(layout)

    def _count_first(self, folder: Path, stop: Stop) -> None:
        """How many images there will be, told long before they are read."""
        count, told = counting.Count(0, 0), time.monotonic()
        for count in counting.count_images(folder):
            if time.monotonic() - told > TELL_S:
                told = time.monotonic()
                self._tell(0, images=count.images)
                if stop():
                    raise Interrupted
        self._tell(0, images=count.images)

    def _take(self, layout: Layout, files: list[File], pool: ThreadPoolExecutor) -> None:
        """Store the files of one chunk; those that are known and unchanged are not read again."""
        known = self._known(files)
        fresh = [file for file in files if file.key not in known]
        contents = list(pool.map(lambda file: examine(file.path, layout.folder), fresh))
        excluded = self._excluded(fresh)
        new = [self._sample(file, what, excluded.get(file.key, "")) for file, what in zip(fresh, contents, strict=True)]
        splits.keep(self.path, new)
        samples = [*known.values(), *new]
        by_key = {sample.key: sample for sample in samples}
        told = [(by_key[file.key], file) for file in files]
        said_anew = [(sample, file) for sample, file in told if _is_said_anew(sample, file)]
        list(pool.map(lambda both: annotate(both[0], both[1].said, both[1].annotation_key, layout), said_anew))
        with transaction.atomic():
            self._tell(self.images + len(files))
            Sample.objects.filter(data_path=self.path, key__in=[file.key for file in fresh]).delete()
            Sample.objects.filter(pk__in=[sample.pk for sample in known.values()]).update(
                check_number=self.path.check_number
            )
            changed = [sample for sample, _file in said_anew if sample.pk is not None]
            Sample.objects.bulk_update(changed, ANNOTATION_FIELDS, batch_size=200)
            Sample.objects.bulk_create(new)
            looks.keep({what.sha256: what.look.fingerprint for what in contents if what.look})
        for sample, file in told:
            self._count(sample)
            self.tally.count(sample, file.said)

    def _known(self, files: list[File]) -> dict[int, Sample]:
        stamps = {file.key: (file.size, file.modified_ns) for file in files}
        samples = Sample.objects.filter(data_path=self.path, key__in=stamps)
        return {
            sample.key: sample
            for sample in samples
            if sample.key is not None and stamps[sample.key] == (sample.size, sample.modified_ns)
        }

    def _excluded(self, files: list[File]) -> dict[int | None, str]:
        """An excluded image stays excluded when its file changes."""
        samples = Sample.objects.filter(data_path=self.path, key__in=[file.key for file in files])
        return dict(samples.exclude(excluded_because="").values_list("key", "excluded_because"))

    def _sample(self, file: File, contents: Contents, excluded_because: str) -> Sample:
        return Sample(
            dataset_id=self.path.dataset_id,
            data_path=self.path,
            path=file.relative,
            key=file.key,
            label=file.label,
            size=file.size,
            modified_ns=file.modified_ns,
            check_number=self.path.check_number,
            excluded_because=excluded_because,
            sha256=contents.sha256,
            width=contents.width,
            height=contents.height,
            problem=contents.problem,
            brightness=contents.look.brightness if contents.look else None,
            contrast=contents.look.contrast if contents.look else None,
        )

    def _count(self, sample: Sample) -> None:
        self.images += 1
        if sample.problem or sample.width is None or sample.height is None:
            self.unreadable += 1
            return
        self.formats[_format(sample.path)] += 1
        low, high = sorted((sample.width, sample.height))
        self.sides = (low, high) if self.sides is None else (min(low, self.sides[0]), max(high, self.sides[1]))

    def _tell(self, checked: int, **facts: int) -> None:
        """Store how far the check has come. Raises Interrupted when the check is no longer wanted."""
        if not _mine(self.path).update(checked=checked, claimed_until=timezone.now() + LEASE, **facts):
            raise Interrupted

    def _finish(self, layout: Layout) -> None:
        self._mark_empty_masks()
        _finish(
            self.path,
            problem="" if self.images else "empty",
            images=self.images,
            unreadable=self.unreadable,
            checked=self.images,
            format=layout.format.value,
            class_counts=dict(sorted(self.tally.classes.items())),
            region_counts=dict(sorted(self.tally.regions.items())),
            annotation_problems=self.tally.problems(),
            facts={"sides": self.sides, "formats": dict(self.formats.most_common())},
        )

    def _mark_empty_masks(self) -> None:
        """Which masks are empty that should not be is known at the end only."""
        rows = Sample.objects.filter(data_path=self.path, check_number=self.path.check_number)
        rows.filter(annotation_problem=AnnotationProblem.EMPTY_MASK).update(annotation_problem="")
        keys = self.tally.forgotten_masks()
        for start in range(0, len(keys), CHUNK):
            rows.filter(key__in=keys[start : start + CHUNK]).update(annotation_problem=AnnotationProblem.EMPTY_MASK)


def _claim() -> DataPath | None:
    free = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    path = DataPath.objects.filter(free, status=PathStatus.CHECKING, is_fetching=False).order_by("id").first()
    if path is None:
        return None
    won = DataPath.objects.filter(free, pk=path.pk, check_number=path.check_number, status=PathStatus.CHECKING).update(
        check_number=F("check_number") + 1, checked=0, claimed_until=timezone.now() + LEASE
    )
    path.check_number += 1
    return path if won else None


def _mine(path: DataPath) -> DataPathQuerySet:
    return DataPath.objects.filter(pk=path.pk, check_number=path.check_number, status=PathStatus.CHECKING)


@transaction.atomic
def _finish(path: DataPath, *, problem: str, **facts: Any) -> None:
    """Store the outcome, and forget samples whose files are gone, unless another check was begun meanwhile."""
    status = PathStatus.INVALID if problem else PathStatus.VALID
    ended: dict[str, Any] = {"status": status, "problem": problem, "checked_at": timezone.now(), "claimed_until": None}
    if _mine(path).update(**ended, **facts) and problem in ("", "empty"):
        Sample.objects.filter(data_path=path).exclude(check_number=path.check_number).delete()


def _is_still_allowed(path: DataPath) -> bool:
    """The roots may have become fewer, or the folder a link, since the path was added."""
    if mirrors.is_remote(path.path):
        return buckets.is_allowed(mirrors.Address.of(path.path))
    return path.is_upload or places.is_open(Path(os.path.realpath(path.path)))


def _why_unreadable(folder: Path) -> str:
    if not folder.exists():
        return "missing"
    return "not_readable" if folder.is_dir() else "not_a_folder"


def _is_said_anew(sample: Sample, file: File) -> bool:
    return (sample.annotation_key, sample.label) != (file.annotation_key, file.label)


def _format(path: str) -> str:
    suffix = path.rpartition(".")[2].lower()
    return {"jpg": "JPEG", "jpe": "JPEG", "tif": "TIFF", "dib": "BMP"}.get(suffix, suffix.upper())
