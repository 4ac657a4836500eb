"""What a person sets for a training: the sources' parameter blocks (E44, E49 to E56) to the letter, and a few of ours.

Bounds, defaults, units and hints are stated once, here and in the modules of the blocks; the form, the raw JSON view, the
API and the engine read them.
"""

from typing import Any

from pydantic import Field

from modelwright.contract.choices import METRICS, Device, Metric, Precision
from modelwright.contract.model_parameters import ModelParameters
from modelwright.contract.preprocessing import Preprocessing
from modelwright.contract.solvers import TrainingParameters
from modelwright.contract.strict import Strict, field
from modelwright.contract.tasks import NETWORKS, Network, Task


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
