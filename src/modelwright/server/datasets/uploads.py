"""Uploads: a file arrives in chunks, and an interrupted one goes on where it stopped. What is a zip is unpacked later."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.pagination import page
from modelwright.server.core.schemas import PersonOut
from modelwright.server.datasets import landing, storage, taking
from modelwright.server.datasets.landing import Refused
from modelwright.server.datasets.models import AT_WORK, OVER, Dataset, Upload, UploadStatus
from modelwright.server.datasets.naming import checked_label, safe_name
from modelwright.server.datasets.problems import RETRIED, arrival_sentence, upload_sentence
from modelwright.server.datasets.schemas_uploads import UploadedFile, UploadIn, UploadOut, UploadResult

MAX_CHUNK: Final = 8 * 2**20
ABANDONED_AFTER: Final = timedelta(days=7)
SHOWN_FOR: Final = timedelta(days=1)
"""How long the end of an upload is told to the person."""
_FORECAST_AFTER_S: Final = 2.0
_TRIED_AGAIN: Final = Q(status=UploadStatus.FAILED, problem__in=RETRIED)


class WrongOffset(Conflict):
    """The chunk does not begin where the last one ended; `detail.received` says where to go on."""


def list_uploads(user: Any, dataset: Dataset, *, cursor: str, limit: int) -> dict[str, Any]:
    """Newest first: what waits or is being unpacked, and how the person's own uploads ended."""
    shown = Q(status__in=AT_WORK) | Q(status__in=OVER, created_by=user)
    rows = dataset.uploads.filter(shown).select_related("created_by")
    return page(rows, sort="-id", sorts={"id": "id"}, cursor=cursor, limit=limit, show=_shown)


@transaction.atomic
def begin_upload(user: Any, dataset: Dataset, body: UploadIn) -> UploadOut:
    """A new upload, or the one of the same name, size, class and person that is not over."""
    label = checked_label(body.label)
    same = {"name": safe_name(body.name), "size": body.size, "label": label, "created_by": user}
    if not Upload(**same).is_zip and not label:
        raise Invalid(_("Say which class the image belongs to."), fields={"label": _("A class is needed.")})
    open_ones = dataset.uploads.filter(~Q(status__in=OVER) | _TRIED_AGAIN, **same)
    if upload := open_ones.order_by("id").last():
        return upload_out(upload)
    storage.check_space(body.size)
    return upload_out(dataset.uploads.create(**same))


def receive_chunk(upload: Upload, offset: int, data: bytes) -> UploadOut:
    """Append bytes. Raises WrongOffset, Invalid or DiskFull."""
    if len(data) > MAX_CHUNK or offset + len(data) > upload.size:
        raise Invalid(_("The chunk is larger than 8 MiB, or goes past the end of the file."))
    with storage.explained_disk(), _locked(storage.partial_of(upload)) as file:
        if offset != upload.received:
            raise _wrong_offset(upload)
        file.truncate(offset)  # what a crash left behind it is not counted as received
        file.seek(offset)
        file.write(data)
        file.flush()
        if not _received(upload, offset, offset + len(data)):
            raise _wrong_offset(upload)
    return upload_out(upload)


def finish_upload(user: Any, upload: Upload) -> UploadOut:
    """Take in an image at once; a zip waits for the dispatcher, also one that failed for want of room. Raises WrongOffset."""
    if upload.received != upload.size:
        raise WrongOffset(
            _("%(received)s of %(size)s bytes are here. Send the rest first.")
            % {"received": upload.received, "size": upload.size},
            detail={"received": upload.received},
        )
    if not upload.is_zip:
        return _single(user, upload)
    waiting = Upload.objects.filter(Q(status=UploadStatus.RECEIVING) | _TRIED_AGAIN, pk=upload.pk)
    waiting.update(
        status=UploadStatus.WAITING, problem="", accepted=0, done=0, unpacked=0, language=get_language() or ""
    )
    upload.refresh_from_db()
    return upload_out(upload)


def cancel_upload(user: Any, upload: Upload) -> None:
    """Forget it; one that is over leaves the list. Nobody cancels those that were forgotten. Raises Conflict."""
    partial = storage.partial_of(upload)
    rows = Upload.objects.filter(pk=upload.pk).exclude(status=UploadStatus.PLACING)
    with transaction.atomic():
        if not rows.update(attempt=F("attempt") + 1):  # who is unpacking it stops
            raise Conflict(_("Its files are getting their places: it cannot be cancelled any more."))
        upload.refresh_from_db()
        if upload.status not in OVER:
            facts = {"name": upload.name, "received": upload.received, "size": upload.size}
            audit.record(user, "dataset.upload_cancelled", upload.dataset, facts)
        upload.delete()
    storage.remove(partial)


def forget_old() -> None:
    """Remove uploads that nobody went on with, ends that were told long enough, and files of no upload."""
    abandoned = ~Q(status__in=[*AT_WORK, UploadStatus.COMPLETED]) & Q(created_at__lt=timezone.now() - ABANDONED_AFTER)
    told = Q(status=UploadStatus.COMPLETED, finished_at__lt=timezone.now() - SHOWN_FOR)
    for upload in Upload.objects.filter(abandoned | told):
        cancel_upload(None, upload)
    storage.forget_unknown(set(Upload.objects.values_list("pk", flat=True)))


def upload_out(upload: Upload) -> UploadOut:
    return _shown([upload])[0]


def _shown(uploads: list[Upload]) -> list[UploadOut]:
    return [_shape(upload) for upload in uploads]


def _shape(upload: Upload) -> UploadOut:
    facts = ("id", "name", "label", "size", "received", "files", "done", "unpacked_size", "unpacked")
    return UploadOut(
        **{name: getattr(upload, name) for name in facts},
        status=UploadStatus(upload.status),
        seconds_left=_seconds_left(upload),
        message=upload_sentence(upload.problem),
        can_be_tried_again=upload.status == UploadStatus.FAILED and upload.problem in RETRIED,
        created_by=PersonOut.from_orm(upload.created_by) if upload.created_by else None,
        finished_at=upload.finished_at,
        result=_result(upload) if upload.status in OVER else None,
    )


def _seconds_left(upload: Upload) -> int | None:
    """By the pace so far; None where nothing can be said yet."""
    if upload.status != UploadStatus.UNPACKING or upload.started_at is None or not upload.unpacked:
        return None
    took = (timezone.now() - upload.started_at).total_seconds()
    if took < _FORECAST_AFTER_S:
        return None
    return round(took / upload.unpacked * (upload.unpacked_size - upload.unpacked))


def _result(upload: Upload) -> UploadResult:
    files = [
        UploadedFile(
            name=refusal["name"],
            label=refusal["label"],
            accepted=False,
            message=arrival_sentence(refusal["reason"]),
        )
        for refusal in upload.refusals
    ]
    return UploadResult(accepted=upload.accepted, refused=upload.refused, files=files)


def _single(user: Any, upload: Upload) -> UploadOut:
    name, message, accepted = upload.name, "", True
    try:
        with storage.explained_disk():
            landed = landing.land_single(upload)
        name, message = landed.name, arrival_sentence("was_there" if landed.was_there else "")
    except Refused as refused:
        accepted, message = False, arrival_sentence(refused.reason)
    _forget_single(user, upload, accepted=accepted)
    file = UploadedFile(name=name, label=upload.label, accepted=accepted, message=message)
    answer = upload_out(upload)
    answer.status = UploadStatus.COMPLETED
    answer.result = UploadResult(accepted=int(accepted), refused=int(not accepted), files=[file])
    return answer


def _forget_single(user: Any, upload: Upload, *, accepted: bool) -> None:
    """Nothing is left to be told: the person sees at once what became of it."""
    with transaction.atomic():
        taking.take_in(user, upload, int(accepted), int(not accepted))
        Upload.objects.filter(pk=upload.pk).delete()
    storage.remove(storage.partial_of(upload))


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
