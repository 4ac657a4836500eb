"""The verb that starts a process: its first attempt, or its next one."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Conflict
from modelwright.server.jobs import room, wake
from modelwright.server.jobs.models import Job, Status
from modelwright.server.training import actions, durations, estimates
from modelwright.server.training.creating import insist_on_room
from modelwright.server.training.jobs import KIND, checkpoint_holder
from modelwright.server.training.machines import check_workers, hold, insist_on_some_machine, place_of, workers_of
from modelwright.server.training.models import Process
from modelwright.server.training.noting import TOLD_AT_ONCE, note
from modelwright.server.training.outputs import process_out, shown
from modelwright.server.training.readiness import insist_on_readiness
from modelwright.server.training.schemas_queue import PlaceIn


def start_process(
    user: Any,
    process: Process,
    *,
    resume: bool,
    time_limit_s: int | None = None,
    place: PlaceIn | None = None,
    prepare: Callable[[Job], None] | None = None,
) -> dict[str, Any]:
    """Put the process on its machine's queue, as its first or next attempt (X9).

    `place`: where it waits from now on. `prepare` gets the attempt in the transaction that makes it wait.
    """
    process = shown(Process.objects.filter(pk=process.pk)).get()
    where = _another_place(process, place, resume=resume) if place else _its_place(process, resume=resume)
    if not resume and not process.reproduces:
        insist_on_readiness(process.template)
    limit_s = process.time_limit_s if time_limit_s is None else time_limit_s
    continues = _to_continue(process) if resume else None
    needs = estimates.needed_bytes(process.template, where["machine"], resumed=resume)
    if shortage := room.shortage(needs):
        raise Conflict(shortage)
    bounds = where | {
        "time_limit_s": limit_s,
        "needs_bytes": needs,
        "expected": durations.of_training(process, continues),
    }
    with transaction.atomic():
        hold(where["profile"])
        job = _next_attempt(process, user, continues, bounds)
        Process.objects.filter(pk=process.pk).update(time_limit_s=limit_s, scheduled_at=None)
        if prepare is not None:
            prepare(job)
        facts = {"attempt": job.attempt, "resume": resume, "machine": job.machine_name() or "auto"}
        facts |= {"time_limit_s": limit_s}
        note(user, "started", process, facts, job)
        transaction.on_commit(wake.up)
    return process_out(process, user)


def _its_place(process: Process, *, resume: bool) -> dict[str, Any]:
    """Where it is, as columns. Raises Invalid where the template has come to ask for more than the machine, or any, has."""
    actions.insist(actions.resume(process) if resume else actions.start_here(process))
    job = process.job
    machine = job.machine if resume or not job.is_auto else None
    if machine:
        check_workers(process.template, machine)
    else:
        insist_on_some_machine(job.profile, process.template)
    return {"machine": machine, "is_auto": job.is_auto, "profile": job.profile}


def _another_place(process: Process, place: PlaceIn, *, resume: bool) -> dict[str, Any]:
    """Raises Conflict where it goes on from a checkpoint, Invalid where it cannot run there."""
    actions.insist(actions.start(process))
    if resume:
        raise Conflict(_("It goes on from a checkpoint, and can only do that where it ran before."))
    profile_id = place.compute_profile_id or process.job.profile_id
    where = place_of(process.template, place.machine_id, profile_id)
    if where["machine"]:
        insist_on_room(where["machine"], process)
    return {"profile": process.job.profile, **where}


def _to_continue(process: Process) -> Job:
    held = checkpoint_holder(process.job)
    if held is None:
        raise Conflict(_("The checkpoint is not there any more. Start from the beginning."))
    return held


def _next_attempt(process: Process, user: Any, continues: Job | None, bounds: dict[str, Any]) -> Job:
    """The waiting attempt. Of two people who start at once one gets it, the other gets Conflict."""
    job = process.job
    begun = _begun(continues.progress) if continues else {}
    cores = workers_of(process.template)
    asked = {**bounds, "started_by": user, "continues": continues, "progress": begun, "least_cores": cores}
    if job.status == Status.CREATED:
        if not job.move_to(Status.WAITING, **asked):
            raise Conflict(TOLD_AT_ONCE)
        return job
    try:
        with transaction.atomic():
            new = Job.objects.create(
                kind=KIND,
                subject_id=process.pk,
                attempt=job.attempt + 1,
                **asked,
            )
    except IntegrityError as error:
        raise Conflict(TOLD_AT_ONCE) from error
    new.move_to(Status.WAITING)
    if not Process.objects.filter(pk=process.pk, job=job).update(job=new):
        raise Conflict(TOLD_AT_ONCE)
    return new


def _begun(earlier: dict[str, Any]) -> dict[str, Any]:
    """The progress of an attempt that goes on from the checkpoint of an earlier one, before its engine says anything."""
    checkpoint = earlier["checkpoint"]
    network, iteration = checkpoint["network"], checkpoint["iteration"]
    place = {"checkpoint": checkpoint, "resumed_at": checkpoint, "share": earlier.get("share", 0.0)}
    return {**place, "network": network, "networks": {network: {"iteration": iteration}}}
