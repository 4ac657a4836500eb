"""Trainings and their rehearsals as kinds of jobs: what the engine gets, and what becomes of what it gives."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import Purpose, RunSpec
from modelwright.server.accounts.rights import Right, refusal
from modelwright.server.core.errors import Invalid
from modelwright.server.datasets import versions
from modelwright.server.datasets.models import Dataset, VersionReason
from modelwright.server.jobs.kinds import News, Subject
from modelwright.server.jobs.models import Job
from modelwright.server.training import adjustments, forecasts, metrics, reports, reproductions
from modelwright.server.training.models import Process, Rehearsal
from modelwright.server.training.specs import datasets_of, hash_of, spec_of

KIND: Final = "training"
REHEARSAL: Final = "rehearsal"


class Training:
    name = KIND
    entity = "training_process"
    is_movable = True

    def row_of(self, job: Job) -> Process | None:
        return Process.objects.select_related("template__project").filter(pk=job.subject_id).first()

    def spec(self, job: Job) -> RunSpec:
        """A resumed attempt has the spec of the one that it goes on from, whatever became of the template since."""
        if job.continues_id is None:
            process = Process.objects.select_related("template", "reproduces__model").get(pk=job.subject_id)
            if process.reproduces:
                spec = reproductions.spec_of(process.reproduces)
                _keep_versions(job, process, reproductions.datasets_of(process.reproduces))
                return adjustments.applied(spec, adjustments.of(job))
            template = process.template
            spec = spec_of(template)  # which says what is missing, before anything is kept
            _keep_versions(job, process, datasets_of(template))
            adjustment = adjustments.of(job)
            if adjustment is not None:  # which no rehearsal has seen
                return adjustments.applied(spec, adjustment)
            return spec.model_copy(update={"forecast_s": forecasts.forecast_s(template, job.machine)})
        source = checkpoint_holder(job.continues)
        if source is None:
            raise Invalid(_("The checkpoint is not there any more"))
        changes = {"resume_from": source.run_dir, "forecast_s": None}  # which was of the whole
        return adjustments.applied(RunDir(source.run_dir).read_spec(), adjustments.of(job)).model_copy(update=changes)

    def on_events(self, news: Sequence[News]) -> None:
        metrics.store(news)

    def on_success(self, job: Job, run_dir: RunDir) -> None:
        process = Process.objects.select_related("template__retrains__model", "reproduces").get(pk=job.subject_id)
        reports.store(job, process, run_dir)
        reproductions.compare(process, run_dir)
        transaction.on_commit(lambda: _drop_checkpoints(job))

    def on_failure(self, job: Job, run_dir: RunDir) -> None:
        """Everything stays: the log tells why, and the checkpoint lets the next attempt go on."""

    def subjects(self, jobs: Sequence[Job], user: Any) -> dict[int, Subject]:
        rows = Process.objects.visible_to(user).filter(pk__in=[job.subject_id for job in jobs])
        known = {process.pk: process for process in rows.select_related("template")}
        return {
            job.pk: Subject(process.journal_name(), process.template.project_id, process.pk)
            for job in jobs
            if (process := known.get(job.subject_id))
        }

    def managed(self, jobs: Sequence[Job], user: Any) -> set[int]:
        return _managed(jobs, Process.objects.visible_to(user), user)


def _keep_versions(job: Job, process: Process, datasets: Iterable[Dataset]) -> None:
    """What its datasets hold at the start is kept as a version of each."""
    name = process.journal_name()
    for dataset in datasets:
        version = versions.version_now(job.started_by, dataset, VersionReason.TRAINING)
        versions.record_use(version, VersionReason.TRAINING, process.pk, name)


class Rehearsing:
    name = REHEARSAL
    entity = "rehearsal"
    is_movable = False

    def row_of(self, job: Job) -> Rehearsal | None:
        return Rehearsal.objects.select_related("template__project").filter(pk=job.subject_id).first()

    def spec(self, job: Job) -> RunSpec:
        """As the template is now: what it is, is what the rehearsal speaks for."""
        rehearsal = Rehearsal.objects.select_related("template").get(pk=job.subject_id)
        spec = spec_of(rehearsal.template)
        Rehearsal.objects.filter(pk=rehearsal.pk).update(spec_hash=hash_of(rehearsal.template, spec))
        return spec.model_copy(update={"purpose": Purpose.REHEARSAL})

    def on_events(self, news: Sequence[News]) -> None:
        """The jobs' own columns hold all that they tell."""

    def on_success(self, job: Job, run_dir: RunDir) -> None:
        forecasts.store(job, run_dir)

    def on_failure(self, job: Job, run_dir: RunDir) -> None:
        """The folder stays until the next rehearsal takes its place."""

    def subjects(self, jobs: Sequence[Job], user: Any) -> dict[int, Subject]:
        """The template that is rehearsed."""
        rows = Rehearsal.objects.visible_to(user).filter(pk__in=[job.subject_id for job in jobs])
        known = {rehearsal.pk: rehearsal.template for rehearsal in rows.select_related("template")}
        return {
            job.pk: Subject(template.name, template.project_id, template.pk)
            for job in jobs
            if (template := known.get(job.subject_id))
        }

    def managed(self, jobs: Sequence[Job], user: Any) -> set[int]:
        return _managed(jobs, Rehearsal.objects.visible_to(user), user)


def _managed(jobs: Sequence[Job], rows: "QuerySet[Any]", user: Any) -> set[int]:
    known = {row.pk: row for row in rows.filter(pk__in=[job.subject_id for job in jobs])}
    return {
        job.pk
        for job in jobs
        if (row := known.get(job.subject_id)) and refusal(user, Right.PROCESSES_MANAGE, row) is None
    }


def lineage(job: Job | None) -> Iterator[Job]:
    """The attempt, the one it goes on from, and so on."""
    while job is not None:
        yield job
        job = job.continues


def checkpoint_holder(job: Job | None) -> Job | None:
    """The latest attempt in the line that left a checkpoint."""
    return next((held for held in lineage(job) if held.run_dir and RunDir(held.run_dir).last_checkpoint.exists()), None)


def _drop_checkpoints(job: Job) -> None:
    """A completed training cannot be resumed; its best checkpoint stays."""
    for attempt in lineage(job):
        RunDir(attempt.run_dir).last_checkpoint.unlink(missing_ok=True)
