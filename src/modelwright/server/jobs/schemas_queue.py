"""What the API says about the waiting line."""

from datetime import datetime

from modelwright.server.core.schemas import PersonOut, Shaped
from modelwright.server.jobs.schemas import MachineJob


class Moves(Shaped):
    """Per move: null when it is possible now, else the reason why not, in the person's language."""

    up: str | None
    down: str | None
    front: str | None
    end: str | None
    withdraw: str | None


class RunningJob(MachineJob):
    remaining_s: float | None
    """Null: nothing says how long it will take."""


class WaitingJob(MachineJob):
    position: int
    """In this row, from 1."""
    expected_start: datetime | None
    """Null: there is no estimate."""
    expected_start_note: str
    """What the time rests on, or why there is none, in the person's language."""
    waiting_reason: str
    """What keeps it waiting besides its turn, in the person's language; empty: nothing."""
    is_auto: bool
    """It waits for any machine that fits, and stands in the row of each."""
    profile: str
    """What such a machine must have; empty: nothing in particular."""
    moved_at: datetime | None
    """When somebody last gave it another place; null: it stands where it came."""
    moved_by: PersonOut | None
    moves: Moves


class QueueProfile(Shaped):
    id: int
    name: str


class ProfileLine(Shaped):
    """What waits for any machine that satisfies a profile."""

    profile: QueueProfile | None
    """Null: any machine."""
    waiting: list[WaitingJob]
    """The first 100, in order."""
    waiting_count: int


class MachineLine(Shaped):
    id: int
    name: str
    address: str
    slots: int
    reason: str | None
    """Why nothing can begin there, in the person's language; null: it can."""
    running: list[RunningJob]
    waiting: list[WaitingJob]
    """The first 100 that it will take, in order: its own, and what waits for any machine that fits."""
    waiting_count: int


class QueueOut(Shaped):
    machines: list[MachineLine]
    """By name."""
    profiles: list[ProfileLine]
    """Only those for which something waits."""
