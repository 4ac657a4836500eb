"""YOLO: `images/<part>/`, `labels/<part>/` with a line per object, and data.yaml with the names and parts."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.db.models import QuerySet

from modelwright.contract.layout import Format
from modelwright.server.datasets.exporting.base import File, Packed, Writer
from modelwright.server.datasets.models import Sample

_PARTS = ("train", "val", "test")


class YoloWriter(Writer):
    format: ClassVar[str] = Format.YOLO

    def __init__(self, scratch: Path, classes: Sequence[str]) -> None:
        super().__init__(scratch, classes)
        self._parts: set[str] = set()

    @staticmethod
    def held(rows: "QuerySet[Sample]") -> "QuerySet[Sample]":
        return rows.filter(is_annotated=True, mask="")

    def place(self, image: Packed) -> str | None:
        self._parts.add(_part(image))
        return f"images/{_part(image)}/{image.name}"

    def said(self, image: Packed, folder: Path) -> Iterator[File]:
        """An empty file says that nothing is on the image; an image without a file is one that nobody looked at."""
        sample = image.sample
        if sample.is_annotated and not sample.mask and sample.width and sample.height:
            lines = "".join(self._line(region, sample.width, sample.height) for region in sample.regions)
            yield f"labels/{_part(image)}/{image.stem}.txt", lines.encode()

    def _line(self, region: dict[str, Any], width: int, height: int) -> str:
        """The outline where there is exactly one, else the box: the format knows no region in pieces."""
        if len(region["polygon"]) == 1:
            values = [value for x, y in region["polygon"][0] for value in (x / width, y / height)]
        else:
            x, y, wide, high = region["box"]
            values = [(x + wide / 2) / width, (y + high / 2) / height, wide / width, high / height]
        return " ".join([str(self.number[region["label"]]), *(f"{value:.8g}" for value in values)]) + "\n"

    def finish(self) -> Iterator[tuple[str, bytes | Path]]:
        held = [part for part in _PARTS if part in self._parts]
        places = {part: f"images/{part}" for part in held}
        places = {"train": places[held[0]], "val": places[held[0]], **places} if held else {}
        lines = ["path: .", *(f"{part}: {place}" for part, place in places.items()), "names:"]
        lines += [f"  {number}: {json.dumps(label, ensure_ascii=False)}" for number, label in enumerate(self.classes)]
        yield "data.yaml", ("\n".join(lines) + "\n").encode()


def _part(image: Packed) -> str:
    """Images that were given to no part are there to learn from."""
    return image.part or "train"
