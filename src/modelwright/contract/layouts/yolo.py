"""YOLO: `labels/….txt` beside `images/`, a line per object: class number and shares of the image's sides.

Five numbers are a class and a box (middle x, middle y, width, height; a sixth, the confidence, is passed over), more are
a class and the points of an outline. Names come from data.yaml or classes.txt; without them the class is its number.
An empty file says that nothing is on the image; an image without a file is one that nobody looked at.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Final, Self

import yaml

from modelwright.contract.annotations import AnnotationProblem, Region, Unusable, is_name, region
from modelwright.contract.layouts.base import Format, FoundSample, Layout, label_of
from modelwright.contract.layouts.files import by_stem, entries, files_below, stem
from modelwright.contract.layouts.pairs import pairs
from modelwright.contract.tasks import Task

_TEXT: Final = frozenset({".txt"})
_YAML: Final = frozenset({".yaml", ".yml"})
_NAME_FILES: Final = ("classes.txt", "obj.names", "classes.names")
_LARGEST_FILE: Final = 2**20


class Yolo(Layout):
    format: ClassVar[Format] = Format.YOLO

    def __init__(self, folder: Path, base: Path, places: list[tuple[Path, Path]]) -> None:
        super().__init__(folder)
        self._places = places
        self._names = _names(base, [labels for _images, labels in places])
        self.classes = tuple(self._names.values())

    @classmethod
    def found_in(cls, base: Path, folder: Path, *, deep: bool) -> Self | None:
        places = pairs(base, ("labels",), deep=deep)
        if not places and (base / _NAME_FILES[0]).is_file():
            places = [(base, base)]
        usable = [(images, labels) for images, labels in places if _holds_labels(labels)]
        return cls(folder, base, usable) if usable else None

    def _read(self, task: Task) -> Iterator[FoundSample]:
        for images, labels in self._places:
            by_name = {name: file for name, file in by_stem(labels, _TEXT).items() if file.name not in _NAME_FILES}
            for path in files_below(images):
                yield self._sample(path, by_name.pop(stem(path, images), None))
            for file in by_name.values():
                self.tell(AnnotationProblem.IMAGE_MISSING, file)

    def _sample(self, path: Path, file: Path | None) -> FoundSample:
        if file is None:
            return FoundSample(path, "")
        try:
            lines = file.read_text("utf-8-sig").splitlines()
        except (OSError, ValueError) as error:
            self.tell(AnnotationProblem.UNREADABLE_FILE, file, str(error))
            return FoundSample(path, "")
        made = (self._region(number, line.split()) for number, line in enumerate(lines, start=1) if line.strip())
        regions = self.usable(made, file)
        return FoundSample(path, label_of(regions), regions=regions, annotated=True, shares=True)

    def _region(self, line: int, words: list[str]) -> Region | Unusable:
        try:
            label = self._label(words[0])
            values = [float(word) for word in words[1:]]
            if len(values) < 6:
                return region(label, _from_middle(values[:4]))
            return region(label, None, [values])
        except (ValueError, OverflowError) as error:
            return Unusable(AnnotationProblem.NOT_A_NUMBER, f"line {line}: {error}")
        except Unusable as problem:
            return Unusable(problem.reason, f"line {line}: {problem.detail}")

    def _label(self, word: str) -> str:
        number = int(float(word))
        if not self._names:
            return str(number)
        if number not in self._names:
            raise Unusable(AnnotationProblem.UNKNOWN_CLASS, word)
        return self._names[number]


def _from_middle(values: list[float]) -> list[object]:
    if len(values) < 4:
        raise Unusable(AnnotationProblem.NOT_A_NUMBER, f"{len(values)} numbers for a box")
    x, y, width, height = values
    return [x - width / 2, y - height / 2, width, height]


def _holds_labels(folder: Path) -> bool:
    return any(path.name not in _NAME_FILES for path in files_below(folder, _TEXT))


def _names(base: Path, labels: list[Path]) -> dict[int, str]:
    """Class names by number, from the first file that gives some."""
    folders = dict.fromkeys([base, *labels, *(folder.parent for folder in labels)])
    for folder in folders:
        for name, is_folder in entries(folder, _YAML):
            if not is_folder and (names := _in_yaml(folder / name)):
                return names
    for folder in folders:
        for name in _NAME_FILES:
            if (folder / name).is_file():
                lines = (folder / name).read_text("utf-8-sig", "replace").split("\n")
                return {number: line.strip() for number, line in enumerate(lines) if line.strip()}
    return {}


def _in_yaml(file: Path) -> dict[int, str]:
    """What `names` lists, as a list or by number; nothing where the file has none."""
    if file.stat().st_size > _LARGEST_FILE:
        return {}
    try:
        content: Any = yaml.safe_load(file.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return {}
    names = content.get("names") if isinstance(content, dict) else None
    numbered = names.items() if isinstance(names, dict) else enumerate(names) if isinstance(names, list) else ()
    return {number: text for number, name in numbered if isinstance(number, int) and is_name(text := str(name).strip())}
