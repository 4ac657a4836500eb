"""Finds the images that a file of annotations names."""

import os
from pathlib import Path


class Finder:
    """Finds the image that a file means: relative to the file, to the folder of images, or by its name alone."""

    def __init__(self, images: list[Path], folder: Path) -> None:
        self._folder = folder
        self._paths = {str(path) for path in images}
        self._by_name: dict[str, str | None] = {}
        for path in self._paths:
            name = path.rpartition(os.sep)[2]
            self._by_name[name] = None if name in self._by_name else path

    def path(self, file: Path, name: str) -> str | None:
        name = name.replace("\\", "/")
        for folder in (file.parent, self._folder, self._folder.parent):
            path = os.path.normpath(f"{folder}/{name}")
            if path in self._paths:
                return path
        return self._by_name.get(name.rpartition("/")[2])
