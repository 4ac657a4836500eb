"""Networks: built from the catalogue, with random, pretrained or earlier weights."""

from modelwright.engine.models.build import build, weights_of
from modelwright.engine.models.deferral import compiler_deferred
from modelwright.engine.models.weights import Model

__all__ = ["Model", "build", "compiler_deferred", "weights_of"]
