"""What the journal's API takes and gives."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from ninja import Schema
from pydantic import Field

from modelwright.server.core.models import EventClass
from modelwright.server.core.schemas import Shaped


class ExportFormat(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


class JournalFilter(Schema):
    """All that is given holds; `to` is the first moment that is left out. Times without a zone are UTC."""

    after: datetime | None = Field(None, alias="from")
    before: datetime | None = Field(None, alias="to")
    event_class: EventClass | None = Field(None, alias="class")
    action: str = Field("", max_length=60)
    entity: str = Field("", max_length=60)
    entity_id: int | None = Field(None, ge=-(2**63), lt=2**63)
    user_id: int | None = Field(None, ge=-(2**63), lt=2**63)
    project_id: int | None = Field(None, ge=-(2**63), lt=2**63)
    operation_key: str = Field("", max_length=80)
    search: str = Field("", max_length=200)


class JournalEntryOut(Shaped):
    id: int
    at: datetime
    event_class: EventClass
    event_class_label: str
    action: str
    action_label: str
    entity: str
    entity_label: str
    entity_id: int | None
    entity_name: str
    """As it was then."""
    project_id: int | None
    project_name: str
    """As it is now; empty where the project is gone."""
    user_id: int | None
    user_name: str
    """Empty: the server itself."""
    operation_key: str
    address: str
    detail: dict[str, object]
    position: int | None
    hash: str
    signature: Literal["valid", "broken", "pending"]


class JournalPage(Shaped):
    """One keyset page. Counting ends at `counted_to`: a larger total is only known to be larger."""

    items: list[JournalEntryOut]
    next: str | None
    total: int
    counted_to: int


class Word(Schema):
    name: str
    label: str


class ActionWord(Word):
    entity: str


class JournalWords(Schema):
    """What occurs in the journal, in the person's language."""

    classes: list[Word]
    entities: list[Word]
    actions: list[ActionWord]
    users: list["JournalPerson"]


class JournalPerson(Schema):
    id: int
    username: str


class ChainHeadOut(Schema):
    position: int
    hash: str


class BrokenOut(Schema):
    position: int
    entry_id: int | None
    problem: str


class VerificationOut(Schema):
    """One stretch of the chain. `next` is the position to go on behind, null at the end or at the first broken entry."""

    checked: int
    next: int | None
    broken: BrokenOut | None
    head: ChainHeadOut
    pending: int
    """Entries that wait for their seal."""
    begins_behind: int
    """The position up to which old entries were moved into files; 0: none were."""
