"""Augmented samples as a training would see them, drawn for people."""

import colorsys
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw
from torch import Tensor

from modelwright.contract.report import Preview
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network, Part
from modelwright.engine.data.augment import IGNORED
from modelwright.engine.data.dataset import CPU
from modelwright.engine.tasks import NetworkTask

LEAST_SIDE: Final = 512
"""Of a preview with boxes, pixels."""
LINE: Final = 2
"""Pixels."""
OPACITY: Final = 0.45
"""Of the colour that lies over the pixels of a class."""


def draw_previews(task: NetworkTask[Any], run_dir: RunDir, count: int) -> list[Preview]:
    """Write up to `count` augmented training samples, spread over the classes, as PNG files into the run's previews."""
    data = task.data
    indices = spread(data.strata(), count)
    images, targets = data.load_training(indices, iteration=0)
    images, targets = data.augmented(images, data.moved(targets, CPU), iteration=0)
    run_dir.previews.mkdir(exist_ok=True)
    previews = []
    for number, index in enumerate(indices.tolist()):
        sample = data.samples(Part.TRAIN)[index]
        picture, label = _drawn(task, images[number], targets[number])
        file = f"{task.network}-{number + 1}.png"
        picture.save(run_dir.previews / file)
        previews.append(Preview(file=file, path=sample.path, label=label or sample.label))
    return previews


def spread(strata: np.ndarray, count: int) -> np.ndarray:
    """Up to `count` positions, int64: the first of every class, then the second of every class, and so on."""
    rank = np.zeros(len(strata), np.int64)
    for stratum in np.unique(strata):
        of = np.flatnonzero(strata == stratum)
        rank[of] = np.arange(len(of))
    return np.lexsort((strata, rank))[:count]


def colour(number: int) -> tuple[int, int, int]:
    """Of the class with that number; neighbours differ clearly."""
    red, green, blue = colorsys.hsv_to_rgb((0.02 + number * 0.618034) % 1, 0.85, 0.95)
    return round(red * 255), round(green * 255), round(blue * 255)


def _drawn(task: NetworkTask[Any], image: Tensor, target: Any) -> tuple[Image.Image, str]:
    """The picture, and the classes that are on it; empty where the target says nothing of that kind."""
    picture = Image.fromarray(image.permute(1, 2, 0).contiguous().numpy())
    match task.network:
        case Network.DETECTION:
            labels = target.labels.numpy()
            return _with_boxes(picture, target.boxes.numpy(), labels), _names(task, labels)
        case Network.SEGMENTATION:
            mask = target.numpy()
            return _with_mask(picture, mask), _names(task, mask[(mask > 0) & (mask < IGNORED)] - 1)
        case _:
            return picture, task.classes[int(target)]


def _names(task: NetworkTask[Any], numbers: np.ndarray) -> str:
    return " + ".join(task.classes[number] for number in np.unique(numbers).tolist())


def _with_boxes(picture: Image.Image, boxes: np.ndarray, labels: np.ndarray) -> Image.Image:
    """On a small picture the lines would cover what they are about: it is enlarged first."""
    times = max(1, round(LEAST_SIDE / max(picture.size)))
    picture = picture.resize((picture.width * times, picture.height * times), Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(picture)
    for (left, top, right, bottom), number in zip((boxes * times).tolist(), labels.tolist(), strict=True):
        draw.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), outline=colour(number), width=LINE)
    return picture


def _with_mask(picture: Image.Image, mask: np.ndarray) -> Image.Image:
    pixels = np.asarray(picture, np.float32).copy()
    for number in np.unique(mask[(mask > 0) & (mask < IGNORED)]).tolist():
        of = mask == number
        pixels[of] += OPACITY * (np.array(colour(number - 1), np.float32) - pixels[of])
    return Image.fromarray(pixels.round().astype(np.uint8))
