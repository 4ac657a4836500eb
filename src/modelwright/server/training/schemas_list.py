"""What the API of the list of processes takes and gives: choices of its filters, several at once, notes, tags, copies."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from modelwright.contract.tasks import Task
from modelwright.server.core.names import Name
from modelwright.server.core.schemas import Key, PersonOut
from modelwright.server.training.models import LONGEST_NOTE
from modelwright.server.training.schemas_processes import MachineRef

MOST_AT_ONCE = 100
BulkAction = Literal["start", "stop", "withdraw", "delete", "tag", "untag"]
TagText = Annotated[str, Field(max_length=200)]


class TagCount(Schema):
    name: str
    count: int


class TemplateChoice(Schema):
    id: int
    name: str


class ProcessChoices(Schema):
    templates: list[TemplateChoice] | None
    """By name; null where there are more than 100: then they are to be searched."""
    tasks: list[Task]
    base_models: list[str]
    authors: list[PersonOut]
    machines: list[MachineRef]
    tags: list[TagCount]


class BulkIn(Schema):
    action: BulkAction
    ids: list[Key] = Field(min_length=1, max_length=MOST_AT_ONCE)
    tags: list[TagText] = Field([], max_length=20)
    """Of `tag` and `untag`."""


class BulkResult(Schema):
    id: int
    template_name: str
    number: int | None
    """Null: there is no such process any more."""
    done: bool
    reason: str
    """Why it was refused, in the person's language; empty: it was not."""


class BulkOut(Schema):
    results: list[BulkResult]
    """In the order of the ids."""


class CloneIn(Schema):
    name: Name | None = None
    """Of the template that holds the copy; none: it stays in the template, where that says still the same."""


class CloneOfferOut(Schema):
    same_template: bool
    reason: str
    """Why it cannot stay there; empty where it can."""
    name: str
    """A free one for a template of its own."""


class NoteIn(Schema):
    note: str = Field(max_length=LONGEST_NOTE)
    note_version: int
    """As it was read: 409 when somebody changed it since."""


class TagsIn(Schema):
    add: list[TagText] = Field([], max_length=20)
    remove: list[TagText] = Field([], max_length=20)
