"""The verb that makes a process."""

import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.sentences import anew
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training.jobs import KIND
from modelwright.server.training.machines import place_of, refused
from modelwright.server.training.models import DEFAULT_TIME_LIMIT_S, Process, Template
from modelwright.server.training.noting import note
from modelwright.server.training.outputs import process_out


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
        insist_on_room(place["machine"])
    Template.objects.filter(pk=template.pk).update(name=F("name"))  # locks the row: numbers are given one by one
    number = (template.processes.aggregate(last=Max("number"))["last"] or 0) + 1
    # a job names its process and a process its job: the job has a stand-in until the process is there
    job = Job.objects.create(kind=KIND, subject_id=-secrets.randbits(60), **place)
    values = {"template": template, "number": number, "author": user, "job": job, "time_limit_s": time_limit_s}
    process = Process.objects.create(**values, reproduces=reproduces)
    Job.objects.filter(pk=job.pk).update(subject_id=process.pk)
    job.subject_id = process.pk
    note(user, "created", process, {"machine": job.machine_name() or "auto"})
    return process_out(process, user)


def insist_on_room(machine: Machine, moved: Process | None = None) -> None:
    """Raises Invalid where a setting allows the machine no other process. `moved`: one that comes there, or is there."""
    if holder := _holder_of(machine, moved):
        raise refused(anew(lambda: _taken(machine, holder)))


def _taken(machine: Machine, holder: Process) -> str:
    return _(
        "The machine %(machine)s already has the process %(process)s, and may have only one. Delete that one, or "
        "choose another machine."
    ) % {"machine": machine.name, "process": holder.journal_name()}


def _holder_of(machine: Machine, moved: Process | None) -> Process | None:
    """The process that keeps the machine from getting another one, where the setting has C20's literal rule."""
    if settings.ONE_PROCESS_PER_MACHINE == "active":
        return None
    held = Process.objects.filter(job__machine=machine).select_related("template")
    if settings.ONE_PROCESS_PER_MACHINE == "unfinished":
        held = held.exclude(job__status__in=Job.FINISHED)
    return held.exclude(pk=moved.pk if moved else 0).first()
