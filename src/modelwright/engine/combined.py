"""The code that a model of two networks gives: the classifier's, unless enough of a special one is seen (E44)."""

from collections.abc import Sequence

from modelwright.bundle.masks import overriding_code
from modelwright.contract.model_parameters import ModelParameters
from modelwright.contract.report import ClassificationResult, Manifest, Result, SetResult
from modelwright.contract.tasks import Network
from modelwright.engine.data.dataset import numbers
from modelwright.engine.metrics.classification import confusion_matrix, set_result
from modelwright.engine.tasks.base import Measured
from modelwright.engine.tasks.segmentation import MeasuredPixels


def combined(
    model: ModelParameters, manifest: Manifest, measured: dict[Network, list[Measured]]
) -> tuple[list[SetResult], list[Result]]:
    """The results of the whole model and of its segmentation, and one row a sample."""
    results: list[SetResult] = []
    rows: list[Result] = []
    for classified in measured[Network.CLASSIFICATION]:
        pixels = next((of for of in measured[Network.SEGMENTATION] if of.part is classified.part), None)
        seen = _Seen(model, pixels if isinstance(pixels, MeasuredPixels) else None)
        given = [seen.judged(row) for row in classified.rows()]
        results.append(_result(classified, given, manifest.classes, seen.special))
        rows += given
    return results + [of.result() for of in measured[Network.SEGMENTATION]], rows


class _Seen:
    """What the segmentation saw on the samples of one set."""

    def __init__(self, model: ModelParameters, pixels: MeasuredPixels | None) -> None:
        self._least = model.special_min_area
        self.special = model.special_codes
        self._rows = {} if pixels is None else {row.path: row for row in pixels.rows()}
        self._areas = {} if pixels is None else _areas(pixels)

    def judged(self, row: Result) -> Result:
        """The row with the code of the whole model, and with what the segmentation saw."""
        seen = self._rows.get(row.path)
        predicted = overriding_code(self._areas.get(row.path, {}), self.special, self._least) or row.predicted
        masks = {} if seen is None else {"true_masks": seen.true_masks, "masks": seen.masks}
        return row.model_copy(update={"predicted": predicted, "correct": predicted == row.label, **masks})


def _areas(pixels: MeasuredPixels) -> dict[str, dict[str, float]]:
    """By path: the share of the image that each class takes."""
    return {
        sample.path: dict(zip(pixels.classes, found.areas.tolist(), strict=True))
        for sample, found in zip(pixels.samples, pixels.found, strict=True)
    }


def _result(
    classified: Measured, rows: Sequence[Result], classes: tuple[str, ...], special: tuple[str, ...]
) -> ClassificationResult:
    labels = classes + special
    truth, predicted = numbers((row.label for row in rows), labels), numbers((row.predicted for row in rows), labels)
    return set_result(classified.part, labels, confusion_matrix(truth, predicted, len(labels)))
