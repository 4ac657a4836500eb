"""What the training loop, the evaluation and the export need to know of a network, and nothing else."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Generic, Protocol

import torch
from torch import Tensor, nn

from modelwright.contract.choices import Metric
from modelwright.contract.report import Result, SetResult
from modelwright.contract.solvers import Solver
from modelwright.contract.tasks import MAIN_NETWORK, Network, Part
from modelwright.engine import models
from modelwright.engine.data import Dataset
from modelwright.engine.data.dataset import Target
from modelwright.engine.data.prepare import Prepared, base_of
from modelwright.engine.device import Arithmetic
from modelwright.engine.errors import Stopped

MEASURED_PIXELS: Final = 64 * 224 * 224
"""Pixels of a batch of images that are measured together; more gain nothing."""


class Measured(Protocol):
    """What a network said about every sample of a part."""

    @property
    def part(self) -> Part: ...

    @property
    def loss(self) -> float:
        """Mean over the samples, as in training but without label smoothing."""

    def result(self) -> SetResult:
        """Everything that the report says about the set."""

    def series(self) -> dict[str, float]:
        """The values that are followed over the run, by the name of their metric."""

    def never_predicted(self) -> list[str]:
        """Classes that the set holds and the network never predicted."""

    def rows(self) -> list[Result]:
        """One a sample, for the galleries of the report. Needs what was measured with `keep`."""


class NetworkTask(ABC, Generic[Target]):
    """A network of the run with its data. `model` is trained; other weights of its shape can be measured, too."""

    def __init__(self, prepared: Prepared, network: Network) -> None:
        self.network = network
        self.base = base_of(prepared.spec, network)
        self.prepared = prepared
        self.parameters = prepared.spec.parameters
        self.data: Dataset[Target] = prepared.dataset(network)
        weights = models.weights_of(prepared.spec.weights, network, MAIN_NETWORK[prepared.spec.task])
        per_image = self.parameters.preprocessing.exposure_compensation
        self.model: nn.Module = models.build(self.base, self.classes, weights, self.data.frame, per_image=per_image)

    @property
    def classes(self) -> tuple[str, ...]:
        return self.data.classes

    @property
    def solver(self) -> Solver:
        return self.parameters.training.of(self.network)

    @property
    def metric(self) -> Metric:
        return self.parameters.metric(self.network)

    @property
    def measured_parts(self) -> list[Part]:
        """Validation, and the test set where there is one."""
        return [part for part in (Part.VALIDATION, Part.TEST) if self.data.samples(part)]

    @property
    def facts(self) -> dict[str, Any]:
        """What a checkpoint says about the network beside its weights."""
        return {
            "network": self.network.value,
            "task": self.prepared.spec.task.value,
            "base_model": self.base.name,
            "classes": list(self.classes),
            "frame": list(self.data.frame),
        }

    @property
    def loss_floor(self) -> float:
        """The training loss of a perfect network."""
        return 0.0

    @property
    def loss_by_chance(self) -> float:
        """The loss of a network that only knows how common each class is; infinite: not known."""
        return math.inf

    @abstractmethod
    def loss(self, output: Any, targets: Target) -> Tensor:
        """Mean loss of a batch, float32, from what `model` gave for its images."""

    @abstractmethod
    def measure(
        self,
        model: nn.Module,
        part: Part,
        arithmetic: Arithmetic,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        keep: bool = False,
    ) -> Measured:
        """Predict every sample of `part`, in the order of `data.samples(part)`. Raises Stopped between two batches.

        `keep` keeps what the rows of the report need, which takes memory.
        """


def outputs(
    model: nn.Module, data: Dataset[Target], part: Part, arithmetic: Arithmetic, should_stop: Callable[[], bool]
) -> Iterator[tuple[Any, Target, list[int]]]:
    """What the network says about each batch of a part, with the batch's targets and positions in `samples(part)`.

    Iterate inside `predicting(model)`. Raises Stopped.
    """
    size = max(1, MEASURED_PIXELS // (data.frame.height * data.frame.width))
    for images, targets, indices in data.batches(part, size, arithmetic.device):
        if should_stop():
            raise Stopped
        with arithmetic.autocast():
            output = model(images)
        yield output, targets, indices.tolist()


@contextmanager
def predicting(model: nn.Module) -> Iterator[None]:
    """Inside the block the network predicts: no gradients, norms by what they have learned; then it is as before."""
    was_training = model.training
    model.eval()
    try:
        with torch.inference_mode():
            yield
    finally:
        model.train(was_training)
