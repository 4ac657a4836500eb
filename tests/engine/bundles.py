"""Bundles of tiny networks whose answers can be worked out by hand: colours are classes."""

import functools
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import nn

from modelwright.contract.choices import Metric
from modelwright.contract.parameters import Parameters
from modelwright.contract.report import Report, TrainedNetwork
from modelwright.contract.tasks import NETWORKS, Network
from modelwright.engine.data.frames import Frame
from modelwright.engine.export import bundle
from modelwright.engine.export.exporting import converted

COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255)}
CANVAS = Frame(32, 64, stretched=False)
SQUARE = Frame(16, 16, stretched=True)


class ColourClassifier(nn.Module):
    """Logits (n, 2) of red and green: the mean of their channel, in 51ths."""

    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.tensor(1 / 51))

    def forward(self, images):
        return images.mean(dim=(2, 3))[:, :2] * self.gain


class ColourSegmenter(nn.Module):
    """Logits (n, 4, h, w): background unless one of the channels red, green, blue is above 100."""

    def __init__(self, gain=0.1):
        super().__init__()
        self.gain = nn.Parameter(torch.tensor(gain))

    def forward(self, images):
        background = torch.full_like(images[:, :1], 100.0)
        return torch.cat([background, images], dim=1) * self.gain


class CornerDetector(nn.Module):
    """Finds, in every image: "red" at 4, 8 to 24, 16 as sure as the mean of red, twice, and a "green" box beyond the edge."""

    def __init__(self, shift=0.0):
        super().__init__()
        self.shift = nn.Parameter(torch.tensor(shift))

    def forward(self, images):
        return images.mean(dim=(2, 3)) / 255

    def detections(self, said):
        rows = torch.tensor([[4.0, 8, 24, 16], [5.0, 8, 24, 16], [20.0, 12, 90, 40]]) + self.shift
        red = said[:, 0]
        none = 0 * red
        first = torch.stack([red, red * 0.9, none], 1)
        second = torch.stack([none, none, none + 0.4], 1)
        return rows + none[:, None, None], torch.stack([first, second], 2)


@dataclass
class Samples:
    """Validation samples as the engine's data gives them."""

    frame: Frame
    images: list

    def samples(self, part):
        return self.images

    def batches(self, part, batch_size):
        random = np.random.default_rng(0)
        for _ in range(2):
            pixels = random.integers(0, 255, (3, self.frame.height, self.frame.width, 3), dtype=np.uint8)
            yield torch.from_numpy(pixels).permute(0, 3, 1, 2), None, None


@dataclass(eq=False)
class Tiny:
    """A trained network as the export sees it."""

    network: Network
    model: nn.Module
    classes: tuple[str, ...]
    data: Samples


def tiny(network, model=None, images=()):
    match network:
        case Network.CLASSIFICATION:
            return Tiny(network, model or ColourClassifier(), ("red", "green"), Samples(SQUARE, list(images)))
        case Network.SEGMENTATION:
            classes = ("red", "green", "blue")
            return Tiny(network, model or ColourSegmenter(), classes, Samples(CANVAS, list(images)))
    return Tiny(network, model or CornerDetector(), ("red", "green"), Samples(CANVAS, list(images)))


def parameters(**model):
    return Parameters.model_validate({"model": model})


def report(task, networks):
    trained = tuple(
        TrainedNetwork(
            network=of.network,
            base_model="tiny",
            classes=of.classes,
            iteration=1,
            metric=Metric.ACCURACY,
            best=1.0,
            training_samples=4,
            training_s=1.0,
            precision="float32",
        )
        for of in networks
    )
    return Report(
        task=task,
        base_model="tiny",
        classes=networks[-1].classes,
        networks=trained,
        sets=(),
        non_compliant=0,
        manifest_hash="0" * 64,
        training_s=1.0,
        total_s=2.0,
        device="cpu",
    )


@functools.cache
def members(task, settings=None, networks=None):
    """The files of a bundle without its runtime, by name; the export takes seconds."""
    networks = networks or [tiny(network) for network in NETWORKS[task]]
    return converted(task, settings or parameters(), networks, report(task, networks))


def write_bundle(path, task, settings=None, networks=None):
    bundle.write(path, members(task, settings, networks))
    return path


def special_parameters(smallest=0.01):
    """Red and green for the classifier; blue is for the segmentation alone."""
    return parameters(
        classification={"num_of_classes": 2}, code_list=["red", "green", "blue"], special_min_area=smallest
    )


def picture(path, size, background, *patches):
    """An image with patches of (colour, box); a box is left, top, right, bottom."""
    image = Image.new("RGB", size, background)
    for colour, box in patches:
        image.paste(COLOURS.get(colour, colour), box)
    image.save(path)
    return path
