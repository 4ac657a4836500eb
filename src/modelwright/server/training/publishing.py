"""The verb that makes a model version of a completed process."""

import hashlib
import json
from typing import Any

from django.db import transaction

from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.server.core.errors import Conflict
from modelwright.server.datasets import versions
from modelwright.server.datasets.models import DataPath, Purpose, VersionReason
from modelwright.server.notices import outbox
from modelwright.server.registry import gates
from modelwright.server.registry import services as registry
from modelwright.server.registry.lineage import Origins, origins
from modelwright.server.registry.models import Model, ModelVersion
from modelwright.server.registry.schemas_gate import RuleResult
from modelwright.server.registry.shapes import version_out
from modelwright.server.registry.stages import GateRefused
from modelwright.server.training import actions
from modelwright.server.training.jobs import lineage
from modelwright.server.training.models import Process
from modelwright.server.training.noting import TOLD_AT_ONCE, note
from modelwright.server.training.retrained import model_name
from modelwright.server.training.schemas_processes import PublishIn


def publish_process(user: Any, process: Process, given: PublishIn) -> Any:
    """E62: once, and only what has completed. Raises GateRefused where the project's gate says no, and tells of it."""
    try:
        return _published(user, process, given)
    except GateRefused as refused:  # behind the transaction, which took everything back
        _tell_of_refusal(user, process, refused)
        raise


@transaction.atomic
def _published(user: Any, process: Process, given: PublishIn) -> Any:
    actions.insist(actions.publish(process))
    rows = Process.objects.filter(pk=process.pk, published_name="", checkpoints_removed_at=None)
    claimed = rows.update(published_name="…")
    if not claimed:
        raise Conflict(TOLD_AT_ONCE)
    version = _publish(user, process, given)
    Process.objects.filter(pk=process.pk).update(published_version_id=version.pk, published_name=version.name)
    facts = {"version": version.name, "model": version.model.name}
    note(user, "published", process, facts)
    outbox.tell(
        "published",
        key=f"training-{process.pk}-published-{version.pk}",
        topic="training_process",
        subject_id=process.pk,
        project=process.template.project,
        facts={**facts, "job_id": process.job_id},
        actor=user,
    )
    return version_out(version)


def _tell_of_refusal(user: Any, process: Process, refused: GateRefused) -> None:
    """Whoever asked, whose training it is and whose model; once, however often the same is refused."""
    told = [result for result in refused.detail["gate"] if result["outcome"] in gates.HOLDS_UP]
    results = [{name: result[name] for name in RuleResult.model_fields} for result in told]
    name, digest = model_name(process.template), hashlib.sha256(json.dumps(results).encode()).hexdigest()[:12]
    model = Model.objects.filter(project=process.template.project_id, name=name).first()
    outbox.tell(
        "gate_refused",
        key=f"training-{process.pk}-refused-{process.job_id}-{user.pk}-{digest}",
        topic="training_process",
        subject_id=process.pk,
        project=process.template.project,
        facts={
            "model": name,
            "results": results,
            "asked_by": user.get_full_name() or user.username,
            "owners": [user.pk, *([model.created_by_id] if model and model.created_by_id else [])],
        },
    )


def _publish(user: Any, process: Process, given: PublishIn) -> ModelVersion:
    """By what the run was told to do: the template may have been changed since."""
    run_dir = RunDir(process.job.run_dir)
    spec = run_dir.read_spec()
    template = process.template
    return registry.publish_version(
        user,
        template.project,
        name=model_name(template),
        task=spec.task,
        job=process.job,
        source={
            "process_id": process.pk,
            "process_number": process.number,
            "attempt": process.job.attempt,
            "template_id": template.pk,
            "template_name": template.name,
        },
        base_model=spec.base_model,
        parameters=spec.parameters.model_dump(mode="json"),
        run_dir=run_dir,
        origins=_origins(process, spec),
        places=template.environment,
        **given.model_dump(),
    )


def _origins(process: Process, spec: RunSpec) -> Origins:
    job = process.job
    facts = {"started_at": job.started_at, "finished_at": job.finished_at, "machine": job.machine_name()}
    *_, first = lineage(job)  # what goes on from a checkpoint has the data of the attempt that began
    begun_at = first.started_at
    used = versions.used_by(VersionReason.TRAINING, process.pk, since=begun_at)
    datasets = [version.dataset_id for version in used if version.dataset.purpose == Purpose.TRAINING]
    rows = DataPath.objects.filter(dataset__in=datasets, created_at__lt=begun_at).order_by("pk")
    left_out = [(row.dataset_id, row.path) for row in rows if str(row.folder) not in spec.data.train]
    return origins(spec, used, left_out=left_out, **facts)


def gate_of(user: Any, process: Process) -> dict[str, Any]:
    """What the gate says of the completed training. Raises Conflict where it cannot be published anyway."""
    actions.insist(actions.publish(process))
    template = process.template
    return registry.gate_of_run(user, template.project, model_name(template), RunDir(process.job.run_dir))
