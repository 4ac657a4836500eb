"""Look at every image of a run once: hash it, hold it against the compliance rule, decode it to working size."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from modelwright.contract.catalogue import BaseModel
from modelwright.contract.events import Code
from modelwright.contract.layout import find_images
from modelwright.contract.parameters import Preprocessing
from modelwright.contract.report import ManifestSample, NonComplianceReason, NonCompliant
from modelwright.contract.run_spec import RunData
from modelwright.contract.tasks import Part
from modelwright.engine.data.frames import Frame
from modelwright.engine.data.known import KnownFiles
from modelwright.engine.errors import RunFailure
from modelwright.imaging.reading import UNREADABLE, ImageProblem, probe

LARGE_PIXELS: Final = 24_000_000
"""Larger images are decoded one at a time, so that memory does not depend on the number of threads."""

_one_large_at_a_time: Final = threading.Lock()

KeepPixels = Callable[[int, str, Sequence[np.ndarray]], None]
"""Takes the image's position, its sha256, and its pixels in each frame."""


class Found(NamedTuple):
    """An image of the run's folders, not yet looked at. `position` counts the images that are looked at from 0."""

    position: int
    part: Part
    path: Path
    label: str


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


def find(data: RunData) -> list[Found]:
    """Every image of the run, each path once. Training data comes first, so a file in both is found as training data."""
    found: dict[tuple[Part, Path], str] = {}
    for part, folders in ((Part.TRAIN, data.train), (Part.TEST, data.test)):
        for folder in folders:
            for path, label in _images(Path(folder)):
                found.setdefault((part, path), label)
    return [Found(position, part, path, label) for position, ((part, path), label) in enumerate(found.items())]


def _images(folder: Path) -> Iterator[tuple[Path, str]]:
    try:
        yield from find_images(folder)
    except OSError as error:
        detail = f"The data path {folder} cannot be read: {error.strerror}."
        raise RunFailure(Code.BAD_SPEC, detail, detail=detail) from error


@dataclass(frozen=True)
class Inspector:
    """Looks at one image after the other; safe to use from several threads."""

    frames: tuple[Frame, ...]
    rule: Rule
    known: KnownFiles
    keep: KeepPixels

    def look_at(self, found: Found) -> ManifestSample | NonCompliant:
        """The image as a sample (its part not yet split), or the reason why it is kept out."""
        if not _can_be_written_down(found.path):
            return _out(found, UNREADABLE)
        known = self.known.get(found.path)
        if known is not None:
            return self._judged(found, *known) or _sample(found, *known)
        try:
            return self._read(found)
        except ImageProblem as problem:
            return _out(found, problem.reason)

    def _read(self, found: Found) -> ManifestSample | NonCompliant:
        stamp = self.known.stamp(found.path)
        data = _bytes(found.path)
        sha256 = hashlib.sha256(data).hexdigest()
        width, height = probe(data)
        if out := self._judged(found, sha256, width, height):
            return out
        self.keep(found.position, sha256, decode(data, self.frames, width * height))
        self.known.put(found.path, stamp, (sha256, width, height))
        return _sample(found, sha256, width, height)

    def _judged(self, found: Found, sha256: str, width: int, height: int) -> NonCompliant | None:
        reason = self.rule.broken_by(width, height)
        return _out(found, reason, width, height) if reason else None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImageProblem(UNREADABLE, str(error)) from error


def decode(data: bytes, frames: Sequence[Frame], pixels: int) -> list[np.ndarray]:
    """The image in each of the frames. Raises ImageProblem."""
    with _one_large_at_a_time if pixels > LARGE_PIXELS else nullcontext():
        return [frame.read(data) for frame in frames]


def _sample(found: Found, sha256: str, width: int, height: int) -> ManifestSample:
    return ManifestSample(
        path=str(found.path), label=found.label, sha256=sha256, width=width, height=height, part=found.part
    )


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
