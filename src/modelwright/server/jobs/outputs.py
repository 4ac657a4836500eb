"""What the API says about machines: what they have, what they do now, and who waits for them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from modelwright.server.jobs import kinds, load
from modelwright.server.jobs.models import Job, JobQuerySet, LoadSample, Machine, Status

_QUEUE_SHOWN: Final = 100
_PLAIN: Final = (
    "id",
    "name",
    "address",
    "identifier",
    "description",
    "cores",
    "memory",
    "gpus",
    "slots",
    "enabled",
    "disabled_at",
    "last_seen",
    "created_at",
    "version",
)


def machines_out(machines: Sequence[Machine], user: Any) -> list[dict[str, Any]]:
    """All at once. What it costs depends on what runs and waits now, not on what has finished."""
    active = list(_lean(Job.objects.active().filter(machine__in=machines)).order_by("started_at", "pk"))
    waiting = Counter(Job.objects.waiting().filter(machine__in=machines).values_list("machine_id", flat=True))
    shown = _jobs_by_machine(active, user)
    loads = load.latest(machines)
    return [_out(row, shown[row.pk], waiting[row.pk], loads.get(row.pk)) for row in machines]


def machine_out(machine: Machine, user: Any) -> dict[str, Any]:
    """As it is in the database now, with its queue."""
    fresh = Machine.objects.get(pk=machine.pk)
    queue = list(_lean(Job.objects.waiting().filter(machine=machine)).order_by("place", "pk")[:_QUEUE_SHOWN])
    return {**machines_out([fresh], user)[0], "queue": _jobs_by_machine(queue, user)[machine.pk]}


def _lean(jobs: JobQuerySet) -> JobQuerySet:
    return jobs.lean().select_related("started_by")


def _out(machine: Machine, jobs: list[dict[str, Any]], waiting: int, sample: LoadSample | None) -> dict[str, Any]:
    plain = {name: getattr(machine, name) for name in _PLAIN}
    return {
        **plain,
        "available": machine.is_available(),
        "running": len(jobs),
        "waiting": waiting,
        "jobs": jobs,
        "load": {"at": sample.at, "running": sample.running, **sample.mean} if sample else None,
        "cannot_remove": cannot_remove(machine, len(jobs), waiting),
    }


def cannot_remove(machine: Machine, running: int, waiting: int) -> str | None:
    """Why not, in the person's language; None where it can be."""
    if not running and not waiting:
        return None
    sentence = _(
        "%(machine)s has running processes (%(running)s) and waiting ones (%(waiting)s). Stop or withdraw them first."
    )
    return sentence % {"machine": machine.name, "running": running, "waiting": waiting}


def _jobs_by_machine(jobs: list[Job], user: Any) -> dict[int | None, list[dict[str, Any]]]:
    known = kinds.subjects(jobs, user)
    by_machine: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for job in jobs:
        by_machine[job.machine_id].append(job_out(job, known.get(job.pk)))
    return by_machine


def job_out(job: Job, subject: kinds.Subject | None) -> dict[str, Any]:
    """Of a project that the person does not belong to, only that there is something."""
    plain = {name: getattr(job, name) for name in ("id", "kind", "status", "queued_at", "started_at")}
    hidden = {"name": "", "project_id": None, "subject_id": None, "progress": None, "started_by": None}
    shown = {"progress": job.progress.get("share"), "started_by": job.started_by}
    return {
        **plain,
        "status_label": str(Status(job.status).label),
        **({**shown, **subject._asdict()} if subject else hidden),
    }
