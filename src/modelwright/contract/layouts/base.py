"""What every format gives: samples with their masks and regions, and the annotations that are of no use."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Final, NamedTuple

from modelwright.contract.annotations import AnnotationProblem, Problem, Region, Unusable
from modelwright.contract.layouts.files import relative
from modelwright.contract.tasks import Task

_LONGEST_TEXT: Final = 500


class Format(StrEnum):
    """How a folder says what is on its images."""

    FOLDERS = "folders"
    """A folder per class."""
    MASKS = "masks"
    """`images/` and `masks/` with the same relative names."""
    COCO = "coco"
    YOLO = "yolo"
    VOC = "voc"
    CVAT = "cvat"
    LABEL_STUDIO = "label_studio"
    REGIONS = "regions"
    """The product's own regions.json."""


class FoundSample(NamedTuple):
    """An image and what is said about it, before anybody opened it."""

    path: Path
    label: str
    """The class of the whole image; empty where it is not said, or its regions are of several classes."""
    mask: Path | None = None
    regions: tuple[Region, ...] = ()
    annotated: bool = False
    """Whether somebody said what is on the image, were it nothing: an image without an annotation teaches nothing."""
    shares: bool = False
    """The regions are shares of the image's sides, not pixels."""
    in_class_folder: bool = False
    """Somebody sorted the image into its class: any mark on it is of that class."""
    size: tuple[int, int] | None = None
    """Width and height of the image that the annotations were made for, where they say so."""
    facts: Mapping[str, Any] = {}
    """What else a COCO file says about the image: the group it belongs to may be among it."""


class Layout(ABC):
    """A folder whose format is known. `problems` is complete when `samples` was read to its end."""

    format: ClassVar[Format]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.classes: tuple[str, ...] = ()
        """As the annotations declare them, in their order; empty where they do not."""
        self.mask_codes: dict[int, str] = {}
        """The class that each value of the masks stands for, where a file beside them says so."""
        self.problems: list[Problem] = []

    def samples(self, task: Task) -> Iterator[FoundSample]:
        """Every image of the folder, in a stable order, with what the task needs. Raises OSError."""
        self.problems = []
        for found in self._read(task):
            match task:
                case Task.CLASSIFICATION:
                    yield FoundSample(found.path, found.label, facts=found.facts)
                case Task.DETECTION if found.mask:
                    yield FoundSample(found.path, found.label)
                case _:
                    yield found

    @abstractmethod
    def _read(self, task: Task) -> Iterator[FoundSample]: ...

    def tell(self, reason: AnnotationProblem, file: Path | str, detail: str = "") -> None:
        name = file if isinstance(file, str) else relative(file, self.folder)
        self.problems.append(Problem(reason, _writable(name), _writable(detail)))

    def usable(self, made: Iterable[Region | Unusable], file: Path) -> tuple[Region, ...]:
        """The regions of one image, each once; the others become problems of `file`."""
        kept: dict[Region, None] = {}
        for region in made:
            if isinstance(region, Unusable):
                self.tell(region.reason, file, region.detail)
            elif region in kept:
                self.tell(AnnotationProblem.DUPLICATE, file, region.label)
            else:
                kept[region] = None
        return tuple(kept)


def _writable(text: str) -> str:
    """Files may say anything; what no file or database can hold becomes a question mark."""
    return text[:_LONGEST_TEXT].encode("utf-8", "replace").decode().replace("\0", "?")


def label_of(regions: Iterable[Region]) -> str:
    """The class that all of the regions have; empty where there is none or several."""
    labels = {region.label for region in regions}
    return labels.pop() if len(labels) == 1 else ""


SETS: Final = frozenset({"train", "training", "val", "valid", "validation", "test", "testing"})
"""Names of folders that say which part of the data lies in them, not which class."""
