"""Makes the zips of exports, one after the other, in the dispatcher's thread; an interrupted one is made anew."""

import errno
import logging
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from modelwright.contract.layout import look
from modelwright.contract.layouts.pairs import IMAGES
from modelwright.server.core.errors import UserError
from modelwright.server.datasets import exports, places, versions
from modelwright.server.datasets.exporting.base import PARTS, Packed, Writer
from modelwright.server.datasets.models import (
    Dataset,
    Export,
    PathStatus,
    Purpose,
    TransferStatus,
    VersionReason,
)

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=2)
_AT_ONCE: Final = 500
_TELL_S: Final = 0.5
_ROOM: Final = 2**26
"""Bytes that stay free on the disk."""
_STARTED: Final = (1980, 1, 1, 0, 0, 0)
"""Equal contents give equal zips."""

Stop = Callable[[], bool]


class Interrupted(Exception):
    """The process ends, or somebody deleted the export."""


class Failed(Exception):
    """`code` is a key of problems.EXPORT_PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def run_pending(stop: Stop) -> bool:
    """Make the export that has waited longest. Returns False when none waits."""
    export = _claim()
    if export is None:
        return False
    try:
        _Packing(export, stop).run()
    except Interrupted:
        _mine(export).update(status=TransferStatus.WAITING, claimed_until=None)
    except Failed as failure:
        _end(export, TransferStatus.FAILED, problem=failure.code)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        _end(export, TransferStatus.FAILED, problem="disk_full" if full else "unwritable")
    return True


class _Packing:
    def __init__(self, export: Export, stop: Stop) -> None:
        self.export = export
        self.stop = stop
        self.dataset: Dataset = export.dataset
        self.done = self.left_out = 0
        self._told = time.monotonic()

    def run(self) -> None:
        rows = self.dataset.samples.filter(problem="", excluded_because="", data_path__status=PathStatus.VALID)
        self._begin(rows)
        folder = Path(settings.EXPORTS_DIR)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as scratch:
            partial = Path(scratch) / "export.zip"
            self._pack(partial, exports.WRITERS[self.export.format](Path(scratch), _classes(rows)), rows)
            self._tell(self.done)
            partial.replace(exports.file_of(self.export.pk))
        size = exports.file_of(self.export.pk).stat().st_size
        _end(self.export, TransferStatus.COMPLETED, done=self.done, left_out=self.left_out, size=size)

    def _begin(self, rows: Any) -> None:
        """The version that the zip will hold, and room for it on the disk."""
        Path(settings.EXPORTS_DIR).mkdir(parents=True, exist_ok=True)
        images, needed = rows.count(), sum(rows.values_list("size", flat=True).iterator())
        if shutil.disk_usage(settings.EXPORTS_DIR).free < needed + _ROOM:
            raise Failed("disk_full")
        try:
            version = versions.version_now(self.export.created_by, self.dataset, VersionReason.EXPORT)
        except UserError as error:
            raise Failed("nothing") from error
        versions.record_use(version, VersionReason.EXPORT, self.export.pk, self.export.format)
        if not _mine(self.export).update(version=version, images=images, done=0, left_out=0):
            raise Interrupted

    def _pack(self, target: Path, writer: Writer, rows: Any) -> None:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # images do not get smaller
            for image, folder in _images(self.dataset, rows):
                self._pack_one(archive, writer, image, folder)
                if time.monotonic() - self._told > _TELL_S:
                    self._tell(self.done)
            for name, content in writer.finish():
                _put(archive, name, content)

    def _pack_one(self, archive: zipfile.ZipFile, writer: Writer, image: Packed, folder: Path) -> None:
        self.done += 1
        content = _content(folder / image.sample.path, folder)
        place = writer.place(image) if content is not None else None
        if place is None or content is None:
            self.left_out += 1
            return
        archive.writestr(_info(place, zipfile.ZIP_STORED), content)
        said = list(writer.said(image, folder))
        for name, text in said:
            archive.writestr(_info(name, zipfile.ZIP_DEFLATED), text)

    def _tell(self, done: int) -> None:
        """Store how far it is. Raises Interrupted when the export is no longer wanted, or the process ends."""
        self._told = time.monotonic()
        if self.stop() or not _mine(self.export).update(done=done, claimed_until=_lease()):
            raise Interrupted


def _images(dataset: Dataset, rows: Any) -> Iterator[tuple[Packed, Path]]:
    """Every image with a name of its own and its data path, a few hundred at a time."""
    names, prefixes = _Names(), _prefixes(dataset)
    codes = {pk: _codes(path) for pk, (path, _prefix) in prefixes.items()}
    last = 0
    while samples := list(rows.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        for sample in samples:
            path, prefix = prefixes[sample.data_path_id]
            name = names.unique(f"{prefix}{_without_images(sample.path)}")
            part = "test" if dataset.purpose == Purpose.TEST else PARTS.get(sample.split, "")
            yield Packed(sample, name, part, codes[sample.data_path_id]), path
        last = samples[-1].pk


class _Names:
    """Makes names unique without their suffix: annotations have the name of their image."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def unique(self, name: str) -> str:
        stem, dot, suffix = name.rpartition(".")
        number, candidate = 1, stem
        while hash(candidate) in self._taken:
            number += 1
            candidate = f"{stem}-{number}"
        self._taken.add(hash(candidate))
        return f"{candidate}{dot}{suffix}"


def _prefixes(dataset: Dataset) -> dict[int, tuple[Path, str]]:
    """Each data path's folder, and what its images' names begin with: nothing where there is only one."""
    rows = list(dataset.paths.filter(status=PathStatus.VALID).order_by("pk"))
    if len(rows) == 1:
        return {rows[0].pk: (rows[0].folder, "")}
    names = _Names()
    return {row.pk: (row.folder, names.unique(f"{row.folder.name}.")[:-1] + "/") for row in rows}


def _without_images(path: str) -> str:
    first, _slash, rest = path.partition("/")
    return rest if rest and first.lower() in {name.lower() for name in IMAGES} else path


def _codes(folder: Path) -> dict[int, str]:
    try:
        return look(folder, above=places.is_inside(folder.parent, settings.DATA_ROOTS)).mask_codes
    except OSError:
        return {}


def _classes(rows: Any) -> list[str]:
    """Every class that is said anywhere, in alphabetical order."""
    labels = set(rows.exclude(label="").order_by("label").values_list("label", flat=True).distinct())
    for shows in rows.exclude(shows="").order_by("shows").values_list("shows", flat=True).distinct().iterator():
        labels |= {label for label in shows.split("\n") if label}
    return sorted(labels)


def _content(file: Path, folder: Path) -> bytes | None:
    """None where the file is gone, or has become a link that leads out."""
    if not places.may_be_read(file, folder):
        return None
    try:
        return file.read_bytes()
    except OSError:
        return None


def _info(name: str, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _STARTED)
    info.compress_type = compression
    info.external_attr = 0o644 << 16
    return info


def _put(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    if isinstance(content, bytes):
        archive.writestr(_info(name, zipfile.ZIP_DEFLATED), content)
        return
    with archive.open(_info(name, zipfile.ZIP_DEFLATED), "w", force_zip64=True) as target, content.open("rb") as source:
        shutil.copyfileobj(source, target, 2**18)


def _claim() -> Export | None:
    free = Q(status=TransferStatus.WAITING) | Q(status=TransferStatus.RUNNING, claimed_until__lt=timezone.now())
    export = Export.objects.filter(free).order_by("id").select_related("dataset", "created_by").first()
    if export is None:
        return None
    won = Export.objects.filter(free, pk=export.pk).update(status=TransferStatus.RUNNING, claimed_until=_lease())
    return export if won else None


def _mine(export: Export) -> Any:
    return Export.objects.filter(pk=export.pk, status=TransferStatus.RUNNING)


def _end(export: Export, status: TransferStatus, **facts: Any) -> None:
    if not _mine(export).update(status=status, finished_at=timezone.now(), claimed_until=None, **facts):
        exports.file_of(export.pk).unlink(missing_ok=True)  # somebody deleted it at this moment


def _lease() -> datetime:
    return timezone.now() + LEASE
