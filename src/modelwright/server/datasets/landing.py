"""What has arrived is looked at, image by image, and gets its place in the dataset's own folder."""

import contextlib
import filecmp
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from modelwright.contract.layout import IMAGE_SUFFIXES
from modelwright.imaging.reading import ImageProblem, probe
from modelwright.server.core.errors import Invalid
from modelwright.server.datasets import unpacking
from modelwright.server.datasets.models import Upload
from modelwright.server.datasets.naming import checked_label, safe_name
from modelwright.server.datasets.problems import sample_sentence
from modelwright.server.datasets.schemas import UploadedFile
from modelwright.server.datasets.storage import check_space, partial_of, upload_folder


def single(upload: Upload) -> UploadedFile:
    if f".{upload.name.rpartition('.')[2].lower()}" not in IMAGE_SUFFIXES:
        problem = now("Its name does not end like that of an image.")
        return UploadedFile(name=upload.name, label=upload.label, accepted=False, message=problem)
    folder = _class_folder(upload, upload.label)
    arrived = folder / f".{upload.pk}.partial"
    shutil.copyfile(partial_of(upload), arrived)
    return _settled(arrived, folder, upload.name, upload.label, verify=True)


def unpacked(upload: Upload) -> list[UploadedFile]:
    with partial_of(upload).open("rb") as stream, unpacking.opened(stream) as archive:
        check_space(sum(info.file_size for info in archive.infolist()))
        if not upload.label and unpacking.keeps_folders(archive):
            return [_in_its_place(upload, archive, file) for file in unpacking.files_of(archive)]
        label = upload.label or safe_name(Path(upload.name).stem)
        packed = unpacking.images_of(archive, label)
        return [_one_of(upload, archive, file) for file in packed]


def _one_of(upload: Upload, archive: Any, packed: unpacking.Packed) -> UploadedFile:
    label = upload.label or packed.label
    try:
        if packed.problem:
            raise unpacking.Damaged(packed.problem)
        folder = _class_folder(upload, checked_label(label))
        arrived = folder / f".{upload.pk}.partial"
        with arrived.open("wb") as target:
            unpacking.unpack(archive, packed, target)
    except unpacking.Damaged as damage:
        return UploadedFile(name=packed.name, label=label, accepted=False, message=str(damage.args[0]))
    except Invalid as error:
        return UploadedFile(name=packed.name, label=label, accepted=False, message=str(error.message))
    return _settled(arrived, folder, safe_name(packed.name), label, verify=False)


def _in_its_place(upload: Upload, archive: Any, packed: unpacking.Packed) -> UploadedFile:
    """One file of a zip with annotations, which must keep its name and folder."""
    arrived = upload_folder(upload.dataset) / f".{upload.pk}.partial"
    name = "/".join((*packed.folders, packed.name))
    try:
        if packed.problem:
            raise unpacking.Damaged(packed.problem)
        place = upload_folder(upload.dataset).joinpath(*map(checked_label, packed.folders), safe_name(packed.name))
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
