"""What the machines API gives, and the parts of a job that other apps' answers hold."""

from datetime import datetime

from ninja import Schema

from modelwright.contract.tasks import Network
from modelwright.server.jobs.models import Status


class GpuOut(Schema):
    name: str
    memory: int


class MachineOut(Schema):
    id: int
    name: str
    address: str
    description: str
    cores: int
    memory: int
    gpus: list[GpuOut]
    slots: int
    enabled: bool
    available: bool
    last_seen: datetime | None
    running: int
    waiting: int


class StageOut(Schema):
    name: str
    title: str
    """In the person's language."""
    state: str
    started: datetime | None = None
    took_s: float | None = None
    done: int | None = None
    total: int | None = None
    counts: dict[str, int] = {}


class NoticeOut(Schema):
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
    status: Status
    continues: int | None
    """Number of the attempt that it goes on from."""
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    failure: str
    """What went wrong and what to do, in the person's language; empty where nothing did."""
    failure_code: str
