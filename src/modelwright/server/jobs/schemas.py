"""What the machines API gives, and the parts of a job that other apps' answers hold."""

import re
from datetime import datetime
from typing import Annotated, Final

from ninja import Schema
from pydantic import Field

from modelwright.contract.tasks import Network
from modelwright.server.core.names import LONGEST, documented
from modelwright.server.core.schemas import PersonOut, Shaped
from modelwright.server.jobs.models import Status

ADDRESS: Final = re.compile(r"^[A-Za-z0-9._-]{1,255}$")


class GpuOut(Schema):
    name: str
    memory: int


class LoadNow(Schema):
    """Shares of what the machine has, from 0 to 1; null where it has none of it."""

    at: datetime
    cpu: float
    memory: float
    disk: float
    gpu: float | None = None
    gpu_memory: float | None = None
    running: dict[str, int]
    """By kind of job."""


class MachineJob(Schema):
    """Something that runs on a machine or waits for it; of a project that one does not belong to, only that it is there."""

    id: int
    kind: str
    """training, rehearsal …: says what `subject_id` is the key of (a process, a template)."""
    name: str
    project_id: int | None
    subject_id: int | None
    status: Status
    status_label: str
    progress: float | None
    queued_at: datetime | None
    started_at: datetime | None
    started_by: PersonOut | None


class MachineOut(Schema):
    id: int
    name: str
    address: str
    identifier: str
    description: str
    cores: int
    memory: int
    gpus: list[GpuOut]
    slots: int
    enabled: bool
    disabled_at: datetime | None
    available: bool
    last_seen: datetime | None
    created_at: datetime
    version: int
    """Goes back with an edit."""
    running: int
    waiting: int
    jobs: list[MachineJob]
    """What occupies its slots now."""
    load: LoadNow | None
    """Null where it has not measured within the last minute."""
    cannot_remove: str | None
    """Why it cannot be removed now, in the person's language; null: it can."""


class MachineDetail(MachineOut):
    queue: list[MachineJob]
    """The first 100 that wait for it, in order."""


class MachineEdit(Schema):
    """What is left out stays."""

    version: int
    """As it was read: an edit of something that was changed meanwhile is refused."""
    name: Annotated[str, documented(LONGEST)] | None = None
    address: Annotated[str, documented(255, ADDRESS)] | None = None
    description: str | None = Field(None, max_length=2000)
    slots: int | None = Field(None, ge=1, le=64)


class LoadOut(Schema):
    """A machine's load in equal steps; a step in which it did not measure is null."""

    step_s: int
    at: list[datetime]
    """Where each step begins."""
    mean: dict[str, list[float | None]]
    """cpu, memory, disk and, with GPUs, gpu and gpu_memory: shares from 0 to 1."""
    peak: dict[str, list[float | None]]
    """The highest of each step."""
    running: dict[str, list[int | None]]
    """By kind of job, the most that ran at once."""


class StageOut(Shaped):
    name: str
    title: str
    """In the person's language."""
    state: str
    started: datetime | None = None
    took_s: float | None = None
    done: int | None = None
    total: int | None = None
    counts: dict[str, int] = {}


class NoticeOut(Shaped):
    level: str
    code: str
    message: str
    """In the person's language."""
    at: datetime
    network: Network | None = None
    """Which one's training it is about; null for the whole run."""


class AttemptOut(Schema):
    """One numbered attempt of a process."""

    id: int
    attempt: int
    machine: str
    """Its name; empty while it waits for the first that fits."""
    status: Status
    continues: int | None
    """Number of the attempt that it goes on from."""
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    failure: str
    """What went wrong and what to do, in the person's language; empty where nothing did."""
    failure_code: str
    changed: str = ""
    """What it did otherwise than the template says, and was before, in the person's language, such as “Batch size 64 → 32”."""
