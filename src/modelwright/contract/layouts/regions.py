"""The product's own format: regions.json, closed and strict; a misspelt key is an error that names it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Final, Self

from pydantic import ValidationError

from modelwright.contract.annotations import AnnotationProblem, ImageRegions, Region, RegionsFile, Unusable, region
from modelwright.contract.layouts.base import Format, FoundSample, Layout, label_of
from modelwright.contract.layouts.files import files_below
from modelwright.contract.tasks import Task

FILE: Final = "regions.json"


class Regions(Layout):
    format: ClassVar[Format] = Format.REGIONS

    def __init__(self, folder: Path, file: Path) -> None:
        super().__init__(folder)
        self._file = file

    @classmethod
    def found_in(cls, base: Path, folder: Path, *, deep: bool) -> Self | None:
        file = base / FILE
        return cls(folder, file) if file.is_file() else None

    def _read(self, task: Task) -> Iterator[FoundSample]:
        said = {str(_place(self._file, image.file)): image for image in self._images()}
        labels = (region.label for image in said.values() for region in image.regions)
        self.classes = tuple(sorted(set(labels)))
        for path in files_below(self._file.parent):
            yield self._sample(path, said.pop(str(path), None))
        for image in said.values():
            self.tell(AnnotationProblem.IMAGE_MISSING, image.file)

    def _images(self) -> tuple[ImageRegions, ...]:
        try:
            return RegionsFile.model_validate_json(self._file.read_bytes()).images
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            self.tell(AnnotationProblem.UNREADABLE_FILE, self._file, f"{where}: {first['msg']}")
            return ()

    def _sample(self, path: Path, said: ImageRegions | None) -> FoundSample:
        if said is None:
            return FoundSample(path, "")
        regions = self.usable((_checked(given) for given in said.regions), path)
        return FoundSample(path, said.label or label_of(regions), regions=regions, annotated=True)


def _place(file: Path, name: str) -> str:
    return os.path.normpath(file.parent / name)


def _checked(given: Region) -> Region | Unusable:
    try:
        outlines = [[number for point in piece for number in point] for piece in given.polygon]
        return region(given.label, given.box, outlines).model_copy(update={"runs": given.runs})
    except Unusable as problem:
        return problem
