"""What the API tells of a template that differs from what was run before."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema


class AgainstOut(Schema):
    kind: Literal["run", "version", "defaults"]
    """The template's own last run; else the version that it starts from; else the defaults of its base model."""
    name: str
    process_id: int | None
    version_id: int | None
    at: datetime | None
    """When that run began, or the version was published."""


class ChangedValue(Schema):
    path: str
    """`base_model`, `weights`, or that of a parameter."""
    before: Any = None
    now: Any = None


class ChangedPath(Schema):
    change: Literal["added", "removed"]
    part: Literal["training", "test"]
    path: str


class TemplateDifferencesOut(Schema):
    against: AgainstOut
    values: list[ChangedValue]
    data: list[ChangedPath]
