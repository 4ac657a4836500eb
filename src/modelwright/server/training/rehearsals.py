"""Verbs of rehearsals: what a training will take and see on a machine, before anything is spent."""

import secrets
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from modelwright.contract.report import Rehearsal as Told
from modelwright.contract.run_dir import RunDir
from modelwright.server.core.audit import record
from modelwright.server.core.errors import Conflict, NotFound
from modelwright.server.datasets import pictures
from modelwright.server.jobs import wake
from modelwright.server.jobs.failures import failure_of, notice_out
from modelwright.server.jobs.line import Line
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.training import durations, forecasts
from modelwright.server.training.jobs import REHEARSAL
from modelwright.server.training.machines import available_machine, check_workers
from modelwright.server.training.models import Rehearsal, Template
from modelwright.server.training.readiness import insist_on_readiness

_BUSY = (Status.WAITING, *Job.ACTIVE)


def start_rehearsal(user: Any, template: Template, machine_id: int) -> dict[str, Any]:
    """Puts one on the machine's queue. Raises Invalid when the template is not ready, Conflict while one is under way."""
    machine = available_machine(machine_id)
    check_workers(template, machine)
    insist_on_readiness(template)
    with transaction.atomic():
        Template.objects.filter(pk=template.pk).update(name=F("name"))  # locks the row: one rehearsal at a time
        _clear(template, machine)
        rehearsal = _queued(user, template, machine)
        facts = {"machine": machine.name}
        record(user, "training_template.rehearsed", template, facts, operation_key=rehearsal.job.operation_key)
        transaction.on_commit(wake.up)
    return rehearsal_out(rehearsal)


def _clear(template: Template, machine: Machine) -> None:
    """Earlier ones on the machine go. Raises Conflict while one is under way."""
    for earlier in Rehearsal.objects.filter(template=template, job__machine=machine).select_related("job"):
        if earlier.job.status in _BUSY:
            raise Conflict(_("A rehearsal of this template is under way on this machine. Wait for it, or stop it."))
        _remove(earlier)


def _queued(user: Any, template: Template, machine: Machine) -> Rehearsal:
    # a job names its rehearsal and a rehearsal its job: the job has a stand-in until the rehearsal is there
    job = Job.objects.create(kind=REHEARSAL, subject_id=-secrets.randbits(60), machine=machine)
    rehearsal = Rehearsal.objects.create(template=template, job=job, created_by=user)
    Job.objects.filter(pk=job.pk).update(subject_id=rehearsal.pk)
    job.subject_id = rehearsal.pk
    job.move_to(Status.WAITING, started_by=user, expected=durations.of_rehearsal(machine))
    return rehearsal


def latest(template: Template, machine_id: int | None) -> dict[str, Any] | None:
    rows = Rehearsal.objects.filter(template=template)
    if machine_id is not None:
        rows = rows.filter(job__machine=machine_id)
    found = rows.order_by("-pk").first()
    return rehearsal_out(found) if found else None


def rehearsal_out(rehearsal: Rehearsal) -> dict[str, Any]:
    """As it is in the database now."""
    rehearsal = Rehearsal.objects.select_related("job__machine", "template").get(pk=rehearsal.pk)
    job = rehearsal.job
    told = Told.model_validate(rehearsal.result) if rehearsal.result else None
    failed = job.status == Status.FAILED
    return {
        "id": rehearsal.pk,
        "template_id": rehearsal.template_id,
        "machine": job.machine,
        "status": job.status,
        "status_label": str(Status(job.status).label),
        "queue_position": Line.read().position(job.pk) if job.status == Status.WAITING else None,
        "created_at": rehearsal.created_at,
        "finished_at": job.finished_at,
        "failure": failure_of(job) if failed else "",
        "failure_code": job.failure_code if failed else "",
        "valid": bool(told) and forecasts.speaks_for(rehearsal, forecasts.current_hash(rehearsal.template)),
        "forecast": {**told.model_dump(), "advice": forecasts.advice(told)} if told else None,
        "previews": told.previews if told else [],
        "notices": [notice_out(job, notice) for notice in job.notices],
    }


@transaction.atomic
def delete_rehearsal(user: Any, rehearsal: Rehearsal) -> None:
    """One at work is asked to end, and is deleted when the next one is started or its template goes."""
    is_over = _hold_unless_at_work(rehearsal)
    job = Job.objects.get(pk=rehearsal.job_id)
    action = f"training_template.rehearsal_{'removed' if is_over else 'stopped'}"
    record(user, action, rehearsal.template, {"machine": job.machine_name()}, operation_key=job.operation_key)
    if is_over:
        _remove(rehearsal)
    else:
        _stop(job)
        transaction.on_commit(wake.up)


def _stop(job: Job) -> None:
    """Whatever step it takes at this moment."""
    while Status.STOPPING in Job.NEXT.get(Status(job.status), ()) and not job.move_to(Status.STOPPING):
        job.refresh_from_db()


def delete_rehearsals_of(template: Template) -> None:
    """Before the template goes. Raises Conflict while one is at work."""
    for rehearsal in Rehearsal.objects.filter(template=template).select_related("job"):
        if not _hold_unless_at_work(rehearsal):
            raise Conflict(_("A rehearsal of “%(name)s” is running. Wait for its end.") % {"name": template.name})
        _remove(rehearsal)


def _hold_unless_at_work(rehearsal: Rehearsal) -> bool:
    """Until the transaction ends no dispatcher claims its job; False where one has."""
    idle = Job.objects.filter(pk=rehearsal.job_id).exclude(status__in=Job.ACTIVE)
    return bool(idle.update(attempt=F("attempt")))  # locks the row


def _remove(rehearsal: Rehearsal) -> None:
    folder = Path(rehearsal.job.run_dir)
    rehearsal.delete()
    Job.objects.filter(pk=rehearsal.job_id).delete()
    if rehearsal.job.run_dir and folder.is_relative_to(settings.RUNS_DIR):
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def preview(rehearsal: Rehearsal, name: str) -> HttpResponse:
    """Raises NotFound for anything that is not one of its previews."""
    known = {shown["file"] for shown in (rehearsal.result or {}).get("previews", ())}
    if name not in known or name != Path(name).name:
        raise NotFound(_("The rehearsal has no such preview."))
    return pictures.image(RunDir(rehearsal.job.run_dir).previews / name)
