"""On which samples runs were trained and measured, and how those of one differ from another's."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Part
from modelwright.server.registry.gates import hash_of_part

KINDS: Final = ("only_base", "only_here", "other_class", "other_part")
SHOWN: Final = 10
"""Examples of each kind."""


class _Sample(NamedTuple):
    path: str
    label: str
    part: str
    marks: str
    """Changes with mask and boxes."""


class _Samples(NamedTuple):
    """What one run used."""

    hash: str
    classes: Sequence[str]
    counts: Mapping[str, int]
    prints: Mapping[str, str]
    by_content: Mapping[str, _Sample]
    """The same image twice counts once: of that, what differs is told."""


class Summary(NamedTuple):
    """Small enough to be kept of every run."""

    hash: str
    classes: Sequence[str]
    counts: Mapping[str, int]
    """By part, each file of it."""
    prints: Mapping[str, str]
    """By part: the same where its samples, with their classes and marks, are the same."""
    difference: dict[str, Any] | None


def summaries(runs: Sequence[tuple[RunDir, str]], base: int) -> list[Summary | None]:
    """Of each (run directory, hash of its manifest where that is known): what it used, and how that differs from the base's.

    Each manifest is read once, and no more than two are held at a time. None where there is none.
    """
    first = _read(runs[base][0])
    same = first.hash if first else ""
    known: dict[str, Summary | None] = {}
    for place, (run_dir, told) in enumerate(runs):
        if place != base and _name(place, told) not in known:
            known[_name(place, told)] = _summary(first if told and told == same else _read(run_dir), first)
    return [
        _summary(first, None) if place == base else known[_name(place, told)] for place, (_, told) in enumerate(runs)
    ]


def _name(place: int, told: str) -> str:
    return told or f"run {place}"


def _read(run_dir: RunDir) -> _Samples | None:
    try:
        manifest = json.loads(run_dir.manifest_file.read_bytes())
        samples = manifest["samples"]
        counts = Counter(said["part"] for said in samples)
        prints = {part: hash_of_part(samples, part) for part in counts if part != Part.TRAIN}
        by_content = {said["sha256"]: _sample(said) for said in samples}
    except (OSError, ValueError, KeyError):
        return None
    return _Samples(manifest["hash"], manifest["classes"], counts, prints, by_content)


def _sample(said: Mapping[str, Any]) -> _Sample:
    regions = json.dumps(said["regions"]) if said.get("regions") else ""
    return _Sample(said["path"], said["label"], said["part"], f"{said.get('mask_sha256', '')}{regions}")


def _summary(samples: _Samples | None, base: _Samples | None) -> Summary | None:
    if samples is None:
        return None
    difference = _difference(samples, base) if base else None
    return Summary(samples.hash, samples.classes, samples.counts, samples.prints, difference)


def _difference(samples: _Samples, base: _Samples) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    examples: dict[str, list[dict[str, str]]] = {kind: [] for kind in KINDS}
    for kind, sample in _differing(samples.by_content, base.by_content):
        counts[kind] += 1
        if len(examples[kind]) < SHOWN:
            examples[kind].append({"kind": kind, "path": sample.path, "label": sample.label})
    shown = [example for kind in KINDS for example in examples[kind]]
    return {**{kind: counts[kind] for kind in KINDS}, "examples": shown}


def _differing(here: Mapping[str, _Sample], base: Mapping[str, _Sample]) -> Iterator[tuple[str, _Sample]]:
    for content, sample in base.items():
        if content not in here:
            yield "only_base", sample
    for content, sample in here.items():
        before = base.get(content)
        if before is None:
            yield "only_here", sample
        elif (sample.label, sample.marks) != (before.label, before.marks):
            yield "other_class", sample
        elif sample.part != before.part:
            yield "other_part", sample
