"""Look at every image of a run once: hash it, hold it against the compliance rule, decode it to working size."""

import base64
import hashlib
import math
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from modelwright.contract.annotations import AnnotationProblem, Problem, Region
from modelwright.contract.catalogue import BaseModel
from modelwright.contract.layouts.fitting import fitted
from modelwright.contract.layouts.masks import labels_of
from modelwright.contract.preprocessing import Preprocessing
from modelwright.contract.report import ManifestSample, NonComplianceReason, NonCompliant
from modelwright.engine.data.finding import Found, tell_problems
from modelwright.engine.data.frames import Frame
from modelwright.engine.data.known import Contents, KnownFiles
from modelwright.engine.data.masks import values_in
from modelwright.engine.data.progress import Watcher
from modelwright.imaging.near import fingerprint
from modelwright.imaging.reading import UNREADABLE, ImageProblem, probe, read_mask

LARGE_PIXELS: Final = 24_000_000
"""Larger images are decoded one at a time, so that memory does not depend on the number of threads."""

_one_large_at_a_time: Final = threading.Lock()

KeepPixels = Callable[[int, str, Sequence[np.ndarray]], None]
"""Takes the image's position, its sha256, and its pixels in each frame."""


class Rule(NamedTuple):
    """The resolutions that are compliant, in pixels (E54)."""

    min_width: int
    min_height: int
    max_width: int
    max_height: int

    def broken_by(self, width: int, height: int) -> NonComplianceReason | None:
        if width < self.min_width or height < self.min_height:
            return NonComplianceReason.TOO_SMALL
        if width > self.max_width or height > self.max_height:
            return NonComplianceReason.TOO_LARGE
        return None


def rule_of(preprocessing: Preprocessing, base: BaseModel) -> Rule:
    """What the parameters say, or else the base model; with normalisation off every resolution is compliant."""
    endless = 2**31
    if not preprocessing.normalization:
        return Rule(1, 1, endless, endless)
    return Rule(
        preprocessing.min_width or base.min_side,
        preprocessing.min_height or base.min_side,
        preprocessing.max_width or endless,
        preprocessing.max_height or endless,
    )


@dataclass(frozen=True)
class Inspector:
    """Looks at one image after the other; safe to use from several threads. `finish` when all were looked at."""

    frames: tuple[Frame, ...]
    rule: Rule
    known: KnownFiles
    keep: KeepPixels
    fingerprints: dict[str, bytes] = field(default_factory=dict)
    """Of every usable image by its sha256: what near duplicates are found by."""
    problems: list[Problem] = field(default_factory=list)
    empty: set[str] = field(default_factory=set)
    """Paths of images that lie in a folder of their class and have an empty mask."""

    def look_at(self, found: Found) -> ManifestSample | NonCompliant:
        """The image as a sample (its part not yet split), or the reason why it is kept out."""
        if not _can_be_written_down(found.path):
            return _out(found, UNREADABLE)
        try:
            return self._judged(found, self.known.get(found.path) or self._read(found))
        except _KeptOut as kept_out:
            return _out(found, kept_out.reason, kept_out.width, kept_out.height)
        except ImageProblem as problem:
            return _out(found, problem.reason)

    def finish(self, samples: list[ManifestSample], watcher: Watcher) -> list[ManifestSample]:
        """The samples as they can be used together: empty masks of defect classes no longer count as annotations."""
        marked = {sample.label for sample in samples if sample.mask and sample.codes}
        kept = [self._without_empty_mask(sample, marked) for sample in samples]
        tell_problems(self.problems, watcher)
        return kept

    def _read(self, found: Found) -> Contents:
        stamp = self.known.stamp(found.path)
        data = _bytes(found.path)
        sha256 = hashlib.sha256(data).hexdigest()
        width, height = probe(data)
        self._check_size(width, height)
        pixels = decode(data, self.frames, width * height)
        self.keep(found.position, sha256, pixels)
        contents = Contents(sha256, width, height, self._fingerprint(pixels[0], width, height))
        self.known.put(found.path, stamp, contents)
        return contents

    def _fingerprint(self, pixels: np.ndarray, width: int, height: int) -> str:
        wide, high = self.frames[0].extent(width, height)
        return base64.b64encode(fingerprint(pixels[:high, :wide])).decode()

    def _check_size(self, width: int, height: int) -> None:
        if reason := self.rule.broken_by(width, height):
            raise _KeptOut(reason, width, height)

    def _judged(self, found: Found, contents: Contents) -> ManifestSample:
        sha256, width, height, seen = contents
        self._check_size(width, height)
        regions, problems = fitted(found.said, width, height)
        self.problems.extend(Problem(reason, str(found.path), detail) for reason, detail in problems)
        mask = self._mask(found, width, height)
        values = _values(mask) if mask else ()
        self.fingerprints[sha256] = base64.b64decode(seen)
        if mask and not values and found.said.in_class_folder:
            self.empty.add(str(found.path))
        return ManifestSample(
            path=str(found.path),
            label=found.label,
            sha256=sha256,
            width=width,
            height=height,
            part=found.part,
            group=found.group,
            mask=str(found.said.mask) if mask else "",
            mask_sha256=mask.sha256 if mask else "",
            mask_codes=found.mask_codes if mask else {},
            regions=regions or (),
            codes=_codes(found, values, regions or ()),
            is_annotated=mask is not None or regions is not None,
        )

    def _mask(self, found: Found, width: int, height: int) -> Contents | None:
        """Of the image's mask, whose size and values are those that they must be. Raises _KeptOut."""
        if found.said.mask is None:
            return None
        mask = self.known.get(found.said.mask) or self._read_mask(found.said.mask)
        if (mask.width, mask.height) != (width, height):
            raise _KeptOut(NonComplianceReason.MASK_SIZE, width, height)
        if found.mask_codes and labels_of(_values(mask), found.mask_codes) is None:
            raise _KeptOut(NonComplianceReason.MASK_UNKNOWN_VALUE, width, height)
        return mask

    def _read_mask(self, path: Path) -> Contents:
        stamp = self.known.stamp(path)
        try:
            data = _bytes(path)
            with _one_large(math.prod(probe(data))):
                values = read_mask(data)
        except ImageProblem as problem:
            raise _KeptOut(NonComplianceReason.MASK_UNREADABLE) from problem
        height, width = values.shape
        seen = ",".join(map(str, values_in(values)))
        contents = Contents(hashlib.sha256(data).hexdigest(), width, height, seen)
        self.known.put(path, stamp, contents)
        return contents

    def _without_empty_mask(self, sample: ManifestSample, marked: set[str]) -> ManifestSample:
        """An empty mask on an image of a class that other masks mark was forgotten, and would teach the opposite."""
        if sample.path not in self.empty or sample.label not in marked:
            return sample
        self.problems.append(Problem(AnnotationProblem.EMPTY_MASK, sample.mask, sample.label))
        return sample.model_copy(update={"mask": "", "mask_sha256": "", "is_annotated": False})


class _KeptOut(Exception):
    """Carries what a NonCompliant says."""

    def __init__(self, reason: NonComplianceReason, width: int | None = None, height: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.width, self.height = reason, width, height


def _values(mask: Contents) -> tuple[int, ...]:
    return tuple(int(value) for value in mask.seen.split(",") if value)


def _codes(found: Found, values: tuple[int, ...], regions: tuple[Region, ...]) -> tuple[str, ...]:
    """The classes that the mask or the regions hold."""
    if found.mask_codes:
        return labels_of(values, found.mask_codes) or ()
    return (found.label,) if values else tuple(dict.fromkeys(region.label for region in regions))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImageProblem(UNREADABLE, str(error)) from error


def _one_large(pixels: int) -> AbstractContextManager[object]:
    return _one_large_at_a_time if pixels > LARGE_PIXELS else nullcontext()


def decode(data: bytes, frames: Sequence[Frame], pixels: int) -> list[np.ndarray]:
    """The image in each of the frames. Raises ImageProblem."""
    with _one_large(pixels):
        return [frame.read(data) for frame in frames]


def _out(found: Found, reason: str, width: int | None = None, height: int | None = None) -> NonCompliant:
    return NonCompliant(
        part=found.part,
        path=_writable(str(found.path)),
        label=_writable(found.label),
        reason=NonComplianceReason(reason),
        width=width,
        height=height,
    )


def _can_be_written_down(path: Path) -> bool:
    """File names of other encodings than UTF-8 cannot be written to a manifest."""
    return _writable(str(path)) == str(path)


def _writable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
