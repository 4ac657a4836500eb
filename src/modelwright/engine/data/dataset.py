"""The samples of a run and the batches made of them."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor

from modelwright.contract.parameters import Parameters
from modelwright.contract.report import Manifest, ManifestSample, NonCompliant
from modelwright.contract.tasks import Part
from modelwright.engine.data import sampling
from modelwright.engine.data.augment import augment
from modelwright.engine.data.parallel import in_order, usable_cores
from modelwright.engine.data.store import Store

MOST_LOADERS: Final = 8
"""Copying packed pixels takes little time; more threads than this gain nothing."""

_CPU: Final = torch.device("cpu")


class Dataset:
    """Read-only, and safe to iterate over several times and at once.

    Images are uint8 tensors (n, 3, side, side) in channels-last memory; labels are int64 positions in `classes`.
    """

    def __init__(
        self, manifest: Manifest, non_compliant: Sequence[NonCompliant], store: Store, parameters: Parameters, side: int
    ) -> None:
        self.manifest = manifest
        self.classes = manifest.classes
        self.non_compliant = list(non_compliant)
        self.input_size = side
        self._store = store
        self._options = parameters.run
        self._solver = parameters.training.classification
        self._augmentation = parameters.preprocessing.augmentation
        self._samples: dict[Part, list[ManifestSample]] = {part: [] for part in Part}
        for sample in manifest.samples:
            self._samples[sample.part].append(sample)
        self._rows = {part: store.rows(sample.sha256 for sample in of) for part, of in self._samples.items()}
        self._labels = {part: self._numbers(of) for part, of in self._samples.items()}

    def samples(self, part: Part) -> list[ManifestSample]:
        """In the order that the indices of `batches` count."""
        return self._samples[part]

    def labels(self, part: Part) -> Tensor:
        return torch.from_numpy(self._labels[part])

    @property
    def batch_size(self) -> int:
        """Images per training step: as asked, but no more than there are."""
        return min(self._solver.batch_size, len(self._samples[Part.TRAIN]))

    def train_batches(self, start_iteration: int = 0, device: torch.device = _CPU) -> Iterator[tuple[Tensor, Tensor]]:
        """Endless augmented batches on `device`: what iteration `start_iteration` and those after it learn from.

        Close the iterator (or let it go) to end its threads.
        """
        seed = self._options.seed
        plan = sampling.batches(
            self._labels[Part.TRAIN],
            self.batch_size,
            seed=seed,
            balance=self._solver.balance,
            start=start_iteration,
        )
        loaded = self._loaded(Part.TRAIN, plan)
        for iteration, (images, labels, _) in enumerate(loaded, start=start_iteration):
            changed = augment(_moved(images, device), self._augmentation, seed=seed, iteration=iteration)
            yield changed, _moved(labels, device)

    def batches(
        self, part: Part, batch_size: int, device: torch.device = _CPU
    ) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """All samples of a part once, in order and unchanged: images, labels, and positions in `samples(part)`."""
        every = np.arange(len(self._samples[part]))
        plan = iter(np.split(every, range(batch_size, len(every), batch_size)) if len(every) else [])
        for images, labels, indices in self._loaded(part, plan):
            yield _moved(images, device), _moved(labels, device), indices

    def _loaded(self, part: Part, plan: Iterator[np.ndarray]) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Batches copied out of the store by threads, a few ahead of need, in the plan's order."""
        rows, labels = self._rows[part], self._labels[part]

        def load(indices: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
            images = torch.from_numpy(self._store.pixels.take(rows[indices], axis=0))
            return images.permute(0, 3, 1, 2), torch.from_numpy(labels[indices]), torch.from_numpy(indices)

        threads = self.loaders
        return in_order(load, plan, threads, ahead=threads + 2)

    @property
    def loaders(self) -> int:
        """Threads that prepare batches."""
        asked = self._options.num_workers
        return min(usable_cores(), MOST_LOADERS) if asked is None else asked

    def _numbers(self, samples: list[ManifestSample]) -> np.ndarray:
        number = {label: position for position, label in enumerate(self.classes)}
        return np.fromiter((number[sample.label] for sample in samples), np.int64)


def _moved(tensor: Tensor, device: torch.device) -> Tensor:
    if device.type != "cuda":
        return tensor
    return tensor.pin_memory().to(device, non_blocking=True)
