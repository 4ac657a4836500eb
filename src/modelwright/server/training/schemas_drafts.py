"""What the API of the wizard's drafts takes and gives."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from modelwright.server.training.draft_rows import STEPS
from modelwright.server.training.schemas_processes import ProcessIn
from modelwright.server.training.schemas_templates import TemplateIn


class DraftIn(Schema):
    name: str = Field("", max_length=60)
    """As far as it was typed: it need not keep the rule yet."""
    step: int = Field(1, ge=1, le=STEPS)
    content: str = Field("", max_length=400_000)
    """The page's own text; the server keeps it as it is."""


class DraftEdit(DraftIn):
    modified_at: datetime
    """Of the draft that the page has: who writes over a newer one is told."""


class DraftRow(Schema):
    id: int
    name: str
    step: int
    template_id: int | None
    """What readiness, machines and rehearsals are asked about; there once the choices could be tried."""
    retrains: str
    """Such as “Bearings v1.02”; empty for a new model."""
    created_at: datetime
    modified_at: datetime


class DraftOut(DraftRow):
    content: str


class FinishIn(Schema):
    template: TemplateIn


class StartDraftIn(FinishIn):
    process: ProcessIn


class FinishedOut(Schema):
    template_id: int
    process_id: int | None
