"""Training as a kind of job: what the engine gets, and what becomes of what it gives."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import NoWeights, PretrainedWeights, RunData, RunSpec, VersionWeights, Weights
from modelwright.contract.tasks import Task
from modelwright.server.core.errors import Invalid
from modelwright.server.datasets.models import Dataset, PathStatus
from modelwright.server.jobs.kinds import NumberedEvent
from modelwright.server.jobs.models import Job
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import metrics, reports
from modelwright.server.training.models import Process, Template

KIND: Final = "training"


class Training:
    name = KIND

    def spec(self, job: Job) -> RunSpec:
        """A resumed attempt has the spec of the one that it goes on from, whatever became of the template since."""
        if job.continues_id is None:
            return spec_of(Process.objects.select_related("template").get(pk=job.subject_id).template)
        source = checkpoint_holder(job.continues)
        if source is None:
            raise Invalid(_("The checkpoint is not there any more"))
        return RunDir(source.run_dir).read_spec().model_copy(update={"resume_from": source.run_dir})

    def on_events(self, job: Job, events: Sequence[NumberedEvent]) -> None:
        metrics.store(job, events)

    def on_success(self, job: Job, run_dir: RunDir) -> None:
        reports.store(job, Process.objects.get(pk=job.subject_id), run_dir)
        transaction.on_commit(lambda: _drop_checkpoints(job))

    def on_failure(self, job: Job, run_dir: RunDir) -> None:
        """Everything stays: the log tells why, and the checkpoint lets the next attempt go on."""


def spec_of(template: Template) -> RunSpec:
    """What the engine gets for a new training of the template. Raises Invalid where its data is gone."""
    return RunSpec(
        task=Task(template.task),
        base_model=template.base_model,
        weights=_weights(template),
        parameters=template.parameters_of(),
        data=RunData(train=_folders(template.training_datasets.all()), test=_test_folders(template)),
        cache_dir=str(settings.CACHE_DIR / "packed"),
        cache_limit_gb=settings.PACKED_CACHE_GB,
    )


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


def _weights(template: Template) -> Weights:
    match template.weights:
        case {"kind": "pretrained"}:
            return PretrainedWeights(folder=settings.WEIGHTS_DIR or None)
        case {"kind": "version", "version_id": version_id}:
            return _version_weights(version_id)
        case _:
            return NoWeights()


def _version_weights(version_id: int) -> VersionWeights:
    version = ModelVersion.objects.filter(pk=version_id).select_related("model").first()
    if version is None:
        raise Invalid(_("The model version to continue from has been deleted"))
    checkpoint = settings.MODELS_DIR / version.folder / "best.pt"
    return VersionWeights(checkpoint=str(checkpoint), name=f"{version.model.name} {version.name}")


def _folders(datasets: Any) -> tuple[str, ...]:
    paths = [
        path.path
        for dataset in datasets.order_by("pk")
        for path in dataset.paths.filter(status=PathStatus.VALID).order_by("pk")
    ]
    if not paths:
        raise Invalid(_("The template has no training dataset with a valid data path"))
    return tuple(dict.fromkeys(paths))


def _test_folders(template: Template) -> tuple[str, ...]:
    if template.test_dataset_id is None:
        return ()
    return _folders(Dataset.objects.filter(pk=template.test_dataset_id))
