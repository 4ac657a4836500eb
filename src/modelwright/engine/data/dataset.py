"""The samples of one network and the batches made of them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import numpy as np
import torch
from torch import Tensor

from modelwright.contract.parameters import Parameters
from modelwright.contract.report import Manifest, ManifestSample
from modelwright.contract.solvers import Solver
from modelwright.contract.tasks import Network, Part
from modelwright.engine.data import sampling
from modelwright.engine.data.frames import Frame
from modelwright.engine.data.parallel import Done, Item, in_order, usable_cores
from modelwright.engine.data.store import Store

MOST_LOADERS: Final = 8
"""Copying packed pixels takes little time; more threads than this gain nothing."""

CPU: Final = torch.device("cpu")

Target = TypeVar("Target")
"""What a batch of images is to be told as: class numbers, masks, or boxes."""


@dataclass(frozen=True)
class Source:
    """Where the samples of one network and their pixels come from."""

    network: Network
    parameters: Parameters
    manifest: Manifest
    frame: Frame
    pixels: Store
    masks: Store | None
    crop_size: int
    """Side of the pieces that are learned from; 0: whole images."""

    @property
    def crop(self) -> tuple[int, int]:
        """Height and width of what is learned from."""
        size = self.crop_size or max(self.frame.height, self.frame.width)
        return min(size, self.frame.height), min(size, self.frame.width)

    @property
    def classes(self) -> tuple[str, ...]:
        return self.manifest.networks[self.network]

    @property
    def solver(self) -> Solver:
        return self.parameters.training.of(self.network)


class Dataset(ABC, Generic[Target]):
    """Read-only, and safe to iterate over several times and at once.

    Images are uint8 tensors (n, 3, height, width) in channels-last memory, in the run's frame, or pieces of it when a
    network learns from crops. A task of its own says which samples it uses, what their targets are and how both are augmented.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.classes = source.classes
        self.frame = source.frame
        self._samples: dict[Part, list[ManifestSample]] = {part: [] for part in Part}
        for sample in source.manifest.samples:
            if self.uses(sample):
                self._samples[sample.part].append(sample)
        self.rows = {part: source.pixels.rows(s.sha256 for s in of) for part, of in self._samples.items()}

    # --- what a task says

    @abstractmethod
    def uses(self, sample: ManifestSample) -> bool: ...

    @abstractmethod
    def strata(self) -> np.ndarray:
        """A class number for each training sample, int64, by which `balance` draws them."""

    @abstractmethod
    def load(self, part: Part, indices: np.ndarray) -> tuple[Tensor, Target]:
        """Whole images and their targets, on the CPU."""

    def load_training(self, indices: np.ndarray, iteration: int) -> tuple[Tensor, Target]:
        """What a batch is made from, on the CPU: whole images, or pieces of them."""
        return self.load(Part.TRAIN, indices)

    @abstractmethod
    def augmented(self, images: Tensor, targets: Target, iteration: int) -> tuple[Tensor, Target]: ...

    @abstractmethod
    def moved(self, targets: Target, device: torch.device) -> Target: ...

    # --- the same for all

    def samples(self, part: Part) -> list[ManifestSample]:
        """In the order that the indices of `batches` count."""
        return self._samples[part]

    @property
    def seed(self) -> int:
        return self.source.parameters.run.seed

    @property
    def batch_size(self) -> int:
        """Images per training step: as asked, but no more than there are."""
        return min(self.source.solver.batch_size, len(self._samples[Part.TRAIN]))

    def epoch(self, iteration: int) -> float:
        """Passes over the training samples after that many iterations."""
        return iteration * self.batch_size / len(self._samples[Part.TRAIN])

    def train_batches(self, start_iteration: int = 0, device: torch.device = CPU) -> Iterator[tuple[Tensor, Target]]:
        """Endless augmented batches on `device`: what iteration `start_iteration` and those after it learn from.

        Close the iterator (or let it go) to end its threads.
        """
        balance = self.source.solver.balance
        plan = sampling.batches(self.strata(), self.batch_size, seed=self.seed, balance=balance, start=start_iteration)

        def load(numbered: tuple[int, np.ndarray]) -> tuple[int, Tensor, Target]:
            iteration, indices = numbered
            return iteration, *self.load_training(indices, iteration)

        for iteration, images, targets in self._ahead(load, enumerate(plan, start=start_iteration)):
            yield self.augmented(moved(images, device), self.moved(targets, device), iteration)

    def batches(
        self, part: Part, batch_size: int, device: torch.device = CPU
    ) -> Iterator[tuple[Tensor, Target, np.ndarray]]:
        """All samples of a part once, in order and unchanged: images, targets, and positions in `samples(part)`."""
        every = np.arange(len(self._samples[part]))
        plan = np.split(every, range(batch_size, len(every), batch_size)) if len(every) else []

        def load(indices: np.ndarray) -> tuple[np.ndarray, Tensor, Target]:
            return indices, *self.load(part, indices)

        for indices, images, targets in self._ahead(load, plan):
            yield moved(images, device), self.moved(targets, device), indices

    def images(self, part: Part, indices: np.ndarray) -> Tensor:
        """Copied out of the store; (n, 3, height, width) uint8."""
        pixels = torch.from_numpy(self.source.pixels.pixels.take(self.rows[part][indices], axis=0))
        return pixels.permute(0, 3, 1, 2)

    def _ahead(self, load: Callable[[Item], Done], plan: Iterable[Item]) -> Iterator[Done]:
        """Batches made by threads, a few ahead of need, in the plan's order."""
        return in_order(load, plan, self.loaders, ahead=self.loaders + 2)

    @property
    def loaders(self) -> int:
        """Threads that prepare batches."""
        asked = self.source.parameters.run.num_workers
        return min(usable_cores(), MOST_LOADERS) if asked is None else asked


def numbers(labels: Iterable[str], classes: tuple[str, ...]) -> np.ndarray:
    """The positions of the labels in `classes`, int64."""
    number = {label: position for position, label in enumerate(classes)}
    return np.fromiter((number[label] for label in labels), np.int64)


def moved(tensor: Tensor, device: torch.device) -> Tensor:
    if device.type != "cuda":
        return tensor
    return tensor.pin_memory().to(device, non_blocking=True)
