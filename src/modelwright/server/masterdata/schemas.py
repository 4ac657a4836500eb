"""What the master data API takes and gives."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from modelwright.contract.tasks import Task
from modelwright.server.masterdata.models import ProfileKind
from modelwright.server.masterdata.names import FreeName, IndustryName

MOST_PARENTS = 1_000
MOST_NAMES = 5_000
MOST_AT_ONCE = 500

Key = Annotated[int, Field(ge=1, lt=2**63)]
MOST_BYTES = 2**50


class LevelOut(Schema):
    id: int
    number: int
    name: str
    nodes: int


class IndustryOut(Schema):
    id: int
    name: str
    is_default: bool
    levels: list[LevelOut]
    nodes: int
    modified_at: datetime


class IndustryIn(Schema):
    name: IndustryName
    levels: list[FreeName] = Field(default=[], max_length=100)


class IndustryEdit(Schema):
    name: IndustryName
    modified_at: datetime
    """As the page had it."""


class LevelIn(Schema):
    id: Key | None = None
    """None for a new one."""
    name: FreeName


class LevelsIn(Schema):
    """All levels from the top: those there are, in their order, then new ones."""

    levels: list[LevelIn] = Field(max_length=100)
    modified_at: datetime
    """The industry's, as the page had it."""


class AncestorOut(Schema):
    id: int
    name: str


class NodeOut(Schema):
    id: int
    industry_id: int
    level: int
    level_name: str
    parent_id: int | None
    name: str
    children: int
    ancestors: list[AncestorOut]
    """From the top to the parent."""
    modified_at: datetime


class NodesIn(Schema):
    industry_id: Key
    parent_ids: list[Key] = Field(default=[], max_length=MOST_PARENTS)
    """Places of one level that each get all the names; none: the names stand at the top."""
    names: list[FreeName] = Field(max_length=MOST_NAMES)


class ExistingOut(Schema):
    parent_id: int | None
    name: str


class AddedOut(Schema):
    added: int
    existing: list[ExistingOut]
    """Those that were there already, at most a hundred of them."""
    existing_count: int
    ids: list[int] = []
    """Of the new places, at most five hundred; none before it is done."""


class NodeEdit(Schema):
    name: FreeName
    modified_at: datetime


class MoveIn(Schema):
    ids: list[Key] = Field(min_length=1, max_length=MOST_AT_ONCE)
    parent_id: Key


class RemovalIn(Schema):
    ids: list[Key] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ConfirmedRemovalIn(RemovalIn):
    nodes: int
    bound: int = 0
    """The counts that the person was shown: when it would be more by now, nothing is removed."""


class LevelCountOut(Schema):
    name: str
    count: int


class UsageOut(Schema):
    kind: str
    count: int
    names: list[str]


class RemovalOut(Schema):
    nodes: int
    by_level: list[LevelCountOut]
    bound: int
    used_by: list[UsageOut]


class TaskTypeIn(Schema):
    name: FreeName
    logic: Task


class TaskTypeEdit(Schema):
    name: FreeName
    modified_at: datetime


class TaskTypeOut(Schema):
    id: int
    name: str
    """In the person's language as long as nobody renamed it."""
    logic: Task
    used_by: list[UsageOut]
    modified_at: datetime


class ProfileIn(Schema):
    name: FreeName
    kind: ProfileKind
    cores: int = Field(ge=1, le=4096)
    memory: int = Field(ge=2**20, le=MOST_BYTES)
    gpus: int = Field(default=0, ge=0, le=64)
    gpu_memory: int = Field(default=0, ge=0, le=MOST_BYTES)


class ProfileEdit(ProfileIn):
    modified_at: datetime


class ProfileOut(Schema):
    id: int
    name: str
    kind: ProfileKind
    cores: int
    memory: int
    gpus: int
    gpu_memory: int
    modified_at: datetime


class GuideStepOut(Schema):
    key: str
    done: bool
    count: int
    optional: bool
    project_id: int | None
    """Where it is best done, where it is done in a project."""


class GuideOut(Schema):
    steps: list[GuideStepOut]
    dismissed: bool


Shown = dict[str, Any]
