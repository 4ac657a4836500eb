"""From a name of the catalogue to a network, ready to learn the given classes."""

from collections.abc import Sequence
from typing import Any, Final

from torch import nn

from modelwright.contract.catalogue import BaseModel, base_model
from modelwright.contract.events import Code
from modelwright.contract.run_spec import NoWeights, PretrainedWeights, VersionWeights, Weights
from modelwright.engine.errors import RunFailure
from modelwright.engine.models import weights as loading
from modelwright.engine.models.classifier import Classifier
from modelwright.engine.models.deferral import compiler_deferred

SMALL_INPUT: Final = 64
"""Up to this side, in pixels, the stem keeps the resolution: a classic stem would shrink small scans to nothing."""


def build(base: str, classes: Sequence[str], weights: Weights, input_size: int) -> Classifier:
    """The base model with one output a class. Raises RunFailure when the weights cannot be had or do not fit.

    `input_size` is the side of the images in pixels. Uses torch's global random generator for what is not loaded.
    """
    entry = _entry(base)
    match weights:
        case NoWeights():
            return _fresh(entry, len(classes), input_size)
        case PretrainedWeights(folder=None):
            return loading.from_library(entry, lambda: _fresh(entry, len(classes), input_size, pretrained=True))
        case PretrainedWeights(folder=folder):
            return loading.from_folder(
                entry, str(folder), lambda **file: _fresh(entry, len(classes), input_size, **file)
            )
        case VersionWeights():
            return loading.from_version(weights, classes, _fresh(entry, len(classes), input_size))


def _fresh(entry: BaseModel, classes: int, input_size: int, **how: Any) -> Classifier:
    with compiler_deferred():
        from timm import create_model
    net: Any = create_model(entry.timm_name, num_classes=classes, **how)
    config = net.pretrained_cfg
    if input_size <= SMALL_INPUT:
        _keep_resolution(net)
    return Classifier(net, config["mean"], config["std"], config["classifier"])


def _keep_resolution(net: nn.Module) -> None:
    """Take the stride out of the first layers. No weight changes its shape, so pretrained weights still fit."""
    first = next(layer for layer in net.modules() if isinstance(layer, nn.Conv2d))
    first.stride = (1, 1)
    if first.padding == (0, 0):  # ConvNeXt's patches
        first.padding = (first.kernel_size[0] // 2, first.kernel_size[1] // 2)
    if hasattr(net, "maxpool"):  # ResNet's second halving
        net.maxpool = nn.Identity()


def _entry(name: str) -> BaseModel:
    try:
        return base_model(name)
    except KeyError as error:
        raise RunFailure(Code.BAD_SPEC, error.args[0], detail=error.args[0]) from error
