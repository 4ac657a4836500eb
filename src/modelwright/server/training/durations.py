"""How long a training or a rehearsal is expected to take, kept with the attempt when it is queued: the line counts with it."""

from typing import Any, Final

from modelwright.server.jobs.expectation import Basis
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.training import forecasts
from modelwright.server.training.jobs import KIND, REHEARSAL
from modelwright.server.training.models import Adjustment, Process, Template

_LOOKED_AT: Final = 50
Expected = dict[str, dict[str, Any]]
"""As `Job.expected` has it."""


def of_training(process: Process, continues: Job | None) -> Expected:
    """By machine: what the rehearsal there told, else what the template's last whole training there took.

    Empty for one that does not do as its template says. Of one that goes on, the rest.
    """
    template = process.template
    if process.reproduces_id:
        return {}
    told = {key: _known(told.total_s, Basis.REHEARSAL) for key, told in forecasts.of_machines(template).items()}
    rest = 1.0 - float(continues.progress.get("share", 0.0)) if continues else 1.0
    known = {**_earlier(template), **told}
    return {str(key): {**one, "seconds": one["seconds"] * rest} for key, one in known.items()}


def _earlier(template: Template) -> dict[int, dict[str, Any]]:
    """Of runs since the template was changed last, that did all of it and nothing else."""
    ours = Process.objects.filter(template=template, reproduces=None).values("pk")
    runs = Job.objects.filter(kind=KIND, subject_id__in=ours, status=Status.COMPLETED, continues=None)
    whole = runs.filter(started_at__gte=template.modified_at).exclude(pk__in=Adjustment.objects.values("job"))
    latest = list(whole.order_by("-finished_at").only("machine", "started_at", "finished_at")[:_LOOKED_AT])
    return {job.machine_id: _took(job) for job in reversed(latest) if job.machine_id is not None}


def of_rehearsal(machine: Machine) -> Expected:
    """As long as the last one there, of whatever template: they measure two batches."""
    runs = Job.objects.filter(kind=REHEARSAL, machine=machine, status=Status.COMPLETED, started_at__isnull=False)
    latest = runs.order_by("-finished_at").first()
    return {str(machine.pk): _took(latest)} if latest else {}


def _took(job: Job) -> dict[str, Any]:
    """Of one that has completed."""
    if job.started_at is None or job.finished_at is None:
        raise ValueError(f"job {job.pk} has not completed")
    return _known((job.finished_at - job.started_at).total_seconds(), Basis.EARLIER_RUN)


def _known(seconds: float, basis: Basis) -> dict[str, Any]:
    return {"seconds": seconds, "basis": str(basis)}
