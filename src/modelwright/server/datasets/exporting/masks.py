"""`images/` and `masks/` with the same names; classes.json says which class each value stands for."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Final

import numpy as np
from django.db.models import QuerySet
from PIL import Image, ImageDraw

from modelwright.contract.layout import Format
from modelwright.contract.layouts.masks import IGNORED_VALUE
from modelwright.imaging.reading import ImageProblem, read_mask
from modelwright.server.datasets import places
from modelwright.server.datasets.exporting.base import File, Packed, Writer, bitmap, safe
from modelwright.server.datasets.models import Sample

_BYTE: Final = 255


class MaskWriter(Writer):
    format: ClassVar[str] = Format.MASKS

    @staticmethod
    def held(rows: "QuerySet[Sample]") -> "QuerySet[Sample]":
        return rows.filter(is_annotated=True)

    def place(self, image: Packed) -> str | None:
        return f"images/{self._name(image)}"

    def said(self, image: Packed, folder: Path) -> Iterator[File]:
        if not image.sample.is_annotated:
            return
        values = self._of_mask(image, folder) if image.sample.mask else self._of_regions(image)
        if values is not None:
            buffer = io.BytesIO()
            picture = values.astype(np.uint8 if len(self.classes) <= _BYTE else np.uint16)
            Image.fromarray(picture).save(buffer, "PNG", compress_level=3)
            yield f"masks/{self._name(image).rpartition('.')[0]}.png", buffer.getvalue()

    def finish(self) -> Iterator[tuple[str, bytes | Path]]:
        codes = {str(number + 1): label for label, number in self.number.items()}
        if codes:
            yield "classes.json", json.dumps(codes, ensure_ascii=False, indent=1).encode()

    def _name(self, image: Packed) -> str:
        """In the folder of the image's class, where it has one."""
        folder = safe(image.sample.label) if image.sample.label else ""
        return f"{folder}/{image.name}" if folder and not image.name.startswith(f"{folder}/") else image.name

    def _of_mask(self, image: Packed, folder: Path) -> "np.ndarray[Any, Any] | None":
        """With our values for the classes; nothing where the mask cannot be used."""
        file = folder / image.sample.mask
        try:
            if image.sample.annotation_problem.startswith("mask_") or not places.may_be_read(file, folder):
                return None
            values = read_mask(file)
        except (ImageProblem, OSError, MemoryError):
            return None
        numbers = np.zeros(int(values.max(initial=0)) + 1, np.int32)
        for value in np.unique(values):
            if value == IGNORED_VALUE and image.mask_codes and value not in image.mask_codes:
                numbers[value] = IGNORED_VALUE if len(self.classes) < IGNORED_VALUE else 0
            elif value:
                numbers[value] = self.number.get(image.mask_codes.get(int(value), image.sample.label), -1) + 1
        drawn: np.ndarray[Any, Any] = numbers[values]
        return drawn

    def _of_regions(self, image: Packed) -> "np.ndarray[Any, Any]":
        sample = image.sample
        picture = Image.new("I", (sample.width or 1, sample.height or 1))
        draw = ImageDraw.Draw(picture)
        for region in image.regions:
            number = self.number[region.label] + 1
            for piece in region.polygon:
                draw.polygon(piece, fill=number)
            if region.runs:
                marked = Image.fromarray(bitmap(region).astype(np.uint8) * 255)
                picture.paste(number, (int(region.box[0]), int(region.box[1])), marked)
            elif not region.polygon:
                x, y, width, height = region.box
                draw.rectangle((x, y, max(x, x + width - 1), max(y, y + height - 1)), fill=number)
        return np.asarray(picture)
