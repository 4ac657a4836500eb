"""`images/` and `masks/` with the same relative names; the mask may have any image suffix.

`images/<class>/…` gives an image its class; images directly in `images/` have the name of the folder around it (E28).
What the values of a mask mean: 0 is background. A file `classes.json` ({"1": "crack"}, {"crack": 1}, or a list whose
first name stands for 1, unless it is "background") or `codes.csv` (value, code) beside or in `masks/` names the others.
Without it every other value stands for the image's class where folders give it; else the engine decides by the codes.
Where values stand for classes and none claims 255, pixels of 255 are ignored.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Final, Self

from modelwright.contract.annotations import AnnotationProblem, is_name
from modelwright.contract.layouts.base import SETS, Format, FoundSample, Layout
from modelwright.contract.layouts.files import IMAGE_SUFFIXES, by_stem, entries, files_below, stem
from modelwright.contract.layouts.pairs import pairs
from modelwright.contract.tasks import Task

_LARGEST_VALUE = 65_535
IGNORED_VALUE: Final = 255
"""Of pixels that nobody judged, as VOC, COCO-Stuff and Cityscapes write it, unless a class claims it."""


def labels_of(values: Iterable[int], codes: Mapping[int, str]) -> tuple[str, ...] | None:
    """The classes of a mask's values beside 0, each once; None where a value is unknown.

    IGNORED_VALUE is passed over beside a known value. Alone it is more likely a mark whose class the list forgot.
    """
    values = set(values)
    known = {value: label for value, label in codes.items() if value in values}
    unknown = values - known.keys() - ({IGNORED_VALUE} if known else set())
    return None if unknown else tuple(dict.fromkeys(known[value] for value in sorted(known)))


class Masks(Layout):
    format: ClassVar[Format] = Format.MASKS

    def __init__(self, folder: Path, places: list[tuple[Path, Path]]) -> None:
        super().__init__(folder)
        self._places = places
        for _images, masks in places:
            self._read_codes(masks)
        self.classes = tuple(dict.fromkeys(self.mask_codes.values()))

    @classmethod
    def found_in(cls, base: Path, folder: Path, *, deep: bool) -> Self | None:
        places = pairs(base, ("masks", "mask"), deep=deep)
        usable = [(images, masks) for images, masks in places if next(files_below(masks), None)]
        return cls(folder, usable) if usable else None

    def _read(self, task: Task) -> Iterator[FoundSample]:
        for images, masks in self._places:
            masks_by_name = by_stem(masks, IMAGE_SUFFIXES)
            own = _label_around(images, self.folder)
            for name, is_folder in entries(images):
                paths = files_below(images / name) if is_folder else iter((images / name,))
                for path in paths:
                    mask = masks_by_name.pop(stem(path, images), None)
                    yield FoundSample(
                        path, name if is_folder else own, mask, annotated=mask is not None, in_class_folder=is_folder
                    )
            for mask in masks_by_name.values():
                self.tell(AnnotationProblem.MASK_WITHOUT_IMAGE, mask)

    def _read_codes(self, masks: Path) -> None:
        for folder in (masks, masks.parent):
            for name, read in (("classes.json", _from_json), ("codes.csv", _from_csv)):
                file = folder / name
                if not file.is_file():
                    continue
                try:
                    self.mask_codes |= read(file.read_text("utf-8-sig"))
                    return
                except (OSError, ValueError, TypeError, RecursionError) as error:
                    raise UnreadableCodes(file, str(error)) from error


class UnreadableCodes(OSError):
    """The file that names the classes of the masks cannot be read; to guess would be to train on the wrong classes."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}: {why}")
        self.file = file
        self.strerror = f"{file.name} does not say which class each value of the masks stands for: {why}"


def _label_around(images: Path, folder: Path) -> str:
    """The class of images that lie directly in `images`: a folder of a set, such as `train`, names no class."""
    around = images.parent
    return folder.name if around.name.lower() in SETS and around != folder else around.name


def _from_json(text: str) -> dict[int, str]:
    said = json.loads(text)
    if isinstance(said, list):
        start = 0 if said and str(said[0]).lower() == "background" else 1
        said = {str(value): name for value, name in enumerate(said, start=start)}
    if not isinstance(said, dict) or not said:
        raise ValueError("neither a list of names nor an object of values and names")
    if all(isinstance(value, int) for value in said.values()):
        said = {value: name for name, value in said.items()}
    return _checked({int(value): str(name) for value, name in said.items()})


def _from_csv(text: str) -> dict[int, str]:
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines()) if any(row)]
    if rows and not rows[0][0].isdecimal():
        rows = rows[1:]
    if any(len(row) < 2 for row in rows):
        raise ValueError("a line without value and code")
    return _checked({int(row[0]): row[1] for row in rows})


def _checked(codes: dict[int, str]) -> dict[int, str]:
    named = {value: name.strip() for value, name in codes.items() if value != 0}
    if not named or not all(map(is_name, named.values())) or min(named) < 0 or max(named) > _LARGEST_VALUE:
        raise ValueError(f"values must lie between 1 and {_LARGEST_VALUE}, each with a name")
    return named
