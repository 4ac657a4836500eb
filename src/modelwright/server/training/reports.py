"""The report of a completed training (E61), and the samples that it measured or kept out (E66)."""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from modelwright.contract.report import BoxOutcome, NonCompliant, Report, Result
from modelwright.contract.run_dir import RunDir
from modelwright.server.core.errors import Invalid, NotFound
from modelwright.server.core.pagination import page
from modelwright.server.datasets import mirrors, pictures, places
from modelwright.server.datasets.problems import ANNOTATION_PROBLEMS, annotation_sentence, sample_sentence
from modelwright.server.jobs.models import Job
from modelwright.server.registry.formulas import formulas
from modelwright.server.training import archives, turned
from modelwright.server.training.models import MeasuredQuerySet, MeasuredSample, Process, StoredReport
from modelwright.server.training.schemas_reports import MeasuredDetail, MeasuredOut, ReportOut
from modelwright.server.training.turned import Turn

_SORTS: Final = {name: name for name in ("score", "confidence", "label_confidence", "label", "predicted", "path", "id")}
_DETAIL: Final = ("boxes", "true_masks", "masks")
_CHUNK: Final = 2_000
_PARTS_OF_NON_COMPLIANT: Final = ("train", "test")


class NoReport(NotFound):
    """The training has not been completed."""


def report(process: Process) -> ReportOut:
    stored = StoredReport.objects.filter(job=process.job_id).first()
    if stored is None:
        raise NoReport(_("There is no report yet: the training has not been completed."))
    rows = MeasuredSample.objects.filter(job=process.job_id)
    wrong = rows.filter(reason="", correct=False).order_by("part").values_list("part").annotate(count=Count("pk"))
    return ReportOut(
        process_id=process.pk,
        attempt=process.job.attempt,
        report=stored.report,
        formulas=formulas(),
        forecast_error=_forecast_error(stored.report),
        misjudged=dict.fromkeys((measured["part"] for measured in stored.report["sets"]), 0) | dict(wrong),
        non_compliant=_kept_out(rows, _PARTS_OF_NON_COMPLIANT).count(),
        compared_with=turned.counts(process),
    )


def _forecast_error(report: dict[str, Any]) -> float | None:
    told, took = report["forecast_s"], report["total_s"]
    return told / took - 1 if told is not None and took > 0 else None


@transaction.atomic
def store(job: Job, process: Process, run_dir: RunDir) -> None:
    """Keep what a completed attempt measured. Safe to call again. Raises OSError or ValueError for files that are not whole."""
    report = Report.model_validate_json(run_dir.report_file.read_bytes())
    MeasuredSample.objects.filter(job=job).delete()
    rows = _measured_rows(run_dir, partial(MeasuredSample, job=job, process=process))
    while chunk := list(islice(rows, _CHUNK)):
        MeasuredSample.objects.bulk_create(chunk)
    values = {"report": report.model_dump(mode="json"), "manifest_hash": report.manifest_hash}
    StoredReport.objects.update_or_create(job=job, defaults=values)
    turned.compare(job, process, run_dir)


def _measured_rows(run_dir: RunDir, row: Callable[..., MeasuredSample]) -> Iterator[MeasuredSample]:
    for line in _lines(run_dir.results_file):
        result = Result.model_validate_json(line)
        values = result.model_dump(mode="json")
        detail = {name: values.pop(name) for name in _DETAIL}
        yield row(**values, detail={name: held for name, held in detail.items() if held}, regions=_regions(result))
    for line in _lines(run_dir.non_compliant_file):
        yield row(**NonCompliant.model_validate_json(line).model_dump(mode="json", exclude={"width", "height"}))


def _regions(result: Result) -> str:
    """`MeasuredSample.regions`: of each class in the sample, what became of it."""
    pairs = {(box.label, box.outcome) for box in result.boxes}
    true, found = {mask.label for mask in result.true_masks}, {mask.label for mask in result.masks}
    pairs |= {(label, BoxOutcome.HIT) for label in true & found} | {
        (label, BoxOutcome.MISSED) for label in true - found
    }
    pairs |= {(label, BoxOutcome.FALSE) for label in found - true}
    return "".join(f"|{_sign(label)}:{outcome}|" for label, outcome in sorted(pairs))


def _sign(label: str) -> str:
    """Stands for a label where text is searched: SQLite's search tells no small letter from a capital one."""
    return hashlib.blake2s(label.encode(), digest_size=8).hexdigest()


def _lines(file: Path) -> Iterator[str]:
    if file.exists():
        with file.open(encoding="utf-8") as lines:
            yield from lines


def list_measured(
    process: Process,
    *,
    part: str,
    label: str | None,
    predicted: str | None,
    correct: bool | None,
    region_label: str | None,
    region_outcome: BoxOutcome | None,
    turn: Turn | None,
    non_compliant: bool,
    sort: str,
    cursor: str,
    limit: int,
) -> dict[str, Any]:
    """The samples of one set; with `non_compliant` the ones kept out, of every set unless `part` is train or test."""
    rows = MeasuredSample.objects.filter(job=process.job_id).defer("detail", "regions")
    if non_compliant:
        rows = _kept_out(rows, (part,) if part in _PARTS_OF_NON_COMPLIANT else _PARTS_OF_NON_COMPLIANT)
    else:
        rows = rows.filter(part=part, reason="")
    wanted = {"label": label, "predicted": predicted, "correct": correct}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    rows = turned.turned(rows, turn) if turn else rows
    if region_label is not None or region_outcome is not None:
        of = "" if region_label is None else f"|{_sign(region_label)}"
        rows = rows.filter(regions__contains=f"{of}:{region_outcome or ''}")
    return page(rows, sort=sort, sorts=_SORTS, cursor=cursor, limit=limit, show=_shown)


def _kept_out(rows: MeasuredQuerySet, parts: tuple[str, ...]) -> MeasuredQuerySet:
    """Said in a way that the index can follow."""
    return rows.filter(part__in=parts, reason__gt="")


def _shown(rows: list[MeasuredSample]) -> list[MeasuredOut]:
    return [_shape(row) for row in rows]


def _shape(row: MeasuredSample) -> MeasuredOut:
    return MeasuredOut(
        id=row.pk,
        part=row.part,
        path=mirrors.shown(row.path),
        label=row.label,
        predicted=row.predicted,
        confidence=None if row.reason else row.confidence,
        label_confidence=None if row.reason else row.label_confidence,
        score=None if row.reason else row.score,
        correct=row.correct,
        reason=row.reason,
        was_correct=row.was_correct,
        was_predicted=row.was_predicted,
        message=annotation_sentence(row.reason) if row.reason in ANNOTATION_PROBLEMS else sample_sentence(row.reason),
    )


def measured_detail(row: MeasuredSample) -> MeasuredDetail:
    held = {name: row.detail.get(name, ()) for name in _DETAIL}
    return MeasuredDetail.model_validate({**_shape(row).model_dump(), **held})


def thumbnail(request: HttpRequest, measured: MeasuredSample, side: int) -> HttpResponse:
    return pictures.thumbnail(request, file_of(measured), side)


def image(measured: MeasuredSample, *, download: bool) -> HttpResponse:
    return pictures.image(file_of(measured), download=download)


def file_of(measured: MeasuredSample) -> Path:
    """Raises FileGone, also when the place is no longer one where data may lie."""
    file = Path(measured.path)
    if not places.may_be_shown(file):
        raise pictures.gone()
    return file


def archive(process: Process, ids: list[int]) -> StreamingHttpResponse:
    """A zip of the chosen samples, with a CSV. Raises Invalid when one of them is not of this process."""
    rows = list(MeasuredSample.objects.filter(process=process, pk__in=set(ids)).order_by("pk"))
    if len(rows) != len(set(ids)):
        raise Invalid(_("Some of the chosen samples are not of this training. Choose again."))
    name = f"{process.template.name}-{process.number}-samples.zip"
    response = StreamingHttpResponse(archives.stream(rows), content_type="application/zip")
    response["Content-Disposition"] = pictures.disposition(name, download=True)
    response["Cache-Control"] = "no-store"
    return response
