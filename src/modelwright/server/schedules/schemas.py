"""What the schedules API takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field, NaiveDatetime

from modelwright.server.core.schemas import Key, PersonOut, Shaped
from modelwright.server.schedules.models import Late, Outcome

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Once(Schema):
    kind: Literal["once"] = "once"
    at: NaiveDatetime
    """On the clock of the zone."""


class Weekly(Schema):
    kind: Literal["weekly"] = "weekly"
    days: list[Annotated[int, Field(ge=1, le=7)]] = Field(min_length=1, max_length=7)
    """1 is Monday."""
    time: Clock


class Cron(Schema):
    kind: Literal["cron"] = "cron"
    expression: str = Field(max_length=100)
    """Minute, hour, day of the month, month, day of the week."""


Recurring = Annotated[Weekly | Cron, Field(discriminator="kind")]
Timing = Annotated[Once | Weekly | Cron, Field(discriminator="kind")]


class TimingIn(Schema):
    timing: Timing
    zone: str = Field(max_length=64)


class TimingOut(Schema):
    """What a timing means."""

    words: str
    next: list[datetime]
    """The next five times."""


class OnceIn(Schema):
    at: NaiveDatetime
    zone: str = Field(max_length=64)
    late: Late = Late.RUN


class ScheduleIn(Schema):
    timing: Recurring
    zone: str = Field(max_length=64)
    machine_id: Key | None = None
    compute_profile_id: Key | None = None
    late: Late = Late.RUN


class ScheduleEdit(Schema):
    modified_at: AwareDatetime
    timing: Timing
    zone: str = Field(max_length=64)
    late: Late = Late.RUN
    machine_id: Key | None = None
    """Of a recurring one; where neither this nor the profile is named, the place stays."""
    compute_profile_id: Key | None = None


class NamedOut(Shaped):
    id: int
    name: str


class RunOut(Shaped):
    due_at: datetime
    at: datetime
    outcome: Outcome
    outcome_label: str
    process_id: int | None
    reason: str


class ScheduleOut(Shaped):
    id: int
    project_id: int
    name: str
    """Of the process, or of the template."""
    template_id: int | None
    """Of a recurring one."""
    process_id: int | None
    """That is started once."""
    timing: Timing
    zone: str
    words: str
    """What the timing means, in the person's language."""
    late: Late
    paused: bool
    over: bool
    """Nothing comes any more."""
    next: list[datetime]
    machine: NamedOut | None
    compute_profile: NamedOut | None
    created_by: PersonOut | None
    modified_at: datetime
    last: RunOut | None


class ScheduleDetail(ScheduleOut):
    runs: list[RunOut]
    """The last twenty."""
