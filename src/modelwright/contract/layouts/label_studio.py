"""Label Studio's JSON (also JSON-MIN): a list of tasks, each an image with rectangles, polygons and choices in percent."""

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, unquote, urlsplit

from modelwright.contract.annotations import AnnotationProblem, Region, Unusable, is_name, region
from modelwright.contract.layouts.base import Format
from modelwright.contract.layouts.exported import ExportedLayout, Said, head_of, made
from modelwright.contract.layouts.files import IMAGE_SUFFIXES, suffix
from modelwright.contract.layouts.finding import Finder
from modelwright.contract.tasks import Task

_HEAD: Final = 256 * 1024
_UPLOADED: Final = re.compile(r"^[0-9a-f]{8}-")
"""What Label Studio puts before the name of an uploaded file."""
_MIN_KINDS: Final = ("rectanglelabels", "polygonlabels", "ellipselabels", "brushlabels")


class LabelStudio(ExportedLayout):
    format: ClassVar[Format] = Format.LABEL_STUDIO
    suffixes: ClassVar[frozenset[str]] = frozenset({".json"})

    @staticmethod
    def looks_right(file: Path) -> bool:
        """It is a list, and its first tasks have what only Label Studio writes."""
        head = head_of(file, _HEAD)
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
            return False
        return (b'"annotations"' in head and b'"data"' in head) or b'"original_width"' in head or b'"annotator"' in head

    def said_by(self, file: Path, finder: Finder, task: Task) -> Iterator[tuple[str, Said]]:
        for entry in self._tasks(file):
            name = _image_of(entry)
            path = next((path for one in _names(name) if (path := finder.path(file, one))), None)
            if path is None:
                self.tell(AnnotationProblem.IMAGE_MISSING, name or f"task {entry.get('id')}", f"named by {file.name}")
            elif (results := _results(entry)) is not None:
                yield path, _said(results, task)

    def _tasks(self, file: Path) -> list[dict[str, Any]]:
        try:
            content = json.loads(file.read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            self.tell(AnnotationProblem.UNREADABLE_FILE, file, f"{type(error).__name__}: {error}"[:200])
            return []
        return [entry for entry in content if isinstance(entry, dict)] if isinstance(content, list) else []


def _image_of(entry: dict[str, Any]) -> str:
    """Where the task says its image is: under any name that its project chose."""
    data = entry.get("data") if isinstance(entry.get("data"), dict) else entry
    texts = [value for value in data.values() if isinstance(value, str)] if isinstance(data, dict) else []
    return next((text for text in texts if any(suffix(name) in IMAGE_SUFFIXES for name in _names(text))), "")


def _names(text: str) -> list[str]:
    """What the image may be called here: as a path, and without what uploading put before its name."""
    parts = urlsplit(text)
    local = parse_qs(parts.query).get("d", [""])[0]
    path = unquote(local or parts.path).lstrip("/")
    folder, _slash, name = path.rpartition("/")
    plain = _UPLOADED.sub("", name)
    return [path, f"{folder}/{plain}" if folder else plain] if plain != name else [path]


def _results(entry: dict[str, Any]) -> list[dict[str, Any]] | None:
    """What was said last, unless it was withdrawn; None where nobody said anything."""
    if "annotations" not in entry:
        return _of_min(entry)
    given = entry["annotations"] if isinstance(entry["annotations"], list) else []
    usable = [one for one in given if isinstance(one, dict) and not one.get("was_cancelled")]
    best = next((one for one in usable if one.get("ground_truth")), usable[-1] if usable else None)
    if best is None:
        return None
    results = best.get("result")
    return [one for one in results if isinstance(one, dict)] if isinstance(results, list) else []


def _of_min(entry: dict[str, Any]) -> list[dict[str, Any]] | None:
    """JSON-MIN: each control of the task by its name, its regions as plain values, a choice as a text."""
    made: list[dict[str, Any]] = []
    said = False
    for key, value in entry.items():
        regions = value if isinstance(value, list) else []
        for one in regions:
            kind = next((kind for kind in _MIN_KINDS if isinstance(one, dict) and kind in one), None)
            if kind:
                made.append({"type": kind, "value": one, **{side: one.get(side) for side in _SIDES}})
        said = said or isinstance(value, list)
        if key in ("choice", "choices") and isinstance(value, str):
            made.append({"type": "choices", "value": {"choices": [value]}})
    return made if said or made else None


_SIDES: Final = ("original_width", "original_height")


def _said(results: list[dict[str, Any]], task: Task) -> Said:
    size = next((size for one in results if (size := _size(one))), None)
    label = next((name for one in results if one.get("type") == "choices" and (name := _label(one))), "")
    return Said(size, label, [_made(one, task) for one in results if one.get("type") in _SHAPES])


def _made(result: dict[str, Any], task: Task) -> Region | Unusable:
    label = _label(result)
    return made(label, lambda: _region(label, result, task))


def _region(label: str, result: dict[str, Any], task: Task) -> Region:
    size = _size(result)
    if size is None:
        raise Unusable(AnnotationProblem.NOT_A_NUMBER, "no size of the image")
    return _SHAPES[str(result["type"])](label, result["value"], size, task)


def _rectangle(label: str, value: dict[str, Any], size: tuple[int, int], task: Task) -> Region:
    x, y, wide, high = _pixels(value, ("x", "y", "width", "height"), size)
    angle = math.radians(float(value.get("rotation") or 0))
    if not angle:
        return region(label, [x, y, wide, high])
    cosine, sine = math.cos(angle), math.sin(angle)  # it turns around its top left corner
    corners = ((0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high))
    outline = [
        n for right, down in corners for n in (x + right * cosine - down * sine, y + right * sine + down * cosine)
    ]
    return region(label, None, [outline])


def _polygon(label: str, value: dict[str, Any], size: tuple[int, int], task: Task) -> Region:
    points = [[float(x) * size[0] / 100, float(y) * size[1] / 100] for x, y in value["points"]]
    return region(label, None, [[number for point in points for number in point]])


def _ellipse(label: str, value: dict[str, Any], size: tuple[int, int], task: Task) -> Region:
    """Its box."""
    x, y, wide, high = _pixels(value, ("x", "y", "radiusX", "radiusY"), size)
    return region(label, [x - wide, y - high, 2 * wide, 2 * high])


def _brush(label: str, value: dict[str, Any], size: tuple[int, int], task: Task) -> Region:
    raise Unusable(AnnotationProblem.RUN_LENGTHS)


_SHAPES: Final = {
    "rectanglelabels": _rectangle,
    "polygonlabels": _polygon,
    "ellipselabels": _ellipse,
    "brushlabels": _brush,
}


def _pixels(value: dict[str, Any], names: tuple[str, ...], size: tuple[int, int]) -> list[float]:
    """Percent of the width and of the height, in turns."""
    return [float(value[name]) * size[position % 2] / 100 for position, name in enumerate(names)]


def _label(result: dict[str, Any]) -> str:
    value = result.get("value")
    given = value.get(str(result.get("type"))) if isinstance(value, dict) else None
    text = str(given[0]).strip() if isinstance(given, list) and given else ""
    return text if is_name(text) else ""


def _size(result: dict[str, Any]) -> tuple[int, int] | None:
    width, height = (result.get(side) for side in _SIDES)
    return (width, height) if isinstance(width, int) and isinstance(height, int) and width > 0 < height else None
