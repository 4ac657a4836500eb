"""What the base models API gives."""

from typing import Any

from ninja import Schema

from modelwright.contract.tasks import Network, Task


class BaseModelOut(Schema):
    name: str
    version: str
    """v1.0, as the sources number model images (E38)."""
    network: Network
    tasks: list[Task]
    """Those whose main network it can be; a segmenter also serves beside a classifier."""
    architecture: str
    input_size: int
    crop_size: int
    parameter_count: int
    licence: str
    pretrained_on: str
    summary: str
    """In the person's language."""
    defaults: dict[str, Any]
    """The whole parameters that a new template starts with."""
    is_default: bool
    """Of its kind of network."""
