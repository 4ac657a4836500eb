"""How a folder of images becomes labelled samples: what the server counts is what the engine reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from modelwright.contract.layouts.base import Format, FoundSample, Layout
from modelwright.contract.layouts.coco import Coco
from modelwright.contract.layouts.cvat import Cvat
from modelwright.contract.layouts.files import IMAGE_SUFFIXES, FoundImage, find_images, is_image
from modelwright.contract.layouts.folders import Folders
from modelwright.contract.layouts.label_studio import LabelStudio
from modelwright.contract.layouts.masks import Masks, UnreadableCodes
from modelwright.contract.layouts.pairs import IMAGES
from modelwright.contract.layouts.regions import Regions
from modelwright.contract.layouts.voc import Voc
from modelwright.contract.layouts.yolo import Yolo

__all__ = [
    "IMAGE_SUFFIXES",
    "Format",
    "FoundImage",
    "FoundSample",
    "Layout",
    "UnreadableCodes",
    "find_images",
    "is_image",
    "look",
]

_Reader = Callable[..., Layout | None]
_READERS: Final[tuple[_Reader, ...]] = (
    Regions.found_in,
    Coco.found_in,
    Cvat.found_in,
    LabelStudio.found_in,
    Voc.found_in,
    Yolo.found_in,
    Masks.found_in,
)
"""Asked in this order: a person's own regions come before what they may have been made from."""


def look(folder: Path, *, above: bool = True) -> Layout:
    """The folder in the format that it is found to be in: a folder per class where nothing else is said.

    A folder named `images` is also looked at from the folder around it, where masks and annotations lie, unless `above`
    is False. Raises OSError when the folder, or the file that names the classes of masks, cannot be read.
    """
    bases = [(folder, True)]
    if above and folder.name.lower() in {name.lower() for name in IMAGES}:
        bases.append((folder.parent, False))
    for base, deep in bases:
        for reader in _READERS:
            if (layout := reader(base, folder, deep=deep)) is not None:
                return layout
    return Folders(folder)
