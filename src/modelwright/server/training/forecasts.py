"""What rehearsals told: kept, found again for a training, and turned into advice."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from modelwright.contract.report import Rehearsal as Told
from modelwright.contract.run_dir import RunDir
from modelwright.server.core.errors import UserError
from modelwright.server.core.sizes import size
from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.training.models import Rehearsal, Template
from modelwright.server.training.specs import hash_of, spec_of


def store(job: Job, run_dir: RunDir) -> None:
    """Raises OSError or ValueError for a file that is not whole."""
    told = Told.model_validate_json(run_dir.rehearsal_file.read_bytes())
    Rehearsal.objects.filter(pk=job.subject_id).update(result=told.model_dump(mode="json"))


def speaks_for(rehearsal: Rehearsal, now: str) -> bool:
    """Whether it was completed, and the template's hash is still what it was."""
    return rehearsal.job.status == Status.COMPLETED and rehearsal.spec_hash == now


def current_hash(template: Template) -> str:
    """Empty where the template can no longer be trained at all."""
    try:
        return hash_of(template, spec_of(template))
    except UserError:
        return ""


def of_machines(template: Template) -> dict[int, Told]:
    """By machine: what the latest rehearsal there told, where it still speaks for the template."""
    rows = Rehearsal.objects.filter(template=template, result__isnull=False, job__status=Status.COMPLETED)
    latest = {rehearsal.job.machine_id: rehearsal for rehearsal in rows.select_related("job").order_by("pk")}
    now = current_hash(template) if latest else ""
    return {
        machine_id: Told.model_validate(rehearsal.result)
        for machine_id, rehearsal in latest.items()
        if machine_id is not None and speaks_for(rehearsal, now)
    }


def forecast_s(template: Template, machine: Machine | None) -> float | None:
    """How long the training will take there, if a rehearsal of these settings on this data has told."""
    rows = Rehearsal.objects.filter(template=template, job__machine=machine, result__isnull=False)
    latest = rows.select_related("job").order_by("-pk").first()
    if latest is None or latest.result is None or not speaks_for(latest, current_hash(template)):
        return None
    return float(latest.result["total_s"])


def advice(told: Told) -> list[str]:
    """What is short on the machine, and what to change."""
    return [*_shortages(told), *_divided(told)] or ([] if told.fits else [_("It will not fit on this machine.")])


def _shortages(told: Told) -> Iterator[str]:
    if told.peak_memory_mb > told.memory_mb:
        message = _(
            "It will not fit: it needs about %(needed)s of memory, and %(free)s are free on the machine. Choose a smaller "
            "batch size or input size, or raise the gradient accumulation."
        )
        yield message % {"needed": _size(told.peak_memory_mb), "free": _size(told.memory_mb)}
    if told.peak_gpu_mb is not None and told.gpu_mb is not None and told.peak_gpu_mb > told.gpu_mb:
        message = _(
            "It will not fit: it needs about %(needed)s of the GPU's memory, and %(free)s are free. Choose a smaller batch "
            "size or input size, or raise the gradient accumulation."
        )
        yield message % {"needed": _size(told.peak_gpu_mb), "free": _size(told.gpu_mb)}
    if told.disk_mb > told.free_disk_mb:
        message = _("It will not fit: it needs about %(needed)s on the disk, and %(free)s are free. Free some space.")
        yield message % {"needed": _size(told.disk_mb), "free": _size(told.free_disk_mb)}


def _divided(told: Told) -> Iterator[str]:
    for network in told.networks:
        if network.parts > 1:
            message = _(
                "A batch of %(size)s images does not fit into the memory at once: it will be worked off in %(parts)s parts."
            )
            yield message % {"size": network.batch_size, "parts": network.parts}


def _size(megabytes: float) -> str:
    return size(megabytes * 1e6)
