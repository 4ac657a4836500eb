"""What the failure doctor takes and gives."""

from ninja import Schema
from pydantic import Field


class RemedyIn(Schema):
    name: str = Field(max_length=30)
    keep_in_template: bool = False
    """Changes the template as well, so that later trainings have it."""


class RemedyOut(Schema):
    """Something that may help, most helpful first: `POST /processes/{id}/remedy` does it."""

    name: str
    label: str
    """On its button, in the person's language."""
    effect: str
    """What it changes, with the values before and after."""
    why_not: str | None
    """Why it cannot be done now; null: it can."""
    helps: bool
    """By itself; else something must be done first that this does not do: the same would happen again."""
    leads_to: str
    """An address of the interface, where nothing is to be started but a person to help; else empty."""
    can_be_kept: bool
    """The template can take the change over."""
    why_not_keep: str | None


class FirstError(Schema):
    number: int
    """Of its line in the log."""
    text: str


class DiagnosisOut(Schema):
    """Why the latest attempt failed, and what can be done."""

    code: str
    """Of contract.events.Code."""
    sentence: str
    """What happened and what to do, in the person's language."""
    attempt: int
    first_error: FirstError | None
    last_lines: list[str]
    """Of the log, where the code alone explains little."""
    remedies: list[RemedyOut]
    who_else: str
    """Who has to do something first, where no remedy helps by itself; else empty."""
