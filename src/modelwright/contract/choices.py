"""What a person chooses from, where a parameter is a choice: policies, metrics, devices."""

from enum import StrEnum
from typing import Final

from modelwright.contract.tasks import Network


class Policy(StrEnum):
    FIXED = "fixed"
    EXP = "exp"
    INV = "inv"
    POLY = "poly"
    WARMUP_COSINE = "warmup_cosine"


class Optimizer(StrEnum):
    SGD = "sgd"
    ADAMW = "adamw"


class Metric(StrEnum):
    """Which number of the validation set decides what the best checkpoint is."""

    ACCURACY = "accuracy"
    MACRO_F1 = "macro_f1"
    MACRO_RECALL = "macro_recall"
    MEAN_IOU = "mean_iou"
    AP50 = "ap50"
    AP = "ap"

    def fits(self, network: Network) -> bool:
        return self in METRICS[network]


METRICS: Final[dict[Network, tuple[Metric, ...]]] = {
    Network.CLASSIFICATION: (Metric.MACRO_F1, Metric.ACCURACY, Metric.MACRO_RECALL),
    Network.SEGMENTATION: (Metric.MEAN_IOU, Metric.MACRO_F1, Metric.MACRO_RECALL),
    Network.DETECTION: (Metric.AP50, Metric.AP, Metric.MACRO_F1, Metric.MACRO_RECALL),
}
"""What each network can be judged by; the first is used where the chosen one does not fit."""


class Device(StrEnum):
    AUTO = "auto"
    CUDA = "cuda"
    CPU = "cpu"


class Precision(StrEnum):
    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


class Extension(StrEnum):
    """C10: how the images of a detection are artificially extended."""

    ROTATIONS_EXPOSURE_NOISE = "rotations + exposure + noise"
    EXPOSURE_NOISE = "exposure + noise"
    NONE = "none"
