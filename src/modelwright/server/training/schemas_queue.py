"""What the API takes and gives about a process in the waiting line."""

from typing import Literal

from ninja import Schema
from pydantic import Field

from modelwright.server.core.schemas import Key


class PlaceIn(Schema):
    machine_id: Key | None = None
    """None: the first machine that fits."""
    compute_profile_id: Key | None = None
    """What such a machine must have; None: as it was."""


class LineMoveIn(Schema):
    to: Literal["up", "down", "front", "end", "before"]
    before: Key | None = None
    """The job that it is put before, with `to` = before."""
    machine_id: Key | None = None
    """In whose row, for a process that waits for any machine; None: where it is furthest ahead."""
    seen: list[Key] | None = Field(None, max_length=200)
    """The jobs of the row in the order in which the person saw them; where that has changed, nothing is moved."""


class LineMoveOut(Schema):
    position: int
    """In the row, from 1."""
