"""Where data may lie on this server: the allowed roots, and the datasets' own folders for uploads."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings

from modelwright.contract.layout import find_images, is_image
from modelwright.server.core.errors import Invalid
from modelwright.server.datasets.problems import PATH_PROBLEMS
from modelwright.server.datasets.schemas import FolderOut, FoldersOut

MAX_PATH: Final = 4096
COUNTED_IMAGES: Final = 1_000
LISTED_FOLDERS: Final = 2_000
_LOOKED_AT: Final = 5_000
"""Entries of one folder that the picker looks at."""


class PathProblem(Exception):
    """`code` is one of PATH_PROBLEMS; `values` are those of its sentence, numbers being bytes."""

    def __init__(self, code: str, **values: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def usable_folder(text: str) -> Path:
    """The real folder that a person means by `text`: it exists, is readable, allowed, and holds an image.

    Raises PathProblem.
    """
    folder = allowed(text)
    if any(own.is_relative_to(folder) for own in settings.OWN_DIRS):
        raise PathProblem("holds_own")
    try:
        _check_folder(folder)
        if next(find_images(folder), None) is None:
            raise PathProblem("empty")
    except OSError as error:
        raise PathProblem("not_readable") from error
    return folder


def allowed(text: str) -> Path:
    """The place that `text` leads to once links are followed, if it lies inside the roots. Raises PathProblem."""
    text = text.strip()
    if not text.startswith("/"):
        raise PathProblem("not_absolute")
    if len(text) > MAX_PATH or "\0" in text or not _can_be_stored(text):
        raise PathProblem("unusable")
    try:
        place = Path(text).resolve()
    except (OSError, RuntimeError) as error:  # a name that is too long, links in a circle
        raise PathProblem("unusable") from error
    if not is_open(place):
        raise PathProblem("outside")
    return place


def is_open(place: Path) -> bool:
    """Whether people may name it: in one of the roots, and not in what the server stores of everybody."""
    return is_inside(place, settings.DATA_ROOTS) and not is_inside(place, settings.OWN_DIRS)


def is_inside(place: Path, roots: Iterable[Path]) -> bool:
    return any(place.is_relative_to(root) for root in roots)


def may_be_read(file: Path, folder: Path) -> bool:
    """Whether a file found in `folder` really lies there, or where a link leads, in one of the roots."""
    place = Path(os.path.realpath(file))
    return place.is_relative_to(folder) or is_open(place)


def may_be_shown(file: Path) -> bool:
    """Whether a file that a run named lies where data may lie, once links are followed."""
    place = Path(os.path.realpath(file))
    return is_open(place) or is_inside(place, [settings.UPLOADS_DIR, settings.MIRRORS_DIR])


def _check_folder(folder: Path) -> None:
    if not folder.exists():
        raise PathProblem("missing")
    if not folder.is_dir():
        raise PathProblem("not_a_folder")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise PathProblem("not_readable")


def _can_be_stored(text: str) -> bool:
    """Names in another encoding than UTF-8 fit into no database."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def list_folders(text: str) -> FoldersOut:
    """The folders in a folder, for the picker; the roots at the top."""
    if not text:
        roots = [root for root in settings.DATA_ROOTS if root.is_dir()]
        folders = [_folder(root, str(root)) for root in roots]
        return FoldersOut(path="", parent=None, folders=folders, buckets=list(settings.S3_BUCKETS))
    try:
        folder = allowed(text)
        _check_folder(folder)
        below = _folders_in(folder)
    except PathProblem as problem:
        raise Invalid(PATH_PROBLEMS[problem.code], fields={"path": PATH_PROBLEMS[problem.code]}) from problem
    except OSError as error:
        raise Invalid(PATH_PROBLEMS["not_readable"]) from error
    parent = "" if folder in settings.DATA_ROOTS else str(folder.parent)
    return FoldersOut(path=str(folder), parent=parent, folders=[_folder(place, place.name) for place in below])


def _folders_in(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if _is_open_folder(entry))
    return [folder / name for name in names[:LISTED_FOLDERS]]


def _is_open_folder(entry: "os.DirEntry[str]") -> bool:
    if entry.name.startswith(".") or not entry.is_dir() or not _can_be_stored(entry.name):
        return False
    return is_open(Path(os.path.realpath(entry.path)))


def _folder(place: Path, name: str) -> FolderOut:
    images, folders = _counts(place)
    return FolderOut(path=str(place), name=name, images=images, folders=folders)


def _counts(place: Path) -> tuple[int, int]:
    """Images directly in the folder, up to 1,000, and folders; of a very large folder, what its first entries show."""
    images = folders = 0
    try:
        with os.scandir(place) as entries:
            for number, entry in enumerate(entries):
                if number == _LOOKED_AT or images == COUNTED_IMAGES:
                    break
                if not entry.name.startswith("."):
                    folders += entry.is_dir()
                    images += is_image(entry)
    except OSError:
        return 0, 0
    return images, folders
