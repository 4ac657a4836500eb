"""Networks: built from the catalogue, with random, pretrained or earlier weights."""

from modelwright.engine.models.build import build
from modelwright.engine.models.classifier import Classifier
from modelwright.engine.models.deferral import compiler_deferred

__all__ = ["Classifier", "build", "compiler_deferred"]
