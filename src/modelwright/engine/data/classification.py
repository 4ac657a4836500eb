"""What a classifier learns from: whole images and the numbers of their classes."""

from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from modelwright.contract.report import ManifestSample
from modelwright.contract.tasks import Part
from modelwright.engine.data.augment import augment
from modelwright.engine.data.dataset import Dataset, moved, numbers


class ClassificationDataset(Dataset[Tensor]):
    """Targets are int64 positions in `classes`. Samples of other codes, which only a segmentation finds, are not used."""

    def uses(self, sample: ManifestSample) -> bool:
        return sample.label in self.classes

    @cached_property
    def _numbers(self) -> dict[Part, np.ndarray]:
        return {part: numbers((s.label for s in self.samples(part)), self.classes) for part in Part}

    def labels(self, part: Part) -> Tensor:
        return torch.from_numpy(self._numbers[part])

    def strata(self) -> np.ndarray:
        return self._numbers[Part.TRAIN]

    def load(self, part: Part, indices: np.ndarray) -> tuple[Tensor, Tensor]:
        return self.images(part, indices), torch.from_numpy(self._numbers[part][indices])

    def augmented(self, images: Tensor, targets: Tensor, iteration: int) -> tuple[Tensor, Tensor]:
        chosen = self.source.parameters.preprocessing.augmentation
        return augment(images, chosen, seed=self.seed, iteration=iteration), targets

    def moved(self, targets: Tensor, device: torch.device) -> Tensor:
        return moved(targets, device)


class OtherCodes(ClassificationDataset):
    """The samples of special codes (E44): the classifier is asked about them, too, and cannot be right."""

    def uses(self, sample: ManifestSample) -> bool:
        return sample.label not in self.classes

    @cached_property
    def _numbers(self) -> dict[Part, np.ndarray]:
        return {part: np.zeros(len(self.samples(part)), np.int64) for part in Part}
