"""E49 to E52, C12 to C14: how each network is trained, in blocks of the same fields with defaults of their own."""

from modelwright.contract.choices import Optimizer, Policy
from modelwright.contract.strict import Strict, block, field
from modelwright.contract.tasks import Network


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
        networks=(Network.CLASSIFICATION,),
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
    classification: Solver = block(Solver(), "Classification", networks=(Network.CLASSIFICATION,))
    segmentation: SegmentationSolver = block(SegmentationSolver(), "Segmentation", networks=(Network.SEGMENTATION,))
    detection: DetectionSolver = block(DetectionSolver(), "Detection", networks=(Network.DETECTION,))

    def of(self, network: Network) -> Solver:
        solver: Solver = getattr(self, network.value)
        return solver
