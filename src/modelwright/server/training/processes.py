"""Verbs of training processes."""

import secrets
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.server.accounts.models import Project
from modelwright.server.core.audit import difference, record
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.pagination import page
from modelwright.server.datasets import versions
from modelwright.server.datasets.models import VersionReason
from modelwright.server.jobs import room, wake
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.notices import outbox
from modelwright.server.registry import services as registry
from modelwright.server.registry.lineage import Origins, origins
from modelwright.server.registry.models import ModelVersion
from modelwright.server.registry.shapes import version_out
from modelwright.server.training import actions, estimates
from modelwright.server.training.jobs import KIND, checkpoint_holder
from modelwright.server.training.machines import check_workers, insist_on_some_machine, place_of, refused, workers_of
from modelwright.server.training.models import DEFAULT_TIME_LIMIT_S, Process, Template
from modelwright.server.training.outputs import process_out, processes_out, shown
from modelwright.server.training.readiness import insist_on_readiness
from modelwright.server.training.rehearsals import delete_rehearsals_of
from modelwright.server.training.retrained import model_name
from modelwright.server.training.schemas_processes import PublishIn

_SORTS: Final = {
    "created_at": "created_at",
    "number": "number",
    "template": "template__name",
    "base_model": "template__base_model",
    "author": "author__username",
    "machine": "job__machine__name",
    "status": "job__status",
    "started_at": "job__started_at",
    "finished_at": "job__finished_at",
}
_TOLD_AT_ONCE: Final = _("Somebody else changed this process a moment ago. Look at it again.")


def list_processes(
    user: Any,
    project: Project,
    *,
    template_id: int | None,
    status: str,
    mine: bool,
    search: str,
    sort: str,
    cursor: str,
    limit: int,
) -> dict[str, Any]:
    rows: QuerySet[Process] = Process.objects.visible_to(user).filter(template__project=project)
    rows = rows.filter(author=user) if mine else rows
    if template_id is not None:
        rows = rows.filter(template=template_id)
    rows = _searched(_with_status(rows, [name for name in status.split(",") if name]), search.strip())
    return page(
        shown(rows),
        sort=sort,
        sorts=_SORTS,
        cursor=cursor,
        limit=limit,
        show=lambda found: processes_out(found, user),
    )


def _with_status(rows: "QuerySet[Process]", names: list[str]) -> "QuerySet[Process]":
    unknown = set(names) - {*Status.values, "published", "disabled"}
    if unknown:
        sentence = _("There is no status %(names)s.") % {"names": ", ".join(sorted(unknown))}
        raise Invalid(sentence, fields={"status": sentence})
    wanted = Q(job__status__in=[name for name in names if name in Status.values])
    wanted |= Q(disabled=True) if "disabled" in names else Q()
    wanted |= ~Q(published_name="") if "published" in names else Q()
    return rows.filter(wanted) if names else rows


def _searched(rows: "QuerySet[Process]", search: str) -> "QuerySet[Process]":
    if not search:
        return rows
    found = Q()
    for field in ("template__name", "template__base_model", "author__username", "job__machine__name", "published_name"):
        found |= Q(**{f"{field}__icontains": search})
    number = search.removeprefix("#")
    return rows.filter(found | Q(number=int(number)) if number.isdecimal() and len(number) < 10 else found)


@transaction.atomic
def create_process(
    user: Any,
    template: Template,
    machine_id: int | None,
    compute_profile_id: int | None = None,
    time_limit_s: int = DEFAULT_TIME_LIMIT_S,
    *,
    reproduces: ModelVersion | None = None,
) -> dict[str, Any]:
    """A17, A18. The machine must be there; whether it is busy matters only at the start (X5), unless a setting says more.

    Without a machine the queue finds one that satisfies the profile (X7).
    """
    place = place_of(template, machine_id, compute_profile_id)
    if place["machine"]:
        _insist_on_room(place["machine"])
    Template.objects.filter(pk=template.pk).update(name=F("name"))  # locks the row: numbers are given one by one
    number = (template.processes.aggregate(last=Max("number"))["last"] or 0) + 1
    # a job names its process and a process its job: the job has a stand-in until the process is there
    job = Job.objects.create(kind=KIND, subject_id=-secrets.randbits(60), **place)
    values = {"template": template, "number": number, "author": user, "job": job, "time_limit_s": time_limit_s}
    process = Process.objects.create(**values, reproduces=reproduces)
    Job.objects.filter(pk=job.pk).update(subject_id=process.pk)
    job.subject_id = process.pk
    _record(user, "created", process, {"machine": job.machine_name() or "auto"})
    return process_out(process, user)


def _insist_on_room(machine: Machine) -> None:
    """Raises Invalid where a setting allows the machine no other process."""
    if holder := _holder_of(machine):
        refusal = _(
            "The machine %(machine)s already has the process %(process)s, and may have only one. Delete that one, or "
            "choose another machine."
        ) % {"machine": machine.name, "process": f"{holder.template.name} #{holder.number}"}
        raise refused(refusal)


def _holder_of(machine: Machine) -> Process | None:
    """The process that keeps the machine from getting another one, where the setting has C20's literal rule."""
    if settings.ONE_PROCESS_PER_MACHINE == "active":
        return None
    held = Process.objects.filter(job__machine=machine).select_related("template")
    if settings.ONE_PROCESS_PER_MACHINE == "unfinished":
        held = held.exclude(job__status__in=Job.FINISHED)
    return held.first()


def start_process(
    user: Any,
    process: Process,
    *,
    resume: bool,
    time_limit_s: int | None = None,
    prepare: Callable[[Job], None] | None = None,
) -> dict[str, Any]:
    """Put the process on its machine's queue, as its first or next attempt (X9).

    `prepare` gets the attempt in the transaction that makes it wait.
    """
    process = shown(Process.objects.filter(pk=process.pk)).get()
    actions.insist(actions.resume(process) if resume else actions.start(process))
    _insist_on_a_place(process, resume=resume)
    if not resume and not process.reproduces:
        insist_on_readiness(process.template)
    limit_s = process.time_limit_s if time_limit_s is None else time_limit_s
    continues = _to_continue(process) if resume else None
    needs = estimates.needed_bytes(process.template, process.job.machine, resumed=resume)
    if shortage := room.shortage(needs):
        raise Conflict(shortage)
    with transaction.atomic():
        job = _next_attempt(process, user, continues, {"time_limit_s": limit_s, "needs_bytes": needs})
        Process.objects.filter(pk=process.pk).update(time_limit_s=limit_s, scheduled_at=None)
        if prepare is not None:
            prepare(job)
        facts = {"attempt": job.attempt, "resume": resume, "machine": job.machine_name() or "auto"}
        facts |= {"time_limit_s": limit_s}
        _record(user, "started", process, facts, job)
        transaction.on_commit(wake.up)
    return process_out(process, user)


def _insist_on_a_place(process: Process, *, resume: bool) -> None:
    """Raises Invalid where the template has come to ask for more than the machine, or any machine, has."""
    job = process.job
    if job.machine and (resume or not job.is_auto):
        check_workers(process.template, job.machine)
    else:
        insist_on_some_machine(job.profile, process.template)


def _to_continue(process: Process) -> Job:
    held = checkpoint_holder(process.job)
    if held is None:
        raise Conflict(_("The checkpoint is not there any more. Start from the beginning."))
    return held


def _next_attempt(process: Process, user: Any, continues: Job | None, bounds: dict[str, int]) -> Job:
    """The waiting attempt. Of two people who start at once one gets it, the other gets Conflict."""
    job = process.job
    begun = _begun(continues.progress) if continues else {}
    cores = workers_of(process.template)
    if job.status == Status.CREATED:
        asked = {"started_by": user, "continues": continues, "progress": begun, "least_cores": cores, **bounds}
        if not job.move_to(Status.WAITING, **asked):
            raise Conflict(_TOLD_AT_ONCE)
        return job
    try:
        with transaction.atomic():
            new = Job.objects.create(
                kind=KIND,
                subject_id=process.pk,
                attempt=job.attempt + 1,
                machine=job.machine if continues or not job.is_auto else None,
                is_auto=job.is_auto,
                profile=job.profile,
                least_cores=cores,
                continues=continues,
                progress=begun,
                started_by=user,
                **bounds,
            )
    except IntegrityError as error:
        raise Conflict(_TOLD_AT_ONCE) from error
    new.move_to(Status.WAITING)
    if not Process.objects.filter(pk=process.pk, job=job).update(job=new):
        raise Conflict(_TOLD_AT_ONCE)
    return new


def _begun(earlier: dict[str, Any]) -> dict[str, Any]:
    """The progress of an attempt that goes on from the checkpoint of an earlier one, before its engine says anything."""
    checkpoint = earlier["checkpoint"]
    network, iteration = checkpoint["network"], checkpoint["iteration"]
    place = {"checkpoint": checkpoint, "resumed_at": checkpoint, "share": earlier.get("share", 0.0)}
    return {**place, "network": network, "networks": {network: {"iteration": iteration}}}


def set_scheduled(process: Process, at: datetime | None) -> None:
    """What the schedule of it says; the schedule's own verbs record that."""
    Process.objects.filter(pk=process.pk).update(scheduled_at=at)


def withdraw_process(user: Any, process: Process) -> dict[str, Any]:
    """X8: take it off the queue; it is as if it had not been started."""
    actions.insist(actions.withdraw(process))
    return _moved(user, process, Status.CREATED, "withdrawn")


def stop_process(user: Any, process: Process) -> dict[str, Any]:
    """The dispatcher passes the wish on; the run saves a checkpoint and ends between two steps."""
    actions.insist(actions.stop(process))
    return _moved(user, process, Status.STOPPING, "stopped")


@transaction.atomic
def _moved(user: Any, process: Process, status: Status, verb: str) -> dict[str, Any]:
    before = process.job.status
    if not process.job.move_to(status):
        raise Conflict(_TOLD_AT_ONCE)
    _record(user, verb, process, difference({"status": str(before)}, {"status": str(status)}))
    transaction.on_commit(wake.up)
    return process_out(process, user)


@transaction.atomic
def set_disabled(user: Any, process: Process, *, disabled: bool) -> dict[str, Any]:
    """A7, A8. One that runs goes on, but cannot be stopped until it is enabled (X34)."""
    actions.insist(actions.disable(process) if disabled else actions.enable(process))
    Process.objects.filter(pk=process.pk).update(disabled=disabled)
    changed = difference({"disabled": process.disabled}, {"disabled": disabled})
    _record(user, "disabled" if disabled else "enabled", process, changed)
    return process_out(process, user)


@transaction.atomic
def delete_process(user: Any, process: Process) -> None:
    """The row, its attempts with all they measured, and their folders. A published version has copies of its own."""
    actions.insist(actions.delete(process))
    busy = (Status.WAITING, *Job.ACTIVE)
    if not Job.objects.filter(pk=process.job_id).exclude(status__in=busy).update(attempt=F("attempt")):  # locks the row
        raise Conflict(_TOLD_AT_ONCE)
    jobs = Job.objects.filter(kind=KIND, subject_id=process.pk)
    folders = [Path(run_dir) for run_dir in jobs.values_list("run_dir", flat=True) if run_dir]
    last = {"status": str(process.job.status), "attempts": process.job.attempt, "published": process.published_name}
    _record(user, "deleted", process, {"before": last})
    process.delete()
    jobs.delete()
    transaction.on_commit(lambda: _remove(folders))


def delete_trainings_of(user: Any, project: Project) -> None:
    """Before the project itself goes. Raises Conflict, which names one, while any is running or waiting."""
    rows = Process.objects.filter(template__project=project).select_related("template", "job")
    busy = rows.filter(job__status__in=(Status.WAITING, *Job.ACTIVE)).first()
    if busy:
        raise Conflict(_("Process %(number)s of “%(template)s” has not ended. Stop it first.") % _named(busy))
    for process in rows:
        delete_process(user, process)
    for template in project.templates.all():
        delete_rehearsals_of(template)
        record(user, "training_template.deleted", template, {"before": {"task": template.task}})
    project.templates.all().delete()


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        if folder.is_relative_to(settings.RUNS_DIR):
            shutil.rmtree(folder, ignore_errors=True)


@transaction.atomic
def publish_process(user: Any, process: Process, given: PublishIn) -> Any:
    """E62: once, and only what has completed. Raises GateRefused where the project's gate says no."""
    actions.insist(actions.publish(process))
    rows = Process.objects.filter(pk=process.pk, published_name="", checkpoints_removed_at=None)
    claimed = rows.update(published_name="…")
    if not claimed:
        raise Conflict(_TOLD_AT_ONCE)
    version = _publish(user, process, given)
    Process.objects.filter(pk=process.pk).update(published_version_id=version.pk, published_name=version.name)
    facts = {"version": version.name, "model": version.model.name}
    _record(user, "published", process, facts)
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
        **given.model_dump(),
    )


def _origins(process: Process, spec: RunSpec) -> Origins:
    job = process.job
    facts = {"started_at": job.started_at, "finished_at": job.finished_at, "machine": job.machine_name()}
    return origins(spec, versions.used_by(VersionReason.TRAINING, process.pk), **facts)


def gate_of(user: Any, process: Process) -> dict[str, Any]:
    """What the gate says of the completed training. Raises Conflict where it cannot be published anyway."""
    actions.insist(actions.publish(process))
    template = process.template
    return registry.gate_of_run(user, template.project, model_name(template), RunDir(process.job.run_dir))


def _record(user: Any, verb: str, process: Process, detail: dict[str, Any], job: Job | None = None) -> None:
    """With the key of the attempt that it is about: the latest, unless another is given."""
    record(user, f"training_process.{verb}", process, detail, operation_key=(job or process.job).operation_key)


def _named(process: Process) -> dict[str, Any]:
    return {"template": process.template.name, "number": process.number}
