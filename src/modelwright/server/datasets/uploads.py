"""Uploads: a file arrives in chunks, is checked image by image, and lands in the dataset's own folder."""

import contextlib
import errno
import fcntl
import filecmp
import os
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from modelwright.contract.layout import IMAGE_SUFFIXES
from modelwright.imaging.reading import ImageProblem, probe
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid, Sentence, UserError
from modelwright.server.datasets import unpacking
from modelwright.server.datasets.models import DataPath, Dataset, Upload
from modelwright.server.datasets.paths import begin_check
from modelwright.server.datasets.problems import sample_sentence
from modelwright.server.datasets.schemas import UploadedFile, UploadIn, UploadResult

MAX_CHUNK: Final = 8 * 2**20
LISTED_FILES: Final = 1_000
ABANDONED_AFTER: Final = timedelta(days=7)
_MAX_NAME_BYTES: Final = 200
"""Leaves room for a suffix in the 255 bytes of a file name."""


class WrongOffset(Conflict):
    """The chunk does not begin where the last one ended; `detail.received` says where to go on."""


class DiskFull(UserError):
    status = 507


@transaction.atomic
def begin_upload(user: Any, dataset: Dataset, body: UploadIn) -> Upload:
    """A new upload, or the interrupted one of the same name, size, class and person."""
    label = _checked_label(body.label)
    name = _safe_name(body.name)
    if not _is_zip(name) and not label:
        raise Invalid(_("Say which class the image belongs to."), fields={"label": _("A class is needed.")})
    same = {"name": name, "size": body.size, "label": label, "created_by": user}
    if upload := dataset.uploads.filter(**same).order_by("id").last():
        return upload
    _check_space(body.size)
    return dataset.uploads.create(**same)


def receive_chunk(upload: Upload, offset: int, data: bytes) -> Upload:
    """Append bytes. Raises WrongOffset, Invalid or DiskFull."""
    if len(data) > MAX_CHUNK or offset + len(data) > upload.size:
        raise Invalid(_("The chunk is larger than 8 MiB, or goes past the end of the file."))
    with _explained_disk(), _locked(_partial(upload)) as file:
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
    with _explained_disk():
        results = _unpacked(upload) if _is_zip(upload.name) else [_single(upload)]
    accepted = sum(result.accepted for result in results)
    _take_in(user, upload, accepted, len(results))
    results.sort(key=lambda result: result.accepted)
    return UploadResult(accepted=accepted, refused=len(results) - accepted, files=results[:LISTED_FILES])


def cancel_upload(user: Any, upload: Upload) -> None:
    """Nobody cancels those that were forgotten."""
    partial = _partial(upload)
    facts = {"name": upload.name, "received": upload.received, "size": upload.size}
    audit.record(user, "dataset.upload_cancelled", upload.dataset, facts)
    upload.delete()
    partial.unlink(missing_ok=True)


def forget_abandoned() -> None:
    """Remove uploads that nobody went on with."""
    for upload in Upload.objects.filter(created_at__lt=timezone.now() - ABANDONED_AFTER):
        cancel_upload(None, upload)


def upload_folder(dataset: Dataset) -> Path:
    return Path(settings.UPLOADS_DIR) / str(dataset.pk)


def remove_uploaded(dataset_id: int) -> None:
    """Remove the files of a dataset's own folder."""
    shutil.rmtree(Path(settings.UPLOADS_DIR) / str(dataset_id), ignore_errors=True)


@transaction.atomic
def _take_in(user: Any, upload: Upload, accepted: int, files: int) -> None:
    dataset = upload.dataset
    name = upload.name
    partial = _partial(upload)
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


def _single(upload: Upload) -> UploadedFile:
    if f".{upload.name.rpartition('.')[2].lower()}" not in IMAGE_SUFFIXES:
        problem = now("Its name does not end like that of an image.")
        return UploadedFile(name=upload.name, label=upload.label, accepted=False, message=problem)
    folder = _class_folder(upload, upload.label)
    arrived = folder / f".{upload.pk}.partial"
    shutil.copyfile(_partial(upload), arrived)
    return _settled(arrived, folder, upload.name, upload.label, verify=True)


def _unpacked(upload: Upload) -> list[UploadedFile]:
    with _partial(upload).open("rb") as stream, unpacking.opened(stream) as archive:
        _check_space(sum(info.file_size for info in archive.infolist()))
        if not upload.label and unpacking.keeps_folders(archive):
            return [_in_its_place(upload, archive, file) for file in unpacking.files_of(archive)]
        label = upload.label or _safe_name(Path(upload.name).stem)
        packed = unpacking.images_of(archive, label)
        return [_one_of(upload, archive, file) for file in packed]


def _one_of(upload: Upload, archive: Any, packed: unpacking.Packed) -> UploadedFile:
    label = upload.label or packed.label
    try:
        if packed.problem:
            raise unpacking.Damaged(packed.problem)
        folder = _class_folder(upload, _checked_label(label))
        arrived = folder / f".{upload.pk}.partial"
        with arrived.open("wb") as target:
            unpacking.unpack(archive, packed, target)
    except unpacking.Damaged as damage:
        return UploadedFile(name=packed.name, label=label, accepted=False, message=str(damage.args[0]))
    except Invalid as error:
        return UploadedFile(name=packed.name, label=label, accepted=False, message=str(error.message))
    return _settled(arrived, folder, _safe_name(packed.name), label, verify=False)


def _in_its_place(upload: Upload, archive: Any, packed: unpacking.Packed) -> UploadedFile:
    """One file of a zip with annotations, which must keep its name and folder."""
    arrived = upload_folder(upload.dataset) / f".{upload.pk}.partial"
    name = "/".join((*packed.folders, packed.name))
    try:
        if packed.problem:
            raise unpacking.Damaged(packed.problem)
        place = upload_folder(upload.dataset).joinpath(*map(_checked_label, packed.folders), _safe_name(packed.name))
        arrived.parent.mkdir(parents=True, exist_ok=True)
        with arrived.open("wb") as target:
            unpacking.unpack(archive, packed, target)
        return UploadedFile(name=name, label="", accepted=True, message=_put(arrived, place))
    except unpacking.Damaged as damage:
        message = str(damage.args[0])
    except ImageProblem as problem:
        message = sample_sentence(problem.reason)
    except Invalid as error:
        message = str(error.message)
    arrived.unlink(missing_ok=True)
    return UploadedFile(name=name, label="", accepted=False, message=message)


def _put(arrived: Path, place: Path) -> str:
    """Move the file to its place and say if it was there. Raises ImageProblem, or Damaged where another file is there."""
    if f".{place.name.rpartition('.')[2].lower()}" in IMAGE_SUFFIXES:
        probe(arrived)
    if not place.exists():
        with contextlib.suppress(FileExistsError, NotADirectoryError):  # an uploaded file has the name of the folder
            place.parent.mkdir(parents=True, exist_ok=True)
            arrived.replace(place)
            return ""
    if not place.is_file() or not filecmp.cmp(place, arrived, shallow=False):
        raise unpacking.Damaged(_("Another file of this name is there already. Remove it first, or rename this one."))
    arrived.unlink()
    return now("It was there already.")


def _settled(arrived: Path, folder: Path, name: str, label: str, *, verify: bool) -> UploadedFile:
    """Give the arrived file its name if it is an image, or remove it.

    `verify` decodes it; the many of a zip are decoded by the check that follows, which says of each what is wrong.
    """
    try:
        probe(arrived, verify=verify)
    except ImageProblem as problem:
        arrived.unlink()
        return UploadedFile(name=name, label=label, accepted=False, message=sample_sentence(problem.reason))
    for candidate in _candidates(folder, name):
        if not candidate.exists():
            arrived.replace(candidate)
            return UploadedFile(name=candidate.name, label=label, accepted=True, message="")
        if filecmp.cmp(candidate, arrived, shallow=False):
            break
    arrived.unlink()
    return UploadedFile(name=name, label=label, accepted=True, message=now("It was there already."))


def _candidates(folder: Path, name: str) -> Iterator[Path]:
    """The name, then the name with -2, -3 …"""
    yield folder / name
    stem, _dot, suffix = name.rpartition(".")
    number = 2
    while True:
        yield folder / f"{stem}-{number}.{suffix}"
        number += 1


def _class_folder(upload: Upload, label: str) -> Path:
    folder = upload_folder(upload.dataset) / label
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _checked_label(label: str) -> str:
    """The class name as a folder name. Raises Invalid."""
    label = unicodedata.normalize("NFC", label.strip())
    if label.startswith(".") or any(letter in "/\\\0" or ord(letter) < 32 for letter in label):
        raise _bad_label(_("A class name may not begin with a dot or hold a slash."))
    if len(label.encode("utf-8", "replace")) > _MAX_NAME_BYTES:
        raise _bad_label(_("The class name is too long."))
    return label


def _bad_label(message: Sentence) -> Invalid:
    return Invalid(message, fields={"label": message})


def _safe_name(name: str) -> str:
    """The last part of a file name, without what no file system should see; its end stays, it says the kind."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(letter if ord(letter) >= 32 else "_" for letter in last).lstrip(". ") or "image"
    stem, dot, suffix = kept.rpartition(".")
    while len(stem.encode("utf-8", "replace")) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{dot}{suffix[:20]}" if stem else kept[-_MAX_NAME_BYTES // 4 :]


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _partial(upload: Upload) -> Path:
    return Path(settings.UPLOADS_DIR) / "partial" / str(upload.pk)


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


def _check_space(needed: int) -> None:
    folder = Path(settings.UPLOADS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < needed + 2**26:
        raise _disk_full()


@contextmanager
def _explained_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _disk_full() from error
        raise


def _disk_full() -> DiskFull:
    return DiskFull(_("The server's disk is full. Free some space, then send the file again."))
