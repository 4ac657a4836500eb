"""CVAT's own XML (“CVAT for images 1.1”): boxes, outlines and tags, beside or above the images that it names.

CVAT lists every image of a task: one without a shape and without a tag is one that nobody spoke of.
"""

import math
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Final
from xml.etree import ElementTree

from modelwright.contract.annotations import AnnotationProblem, Region, Unusable, is_name, region
from modelwright.contract.layouts.base import Format
from modelwright.contract.layouts.exported import ExportedLayout, Said, head_of, made
from modelwright.contract.layouts.finding import Finder
from modelwright.contract.tasks import Task

_HEAD: Final = 64 * 1024


class Cvat(ExportedLayout):
    format: ClassVar[Format] = Format.CVAT
    suffixes: ClassVar[frozenset[str]] = frozenset({".xml"})
    folders: ClassVar[tuple[str, ...]] = ("annotations",)

    @staticmethod
    def looks_right(file: Path) -> bool:
        """The root is `annotations`, and images follow."""
        head = head_of(file, _HEAD)
        return b"<annotations>" in head and (b"<image " in head or b"<meta>" in head)

    def said_by(self, file: Path, finder: Finder, task: Task) -> Iterator[tuple[str, Said]]:
        try:
            for image in _images(file):
                name = image.get("name") or ""
                path = finder.path(file, name)
                if path is None:
                    self.tell(AnnotationProblem.IMAGE_MISSING, name, f"named by {file.name}")
                elif (said := _said(image, task)).made or said.label:
                    yield path, said
        except (OSError, ValueError, ElementTree.ParseError) as error:
            self.tell(AnnotationProblem.UNREADABLE_FILE, file, str(error))


def _images(file: Path) -> Iterator[ElementTree.Element]:
    """One after the other: a file may hold a hundred thousand. Raises OSError, ValueError or ParseError."""
    with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(b"<!ENTITY") >= 0 or content.find(b"<!DOCTYPE") >= 0:
            raise ValueError("holds a document type, which these files never do")
    depth: list[ElementTree.Element] = []
    for event, element in ElementTree.iterparse(file, ("start", "end")):  # noqa: S314  no entities, see above
        if event == "start":
            depth.append(element)
            continue
        depth.pop()
        if element.tag == "image":
            yield element
        if len(depth) == 1:
            depth[0].clear()


def _said(image: ElementTree.Element, task: Task) -> Said:
    tag = next((label for entry in image.iter("tag") if is_name(label := (entry.get("label") or "").strip())), "")
    return Said(_size(image), tag, [_made(shape, task) for shape in image if shape.tag in _SHAPES])


def _made(shape: ElementTree.Element, task: Task) -> Region | Unusable:
    label = (shape.get("label") or "").strip()
    return made(label, lambda: _SHAPES[shape.tag](label, shape, task))


def _box(label: str, shape: ElementTree.Element, task: Task) -> Region:
    left, top, right, bottom = (_number(shape, side) for side in ("xtl", "ytl", "xbr", "ybr"))
    angle = math.radians(_number(shape, "rotation", "0"))
    if not angle:
        return region(label, [left, top, right - left, bottom - top])
    middle, centre = (left + right) / 2, (top + bottom) / 2
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    turned = [_turned(x - middle, y - centre, angle) for x, y in corners]
    return region(label, None, [[number for x, y in turned for number in (x + middle, y + centre)]])


def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _polygon(label: str, shape: ElementTree.Element, task: Task) -> Region:
    points = (shape.get("points") or "").split(";")
    return region(label, None, [[float(number) for point in points if point for number in point.split(",")]])


def _ellipse(label: str, shape: ElementTree.Element, task: Task) -> Region:
    """Its box."""
    x, y, wide, high = (_number(shape, name) for name in ("cx", "cy", "rx", "ry"))
    return region(label, [x - wide, y - high, 2 * wide, 2 * high])


def _mask(label: str, shape: ElementTree.Element, task: Task) -> Region:
    """Run lengths are of use as a box only."""
    if task is not Task.DETECTION:
        raise Unusable(AnnotationProblem.RUN_LENGTHS)
    return region(label, [_number(shape, name) for name in ("left", "top", "width", "height")])


_SHAPES: Final = {"box": _box, "polygon": _polygon, "ellipse": _ellipse, "mask": _mask}


def _number(shape: ElementTree.Element, name: str, default: str = "") -> float:
    number = float(shape.get(name, default))
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}")
    return number


def _size(image: ElementTree.Element) -> tuple[int, int] | None:
    try:
        width, height = int(image.get("width", "")), int(image.get("height", ""))
    except ValueError:
        return None
    return (width, height) if width > 0 < height else None
