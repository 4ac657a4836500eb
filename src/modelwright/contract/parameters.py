"""What a person sets for a training: the sources' parameter blocks (E44, E49 to E56) to the letter, and a few of ours.

Bounds, defaults, units and hints are stated here once; the form, the raw JSON view, the API and the engine read them.
"""

import re
from enum import StrEnum
from typing import Any, Final, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from modelwright.contract.strict import Strict, block, field
from modelwright.contract.tasks import NETWORKS, Network, Task

_CLASSIFICATION = (Network.CLASSIFICATION,)
_SEGMENTATION = (Network.SEGMENTATION,)
_DETECTION = (Network.DETECTION,)
_PIXELS = (Network.SEGMENTATION, Network.CLASSIFICATION)


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


class ClassifierModel(Strict):
    """E44's `classification` block of the model parameters."""

    name: str = field("ResNet18", "Network", "The network's name in the catalogue of base models.")
    num_of_classes: int | None = field(
        None,
        "Number of classes",
        "How many codes of the list the classifier predicts; empty: all of them.",
        ge=2,
        le=10_000,
    )


class SegmenterModel(Strict):
    name: str = field("U-Net-Light", "Network", "The network's name in the catalogue of base models.")


class DetectorModel(Strict):
    name: str = field("base-SmartOCR-01", "Network", "The network's name in the catalogue of base models.")
    threshold: float = field(
        0.25,
        "Confidence threshold",
        "Boxes below this confidence are not shown; precision and recall of the report are counted at it.",
        ge=0,
        le=1,
    )


class ModelParameters(Strict):
    """E44: the network, and the defect codes it handles: first those that it predicts, special ones at the end."""

    classification: ClassifierModel = block(ClassifierModel(), "Classifier", networks=_CLASSIFICATION)
    segmentation: SegmenterModel = block(SegmenterModel(), "Segmentation network", networks=_SEGMENTATION)
    detection: DetectorModel = block(DetectorModel(), "Detector", networks=_DETECTION)
    code_list: tuple[str, ...] = field(
        (), "Codes", "The classes to train on, in this order; empty: every class found in the data.", max_length=10_000
    )
    special_min_area: float = field(
        0.002,
        "Smallest area of a special code",
        "A special code whose segmented area reaches this share of the image overrides the classifier's code.",
        gt=0,
        le=1,
        networks=_SEGMENTATION,
        advanced=True,
    )

    @model_validator(mode="after")
    def codes_fit_the_number_of_classes(self) -> Self:
        if len(set(self.code_list)) != len(self.code_list):
            twice = next(code for code in self.code_list if self.code_list.count(code) > 1)
            raise PydanticCustomError(
                "code_named_twice", "code_list names {code} twice", {"field": "code_list", "code": twice}
            )
        wanted = self.classification.num_of_classes
        if self.code_list and wanted is not None and len(self.code_list) < wanted:
            raise PydanticCustomError(
                "too_few_codes",
                "code_list has {count} codes, num_of_classes asks for {wanted}",
                {"field": "code_list", "count": len(self.code_list), "wanted": wanted},
            )
        return self

    @property
    def predicted_codes(self) -> tuple[str, ...]:
        """The codes that the classifier predicts; empty means every class of the data."""
        return self.code_list[: self.classification.num_of_classes or len(self.code_list)]

    @property
    def special_codes(self) -> tuple[str, ...]:
        """The codes at the end of the list, which only the segmentation finds."""
        return self.code_list[len(self.predicted_codes) :]

    def name_of(self, network: Network) -> str:
        """The base model of one of the run's networks."""
        of: ClassifierModel | SegmenterModel | DetectorModel = getattr(self, network.value)
        return of.name


class Solver(Strict):
    """E49: how one network is trained. `max_iter` counts batches, not epochs."""

    base_lr: float = field(
        0.001, "Learning rate", "The highest learning rate; the policy makes it change over the run.", gt=0, le=10
    )
    batch_size: int = field(
        256, "Batch size", "Images per step. Larger is steadier and needs more memory.", unit="images", ge=1, le=4096
    )
    max_iter: int = field(
        40_000,
        "Iterations",
        "How many batches the model learns from before it is done.",
        unit="iterations",
        ge=1,
        le=10_000_000,
    )
    weight_decay: float = field(
        0.0001, "Weight decay", "Regularisation: keeps weights small against over-fitting.", ge=0, le=1
    )
    momentum: float = field(0.9, "Momentum", "How much of the last step carries over (SGD).", ge=0, lt=1)
    lr_policy: Policy = field(Policy.POLY, "Learning-rate policy", "How the learning rate changes over the run.")
    power: float = field(0.9, "Power", "Exponent of the policies poly and inv.", ge=0, le=10)
    gamma: float = field(0.1, "Gamma", "Rate of the policies exp and inv.", ge=0, le=10)
    warmup: float = field(
        0.05,
        "Warm-up",
        "Share of the run in which warmup_cosine rises to the learning rate.",
        ge=0,
        lt=1,
        advanced=True,
    )
    optimizer: Optimizer = field(Optimizer.SGD, "Optimiser", "SGD with momentum, or AdamW.", advanced=True)
    accumulate: int = field(
        1,
        "Gradient accumulation",
        "Works a batch off in this many parts: the same step with less memory.",
        ge=1,
        le=4096,
        advanced=True,
    )
    max_grad_norm: float = field(
        0.0,
        "Largest gradient",
        "Steeper gradients are shortened to this length, so that one odd batch does not spoil the weights; 0 is off.",
        ge=0,
        le=1000,
        advanced=True,
    )
    ema: float = field(
        0.0,
        "Weight averaging",
        "Measures and keeps a moving average of the weights; 0.99 looks back over about 100 iterations, 0 is off.",
        ge=0,
        lt=1,
        advanced=True,
    )
    label_smoothing: float = field(
        0.0,
        "Label smoothing",
        "How much of the truth is spread over the other classes.",
        ge=0,
        lt=1,
        advanced=True,
        networks=_CLASSIFICATION,
    )
    balance: float = field(
        0.0,
        "Class balance",
        "0: samples as they are; 1: every class is drawn equally often.",
        ge=0,
        le=1,
        advanced=True,
    )


class SegmentationSolver(Solver):
    """E49's second block. It has no effect on a task without segmentation (E52)."""

    base_lr: float = field(
        0.01, "Learning rate", "The highest learning rate; the policy makes it change over the run.", gt=0, le=10
    )
    batch_size: int = field(
        16, "Batch size", "Images per step. Larger is steadier and needs more memory.", unit="images", ge=1, le=4096
    )
    max_iter: int = field(
        100_000,
        "Iterations",
        "How many batches the model learns from before it is done.",
        unit="iterations",
        ge=1,
        le=10_000_000,
    )


class DetectionSolver(Solver):
    """C12 to C14: the sources' defaults and hints for field detection."""

    base_lr: float = field(
        0.005,
        "Learning rate",
        "The initial rate, changed by the policy. Too small (0.0005) drags on; too large (0.01) is faster, but may overshoot.",
        gt=0,
        le=10,
    )
    batch_size: int = field(
        2,
        "Batch size",
        "Images per step. Larger is faster and needs more memory: reduce it when the GPU reports “out of memory”.",
        unit="images",
        ge=1,
        le=4096,
    )
    max_iter: int = field(
        1000,
        "Iterations",
        "3000 to 5000 are more precise and take longer; more than 5000 are not recommended (over-fitting).",
        unit="iterations",
        ge=1,
        le=10_000_000,
    )


class TrainingParameters(Strict):
    classification: Solver = block(Solver(), "Classification", networks=_CLASSIFICATION)
    segmentation: SegmentationSolver = block(SegmentationSolver(), "Segmentation", networks=_SEGMENTATION)
    detection: DetectionSolver = block(DetectionSolver(), "Detection", networks=_DETECTION)

    def of(self, network: Network) -> Solver:
        solver: Solver = getattr(self, network.value)
        return solver


class Augmentation(Strict):
    """E55: ways of making more of the images, drawn anew for every batch."""

    color: bool = field(False, "Colour", "Changes hue, saturation and brightness (HSV).")
    scale: bool = field(False, "Scaling", "Zooms in or out by a ratio.")
    flip: bool = field(False, "Flip", "Mirrors left and right.")
    random: bool = field(False, "Random transform", "Scaling and flip together, with random parameters.")
    flip_vertical: bool = field(False, "Vertical flip", "Mirrors top and bottom.", advanced=True)
    exposure: bool = field(
        False, "Exposure", "Changes brightness, contrast and gamma, as another lamp or shutter would.", advanced=True
    )
    noise: bool = field(False, "Noise", "Adds noise, as a weak light would.", advanced=True)


class Preprocessing(Strict):
    """E53 to E55, and the rule for non-compliant samples."""

    segmentation: bool = field(
        True,
        "Train segmentation",
        "Trains the segmentation beside the classification. Off: the segmentation parameters have no effect.",
        networks=_SEGMENTATION,
    )

    split_ratio: float = field(
        0.8, "Split ratio", "Share of the samples to learn from; the rest is the validation set.", gt=0, lt=1
    )
    split_seed: int | None = field(
        None,
        "Seed of the split",
        "Set it to compare runs of different seeds on one split; empty: the seed of the run.",
        ge=0,
        le=2**31 - 1,
        advanced=True,
    )
    group_pattern: str = field(
        "",
        "Group in the file name",
        "Regular expression that finds the name of the part in a file name: images of one part never cross the split.",
        max_length=200,
        advanced=True,
    )
    group_column: str = field(
        "",
        "Group column",
        "Column of a CSV file in the data path that names the part of each image.",
        max_length=200,
        advanced=True,
    )
    normalization: bool = field(
        True,
        "Normalisation",
        "Leaves out images whose resolution breaks the rule below; they are listed as non-compliant.",
    )
    input_size: int | None = field(
        None,
        "Input size",
        "Side of the square that images are brought to, or of a square of the same area; empty: the base model's.",
        unit="px",
        ge=8,
        le=4096,
    )
    crop_size: int | None = field(
        None,
        "Training crop",
        "Side of the pieces that are learned from; 0: whole images; empty: the base model's.",
        unit="px",
        ge=0,
        le=4096,
        advanced=True,
        networks=(Network.SEGMENTATION, Network.DETECTION),
    )
    min_width: int | None = field(
        None, "Smallest width", "Narrower images are non-compliant.", unit="px", ge=1, le=100_000, advanced=True
    )
    min_height: int | None = field(
        None, "Smallest height", "Lower images are non-compliant.", unit="px", ge=1, le=100_000, advanced=True
    )
    max_width: int | None = field(
        None, "Largest width", "Wider images are non-compliant.", unit="px", ge=1, le=100_000, advanced=True
    )
    max_height: int | None = field(
        None, "Largest height", "Higher images are non-compliant.", unit="px", ge=1, le=100_000, advanced=True
    )
    exposure_compensation: bool = field(
        True,
        "Exposure compensation",
        "Brings every image to the same brightness and contrast inside the model, where it starts from random weights. "
        "Switch it off where brightness itself tells the classes apart.",
        advanced=True,
        networks=_PIXELS,
    )
    augmentation: Augmentation = block(Augmentation(), "Augmentation", networks=_PIXELS)
    extension: Extension = field(
        Extension.ROTATIONS_EXPOSURE_NOISE,
        "Artificially extend the dataset",
        "Rotations by 90, 180 and 270°, random exposure, added noise. “none” is faster and may lower the quality.",
        networks=_DETECTION,
    )

    @field_validator("group_pattern")
    @classmethod
    def pattern_is_an_expression(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise PydanticCustomError(
                "bad_pattern", "not a regular expression: {reason}", {"reason": str(error)}
            ) from error
        return pattern

    @model_validator(mode="after")
    def smallest_is_below_largest(self) -> Self:
        for side in ("width", "height"):
            low, high = getattr(self, f"min_{side}"), getattr(self, f"max_{side}")
            if low is not None and high is not None and low > high:
                raise PydanticCustomError(
                    "smallest_above_largest",
                    "min_{side} {low} is above max_{side} {high}",
                    {"field": f"min_{side}", "side": side, "low": low, "high": high},
                )
        return self


class CoachParameters(Strict):
    """A27: the bands that the hints beside the chart go by."""

    loss_good: float = field(0.5, "Good loss", "A loss below this is normal at the end of a training.", gt=0, le=1000)
    metric_good: float = field(0.75, "Good precision", "From here on the result is called good.", gt=0, le=1)
    metric_excellent: float = field(0.8, "Excellent precision", "From here on it is called excellent.", gt=0, le=1)


class RunOptions(Strict):
    """What is ours rather than the sources': where and how the run is carried out and watched."""

    seed: int = field(
        0,
        "Seed",
        "The same seed on the same data gives the same split and, on the CPU, the same losses.",
        ge=0,
        le=2**31 - 1,
    )
    device: Device = field(Device.AUTO, "Device", "A GPU when the machine has one, or the CPU.")
    precision: Precision = field(
        Precision.AUTO,
        "Arithmetic",
        "bfloat16 is faster where the hardware has it; auto chooses by machine and network.",
        advanced=True,
    )
    evaluate_every: int | None = field(
        None,
        "Evaluate every",
        "Measure on the validation and test set this often; empty: about 20 times.",
        unit="iterations",
        ge=1,
    )
    log_every: int = field(
        20, "Log every", "Write loss and learning rate this often.", unit="iterations", ge=1, le=100_000, advanced=True
    )
    metric: Metric = field(
        Metric.MACRO_F1, "Metric of the best checkpoint", "The validation number by which the best state is kept."
    )
    minutes: float | None = field(
        None,
        "Time budget",
        "Plans the iterations so that the run ends after about this time.",
        unit="min",
        gt=0,
        le=100_000,
        advanced=True,
    )
    num_workers: int | None = field(
        None,
        "Loading threads",
        "Threads that prepare batches, at most the machine's physical cores; empty: chosen for the machine. Fewer than 4 "
        "can slow the training.",
        ge=0,
        le=256,
        advanced=True,
    )
    processes: int | None = field(
        None,
        "Devices",
        "GPUs of the machine that share each batch; empty: all of them.",
        ge=1,
        le=64,
        advanced=True,
    )
    file_update_s: float = field(
        10.0,
        "File update time",
        "How often the checkpoint is written anew, so that an interrupted run can go on. Better left as it is.",
        unit="s",
        ge=1,
        le=86_400,
        advanced=True,
    )
    coach: CoachParameters = Field(CoachParameters(), title="Curve coach")


class Parameters(Strict):
    """Everything a person sets for a training. A template stores it; a run never changes it."""

    model: ModelParameters = Field(ModelParameters(), title="Model")
    training: TrainingParameters = Field(TrainingParameters(), title="Training")
    preprocessing: Preprocessing = Field(Preprocessing(), title="Preprocessing")
    run: RunOptions = Field(RunOptions(), title="Run")

    @property
    def split_seed(self) -> int:
        chosen = self.preprocessing.split_seed
        return self.run.seed if chosen is None else chosen

    def networks(self, task: Task) -> tuple[Network, ...]:
        """What a run of that task trains, in this order: with the segmentation switched off (E52), only the classifier."""
        networks = NETWORKS[task]
        if task is Task.SEGMENTATION_CLASSIFICATION and not self.preprocessing.segmentation:
            return tuple(network for network in networks if network is not Network.SEGMENTATION)
        return networks

    def metric(self, network: Network) -> Metric:
        """What chooses the network's best checkpoint."""
        chosen = self.run.metric
        return chosen if chosen.fits(network) else METRICS[network][0]


def described_schema() -> dict[str, Any]:
    """The parameters' JSON schema for people: every field has its words, our classes' names and notes are left out.

    Pydantic leaves out a field's title where it equals the name of the type that the field refers to.
    """
    schema = Parameters.model_json_schema()
    blocks: dict[str, Any] = schema["$defs"]
    titles = {f"#/$defs/{name}": block["title"] for name, block in blocks.items()}
    return {**_block(schema, titles), "$defs": {name: _block(block, titles) for name, block in blocks.items()}}


def _block(block: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    """A block of fields, or a list of choices."""
    plain = {name: value for name, value in block.items() if name not in ("title", "description", "$defs")}
    if "properties" in block:
        fields = block["properties"].items()
        plain["properties"] = {name: {"title": titles.get(field.get("$ref")), **field} for name, field in fields}
    return plain
