"""A folder per class."""

from typing import ClassVar

from django.db.models import QuerySet

from modelwright.contract.layout import Format
from modelwright.server.datasets.exporting.base import Packed, Writer, safe
from modelwright.server.datasets.models import Sample


class FolderWriter(Writer):
    format: ClassVar[str] = Format.FOLDERS

    @staticmethod
    def held(rows: "QuerySet[Sample]") -> "QuerySet[Sample]":
        return rows.exclude(label="")

    def place(self, image: Packed) -> str | None:
        label = image.sample.label
        if not label:
            return None
        folder = safe(label)
        return image.name if image.name.startswith(f"{folder}/") else f"{folder}/{image.name}"
