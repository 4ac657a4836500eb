"""Uploads: a file arrives in chunks, and an interrupted one goes on where it stopped."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.datasets.landing import single, unpacked
from modelwright.server.datasets.models import DataPath, Dataset, Upload
from modelwright.server.datasets.naming import checked_label, safe_name
from modelwright.server.datasets.paths import begin_check
from modelwright.server.datasets.schemas import UploadIn, UploadResult
from modelwright.server.datasets.storage import check_space, explained_disk, partial_of, upload_folder

MAX_CHUNK: Final = 8 * 2**20
LISTED_FILES: Final = 1_000
ABANDONED_AFTER: Final = timedelta(days=7)


class WrongOffset(Conflict):
    """The chunk does not begin where the last one ended; `detail.received` says where to go on."""


@transaction.atomic
def begin_upload(user: Any, dataset: Dataset, body: UploadIn) -> Upload:
    """A new upload, or the interrupted one of the same name, size, class and person."""
    label = checked_label(body.label)
    name = safe_name(body.name)
    if not _is_zip(name) and not label:
        raise Invalid(_("Say which class the image belongs to."), fields={"label": _("A class is needed.")})
    same = {"name": name, "size": body.size, "label": label, "created_by": user}
    if upload := dataset.uploads.filter(**same).order_by("id").last():
        return upload
    check_space(body.size)
    return dataset.uploads.create(**same)


def receive_chunk(upload: Upload, offset: int, data: bytes) -> Upload:
    """Append bytes. Raises WrongOffset, Invalid or DiskFull."""
    if len(data) > MAX_CHUNK or offset + len(data) > upload.size:
        raise Invalid(_("The chunk is larger than 8 MiB, or goes past the end of the file."))
    with explained_disk(), _locked(partial_of(upload)) as file:
        if offset != upload.received:
            raise _wrong_offset(upload)
        file.truncate(offset)  # what a crash left behind it is not counted as received
        file.seek(offset)
        file.write(data)
        file.flush()
        if not _received(upload, offset, offset + len(data)):
            raise _wrong_offset(upload)
    return upload


def finish_upload(user: Any, upload: Upload) -> UploadResult:
    """Check what arrived and put it into the dataset's folder, whose check begins anew. Refused files are listed."""
    if upload.received != upload.size:
        raise WrongOffset(
            _("%(received)s of %(size)s bytes are here. Send the rest first.")
            % {"received": upload.received, "size": upload.size},
            detail={"received": upload.received},
        )
    with explained_disk():
        results = unpacked(upload) if _is_zip(upload.name) else [single(upload)]
    accepted = sum(result.accepted for result in results)
    _take_in(user, upload, accepted, len(results))
    results.sort(key=lambda result: result.accepted)
    return UploadResult(accepted=accepted, refused=len(results) - accepted, files=results[:LISTED_FILES])


def cancel_upload(user: Any, upload: Upload) -> None:
    """Nobody cancels those that were forgotten."""
    partial = partial_of(upload)
    facts = {"name": upload.name, "received": upload.received, "size": upload.size}
    audit.record(user, "dataset.upload_cancelled", upload.dataset, facts)
    upload.delete()
    partial.unlink(missing_ok=True)


def forget_abandoned() -> None:
    """Remove uploads that nobody went on with."""
    for upload in Upload.objects.filter(created_at__lt=timezone.now() - ABANDONED_AFTER):
        cancel_upload(None, upload)


@transaction.atomic
def _take_in(user: Any, upload: Upload, accepted: int, files: int) -> None:
    dataset = upload.dataset
    name = upload.name
    partial = partial_of(upload)
    upload.delete()
    transaction.on_commit(lambda: partial.unlink(missing_ok=True))
    facts = {"name": name, "accepted": accepted, "refused": files - accepted}
    audit.record(user, "dataset.uploaded", dataset, facts)
    if not accepted:
        return
    path, _created = DataPath.objects.get_or_create(
        dataset=dataset, is_upload=True, defaults={"path": str(upload_folder(dataset))}
    )
    begin_check(path)


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _received(upload: Upload, before: int, after: int) -> bool:
    if not Upload.objects.filter(pk=upload.pk, received=before).update(received=after):
        return False
    upload.received = after
    return True


def _wrong_offset(upload: Upload) -> WrongOffset:
    with contextlib.suppress(Upload.DoesNotExist):
        upload.refresh_from_db(fields=["received"])
    return WrongOffset(
        _("%(received)s bytes are here. Go on from there.") % {"received": upload.received},
        detail={"received": upload.received},
    )


@contextmanager
def _locked(partial: Path) -> Iterator[BinaryIO]:
    """The partial file, for one writer at a time."""
    partial.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
