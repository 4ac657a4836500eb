"""What a segmenter learns from: pieces of images and the class numbers of their pixels."""

from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from modelwright.contract.report import ManifestSample
from modelwright.contract.tasks import Part
from modelwright.engine.data import windows
from modelwright.engine.data.augment import IGNORED, Changes, recipe
from modelwright.engine.data.dataset import Dataset, Source, moved
from modelwright.engine.data.targets import mask_key
from modelwright.engine.data.windows import Window


class SegmentationDataset(Dataset[Tensor]):
    """Targets are uint8 masks (n, height, width): 0 background, 1 + the position in `classes`, 255 unknown or no image."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        if source.masks is None:
            raise ValueError("a segmentation needs masks")
        self._masks = source.masks
        self._mask_rows = {part: self._masks.rows(map(mask_key, self.samples(part))) for part in Part}

    def uses(self, sample: ManifestSample) -> bool:
        return sample.is_annotated

    @cached_property
    def _strata(self) -> np.ndarray:
        """By the rarest class that an image holds; images without any are one stratum of their own."""
        counts = {label: sum(label in s.codes for s in self.samples(Part.TRAIN)) for label in self.classes}
        numbers = {label: 1 + position for position, label in enumerate(self.classes)}
        held = ([code for code in sample.codes if code in counts] for sample in self.samples(Part.TRAIN))
        return np.fromiter((numbers[min(codes, key=counts.__getitem__)] if codes else 0 for codes in held), np.int64)

    def strata(self) -> np.ndarray:
        return self._strata

    def load(self, part: Part, indices: np.ndarray) -> tuple[Tensor, Tensor]:
        masks = self._masks.pixels.take(self._mask_rows[part][indices], axis=0)
        return self.images(part, indices), torch.from_numpy(masks)

    def load_training(self, indices: np.ndarray, iteration: int) -> tuple[Tensor, Tensor]:
        size = self.source.crop
        if size == (self.frame.height, self.frame.width):
            return self.load(Part.TRAIN, indices)
        random = np.random.default_rng([self.seed, 2, iteration])
        pieces = [self._piece(int(index), size, random) for index in indices]
        images, masks = (np.stack(of) for of in zip(*pieces, strict=True))
        return torch.from_numpy(images).permute(0, 3, 1, 2), torch.from_numpy(masks)

    def _piece(self, index: int, size: tuple[int, int], random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        mask = self._masks.pixels[self._mask_rows[Part.TRAIN][index]]
        window = self._window(index, mask, size, random)
        pixels = self.source.pixels.pixels[self.rows[Part.TRAIN][index]]
        return window.cut(pixels), window.cut(mask)

    def _window(self, index: int, mask: np.ndarray, size: tuple[int, int], random: np.random.Generator) -> Window:
        sample = self.samples(Part.TRAIN)[index]
        width, height = self.frame.extent(sample.width, sample.height)
        spot = None
        if random.random() < windows.FOCUSED and sample.codes:
            defects = np.flatnonzero((mask > 0) & (mask < IGNORED))
            if len(defects):
                row, column = divmod(int(defects[random.integers(len(defects))]), mask.shape[1])
                spot = float(row), float(column)
        return windows.choose(random, (height, width), size, spot)

    def augmented(self, images: Tensor, targets: Tensor, iteration: int) -> tuple[Tensor, Tensor]:
        chosen = recipe(self.source.parameters.preprocessing.augmentation)
        changes = Changes(chosen, len(images), seed=self.seed, iteration=iteration)
        return changes.images(images), changes.masks(targets)

    def moved(self, targets: Tensor, device: torch.device) -> Tensor:
        return moved(targets, device)
