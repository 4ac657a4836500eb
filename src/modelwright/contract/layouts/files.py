"""Walks over folders with a hundred thousand files: names only, in a stable order, hidden entries passed over."""

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
    for name, is_folder in entries(folder):
        if is_folder:
            yield from (FoundImage(path, name) for path in files_below(folder / name))
        else:
            yield FoundImage(folder / name, folder.name)


def files_below(folder: Path, suffixes: frozenset[str] = IMAGE_SUFFIXES) -> Iterator[Path]:
    """Every file below `folder` with one of the suffixes. Raises OSError."""
    for name, is_folder in entries(folder, suffixes):
        if is_folder:
            yield from files_below(folder / name, suffixes)
        else:
            yield folder / name


def entries(folder: Path, suffixes: frozenset[str] = IMAGE_SUFFIXES) -> Iterator[tuple[str, bool]]:
    """The files with these suffixes and the folders in a folder by name, and which of them are folders.

    Keeps names only: there may be a million.
    """
    names: list[str] = []
    folders: set[str] = set()
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.add(entry.name)
            elif not (suffix(entry.name) in suffixes and entry.is_file()):
                continue
            names.append(entry.name)
    names.sort()
    yield from ((name, name in folders) for name in names)


def folders_in(folder: Path) -> list[Path]:
    """The folders directly in `folder`, by name."""
    return [folder / name for name, is_folder in entries(folder, frozenset()) if is_folder]


def folder_named(folder: Path, *names: str) -> Path | None:
    """The folder in `folder` with one of these names, as they are usually written. Lists nothing: there may be a million."""
    written = (variant for name in names for variant in (name, name.capitalize(), name.upper()))
    places = (folder / name for name in dict.fromkeys(written))
    return next((place for place in places if place.is_dir() and not place.is_symlink()), None)


def by_stem(folder: Path, suffixes: frozenset[str]) -> dict[str, Path]:
    """The files below `folder` by their path relative to it without the suffix; of several the first."""
    found: dict[str, Path] = {}
    for path in files_below(folder, suffixes):
        found.setdefault(stem(path, folder), path)
    return found


def stem(path: Path, folder: Path) -> str:
    """The path relative to `folder`, without its suffix. By strings: pathlib costs ten times as much."""
    return str(path)[len(str(folder)) :].lstrip(os.sep).rpartition(".")[0]


def relative(path: Path, folder: Path) -> str:
    """The path as people are shown it: relative to `folder` where it lies below it."""
    return str(path).removeprefix(str(folder) + os.sep)


def is_image(entry: os.DirEntry[str]) -> bool:
    """Whether the entry is a file, or a link to one, with the name of an image."""
    return suffix(entry.name) in IMAGE_SUFFIXES and entry.is_file()


def suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"  # Path(name).suffix costs ten times as much, for each of 100,000 files
