"""The kinds of work a model can be trained for, the networks that a run trains for them, and the sets it measures on."""

from enum import StrEnum
from typing import Final


class Task(StrEnum):
    CLASSIFICATION = "classification"
    SEGMENTATION_CLASSIFICATION = "segmentation_classification"
    """分割分类: one run trains both networks, each with its own parameters (E44, E56)."""
    SEGMENTATION = "segmentation"
    DETECTION = "detection"
    """Fields of documents, parts or defects in boxes."""


class Network(StrEnum):
    """What a run trains. Its name is also that of its block of solver parameters, and prefixes its series."""

    SEGMENTATION = "segmentation"
    CLASSIFICATION = "classification"
    DETECTION = "detection"


NETWORKS: Final[dict[Task, tuple[Network, ...]]] = {
    Task.CLASSIFICATION: (Network.CLASSIFICATION,),
    Task.SEGMENTATION_CLASSIFICATION: (Network.SEGMENTATION, Network.CLASSIFICATION),
    Task.SEGMENTATION: (Network.SEGMENTATION,),
    Task.DETECTION: (Network.DETECTION,),
}
"""In the order in which they are trained."""

MAIN_NETWORK: Final[dict[Task, Network]] = {task: networks[-1] for task, networks in NETWORKS.items()}
"""The one whose base model names the run."""


class Part(StrEnum):
    """The part of a run's samples: which of them the model learns from, and which it is measured on."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"
