"""The datasets' own folders: where uploads arrive, where they stay, and whether the disk has room."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import UserError
from modelwright.server.datasets.models import Dataset, Upload


class DiskFull(UserError):
    status = 507


def upload_folder(dataset: Dataset) -> Path:
    return Path(settings.UPLOADS_DIR) / str(dataset.pk)


def partial_of(upload: Upload) -> Path:
    """What has arrived of the file."""
    return _partials() / str(upload.pk)


def staging_of(upload: Upload) -> Path:
    """Where its files lie until all are unpacked; each attempt has its own."""
    return _partials() / f"{upload.pk}-{upload.attempt}"


def stagings_of(upload: Upload) -> list[Path]:
    """Those of all its attempts, the latest first; seldom more than one is there."""
    found = _partials().glob(f"{upload.pk}-*")
    return sorted(found, key=lambda place: int(place.name.partition("-")[2]), reverse=True)


def forget_unknown(known: set[int]) -> None:
    """Remove what arrived for uploads that are gone, such as those of a deleted dataset."""
    if not _partials().is_dir():
        return
    for place in _partials().iterdir():
        number = place.name.partition("-")[0]
        if number.isdecimal() and int(number) not in known:
            remove(place)


def remove(place: Path) -> None:
    """A file or a folder; it may be gone already."""
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def remove_uploaded(dataset_id: int) -> None:
    """Remove the files of a dataset's own folder."""
    shutil.rmtree(Path(settings.UPLOADS_DIR) / str(dataset_id), ignore_errors=True)


def check_space(needed: int) -> None:
    folder = Path(settings.UPLOADS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < needed + 2**26:
        raise _disk_full()


@contextmanager
def explained_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise _disk_full() from error
        raise


def is_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def _partials() -> Path:
    return Path(settings.UPLOADS_DIR) / "partial"


def _disk_full() -> DiskFull:
    return DiskFull(_("The server's disk is full. Free some space, then send the file again."))
