"""A folder per class; or one folder, which is the class (E28)."""

from collections.abc import Iterator
from typing import ClassVar

from modelwright.contract.layouts.base import Format, FoundSample, Layout
from modelwright.contract.layouts.files import find_images
from modelwright.contract.tasks import Task


class Folders(Layout):
    format: ClassVar[Format] = Format.FOLDERS

    def _read(self, task: Task) -> Iterator[FoundSample]:
        for image in find_images(self.folder):
            yield FoundSample(image.path, image.label)
