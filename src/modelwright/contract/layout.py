"""How a folder of images becomes labelled samples: what the server counts is what the engine reads."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

IMAGE_SUFFIXES: Final = frozenset({".jpeg", ".jpg", ".jpe", ".png", ".bmp", ".dib", ".tiff", ".tif", ".webp", ".gif"})


class FoundImage(NamedTuple):
    path: Path
    label: str


def find_images(folder: Path) -> Iterator[FoundImage]:
    """Yield the images under `folder` in a stable order, each with its label.

    The label is the name of the first folder below `folder` that holds the image, or of `folder` itself for images
    that lie in it directly (E28's code folder). Hidden entries are passed over; symbolic links to folders are not followed.
    Raises OSError when `folder` cannot be read.
    """
    for name, is_folder in _entries(folder):
        if is_folder:
            yield from (FoundImage(path, name) for path in _images_below(folder / name))
        else:
            yield FoundImage(folder / name, folder.name)


def _images_below(folder: Path) -> Iterator[Path]:
    for name, is_folder in _entries(folder):
        if is_folder:
            yield from _images_below(folder / name)
        else:
            yield folder / name


def _entries(folder: Path) -> Iterator[tuple[str, bool]]:
    """The images and folders in a folder by name, and which of them are folders. Keeps names only: there may be a million."""
    names: list[str] = []
    folders: set[str] = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.add(entry.name)
            elif not is_image(entry):
                continue
            names.append(entry.name)
    names.sort()
    yield from ((name, name in folders) for name in names)


def is_image(entry: os.DirEntry[str]) -> bool:
    """Whether the entry is a file, or a link to one, with the name of an image."""
    return _suffix(entry.name) in IMAGE_SUFFIXES and entry.is_file()


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"  # Path(name).suffix costs ten times as much, for each of 100,000 files
