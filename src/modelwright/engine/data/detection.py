"""What a detector learns from: images, or pieces of them, and the labelled boxes on each."""

from typing import Final

import numpy as np
import torch
from torch import Tensor

from modelwright.contract.report import ManifestSample
from modelwright.contract.tasks import Part
from modelwright.engine.data import windows
from modelwright.engine.data.augment import LEAST_VISIBLE, Changes, extended
from modelwright.engine.data.dataset import Dataset, Source, moved
from modelwright.engine.data.windows import Window
from modelwright.engine.models.detector import Boxes

Arrays = tuple[np.ndarray, np.ndarray]
"""Boxes float32 (k, 4) x1 y1 x2 y2 in pixels, and their class numbers int64 (k,)."""

_CPU: Final = torch.device("cpu")


class DetectionDataset(Dataset[list[Boxes]]):
    """Targets are `Boxes` in pixels of the frame or piece, labels int64 positions in `classes`."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._boxes = {part: [self._of(sample) for sample in self.samples(part)] for part in Part}

    def uses(self, sample: ManifestSample) -> bool:
        return sample.is_annotated

    def _of(self, sample: ManifestSample) -> Arrays:
        numbers = {label: position for position, label in enumerate(self.classes)}
        regions = [region for region in sample.regions if region.label in numbers]
        x, y = self.frame.scale(sample.width, sample.height)
        boxes = np.array([region.box for region in regions], np.float32).reshape(-1, 4)
        boxes[:, 2:] += boxes[:, :2]
        return boxes * np.array([x, y, x, y], np.float32), np.array([numbers[r.label] for r in regions], np.int64)

    def truth(self, part: Part) -> list[Arrays]:
        """In pixels of the frame, in the order of `samples(part)`."""
        return self._boxes[part]

    def strata(self) -> np.ndarray:
        """By the rarest class on an image."""
        counts = np.bincount(np.concatenate([labels for _, labels in self._boxes[Part.TRAIN]]), minlength=1)
        of = (min(labels, key=lambda n: counts[n]) + 1 if len(labels) else 0 for _, labels in self._boxes[Part.TRAIN])
        return np.fromiter(of, np.int64)

    def load(self, part: Part, indices: np.ndarray) -> tuple[Tensor, list[Boxes]]:
        return self.images(part, indices), [_told(*self._boxes[part][index]) for index in indices]

    def load_training(self, indices: np.ndarray, iteration: int) -> tuple[Tensor, list[Boxes]]:
        size = self.source.crop
        if size == (self.frame.height, self.frame.width):
            return self.load(Part.TRAIN, indices)
        random = np.random.default_rng([self.seed, 2, iteration])
        pieces = [self._piece(int(index), size, random) for index in indices]
        images = torch.from_numpy(np.stack([pixels for pixels, _ in pieces])).permute(0, 3, 1, 2)
        return images, [_told(*arrays) for _, arrays in pieces]

    def _piece(self, index: int, size: tuple[int, int], random: np.random.Generator) -> tuple[np.ndarray, Arrays]:
        boxes, labels = self._boxes[Part.TRAIN][index]
        sample = self.samples(Part.TRAIN)[index]
        width, height = self.frame.extent(sample.width, sample.height)
        spot = None
        if random.random() < windows.FOCUSED and len(boxes):
            x1, y1, x2, y2 = boxes[random.integers(len(boxes))]
            spot = float(y1 + y2) / 2, float(x1 + x2) / 2
        window = windows.choose(random, (height, width), size, spot)
        pixels = self.source.pixels.pixels[self.rows[Part.TRAIN][index]]
        return window.cut(pixels), _seen(boxes, labels, window)

    def augmented(self, images: Tensor, targets: list[Boxes], iteration: int) -> tuple[Tensor, list[Boxes]]:
        chosen = extended(self.source.parameters.preprocessing.extension)
        changes = Changes(chosen, len(images), seed=self.seed, iteration=iteration)
        height, width = images.shape[2:]
        moved_boxes = []
        for index, (boxes, labels) in enumerate(targets):
            where, left = changes.boxes(boxes.cpu().numpy(), index, width, height)
            told = _told(where[left], labels.cpu().numpy()[left])
            moved_boxes.append(Boxes(told.boxes.to(images.device), told.labels.to(images.device)))
        return changes.images(images), moved_boxes

    def moved(self, targets: list[Boxes], device: torch.device) -> list[Boxes]:
        return [Boxes(moved(boxes, device), moved(labels, device)) for boxes, labels in targets]


def _told(boxes: np.ndarray, labels: np.ndarray) -> Boxes:
    return Boxes(torch.from_numpy(np.ascontiguousarray(boxes)), torch.from_numpy(np.ascontiguousarray(labels)))


def _seen(boxes: np.ndarray, labels: np.ndarray, window: Window) -> Arrays:
    """The boxes of which enough lies in the window, in its pixels."""
    shifted = boxes - np.array([window.left, window.top] * 2, np.float32)
    clipped = np.clip(shifted, 0, np.array([window.width, window.height] * 2, np.float32))
    whole, left = (np.prod(of[:, 2:] - of[:, :2], axis=1) for of in (shifted, clipped))
    kept = left >= LEAST_VISIBLE * np.maximum(whole, 1e-9)
    return clipped[kept], labels[kept]
