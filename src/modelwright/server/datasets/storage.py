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
    return Path(settings.UPLOADS_DIR) / "partial" / str(upload.pk)


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
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _disk_full() from error
        raise


def _disk_full() -> DiskFull:
    return DiskFull(_("The server's disk is full. Free some space, then send the file again."))
