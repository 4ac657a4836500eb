"""Counts the images below a folder by their names alone: as fast as the disk lists them, long before they are read."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from modelwright.contract.layout import IMAGE_SUFFIXES

_SUFFIXES: Final = tuple(IMAGE_SUFFIXES | {suffix.upper() for suffix in IMAGE_SUFFIXES})
_NOT_IMAGES: Final = frozenset({"masks", "mask"})


class Count(NamedTuple):
    images: int
    folders: int


def count_images(folder: Path) -> Iterator[Count]:
    """So far, after each folder. Hidden entries, links to folders and folders of masks are passed over. Raises OSError."""
    images, waiting, done = 0, [os.fspath(folder)], 0
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                name = entry.name
                if name.endswith(_SUFFIXES) and not name.startswith(".") and not entry.is_dir(follow_symlinks=False):
                    images += 1
                elif name[0] != "." and entry.is_dir(follow_symlinks=False) and name.lower() not in _NOT_IMAGES:
                    waiting.append(entry.path)
        done += 1
        yield Count(images, done)


def count_for(folder: Path, seconds: float) -> tuple[Count, bool]:
    """As far as the time goes, and whether there is more. Raises OSError."""
    until = time.monotonic() + seconds
    count = Count(0, 0)
    for count in count_images(folder):
        if time.monotonic() > until:
            return count, True
    return count, False
