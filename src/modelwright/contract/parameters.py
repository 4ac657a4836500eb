"""What a person sets for a training: the sources' parameter blocks (E44, E49 to E56) to the letter, and a few of ours.

Bounds, defaults, units and hints are stated here once; the form, the raw JSON view, the API and the engine read them.
"""

from enum import StrEnum
from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from modelwright.contract.strict import Strict, field


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


class Device(StrEnum):
    AUTO = "auto"
    CUDA = "cuda"
    CPU = "cpu"


class Precision(StrEnum):
    AUTO = "auto"
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


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


class ModelParameters(Strict):
    """E44: the network, and the defect codes it handles: first those that it predicts, special ones at the end."""

    classification: ClassifierModel = Field(ClassifierModel(), title="Classifier")
    code_list: tuple[str, ...] = field(
        (), "Codes", "The classes to train on, in this order; empty: every class found in the data.", max_length=10_000
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
    label_smoothing: float = field(
        0.0, "Label smoothing", "How much of the truth is spread over the other classes.", ge=0, lt=1, advanced=True
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


class TrainingParameters(Strict):
    classification: Solver = Field(Solver(), title="Classification")
    segmentation: SegmentationSolver = Field(SegmentationSolver(), title="Segmentation")


class Augmentation(Strict):
    """E55: ways of making more of the images, drawn anew for every batch."""

    color: bool = field(False, "Colour", "Changes hue, saturation and brightness (HSV).")
    scale: bool = field(False, "Scaling", "Zooms in or out by a ratio.")
    flip: bool = field(False, "Flip", "Mirrors left and right.")
    random: bool = field(False, "Random transform", "Scaling and flip together, with random parameters.")


class Preprocessing(Strict):
    """E53 to E55, and the rule for non-compliant samples."""

    split_ratio: float = field(
        0.8, "Split ratio", "Share of the samples to learn from; the rest is the validation set.", gt=0, lt=1
    )
    normalization: bool = field(
        True,
        "Normalisation",
        "Leaves out images whose resolution breaks the rule below; they are listed as non-compliant.",
    )
    input_size: int | None = field(
        None,
        "Input size",
        "Side of the square that every image is brought to; empty: the base model's.",
        unit="px",
        ge=8,
        le=2048,
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
    augmentation: Augmentation = Augmentation()

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
        "Threads that prepare batches; empty: chosen for the machine.",
        ge=0,
        le=256,
        advanced=True,
    )


class Parameters(Strict):
    """Everything a person sets for a training. A template stores it; a run never changes it."""

    model: ModelParameters = Field(ModelParameters(), title="Model")
    training: TrainingParameters = Field(TrainingParameters(), title="Training")
    preprocessing: Preprocessing = Field(Preprocessing(), title="Preprocessing")
    run: RunOptions = Field(RunOptions(), title="Run")


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
