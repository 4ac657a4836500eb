"""Divide training data into what is learned from and what is validated on: by content and seed, never by place."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

from modelwright.contract.events import Code, Level
from modelwright.contract.report import Manifest, ManifestSample
from modelwright.contract.tasks import Part
from modelwright.engine.data.progress import Watcher
from modelwright.engine.errors import RunFailure

_PARTS = tuple(Part)


def split(samples: list[ManifestSample], classes: Sequence[str], ratio: float, seed: int) -> list[ManifestSample]:
    """The samples with their final parts; test samples stay test samples.

    Stratified: every class gives about `1 - ratio` of its different images to the validation set, at least one where it
    has two. Copies of an image stay on one side. Images that lie in several classes are learned from, not measured on.
    Raises RunFailure when the validation set would be empty.
    """
    contents = defaultdict(set)
    for sample in samples:
        if sample.part is not Part.TEST:
            contents[sample.sha256].add(sample.label)
    validation = {sha256 for label in classes for sha256 in _validation(label, contents, ratio, seed)}
    if not validation:
        raise RunFailure(Code.TOO_FEW_SAMPLES, label=classes[0], count=1)
    return [_placed(sample, validation) for sample in samples]


def _validation(label: str, contents: dict[str, set[str]], ratio: float, seed: int) -> list[str]:
    """The validation images of one class, which are the first in an order that only content and seed decide."""
    mine = [sha256 for sha256, labels in contents.items() if label in labels]
    clear = sorted((sha256 for sha256 in mine if len(contents[sha256]) == 1), key=lambda sha256: _rank(sha256, seed))
    most = len(clear) - (len(clear) == len(mine))  # one stays to learn from
    share = int(len(mine) * (1 - ratio) + 0.5)
    return clear[: max(0, min(max(share, 1), most))]


def _rank(sha256: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}:{sha256}".encode()).digest()


def _placed(sample: ManifestSample, validation: set[str]) -> ManifestSample:
    if sample.part is Part.TEST:
        return sample
    return sample.model_copy(update={"part": Part.VALIDATION if sample.sha256 in validation else Part.TRAIN})


def manifest_of(samples: Sequence[ManifestSample], classes: Sequence[str]) -> Manifest:
    """Samples in an order that depends on their contents alone, and the hash over them."""
    number = {label: position for position, label in enumerate(classes)}
    ordered = sorted(samples, key=lambda s: (_PARTS.index(s.part), number[s.label], s.sha256, s.path))
    digest = hashlib.sha256("\0".join(classes).encode())
    for sample in ordered:
        digest.update(f"\n{sample.part}\0{sample.label}\0{sample.sha256}".encode())
    return Manifest(hash=digest.hexdigest(), classes=tuple(classes), samples=tuple(ordered))


def report_oddities(manifest: Manifest, watcher: Watcher) -> None:
    """Tell what a person may want to put right in the data: copies, contradictions, classes with a single image."""
    learning = [sample for sample in manifest.samples if sample.part is not Part.TEST]
    copies = Counter(sample.sha256 for sample in learning)
    labels = defaultdict(set)
    images = defaultdict(set)
    for sample in learning:
        labels[sample.sha256].add(sample.label)
        images[sample.label].add(sample.sha256)
    _count(watcher, Code.DUPLICATES_KEPT_TOGETHER, Level.INFO, sum(count - 1 for count in copies.values()))
    _count(watcher, Code.CONFLICTING_DUPLICATES, Level.WARNING, sum(len(several) > 1 for several in labels.values()))
    in_both = sum(sample.sha256 in copies for sample in manifest.samples if sample.part is Part.TEST)
    _count(watcher, Code.TEST_SAMPLES_IN_TRAINING, Level.WARNING, in_both)
    for label in manifest.classes:
        if len(images[label]) == 1:
            watcher.message(Level.WARNING, Code.TOO_FEW_SAMPLES, label=label, count=1)


def _count(watcher: Watcher, code: Code, level: Level, count: int) -> None:
    if count:
        watcher.message(level, code, count=count)
