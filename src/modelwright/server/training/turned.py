"""What a retrained version does with the samples of the one before: now right, now wrong, wrong as before."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.db.models import Count

from modelwright.contract.run_dir import RunDir
from modelwright.server.jobs.models import Job
from modelwright.server.registry import files
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training.models import MeasuredQuerySet, MeasuredSample, Process
from modelwright.server.training.schemas_models import TurnedCounts, TurnedOut

_CHUNK: Final = 2_000


class Turn(StrEnum):
    FIXED = "fixed"
    BROKEN = "broken"
    BOTH_WRONG = "both_wrong"


WANTED: Final[dict[Turn, dict[str, bool]]] = {
    Turn.FIXED: {"was_correct": False, "correct": True},
    Turn.BROKEN: {"was_correct": True, "correct": False},
    Turn.BOTH_WRONG: {"was_correct": False, "correct": False},
}


class _Before(NamedTuple):
    correct: bool
    predicted: str


def compare(job: Job, process: Process, run_dir: RunDir) -> None:
    """Say of each measured sample what the retrained version made of it: by content, on the same part. Safe to call again."""
    version = process.template.retrains
    if version is None or version.job_id is None or (before := files.manifest_of(version)) is None:
        return
    earlier = _earlier(version, _contents(before["samples"]))
    contents = _contents(files.manifest_of_run(run_dir))
    rows = MeasuredSample.objects.filter(job=job, reason="").only("pk", "part", "path", "was_correct")
    changed = []
    for row in rows.iterator(_CHUNK):
        if (was := earlier.get((row.part, contents.get(row.path, row.path)))) is not None:
            row.was_correct, row.was_predicted = was
            changed.append(row)
    MeasuredSample.objects.bulk_update(changed, ["was_correct", "was_predicted"], batch_size=_CHUNK)


def counts(process: Process) -> TurnedOut | None:
    """How many samples of each set turned; None where nothing is compared."""
    version = process.template.retrains
    if version is None:
        return None
    rows = MeasuredSample.objects.filter(job=process.job_id, was_correct__isnull=False)
    counted: dict[str, dict[str, int]] = {}
    grouped = rows.order_by("part").values_list("part", "was_correct", "correct").annotate(count=Count("pk"))
    for part, was, correct, count in grouped:
        of_part = counted.setdefault(part, {"compared": 0, **dict.fromkeys(Turn, 0)})
        of_part["compared"] += count
        turn = next((turn for turn, said in WANTED.items() if said == {"was_correct": was, "correct": correct}), None)
        if turn:
            of_part[turn] += count
    parts = {part: TurnedCounts(**of_part) for part, of_part in counted.items()}
    return TurnedOut(version_id=version.pk, model_id=version.model_id, name=_name(version), parts=parts)


def turned(rows: MeasuredQuerySet, turn: Turn) -> MeasuredQuerySet:
    return rows.filter(**WANTED[turn])


def _name(version: ModelVersion) -> str:
    return f"{version.model.name} {version.name}"


def _earlier(version: ModelVersion, contents: Mapping[str, str]) -> dict[tuple[str, str], _Before]:
    """By part and content."""
    rows = MeasuredSample.objects.filter(job=version.job_id, reason="")
    told = rows.values_list("part", "path", "correct", "predicted").iterator(_CHUNK)
    return {(part, contents.get(path, path)): _Before(correct, predicted) for part, path, correct, predicted in told}


def _contents(samples: Iterable[dict[str, Any]]) -> dict[str, str]:
    """By path: the SHA-256."""
    return {sample["path"]: sample["sha256"] for sample in samples}
