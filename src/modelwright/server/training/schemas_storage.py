"""What the storage's routes take and give."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

Days = Annotated[float, Field(ge=0, le=36_500)]


class StorageKind(Schema):
    kind: Literal["runs", "packed", "uploads", "exports", "models"]
    bytes: int


class StorageOut(Schema):
    """The disk of the runs, in bytes."""

    total: int
    free: int
    reserve: int
    """What a run must leave free to be begun."""
    keep_checkpoints_days: float
    """Of completed trainings that nobody published; 0: for ever."""
    keep_packed_days: float
    """Packed images that no run has used; 0: until there are too many."""
    kinds: list[StorageKind]


class CleanUpIn(Schema):
    dry_run: bool = False
    checkpoints_days: Days | None = None
    """None: as the installation's policy says; 0: none of them."""
    packed_days: Days | None = None


class Freed(Schema):
    count: int
    bytes: int


class CleanUpOut(Schema):
    dry_run: bool
    """What would be freed, and still is there."""
    bytes: int
    checkpoints: Freed
    packed: Freed
    processes: list[str]
    """The first twenty of those whose checkpoints went."""
