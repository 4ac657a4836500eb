"""What the registry API takes and gives."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from modelwright.contract.report import Certificate, Report
from modelwright.server.core.schemas import PersonOut


class VersionOut(Schema):
    id: int
    model_id: int
    model_name: str
    project_id: int
    name: str
    base_model: str
    description: str
    source: dict[str, Any]
    published_by: PersonOut | None
    published_at: datetime
    accuracy: float
    macro_f1: float
    measured_on: str
    measured_samples: int
    bundle_size: int
    bundle_sha256: str
    certificate_passed: bool


class VersionDetail(VersionOut):
    parameters: dict[str, Any]
    report: Report
    formulas: dict[str, str]
    """Name of the number: how it is computed, in the person's language."""
    certificate: Certificate
    manifest_hash: str
    process_id: int | None
    """For curves and samples; null after the process was deleted."""


class ModelOut(Schema):
    id: int
    project_id: int
    name: str
    task: str
    description: str
    versions: int
    latest: VersionOut | None
    modified_by: PersonOut | None
    modified_at: datetime


class ModelEdit(Schema):
    description: str | None = Field(None, max_length=2000)


class ManifestRow(Schema):
    path: str
    label: str
    part: str
    sha256: str
    width: int
    height: int


class ManifestOut(Schema):
    hash: str
    counts: dict[str, dict[str, int]]
    """part: class: samples"""
    items: list[ManifestRow]
    total: int


class PredictionOut(Schema):
    label: str
    confidence: float
    probabilities: dict[str, float]
    took_ms: float
    version: str
