"""Formats that lie in two folders side by side: `images/` and another one of the same relative names."""

from pathlib import Path
from typing import Final

from modelwright.contract.layouts.files import folder_named, folders_in

IMAGES: Final = ("images", "JPEGImages")
_MOST_FOLDERS: Final = 200
"""Folders below the data path that are looked into: a folder per class may be one of thousands."""


def pairs(base: Path, names: tuple[str, ...], *, deep: bool) -> list[tuple[Path, Path]]:
    """Where `images/` lies beside one of `names`: in `base`, or else (`deep`) in the folders in it, such as `train`."""
    places = [base] if (here := _pair(base, names)) else folders_in(base)[:_MOST_FOLDERS] if deep else []
    return [here] if here else [pair for place in places if (pair := _pair(place, names))]


def _pair(place: Path, names: tuple[str, ...]) -> tuple[Path, Path] | None:
    images, beside = folder_named(place, *IMAGES), folder_named(place, *names)
    return (images, beside) if images and beside else None
