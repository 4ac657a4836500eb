"""Pascal VOC: an XML file per image, in `Annotations/` beside `JPEGImages/` (or `images/`), or beside the image itself."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Final, Self
from xml.etree import ElementTree

from modelwright.contract.annotations import AnnotationProblem, Region, Unusable, region
from modelwright.contract.layouts.base import Format, FoundSample, Layout, label_of
from modelwright.contract.layouts.files import by_stem, entries, files_below, stem
from modelwright.contract.layouts.pairs import pairs
from modelwright.contract.tasks import Task

_XML: Final = frozenset({".xml"})
_LARGEST_FILE: Final = 10 * 2**20
_CORNERS: Final = ("xmin", "ymin", "xmax", "ymax")


class Voc(Layout):
    format: ClassVar[Format] = Format.VOC

    def __init__(self, folder: Path, places: list[tuple[Path, Path]]) -> None:
        super().__init__(folder)
        self._places = places

    @classmethod
    def found_in(cls, base: Path, folder: Path, *, deep: bool) -> Self | None:
        places = pairs(base, ("annotations",), deep=deep) or [(base, base)]
        usable = [(images, files) for images, files in places if _holds_annotations(files)]
        if not usable and (base / "images").is_dir() and _holds_annotations(base / "images"):
            usable = [(base / "images", base / "images")]
        return cls(folder, usable) if usable else None

    def _read(self, task: Task) -> Iterator[FoundSample]:
        labels: set[str] = set()
        for images, files in self._places:
            by_name = by_stem(files, _XML)
            for path in files_below(images):
                sample = self._sample(path, by_name.pop(stem(path, images), None))
                labels |= {region.label for region in sample.regions}
                yield sample
            for file in by_name.values():
                self.tell(AnnotationProblem.IMAGE_MISSING, file)
        self.classes = tuple(sorted(labels))

    def _sample(self, path: Path, file: Path | None) -> FoundSample:
        if file is None:
            return FoundSample(path, "")
        try:
            root = _parsed(file)
        except (OSError, ValueError, ElementTree.ParseError) as error:
            self.tell(AnnotationProblem.UNREADABLE_FILE, file, str(error))
            return FoundSample(path, "")
        regions = self.usable((_region(entry) for entry in root.iter("object")), file)
        return FoundSample(path, label_of(regions), regions=regions, annotated=True, size=_size(root))


def _holds_annotations(folder: Path) -> bool:
    """Whether one of the first XML files is one of VOC's; a folder may hold other XML files too."""
    for name, is_folder in entries(folder, _XML):
        if is_folder:
            continue
        try:
            return _parsed(folder / name).tag == "annotation"
        except (OSError, ValueError, ElementTree.ParseError):
            continue
    return False


def _parsed(file: Path) -> ElementTree.Element:
    """Raises OSError, ValueError or ParseError. Entities could make a small file endless, and VOC has none."""
    if file.stat().st_size > _LARGEST_FILE:
        raise ValueError("larger than 10 MB")
    content = file.read_bytes()
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise ValueError("holds a document type, which these files never do")
    return ElementTree.fromstring(content)  # noqa: S314  no entities, see above


def _region(entry: ElementTree.Element) -> Region | Unusable:
    label = (entry.findtext("name") or "").strip()
    if not label:
        return Unusable(AnnotationProblem.UNKNOWN_CLASS, "an object without a name")
    try:
        left, top, right, bottom = (float(entry.findtext(f"bndbox/{corner}") or "") for corner in _CORNERS)
        return region(label, [left, top, right - left, bottom - top])
    except ValueError as error:
        return Unusable(AnnotationProblem.NOT_A_NUMBER, f"{label}: {error}")
    except Unusable as problem:
        return Unusable(problem.reason, f"{label}: {problem.detail}")


def _size(root: ElementTree.Element) -> tuple[int, int] | None:
    try:
        width, height = (float(root.findtext(f"size/{side}") or "") for side in ("width", "height"))
    except ValueError:
        return None
    if not (math.isfinite(width) and math.isfinite(height)):
        return None
    return (int(width), int(height)) if width > 0 < height else None
