"""What the notices API takes and gives."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from modelwright.server.core.schemas import Key, PersonOut, Shaped
from modelwright.server.notices.answers import said
from modelwright.server.notices.models import Delivery, Reach, State

Way = Literal["bell", "email"]


class ToldOut(Shaped):
    """One notice behind the bell, in the person's language."""

    id: int
    event: str
    level: Literal["good", "bad", "plain"]
    title: str
    text: str
    path: str
    """Of the page where there is more."""
    project_id: int | None
    project_name: str
    at: datetime
    read_at: datetime | None


class UnreadOut(Schema):
    unread: int


class ReadIn(Schema):
    upto: Key
    """The newest that was shown."""


class EventOut(Schema):
    key: str
    label: str
    level: Literal["good", "bad", "plain"]


class ChoiceOut(Schema):
    whose: Reach
    channels: dict[str, list[Way]]
    """By event."""


class ProjectChoiceOut(ChoiceOut):
    project_id: int
    project_name: str


class EmailState(Schema):
    is_configured: bool
    """Whether this server can send e-mail at all."""
    address: str
    """The person's own; empty: they get none."""


class ChoicesOut(Schema):
    email: EmailState
    events: list[EventOut]
    general: ChoiceOut
    """Wherever nothing else was chosen."""
    projects: list[ProjectChoiceOut]


class ChoiceIn(Schema):
    project_id: Key | None = None
    """None: wherever nothing else was chosen."""
    whose: Reach = Reach.OWN
    channels: dict[str, list[Way]] = Field(max_length=50)


class MailOut(Schema):
    is_configured: bool
    server: str
    sender: str


class WebhookIn(Schema):
    url: str = Field(max_length=1000)
    events: list[str] = Field(max_length=50)
    enabled: bool = True


class WebhookEdit(WebhookIn):
    modified_at: AwareDatetime
    """As it was read: an edit of something that was changed meanwhile is refused."""


class WebhookOut(Schema):
    id: int
    project_id: int
    url: str
    events: list[str]
    enabled: bool
    created_by: PersonOut | None
    created_at: datetime
    modified_at: datetime


class WebhookMade(Schema):
    webhook: WebhookOut
    secret: str
    """Shown this once; it signs what is sent."""


class DeliveryOut(Schema):
    id: int
    event: str
    key: str
    state: State
    state_label: str
    attempts: int
    answer: str
    """What came of the last attempt."""
    next_at: datetime | None
    """When it is tried next; null: it is not."""
    delivered_at: datetime | None
    created_at: datetime

    @staticmethod
    def resolve_event(row: Delivery) -> str:
        return row.happening.event

    @staticmethod
    def resolve_key(row: Delivery) -> str:
        return row.happening.key

    @staticmethod
    def resolve_answer(row: Delivery) -> str:
        return said(row.answer)

    @staticmethod
    def resolve_state_label(row: Delivery) -> str:
        return str(State(row.state).label)

    @staticmethod
    def resolve_next_at(row: Delivery) -> datetime | None:
        return row.next_at if row.state == State.WAITING else None
