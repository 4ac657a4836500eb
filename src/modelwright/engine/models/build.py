"""From a name of the catalogue to a network, ready to learn the given classes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from torch import nn

from modelwright.contract.catalogue import BaseModel
from modelwright.contract.events import Code
from modelwright.contract.run_spec import NoWeights, PretrainedWeights, VersionWeights, Weights
from modelwright.contract.tasks import Network
from modelwright.engine.data.frames import Frame
from modelwright.engine.errors import RunFailure
from modelwright.engine.models import weights as loading
from modelwright.engine.models.classifier import Classifier
from modelwright.engine.models.deferral import compiler_deferred
from modelwright.engine.models.detector import build_detector
from modelwright.engine.models.normalisation import Normalisation
from modelwright.engine.models.segmenter import build_segmenter
from modelwright.engine.models.weights import Model

SMALL_INPUT: Final = 64
"""Up to this side, in pixels, the stem keeps the resolution: a classic stem would shrink small scans to nothing."""


def build(
    entry: BaseModel, classes: Sequence[str], weights: Weights, frame: Frame, *, per_image: bool = False
) -> Model:
    """The base model with outputs for the classes. Raises RunFailure when the weights cannot be had or do not fit.

    `per_image` normalises each image by itself where the weights are random. What is not loaded comes from torch's
    global random generator.
    """
    match weights:
        case NoWeights():
            return _fresh(entry, len(classes), frame, per_image=per_image)
        case PretrainedWeights() if not entry.pretrained_on:
            detail = f"There are no pretrained weights of {entry.name}: start from random ones, or from a version."
            raise RunFailure(Code.WEIGHTS_UNAVAILABLE, detail, name=entry.name, folder="", files="")
        case PretrainedWeights(folder=None):
            return loading.from_library(entry, lambda: _fresh(entry, len(classes), frame, pretrained=True))
        case PretrainedWeights(folder=folder):
            return loading.from_folder(entry, str(folder), lambda **file: _fresh(entry, len(classes), frame, **file))
        case VersionWeights():
            return loading.from_version(weights, classes, _fresh(entry, len(classes), frame))


def weights_of(weights: Weights, network: Network, main: Network) -> Weights:
    """What one of a run's networks starts from: a version's second network has its weights beside those of the main

    one, and starts anew where it had none.
    """
    if not isinstance(weights, VersionWeights) or network is main:
        return weights
    beside = Path(weights.checkpoint).with_name(f"best-{network}.pt")
    return weights.model_copy(update={"checkpoint": str(beside)}) if beside.exists() else NoWeights()


def _fresh(entry: BaseModel, classes: int, frame: Frame, *, per_image: bool = False, **how: Any) -> Model:
    """`how` goes to timm: where pretrained weights come from. A version's weights say themselves how they normalise."""
    match entry.network:
        case Network.CLASSIFICATION:
            return _classifier(entry, classes, frame, per_image=per_image, **how)
        case Network.SEGMENTATION:
            return build_segmenter(entry.architecture, entry.timm_name, classes, per_image=per_image, **how)
        case Network.DETECTION:
            return build_detector(entry.timm_name, classes, **how)


def _classifier(entry: BaseModel, classes: int, frame: Frame, *, per_image: bool, **how: Any) -> Classifier:
    with compiler_deferred():
        from timm import create_model
    net: Any = create_model(entry.timm_name, num_classes=classes, **how)
    config = net.pretrained_cfg
    if max(frame.height, frame.width) <= SMALL_INPUT:
        _keep_resolution(net)
    normalisation = Normalisation(config["mean"], config["std"], per_image=per_image)
    return Classifier(net, normalisation, config["classifier"])


def _keep_resolution(net: nn.Module) -> None:
    """Take the stride out of the first layers. No weight changes its shape, so pretrained weights still fit."""
    first = next(layer for layer in net.modules() if isinstance(layer, nn.Conv2d))
    first.stride = (1, 1)
    if first.padding == (0, 0):  # ConvNeXt's patches
        first.padding = (first.kernel_size[0] // 2, first.kernel_size[1] // 2)
    if hasattr(net, "maxpool"):  # ResNet's second halving
        net.maxpool = nn.Identity()
