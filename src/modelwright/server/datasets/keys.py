"""Which keys of a bucket become files, and under which names: a key is any text, a file name is not."""

from typing import Final

from modelwright.contract.layout import IMAGE_SUFFIXES
from modelwright.contract.layouts.files import suffix

_USED: Final = IMAGE_SUFFIXES | {".json", ".xml", ".txt", ".csv", ".yaml", ".yml", ".names"}
"""Images, and what annotations, classes and groups are written in."""
_MAX_NAME: Final = 255
"""Bytes that file systems allow for one name."""
_MAX_PATH: Final = 4096
MAX_KEY: Final = 1024
"""Bytes that S3 allows for a key."""
MARKER: Final = "marker"
"""Stands for an empty folder in some programs; nothing is lost with it."""


def refused(key: str, *, room: int) -> str:
    """Why an object is not fetched: one of problems.OBJECT_PROBLEMS, MARKER, or nothing.

    `key` is relative to the data path, `room` the bytes that its folder leaves for the path.
    """
    if not key or key.endswith("/"):
        return MARKER
    if not _stays_inside(key):
        return "unsafe"
    if key.startswith(".") or "/." in key or suffix(key) not in _USED:
        return "not_used"
    return "" if _fits(key, room) else "too_long"


def is_safe(key: str, *, room: int) -> bool:
    """Whether a disk can hold it, as a folder or a file, inside the folder that it belongs to."""
    return _stays_inside(key) and _fits(key, room)


def _stays_inside(key: str) -> bool:
    return "\0" not in key and not any(name in ("", ".", "..") for name in key.split("/"))


def _fits(key: str, room: int) -> bool:
    try:
        return len(key.encode()) <= room and all(len(name.encode()) <= _MAX_NAME for name in key.split("/"))
    except UnicodeEncodeError:
        return False


def room_in(folder: str) -> int:
    """Bytes of a path that are left below a folder."""
    return _MAX_PATH - len(folder.encode()) - 2
