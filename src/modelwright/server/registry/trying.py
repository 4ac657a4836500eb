"""Try it: one image in, what a version predicts out."""

import functools
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from ninja import UploadedFile

from modelwright.server.core.errors import Conflict, Invalid, Sentence
from modelwright.server.datasets.problems import sample_sentence
from modelwright.server.registry import files
from modelwright.server.registry.models import ModelVersion

if TYPE_CHECKING:
    from modelwright.bundle.predictor import Predictor

_LARGEST_MB: Final = 100
_READY: Final = 2
"""Versions that stay in memory, ready to answer."""


def predict(version: ModelVersion, image: UploadedFile) -> dict[str, Any]:
    """Nothing is kept. Raises Invalid for an image that cannot be used, Conflict for a bundle that cannot."""
    from modelwright.imaging.reading import ImageProblem

    if (image.size or 0) > _LARGEST_MB * 2**20:
        raise _refused(_("The file is larger than %(limit)s MB.") % {"limit": _LARGEST_MB})
    predictor = _predictor(str(files.path(version, files.BUNDLE)))
    try:
        answer = predictor.predict(image.read())
    except ImageProblem as problem:
        raise _refused(sample_sentence(problem.reason)) from problem
    return {**answer.as_dict(), "task": version.model.task, "version": version.name}


@functools.lru_cache(maxsize=_READY)
def _predictor(bundle: str) -> "Predictor":
    from modelwright.bundle.predictor import (
        BundleProblem,
        Predictor,
    )  # ONNX Runtime takes 40 MB: only when it is needed

    try:
        return Predictor(bundle)
    except BundleProblem as problem:
        raise Conflict(_("The bundle of this version is damaged: %(reason)s") % {"reason": problem}) from problem


def _refused(sentence: Sentence) -> Invalid:
    return Invalid(sentence, fields={"image": sentence})
