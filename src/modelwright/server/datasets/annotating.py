"""What the files of a data path say about its images: brought to each sample, and counted."""

import hashlib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np

from modelwright.contract.annotations import AnnotationProblem, Problem
from modelwright.contract.layout import FoundSample, Layout
from modelwright.contract.layouts.fitting import fitted
from modelwright.contract.layouts.masks import labels_of
from modelwright.contract.report import NonComplianceReason
from modelwright.imaging.reading import ImageProblem, read_mask
from modelwright.server.datasets import places
from modelwright.server.datasets.models import Sample

ANNOTATION_FIELDS: Final = (
    "label",
    "mask",
    "mask_sha256",
    "regions",
    "is_annotated",
    "annotation_problem",
    "shows",
    "annotation_key",
)
EXAMPLES: Final = 5


def annotation_key(said: FoundSample) -> str:
    """Changes with what is said, and with the contents of the mask; empty where nothing is said."""
    if not said.annotated:
        return ""
    mask = (said.mask, *stamp_of(said.mask)) if said.mask else None
    told = repr((mask, said.regions, said.shares, said.size))
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def stamp_of(file: Path) -> tuple[int, int]:
    """Size and time of the last change; of a file that is gone nothing, which examining it will say."""
    try:
        stat = file.stat()
    except OSError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns


def annotate(sample: Sample, said: FoundSample, key: str, layout: Layout) -> None:
    """Set the sample's ANNOTATION_FIELDS. Never raises; what cannot be used is its annotation_problem."""
    sample.annotation_key, sample.label = key, said.label.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    sample.mask, sample.mask_sha256, sample.regions, sample.shows, sample.annotation_problem = "", "", [], "", ""
    sample.is_annotated = said.annotated
    if sample.width is None or sample.height is None or not said.annotated:
        return
    if said.mask is not None:
        _set_mask(sample, said.mask, layout)
        return
    regions, problems = fitted(said, sample.width, sample.height)
    sample.regions = [region.model_dump(mode="json") for region in regions or ()]
    sample.is_annotated = regions is not None
    sample.annotation_problem = problems[0][0] if problems else ""
    sample.shows = _lines(region.label for region in regions or ())


def _set_mask(sample: Sample, mask: Path, layout: Layout) -> None:
    sample.mask = os.path.relpath(mask, layout.folder).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        if not places.may_be_read(mask, layout.folder):
            raise ImageProblem("outside")
        content = mask.read_bytes()
        sample.mask_sha256 = hashlib.sha256(content).hexdigest()
        values = read_mask(content)
    except (ImageProblem, OSError, MemoryError):
        sample.annotation_problem = NonComplianceReason.MASK_UNREADABLE
        return
    if values.shape != (sample.height, sample.width):
        sample.annotation_problem = NonComplianceReason.MASK_SIZE
        return
    seen = [int(value) for value in np.unique(values) if value]
    shown = labels_of(seen, layout.mask_codes) if layout.mask_codes else (sample.label,) if seen else ()
    if shown is None:
        sample.annotation_problem = NonComplianceReason.MASK_UNKNOWN_VALUE
        return
    sample.shows = _lines(shown)


def _lines(labels: Iterable[str]) -> str:
    return "".join(f"\n{label}\n" for label in dict.fromkeys(labels))


class Tally:
    """Counts over all samples of a data path."""

    def __init__(self) -> None:
        self.classes: Counter[str] = Counter()
        """Images that show each class."""
        self.regions: Counter[str] = Counter()
        self._problems: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = defaultdict(list)
        self._empty: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._marked: set[str] = set()

    def count(self, sample: Sample, said: FoundSample) -> None:
        shown = {line for line in sample.shows.split("\n") if line}
        self.classes.update(shown | ({sample.label} if sample.label else set()))
        if sample.mask:
            self.regions.update(shown)
        self.regions.update(region["label"] for region in sample.regions)
        if said.in_class_folder and sample.mask:
            self._note_mask(sample)
        if sample.mask and sample.annotation_problem not in ("", AnnotationProblem.EMPTY_MASK):
            self._tell(sample.annotation_problem, sample.path)
        elif sample.width is not None and sample.height is not None:
            for reason, detail in fitted(said, sample.width, sample.height).problems:
                self._tell(reason, f"{sample.path}: {detail}")

    def take(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._tell(problem.reason, f"{problem.file}: {problem.detail}" if problem.detail else problem.file)

    def forgotten_masks(self) -> list[int]:
        """Keys of the samples whose mask is empty, though other masks of their class are not."""
        return [key for label in self._marked for key, _path in self._empty[label]]

    def problems(self) -> list[dict[str, Any]]:
        """As DataPath.annotation_problems holds them, the most frequent first."""
        for label in self._marked:
            for _key, path in self._empty.pop(label, ()):
                self._tell(AnnotationProblem.EMPTY_MASK, path)
        return [
            {"reason": str(reason), "count": count, "examples": self._examples[reason]}
            for reason, count in self._problems.most_common()
        ]

    def _note_mask(self, sample: Sample) -> None:
        if sample.shows:
            self._marked.add(sample.label)
        elif sample.key is not None and sample.annotation_problem in ("", AnnotationProblem.EMPTY_MASK):
            self._empty[sample.label].append((sample.key, sample.path))

    def _tell(self, reason: str, example: str) -> None:
        self._problems[str(reason)] += 1
        if len(self._examples[str(reason)]) < EXAMPLES:
            self._examples[str(reason)].append(example.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
