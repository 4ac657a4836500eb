"""Divide training data into what is learned from and what is validated on: by content and seed, never by place."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from modelwright.contract.events import Code, Level, SpecProblem
from modelwright.contract.report import Manifest, ManifestSample
from modelwright.contract.tasks import Part
from modelwright.engine.data.progress import Watcher
from modelwright.engine.errors import RunFailure, bad_spec
from modelwright.imaging.near import joined

_PARTS = tuple(Part)
_UNEVEN = 2.0
"""A class whose share in the validation set is so many times what was asked for, or so much less, is told as uneven."""


class Divided(NamedTuple):
    samples: list[ManifestSample]
    """With their final parts."""
    torn: int
    """Sets of images that belong together and lie on both sides, because their parts were given so."""


def split(
    samples: list[ManifestSample],
    classes: Sequence[str],
    ratio: float,
    seed: int,
    together: Iterable[Collection[str]] = (),
    given: Mapping[str, Part] | None = None,
) -> Divided:
    """Who learns and who is measured on; test samples stay test samples.

    A content (sha256) with a `given` part keeps it, and what belongs together with it follows. The others are stratified:
    every class gives about `1 - ratio` of its different images to the validation set, at least one where it can. Copies of
    an image, images of one group, and the contents that `together` joins stay on one side. What holds an image that lies in
    several classes is learned from, not measured on. The order in which images are taken depends on their contents and the
    seed alone. Raises RunFailure when the validation set would be empty.
    """
    learning = [sample for sample in samples if sample.part is not Part.TEST]
    units = _units(learning, together)
    kept = {content: part for unit in units for content, part in _kept(unit, given or {})}
    measured = {content for content, part in kept.items() if part is Part.VALIDATION}
    chosen = measured | _Choice(units, kept, _labels_of(learning, measured), ratio, seed).validation()
    if not chosen and any(sample.group for sample in learning):
        detail = "every class has only one group, or the groups hang together by copies: nothing is left to validate on"
        raise bad_spec(SpecProblem.NOTHING_TO_VALIDATE, detail)
    if not chosen:
        raise RunFailure(Code.TOO_FEW_SAMPLES, label=classes[0] if classes else "", count=1)
    torn = sum(0 < len(unit.contents & measured) < len(unit.contents) for unit in units)
    return Divided([_placed(sample, chosen) for sample in samples], torn)


class _Unit(NamedTuple):
    """Contents that stay together."""

    contents: frozenset[str]
    counts: Counter[str]
    """Different images by class."""
    contradicts_itself: bool
    """An image of it lies in several classes."""


def _units(samples: Sequence[ManifestSample], together: Iterable[Collection[str]]) -> list[_Unit]:
    labels: dict[str, set[str]] = defaultdict(set)
    classes: dict[str, set[str]] = defaultdict(set)
    groups: dict[str, list[str]] = defaultdict(list)
    for sample in samples:
        classes[sample.sha256].add(sample.label)
        labels[sample.sha256] |= _shown(sample)
        if sample.group:
            groups[sample.group].append(sample.sha256)
    return [
        _Unit(
            frozenset(contents),
            Counter(label for sha256 in contents for label in labels[sha256]),
            any(len(classes[sha256]) > 1 for sha256 in contents),
        )
        for contents in joined(labels, [*groups.values(), *together])
    ]


def _kept(unit: _Unit, given: Mapping[str, Part]) -> Iterator[tuple[str, Part]]:
    """The part of each content of a unit that holds a given one; what nobody gave follows, and is learned from in doubt."""
    parts = {given[content] for content in unit.contents if content in given}
    if parts:
        rest = Part.TRAIN if Part.TRAIN in parts else Part.VALIDATION
        yield from ((content, given.get(content, rest)) for content in unit.contents)


def _labels_of(samples: Sequence[ManifestSample], contents: Collection[str]) -> Counter[str]:
    """Different images of these contents, by class."""
    shown = {(sample.sha256, label) for sample in samples if sample.sha256 in contents for label in _shown(sample)}
    return Counter(label for _sha256, label in shown)


def _shown(sample: ManifestSample) -> set[str]:
    """The classes that an image counts for: those of its mask or regions, or its own; an image with none is one, too."""
    return set(sample.codes) or {sample.label}


class _Choice:
    """Takes units into the validation set, the rarest class first, in an order that only content and seed decide."""

    def __init__(
        self, units: list[_Unit], kept: Mapping[str, Part], held: Counter[str], ratio: float, seed: int
    ) -> None:
        """`kept` contents are not chosen any more; of each class so many images are `held` for validation by them."""
        self._ratio = ratio
        self._sizes = sum((unit.counts for unit in units), Counter[str]())
        learned = [unit for unit in units if any(kept.get(one) is not Part.VALIDATION for one in unit.contents)]
        self._left = Counter(label for unit in learned for label in unit.counts)
        """Units that stay to learn from, by class."""
        free = [unit for unit in units if kept.keys().isdisjoint(unit.contents)]
        self._clear = sorted(
            (unit for unit in free if not unit.contradicts_itself), key=lambda unit: _rank(min(unit.contents), seed)
        )
        self._taken: set[frozenset[str]] = set()
        self._held = Counter(held)

    def validation(self) -> set[str]:
        """The contents to measure on."""
        of_class: dict[str, list[_Unit]] = defaultdict(list)
        for unit in self._clear:
            for label in unit.counts:
                of_class[label].append(unit)
        for label in sorted(of_class, key=lambda label: (self._sizes[label], label)):
            self._fill(label, of_class[label])
        return {sha256 for contents in self._taken for sha256 in contents}

    def _fill(self, label: str, units: list[_Unit]) -> None:
        wanted = max(1, int(self._sizes[label] * (1 - self._ratio) + 0.5))
        for unit in units:
            missing = wanted - self._held[label]
            if missing <= 0:
                return
            if unit.counts[label] < 2 * missing:  # comes closer to what is wanted
                self._take(unit)
        if not self._held[label]:
            for unit in sorted(units, key=lambda unit: unit.counts[label]):
                if self._take(unit):
                    return

    def _take(self, unit: _Unit) -> bool:
        """Unless it is the last of one of its classes."""
        if unit.contents in self._taken or any(self._left[label] < 2 for label in unit.counts):
            return False
        self._taken.add(unit.contents)
        self._held.update(unit.counts)
        self._left.subtract(dict.fromkeys(unit.counts, 1))
        return True


def _rank(sha256: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}:{sha256}".encode()).digest()


def _placed(sample: ManifestSample, validation: set[str]) -> ManifestSample:
    if sample.part is Part.TEST:
        return sample
    return sample.model_copy(update={"part": Part.VALIDATION if sample.sha256 in validation else Part.TRAIN})


def manifest_of(samples: Sequence[ManifestSample], classes: Sequence[str]) -> Manifest:
    """Samples in an order that depends on their contents alone, and the hash over them."""
    number = {label: position for position, label in enumerate(classes)}
    last = len(classes)
    ordered = sorted(
        samples, key=lambda s: (_PARTS.index(s.part), number.get(s.label, last), s.label, s.sha256, s.path)
    )
    digest = hashlib.sha256("\0".join(classes).encode())
    for sample in ordered:
        digest.update(f"\n{sample.part}\0{sample.label}\0{sample.sha256}{_annotation(sample)}".encode())
    return Manifest(hash=digest.hexdigest(), classes=tuple(classes), samples=tuple(ordered))


def _annotation(sample: ManifestSample) -> str:
    """What the hash covers beside image and class; nothing where nothing is said."""
    if not sample.is_annotated:
        return ""
    regions = ";".join(f"{of.label}\0{of.box}\0{of.polygon}{of.runs or ''}" for of in sample.regions)
    return f"\0{sample.mask_sha256}\0{sorted(sample.mask_codes.items())}\0{regions}"


def report_oddities(manifest: Manifest, ratio: float, watcher: Watcher) -> None:
    """Tell what a person may want to put right in the data: copies, contradictions, classes with a single image."""
    learning = [sample for sample in manifest.samples if sample.part is not Part.TEST]
    copies = Counter(sample.sha256 for sample in learning)
    labels = defaultdict(set)
    images = defaultdict(set)
    for sample in learning:
        labels[sample.sha256].add(sample.label)
        for label in _shown(sample):
            images[label].add(sample.sha256)
    _count(watcher, Code.DUPLICATES_KEPT_TOGETHER, Level.INFO, sum(count - 1 for count in copies.values()))
    _count(watcher, Code.CONFLICTING_DUPLICATES, Level.WARNING, sum(len(several) > 1 for several in labels.values()))
    in_both = sum(sample.sha256 in copies for sample in manifest.samples if sample.part is Part.TEST)
    _count(watcher, Code.TEST_SAMPLES_IN_TRAINING, Level.WARNING, in_both)
    for label in images:
        if label and len(images[label]) == 1:
            watcher.message(Level.WARNING, Code.TOO_FEW_SAMPLES, label=label, count=1)
    if any(sample.group for sample in learning):
        _tell_uneven(learning, ratio, watcher)


def _tell_uneven(samples: Sequence[ManifestSample], ratio: float, watcher: Watcher) -> None:
    """Groups are taken whole, so a class of few groups may have far more or less than its share to be measured on."""
    every = Counter(label for sample in samples for label in _shown(sample))
    measured = Counter(label for s in samples if s.part is Part.VALIDATION for label in _shown(s))
    for label, count in sorted(every.items()):
        expected = count * (1 - ratio)
        off = abs(measured[label] - expected) > 1
        if label and off and not expected / _UNEVEN <= measured[label] <= expected * _UNEVEN:
            watcher.message(Level.WARNING, Code.SPLIT_BY_GROUP_UNEVEN, label=label)


def _count(watcher: Watcher, code: Code, level: Level, count: int) -> None:
    if count:
        watcher.message(level, code, count=count)
