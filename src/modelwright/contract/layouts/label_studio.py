"""Label Studio's JSON (also JSON-MIN): a list of tasks, each an image with rectangles, polygons and choices in percent."""

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple, Self
from urllib.parse import parse_qs, unquote, urlsplit

from modelwright.contract.annotations import AnnotationProblem, Region, Unusable, is_name, region
from modelwright.contract.layouts.base import Format, FoundSample, Layout, label_of
from modelwright.contract.layouts.files import IMAGE_SUFFIXES, entries, files_below, folder_named, suffix
from modelwright.contract.layouts.finding import Finder
from modelwright.contract.layouts.pairs import IMAGES
from modelwright.contract.tasks import Task

_JSON: Final = frozenset({".json"})
_HEAD: Final = 256 * 1024
_UPLOADED: Final = re.compile(r"^[0-9a-f]{8}-")
"""What Label Studio puts before the name of an uploaded file."""
_MIN_KINDS: Final = ("rectanglelabels", "polygonlabels", "ellipselabels", "brushlabels")


class _Said(NamedTuple):
    size: tuple[int, int] | None
    label: str
    made: list[Region | Unusable]


class LabelStudio(Layout):
    format: ClassVar[Format] = Format.LABEL_STUDIO

    def __init__(self, folder: Path, base: Path, files: list[Path]) -> None:
        super().__init__(folder)
        self._files = files
        self._images = folder_named(base, *IMAGES) or base

    @classmethod
    def found_in(cls, base: Path, folder: Path, *, deep: bool) -> Self | None:
        found = (base / name for name, is_folder in entries(base, _JSON) if not is_folder)
        files = [file for file in found if _looks_right(file)]
        return cls(folder, base, files) if files else None

    def _read(self, task: Task) -> Iterator[FoundSample]:
        images = list(files_below(self._images))
        finder = Finder(images, self._images)
        said: dict[str, list[_Said]] = defaultdict(list)
        for file in self._files:
            for place, what in self._said_by(file, finder, task):
                said[place].append(what)
        labels: set[str] = set()
        for path in images:
            sample = self._sample(path, said.pop(str(path), []))
            labels |= {region.label for region in sample.regions}
            yield sample
        self.classes = tuple(sorted(labels))

    def _said_by(self, file: Path, finder: Finder, task: Task) -> Iterator[tuple[str, _Said]]:
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

    def _sample(self, path: Path, said: list[_Said]) -> FoundSample:
        if not said:
            return FoundSample(path, "")
        regions = self.usable((one for part in said for one in part.made), path)
        label = next((part.label for part in said if part.label), "")
        size = next((part.size for part in said if part.size), None)
        return FoundSample(path, label or label_of(regions), regions=regions, annotated=True, size=size)


def _looks_right(file: Path) -> bool:
    """Whether it is a list, and its first tasks have what only Label Studio writes."""
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return False
    return (b'"annotations"' in head and b'"data"' in head) or b'"original_width"' in head or b'"annotator"' in head


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


def _said(results: list[dict[str, Any]], task: Task) -> _Said:
    size = next((size for one in results if (size := _size(one))), None)
    label = next((name for one in results if one.get("type") == "choices" and (name := _label(one))), "")
    made = [_made(one, task) for one in results if one.get("type") in _SHAPES]
    return _Said(size, label, made)


def _made(result: dict[str, Any], task: Task) -> Region | Unusable:
    label = _label(result)
    try:
        size = _size(result)
        if size is None:
            raise Unusable(AnnotationProblem.NOT_A_NUMBER, "no size of the image")
        return _SHAPES[str(result["type"])](label, result["value"], size, task)
    except (KeyError, TypeError, ValueError) as error:
        return Unusable(AnnotationProblem.NOT_A_NUMBER, f"{label}: {error}"[:200])
    except Unusable as problem:
        return Unusable(problem.reason, f"{label}: {problem.detail}".removesuffix(": "))


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
