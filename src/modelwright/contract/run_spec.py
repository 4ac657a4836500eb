"""Everything that a run needs to start. Written once into the run directory, never changed."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from modelwright.contract.parameters import Parameters
from modelwright.contract.strict import Strict
from modelwright.contract.tasks import Task


class NoWeights(Strict):
    """Start from random weights."""

    kind: Literal["none"] = "none"


class PretrainedWeights(Strict):
    """The library's own weights for the network: from the network, its cache, or a folder on this machine."""

    kind: Literal["pretrained"] = "pretrained"
    folder: str | None = None
    """Folder that holds `<timm name>.safetensors` or `.pth`; None: the library's loader and cache."""


class VersionWeights(Strict):
    """Continue from the checkpoint of an earlier model version."""

    kind: Literal["version"] = "version"
    checkpoint: str
    """Path of the checkpoint file."""
    name: str = ""
    """How people call the version, for the log."""


Weights = Annotated[NoWeights | PretrainedWeights | VersionWeights, Field(discriminator="kind")]


class GroupTable(Strict):
    """A CSV file that names the group of each image; images are matched by path ending, or by file name."""

    file: str
    column: str


class GivenParts(Strict):
    """Contents (sha256 of the file) of training images whose part somebody gave: they keep it."""

    train: tuple[str, ...] = ()
    validation: tuple[str, ...] = ()


class RunData(Strict):
    """The folders of images, read as `contract.layout` says: its `Format` is found by looking."""

    train: tuple[str, ...]
    test: tuple[str, ...] = ()
    groups: GroupTable | None = None
    """Beside what the preprocessing parameters say about groups."""
    excluded: tuple[str, ...] = ()
    """Paths of images in these folders that are not used: somebody decided so."""
    parts: GivenParts = GivenParts()


class Purpose(StrEnum):
    TRAINING = "training"
    REHEARSAL = "rehearsal"
    """Renders augmented samples and measures two batches: rehearsal.json tells what a training would take."""


class RunSpec(Strict):
    format: Literal[1] = 1
    purpose: Purpose = Purpose.TRAINING
    task: Task = Task.CLASSIFICATION
    base_model: str = "ResNet18"
    """Of the task's main network; that of a second network is named in the model parameters."""
    weights: Weights = NoWeights()
    parameters: Parameters = Parameters()
    data: RunData
    cache_dir: str
    """Folder for packed image stores, shared by the runs of a machine."""
    cache_limit_gb: float = Field(20.0, gt=0)
    """Packed stores are removed, least recently used first, when they pass this size together."""
    label_map: tuple[str, ...] = ()
    """The classes of the model version that the weights come from, in the order of its outputs."""
    resume_from: str | None = None
    """A run directory whose last checkpoint this run continues; its manifest and split are taken over."""
    forecast_s: float | None = None
    """What a rehearsal had said that this run will take, seconds; the report shows it beside the truth."""
