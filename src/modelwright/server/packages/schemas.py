"""What the base models API gives."""

from typing import Any

from ninja import Schema


class BaseModelOut(Schema):
    name: str
    version: str
    """v1.0, as the sources number model images (E38)."""
    task: str
    input_size: int
    parameter_count: int
    licence: str
    pretrained_on: str
    summary: str
    """In the person's language."""
    defaults: dict[str, Any]
    """The whole parameters that a new template starts with."""
    is_default: bool
