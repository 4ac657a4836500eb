"""What the API of the monitoring page gives: the curves and the log."""

from ninja import Schema

from modelwright.contract.choices import Metric
from modelwright.contract.tasks import Network, Part


class Series(Schema):
    name: str
    """<network>.<series>, such as classification.loss, segmentation.learning_rate, detection.validation.ap50."""
    iterations: list[int]
    values: list[float]
    count: int
    """Points there are; fewer are sent where the width asks for it, extremes kept."""


class CurveNetwork(Schema):
    """What the axes of a network's chart need."""

    network: Network
    images: int
    batch_size: int
    iterations: int
    metric: Metric
    measured_on: Part


class CurvesOut(Schema):
    last_event: int
    """Follow the stream from here."""
    networks: list[CurveNetwork]
    """Those whose training has been planned, in order."""
    series: list[Series]


class LogLine(Schema):
    number: int
    time: str
    level: str
    text: str


class LogOut(Schema):
    lines: list[LogLine]
    next: int
    """Pass back as `after` for what comes later."""
    total: int
    complete: bool
    """The run has ended and nothing more comes."""
