"""Verbs of machines."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from modelwright.server.jobs.models import Job, Machine, Status
from modelwright.server.jobs.schemas import MachineOut


def list_machines() -> list[dict[str, Any]]:
    counted = Machine.objects.annotate(
        running=Count("jobs", filter=Q(jobs__status__in=Job.ACTIVE)),
        waiting=Count("jobs", filter=Q(jobs__status=Status.WAITING)),
    )
    return [_machine_out(machine) for machine in counted.order_by("name")]


def queue_positions(jobs: "QuerySet[Job]") -> dict[int, int]:
    """By job: its place in its machine's queue, from 1. `jobs` says which machines matter."""
    machines = jobs.filter(status=Status.WAITING).values("machine")
    waiting = Job.objects.filter(status=Status.WAITING, machine__in=machines).order_by("machine", "queued_at", "pk")
    positions: dict[int, int] = {}
    places: dict[int, int] = {}
    for job_id, machine_id in waiting.values_list("pk", "machine_id"):
        places[machine_id] = positions[job_id] = places.get(machine_id, 0) + 1
    return positions


def _machine_out(machine: Machine) -> dict[str, Any]:
    shown = {name: getattr(machine, name) for name in MachineOut.model_fields if name != "available"}
    return {**shown, "available": machine.is_available()}
