"""What CVAT and Label Studio have in common: files that name the images, each of them once or several times."""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar, NamedTuple, Self

from modelwright.contract.annotations import AnnotationProblem, Region, Unusable
from modelwright.contract.layouts.base import FoundSample, Layout, label_of
from modelwright.contract.layouts.files import entries, files_below, folder_named
from modelwright.contract.layouts.finding import Finder
from modelwright.contract.layouts.pairs import IMAGES
from modelwright.contract.tasks import Task


class Said(NamedTuple):
    """What a file says about one image. `size` is in pixels, where it says so; `label` is the class of the whole image."""

    size: tuple[int, int] | None
    label: str
    made: list[Region | Unusable]


class ExportedLayout(Layout):
    suffixes: ClassVar[frozenset[str]]
    folders: ClassVar[tuple[str, ...]] = ()
    """Folders that the files may lie in besides the one that was given."""

    def __init__(self, folder: Path, base: Path, files: list[Path]) -> None:
        super().__init__(folder)
        self._files = files
        self._images = folder_named(base, *IMAGES) or base

    @classmethod
    def found_in(cls, base: Path, folder: Path, *, deep: bool) -> Self | None:
        below = folder_named(base, *cls.folders)
        places = [base, below] if below else [base]
        found = (place / name for place in places for name, is_folder in entries(place, cls.suffixes) if not is_folder)
        files = [file for file in found if cls.looks_right(file)]
        return cls(folder, base, files) if files else None

    @staticmethod
    @abstractmethod
    def looks_right(file: Path) -> bool:
        """Whether the program wrote it, by its first bytes."""

    @abstractmethod
    def said_by(self, file: Path, finder: Finder, task: Task) -> Iterator[tuple[str, Said]]:
        """What is said about each image that somebody spoke of, by the image's path; images that are not there are told."""

    def _read(self, task: Task) -> Iterator[FoundSample]:
        images = list(files_below(self._images))
        finder = Finder(images, self._images)
        said: dict[str, list[Said]] = defaultdict(list)
        for file in self._files:
            for place, what in self.said_by(file, finder, task):
                said[place].append(what)
        labels: set[str] = set()
        for path in images:
            sample = self._sample(path, said.pop(str(path), []))
            labels |= {region.label for region in sample.regions}
            yield sample
        self.classes = tuple(sorted(labels))

    def _sample(self, path: Path, said: list[Said]) -> FoundSample:
        if not said:
            return FoundSample(path, "")
        regions = self.usable((one for part in said for one in part.made), path)
        label = next((part.label for part in said if part.label), "")
        size = next((part.size for part in said if part.size), None)
        return FoundSample(path, label or label_of(regions), regions=regions, annotated=True, size=size)


def head_of(file: Path, size: int) -> bytes:
    """Its first bytes; none where it cannot be read."""
    try:
        with file.open("rb") as stream:
            return stream.read(size)
    except OSError:
        return b""


def made(label: str, make: Callable[[], Region]) -> Region | Unusable:
    """The region, or why what the file says makes none."""
    try:
        return make()
    except (KeyError, TypeError, ValueError) as error:
        return Unusable(AnnotationProblem.NOT_A_NUMBER, f"{label}: {error}"[:200])
    except Unusable as problem:
        return Unusable(problem.reason, f"{label}: {problem.detail}".removesuffix(": "))
