"""Files that have arrived get their place in the dataset's own folder."""

import contextlib
import filecmp
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from modelwright.contract.layout import IMAGE_SUFFIXES
from modelwright.imaging.reading import ImageProblem, probe
from modelwright.server.datasets.models import Upload
from modelwright.server.datasets.storage import partial_of, upload_folder


class Refused(Exception):
    """The file is not taken in. `reason` is a key of problems.ARRIVAL_PROBLEMS or of problems.SAMPLE_PROBLEMS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Landed(NamedTuple):
    name: str
    was_there: bool


def land_single(upload: Upload) -> Landed:
    """The image that was uploaded, decoded to its end. Raises Refused."""
    if not has_image_name(upload.name):
        raise Refused("not_an_image_name")
    folder = upload_folder(upload.dataset) / upload.label
    folder.mkdir(parents=True, exist_ok=True)
    arrived = folder / f".{upload.pk}.partial"
    shutil.copyfile(partial_of(upload), arrived)
    try:
        check_image(arrived, verify=True)
        return settle(arrived, folder / upload.name)
    finally:
        arrived.unlink(missing_ok=True)


def check_image(file: Path, *, verify: bool = False) -> None:
    """By its header; `verify` decodes all of it. Raises Refused."""
    try:
        probe(file, verify=verify)
    except ImageProblem as problem:
        raise Refused(problem.reason) from problem


def has_image_name(name: str) -> bool:
    return f".{name.rpartition('.')[2].lower()}" in IMAGE_SUFFIXES


def settle(arrived: Path, place: Path) -> Landed:
    """Move the file to its place, or beside it under another name where another file is there."""
    for candidate in _candidates(place):
        if not candidate.exists():
            arrived.replace(candidate)
            return Landed(candidate.name, was_there=False)
        if filecmp.cmp(candidate, arrived, shallow=False):
            return Landed(candidate.name, was_there=True)
    raise AssertionError("there is always another name")


def put(arrived: Path, place: Path) -> Landed:
    """Move the file to its place, whose name it must keep. Raises Refused where another file is there."""
    if not place.exists():
        with contextlib.suppress(FileExistsError, NotADirectoryError):  # an uploaded file has the name of the folder
            place.parent.mkdir(parents=True, exist_ok=True)
            arrived.replace(place)
            return Landed(place.name, was_there=False)
    if not place.is_file() or not filecmp.cmp(place, arrived, shallow=False):
        raise Refused("another_is_there")
    return Landed(place.name, was_there=True)


def _candidates(place: Path) -> Iterator[Path]:
    """The name, then the name with -2, -3 …"""
    yield place
    stem, _dot, suffix = place.name.rpartition(".")
    number = 2
    while True:
        yield place.with_name(f"{stem}-{number}.{suffix}")
        number += 1
