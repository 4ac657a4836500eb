"""COCO: a JSON file with images, annotations and categories, beside or above the images that it names."""

import json
import mmap
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple, Self

from modelwright.contract.annotations import AnnotationProblem, Region, Unusable, is_name, region
from modelwright.contract.layouts import runs
from modelwright.contract.layouts.base import Format, FoundSample, Layout, label_of
from modelwright.contract.layouts.files import entries, files_below, folder_named, folders_in
from modelwright.contract.layouts.finding import Finder
from modelwright.contract.layouts.pairs import IMAGES
from modelwright.contract.tasks import Task

_JSON: Final = frozenset({".json"})
_OF_A_SET: Final = "_annotations.coco.json"
_MOST_SETS: Final = 200
_OF_PIXELS: Final = (Task.SEGMENTATION, Task.SEGMENTATION_CLASSIFICATION)
_KEYS: Final = (b'"images"', b'"annotations"', b'"categories"')


class _Said(NamedTuple):
    """What the files say about one image."""

    size: tuple[int, int] | None
    annotations: list[dict[str, Any]]
    classes: dict[Any, str]
    facts: dict[str, Any]


class Coco(Layout):
    format: ClassVar[Format] = Format.COCO

    def __init__(self, folder: Path, base: Path, files: list[Path]) -> None:
        super().__init__(folder)
        self._files = files
        self._images = folder_named(base, *IMAGES) or base

    @classmethod
    def found_in(cls, base: Path, folder: Path, *, deep: bool) -> Self | None:
        files = [file for file in _json_files(base) if _looks_right(file)]
        return cls(folder, base, files) if files else None

    def _read(self, task: Task) -> Iterator[FoundSample]:
        images = list(files_below(self._images))
        said = self._all_said(Finder(images, self._images))
        for path in images:
            yield self._sample(path, said.pop(str(path), []), task)

    def _all_said(self, finder: Finder) -> dict[str, list[_Said]]:
        """By path of the image: several files, or several entries of one, may speak of the same image."""
        said: dict[str, list[_Said]] = defaultdict(list)
        names: dict[str, None] = {}
        for file in self._files:
            for path, what in self._said_by(file, finder):
                said[path].append(what)
                names |= dict.fromkeys(what.classes.values())
        self.classes = tuple(names)
        return said

    def _said_by(self, file: Path, finder: Finder) -> Iterator[tuple[str, _Said]]:
        try:
            content = json.loads(file.read_bytes())
            images, annotations = _objects(content, "images"), _objects(content, "annotations")
            classes = {category["id"]: str(category["name"]).strip() for category in _objects(content, "categories")}
            of_image: dict[Any, list[dict[str, Any]]] = {image["id"]: [] for image in images}
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            self.tell(AnnotationProblem.UNREADABLE_FILE, file, f"{type(error).__name__}: {error}"[:200])
            return
        usable = ((number, name) for number, name in classes.items() if is_name(name))
        classes = dict(sorted(usable, key=lambda item: str(item[0]).zfill(12)))
        for annotation in annotations:
            self._sort_in(annotation, of_image, file)
        for image in images:
            name = str(image.get("file_name"))
            path = finder.path(file, name)
            if image["id"] not in of_image:
                self.tell(AnnotationProblem.DUPLICATE, name, f"image {image['id']} of {file.name} comes twice")
            elif path is None:
                self.tell(AnnotationProblem.IMAGE_MISSING, name, f"named by {file.name}")
            else:
                yield path, _Said(_size(image), of_image.pop(image["id"]), classes, image)

    def _sort_in(self, annotation: dict[str, Any], of_image: dict[Any, list[dict[str, Any]]], file: Path) -> None:
        image_id = annotation.get("image_id")
        if isinstance(image_id, int | str) and image_id in of_image:
            of_image[image_id].append(annotation)
        else:
            self.tell(AnnotationProblem.IMAGE_MISSING, file, f"annotation {annotation.get('id')} of image {image_id}")

    def _sample(self, path: Path, said: list[_Said], task: Task) -> FoundSample:
        if not said:
            return FoundSample(path, "")
        size = next((size for part in said if (size := part.size or _size_of_masks(part.annotations))), None)
        read = _Reader(task in _OF_PIXELS, size)
        regions = self.usable((read(of, part.classes) for part in said for of in part.annotations), path)
        return FoundSample(path, label_of(regions), regions=regions, annotated=True, size=size, facts=said[0].facts)


class _Reader(NamedTuple):
    """Reads the annotations of one image."""

    pixels: bool
    """The pixels of a region are wanted; else its box will do, and one around many objects is of no use."""
    size: tuple[int, int] | None

    def __call__(self, annotation: dict[str, Any], classes: dict[Any, str]) -> Region | Unusable:
        """What it says, or why it cannot be used; a file may hold anything in any place."""
        number = f"annotation {annotation.get('id')}"
        try:
            return self._region(annotation, classes)
        except Unusable as problem:
            return Unusable(problem.reason, f"{number}: {problem.detail}".removesuffix(": "))
        except TypeError as error:
            return Unusable(AnnotationProblem.NOT_A_NUMBER, f"{number}: {error}")

    def _region(self, annotation: dict[str, Any], classes: dict[Any, str]) -> Region:
        if annotation.get("iscrowd") and not self.pixels:
            raise Unusable(AnnotationProblem.CROWD)
        label = classes.get(annotation.get("category_id"))
        if label is None:
            raise Unusable(AnnotationProblem.UNKNOWN_CLASS, f"category {annotation.get('category_id')}")
        box, outlines = annotation.get("bbox"), annotation.get("segmentation") or []
        if not isinstance(outlines, dict):
            return region(label, box, [outline for outline in outlines if outline != []])
        return region(label, box) if box and not self.pixels else runs.region_of(label, outlines, self.size)


def _size_of_masks(annotations: list[dict[str, Any]]) -> tuple[int, int] | None:
    """What run lengths say about the size of their image, where the image itself says nothing."""
    said = (annotation.get("segmentation") for annotation in annotations)
    return next((size for one in said if isinstance(one, dict) and (size := runs.size_of(one))), None)


def _json_files(base: Path) -> list[Path]:
    """In the folder and its folder of annotations; and those of the sets of an export (train, valid, test)."""
    annotations = folder_named(base, "annotations")
    places = [base, annotations] if annotations else [base]
    found = [place / name for place in places for name, is_folder in entries(place, _JSON) if not is_folder]
    of_sets = (below / _OF_A_SET for below in folders_in(base)[:_MOST_SETS])
    return found + [file for file in of_sets if file.is_file()]


def _looks_right(file: Path) -> bool:
    """Whether the keys are there, without reading more of the file than it takes to find them."""
    try:
        with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return all(content.find(key) >= 0 for key in _KEYS)
    except (OSError, ValueError):
        return False


def _objects(content: Any, key: str) -> list[dict[str, Any]]:
    found = content[key]
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise ValueError(f"{key} is not a list of objects")
    return found


def _size(image: dict[str, Any]) -> tuple[int, int] | None:
    width, height = image.get("width"), image.get("height")
    return (width, height) if isinstance(width, int) and isinstance(height, int) and width > 0 < height else None
