"""Schedules in the Python client: what the server starts by the clock."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from modelwright.sdk.records import Machine, Process, Project, Schedule, Template
from modelwright.sdk.transport import Transport


class Schedules:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def all(self, project: Project) -> list[Schedule]:
        """The one whose time comes first is first."""
        return [Schedule.model_validate(item) for item in self._transport.pages(f"/projects/{project.id}/schedules")]

    def get(self, schedule: Schedule | int) -> Schedule:
        """With its last runs."""
        number = schedule if isinstance(schedule, int) else schedule.id
        return Schedule.model_validate(self._transport.get(f"/schedules/{number}"))

    def create(
        self,
        template: Template,
        *,
        cron: str = "",
        days: Sequence[int] = (),
        time: str = "",
        zone: str = "UTC",
        machine: Machine | None = None,
        compute_profile_id: int | None = None,
        late: str = "run",
    ) -> Schedule:
        """Make and start a process of the template again and again: by a cron expression ("30 2 * * 1-5"), or on weekdays
        (1 is Monday) at a time ("02:30"), on the clock of the zone ("Europe/Madrid").

        `late`: what becomes of a time at which the server was down: `run` once when it is back, or `skip`.
        Raises ValueError for both or neither of them, ApiError where the timing makes no sense.
        """
        if bool(cron) == bool(days and time):
            raise ValueError("give either a cron expression, or days and a time")
        timing: dict[str, Any] = {"kind": "cron", "expression": cron}
        if not cron:
            timing = {"kind": "weekly", "days": list(days), "time": time}
        place = {"machine_id": machine.id if machine else None, "compute_profile_id": compute_profile_id}
        body = {"timing": timing, "zone": zone, "late": late, **place}
        return Schedule.model_validate(self._transport.send("POST", f"/templates/{template.id}/schedules", body))

    def once(self, process: Process, at: datetime, *, zone: str = "UTC", late: str = "run") -> Schedule:
        """Start a created process at that time on the clock of the zone; a time with a zone of its own is turned into UTC."""
        if at.tzinfo is not None:
            at, zone = datetime.fromtimestamp(at.timestamp(), UTC).replace(tzinfo=None), "UTC"
        body = {"at": at.isoformat(), "zone": zone, "late": late}
        return Schedule.model_validate(self._transport.send("POST", f"/processes/{process.id}/schedule", body))

    def pause(self, schedule: Schedule) -> Schedule:
        """Times that pass meanwhile are left out."""
        return Schedule.model_validate(self._transport.send("POST", f"/schedules/{schedule.id}/pause"))

    def resume(self, schedule: Schedule) -> Schedule:
        return Schedule.model_validate(self._transport.send("POST", f"/schedules/{schedule.id}/resume"))

    def delete(self, schedule: Schedule) -> None:
        """What it started goes on."""
        self._transport.send("DELETE", f"/schedules/{schedule.id}")
