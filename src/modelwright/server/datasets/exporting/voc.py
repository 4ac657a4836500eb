"""Pascal VOC: `JPEGImages/`, an XML file per image in `Annotations/`, and lists of the parts in `ImageSets/Main/`."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar
from xml.sax.saxutils import escape

from django.db.models import QuerySet

from modelwright.contract.layout import Format
from modelwright.server.datasets.exporting.base import File, Packed, Writer, plain
from modelwright.server.datasets.models import Sample


class VocWriter(Writer):
    format: ClassVar[str] = Format.VOC

    def __init__(self, scratch: Path, classes: Sequence[str]) -> None:
        super().__init__(scratch, classes)
        self._parts: dict[str, list[str]] = defaultdict(list)

    @staticmethod
    def held(rows: "QuerySet[Sample]") -> "QuerySet[Sample]":
        return rows.filter(is_annotated=True, mask="")

    def place(self, image: Packed) -> str | None:
        if image.part:
            self._parts[image.part].append(image.stem)
        return f"JPEGImages/{image.name}"

    def said(self, image: Packed, folder: Path) -> Iterator[File]:
        if image.sample.is_annotated and not image.sample.mask:
            yield f"Annotations/{image.stem}.xml", _annotation(image).encode()

    def finish(self) -> Iterator[tuple[str, bytes | Path]]:
        for part, stems in self._parts.items():
            yield f"ImageSets/Main/{part}.txt", "".join(f"{stem}\n" for stem in stems).encode()


def _annotation(image: Packed) -> str:
    folder, _slash, name = image.name.rpartition("/")
    sample = image.sample
    objects = "".join(map(_object, sample.regions))
    return (
        f"<annotation>\n  <folder>{escape(folder)}</folder>\n  <filename>{escape(name)}</filename>\n"
        f"  <size><width>{sample.width}</width><height>{sample.height}</height><depth>3</depth></size>\n"
        f"  <segmented>0</segmented>\n{objects}</annotation>\n"
    )


def _object(region: dict[str, Any]) -> str:
    x, y, width, height = region["box"]
    corners = (("xmin", x), ("ymin", y), ("xmax", x + width), ("ymax", y + height))
    box = "".join(f"<{name}>{plain(round(value, 3))}</{name}>" for name, value in corners)
    return (
        f"  <object><name>{escape(region['label'])}</name><pose>Unspecified</pose><truncated>0</truncated>"
        f"<difficult>0</difficult><bndbox>{box}</bndbox></object>\n"
    )
