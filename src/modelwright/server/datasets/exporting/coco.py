"""COCO: `images/`, and `annotations/instances_<part>.json` with boxes and outlines."""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, ClassVar

import numpy as np
from django.db.models import QuerySet

from modelwright.contract.annotations import Region
from modelwright.contract.layout import Format
from modelwright.server.datasets.exporting.base import Packed, Writer, bitmap, plain
from modelwright.server.datasets.models import Sample


class CocoWriter(Writer):
    format: ClassVar[str] = Format.COCO

    def __init__(self, scratch: Path, classes: Sequence[str]) -> None:
        super().__init__(scratch, classes)
        self._parts: dict[str, _Part] = {}
        self._images = 0
        self._annotations = 0

    @staticmethod
    def held(rows: "QuerySet[Sample]") -> "QuerySet[Sample]":
        return rows.filter(is_annotated=True, mask="")

    def place(self, image: Packed) -> str | None:
        if image.sample.is_annotated and not image.sample.mask:
            self._say(image)
        return f"images/{image.name}"

    def _say(self, image: Packed) -> None:
        part = self._parts.get(image.part)
        if part is None:
            part = self._parts[image.part] = _Part(self.scratch, image.part or "default")
        self._images += 1
        sample = image.sample
        part.images(
            {"id": self._images, "file_name": image.name, "width": sample.width, "height": sample.height},
        )
        for region in sample.regions:
            self._annotations += 1
            said = self._annotation(region)
            if region.get("runs") and sample.width and sample.height:
                said["segmentation"] = _run_lengths(Region.model_validate(region), sample.width, sample.height)
            part.annotations(said)

    def _annotation(self, region: dict[str, Any]) -> dict[str, Any]:
        outlines = [[plain(number) for point in piece for number in point] for piece in region["polygon"]]
        width, height = region["box"][2:]
        return {
            "id": self._annotations,
            "image_id": self._images,
            "category_id": self.number[region["label"]] + 1,
            "bbox": [plain(number) for number in region["box"]],
            "area": plain(_area(region["polygon"]) if outlines else width * height),
            "iscrowd": 0,
            "segmentation": outlines,
        }

    def finish(self) -> Iterator[tuple[str, bytes | Path]]:
        categories = [{"id": number + 1, "name": label} for label, number in self.number.items()]
        for name, part in self._parts.items():
            yield f"annotations/instances_{name or 'default'}.json", part.joined(categories)


class _Part:
    """Images and annotations of one file, each in a file of its own until both are complete."""

    def __init__(self, scratch: Path, name: str) -> None:
        self._file = scratch / f"{name}.json"
        self._images = _List(scratch / f"{name}.images")
        self._annotations = _List(scratch / f"{name}.annotations")
        self.images, self.annotations = self._images.add, self._annotations.add

    def joined(self, categories: list[dict[str, Any]]) -> Path:
        with self._file.open("wb") as file:
            file.write(b'{"images": [')
            self._images.move_to(file)
            file.write(b'],\n"annotations": [')
            self._annotations.move_to(file)
            file.write(b'],\n"categories": ' + json.dumps(categories, ensure_ascii=False).encode() + b"}\n")
        return self._file


class _List:
    """Objects of a JSON list, on disk: there may be millions."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w", encoding="utf-8", buffering=2**18)
        self._comma = ""

    def add(self, entry: dict[str, Any]) -> None:
        self._file.write(f"{self._comma}{json.dumps(entry, ensure_ascii=False, separators=(',', ':'))}")
        self._comma = ",\n"

    def move_to(self, target: IO[bytes]) -> None:
        self._file.close()
        with self._path.open("rb") as source:
            while block := source.read(2**18):
                target.write(block)
        self._path.unlink()


def _run_lengths(region: Region, width: int, height: int) -> dict[str, Any]:
    """COCO's: of the whole image, column by column, beginning with pixels outside."""
    pixels = np.zeros((height, width), bool)
    x, y, wide, high = map(int, region.box)
    pixels[y : y + high, x : x + wide] = bitmap(region)
    columns = pixels.T.ravel()
    changes = np.flatnonzero(np.diff(columns, prepend=False)).tolist()
    edges = [0, *changes, columns.size]
    return {"size": [height, width], "counts": [end - start for start, end in pairwise(edges)]}


def _area(polygon: list[list[list[float]]]) -> float:
    return sum(_area_of(piece) for piece in polygon)


def _area_of(points: list[list[float]]) -> float:
    turned = zip(points, points[1:] + points[:1], strict=True)
    return round(abs(sum(x * below - right * y for (x, y), (right, below) in turned)) / 2, 3)
