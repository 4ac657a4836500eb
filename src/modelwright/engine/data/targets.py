"""Masks and regions as class numbers of the pixels of a frame."""

import hashlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from modelwright.bundle.masks import from_run_lengths
from modelwright.contract.annotations import Region
from modelwright.contract.events import Code
from modelwright.contract.layouts.masks import IGNORED_VALUE
from modelwright.contract.report import ManifestSample
from modelwright.engine.data.augment import IGNORED
from modelwright.engine.data.frames import Frame
from modelwright.engine.data.store import Rows
from modelwright.engine.errors import RunFailure
from modelwright.imaging.reading import ImageProblem, read_mask


def mask_rows(frame: Frame, classes: tuple[str, ...]) -> Rows:
    """The same masks with other classes are other numbers."""
    digest = hashlib.sha256("\0".join(classes).encode()).hexdigest()[:16]
    return Rows(f"mask-{frame.name}-{digest}", (frame.height, frame.width))


def mask_key(sample: ManifestSample) -> str:
    """Samples with the same key have the same class numbers."""
    told = [sample.mask_sha256, sample.label, repr(sorted(sample.mask_codes.items())), repr(sample.regions)]
    return hashlib.sha256("\0".join([f"{sample.width}x{sample.height}", *told]).encode()).hexdigest()


def class_mask(sample: ManifestSample, classes: tuple[str, ...], frame: Frame) -> np.ndarray:
    """uint8 (height, width) of the frame: 0 background, 1 + the position in `classes`, IGNORED beyond the image.

    Classes that are not learned are background. Raises RunFailure when the mask has gone since it was looked at.
    """
    width, height = frame.extent(sample.width, sample.height)
    numbers = {label: position for position, label in enumerate(classes, start=1)}
    laid = np.full((frame.height, frame.width), IGNORED, np.uint8)
    laid[:height, :width] = (
        _from_mask(sample, numbers, (width, height)) if sample.mask else _drawn(sample, numbers, frame, (width, height))
    )
    return laid


def _from_mask(sample: ManifestSample, numbers: dict[str, int], size: tuple[int, int]) -> np.ndarray:
    """`size` is width and height."""
    try:
        values = read_mask(Path(sample.mask))
    except (OSError, ImageProblem) as error:
        reason = error.reason if isinstance(error, ImageProblem) else error.strerror or str(error)
        detail = f"{sample.mask}: {error}"
        raise RunFailure(Code.UNREADABLE_DATA, detail, path=sample.path, detail=f"{sample.mask}: {reason}") from error
    table = np.zeros(int(values.max(initial=0)) + 1, np.uint8)
    if sample.mask_codes:
        for value, label in {IGNORED_VALUE: "", **sample.mask_codes}.items():
            if value < len(table):
                table[value] = numbers.get(label, 0) if label else IGNORED
    else:
        table[1:] = numbers.get(sample.label, 0)
    return _shrunk(table[values], size)


def _shrunk(classes: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """By the largest number in each place: a thin defect that is left out would teach that it is background.

    What is to be ignored comes between background and classes: the thin border around them takes none of it away.
    """
    height, width = classes.shape
    if size == (width, height):
        return classes
    if (ignored := classes == IGNORED).any():
        kept = _shrunk(np.where(ignored, 0, classes).astype(np.uint8), size)
        unsure = _shrunk(ignored.astype(np.uint8), size)
        return np.where((kept == 0) & (unsure > 0), IGNORED, kept).astype(np.uint8)
    image = Image.fromarray(classes)
    if size[0] >= width:
        return np.asarray(image.resize(size, Image.Resampling.NEAREST))
    rows, columns = _cuts(height, size[1]), _cuts(width, size[0])
    tall = np.maximum.reduceat(classes, rows, axis=0)
    small: np.ndarray = np.maximum.reduceat(tall, columns, axis=1)
    return small


def _cuts(length: int, parts: int) -> np.ndarray:
    """Where each of the parts begins."""
    return np.arange(parts) * length // parts


def _drawn(sample: ManifestSample, numbers: dict[str, int], frame: Frame, size: tuple[int, int]) -> np.ndarray:
    scale = frame.scale(sample.width, sample.height)
    image = Image.new("L", size)
    draw = ImageDraw.Draw(image)
    for region in sample.regions:
        number = numbers.get(region.label, 0)
        if number and region.runs:
            image.paste(number, mask=_pixels(region, sample, size))
        elif number:
            _draw(draw, region, number, scale)
    return np.asarray(image)


def _pixels(region: Region, sample: ManifestSample, size: tuple[int, int]) -> Image.Image:
    """Of a region given as runs, brought to `size` (width, height) as a mask is."""
    x, y, width, height = map(int, region.box)
    inside = np.zeros((sample.height, sample.width), np.uint8)
    inside[y : y + height, x : x + width] = from_run_lengths(region.runs, (height, width))
    return Image.fromarray(_shrunk(inside, size) * np.uint8(255))


def _draw(draw: ImageDraw.ImageDraw, region: Region, number: int, scale: tuple[float, float]) -> None:
    if not region.polygon:
        x, y, width, height = region.box
        corners = (x * scale[0], y * scale[1], (x + width) * scale[0] - 1, (y + height) * scale[1] - 1)
        draw.rectangle((*corners[:2], max(corners[0], corners[2]), max(corners[1], corners[3])), fill=number)
    for outline in region.polygon:
        points = [(x * scale[0], y * scale[1]) for x, y in outline]
        draw.polygon(points, fill=number, outline=number)
