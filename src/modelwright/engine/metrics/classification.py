"""The numbers of a classifier, overall and per class, from its confusion matrix."""

from collections.abc import Sequence

import numpy as np

from modelwright.contract.report import ClassificationResult, ClassResult, Interval
from modelwright.contract.tasks import Part
from modelwright.engine.metrics.intervals import wilson


def confusion_matrix(truth: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Counts of shape (classes, classes): rows are the true class, columns the predicted one; both given as indices."""
    return np.bincount(truth * classes + predicted, minlength=classes * classes).reshape(classes, classes)


def set_result(part: Part, labels: Sequence[str], confusion: np.ndarray) -> ClassificationResult:
    """Everything the report says about one set, which must hold at least one sample."""
    classes = tuple(_class_result(label, confusion, index) for index, label in enumerate(labels))
    present = [result for result in classes if result.support]
    samples, correct = int(confusion.sum()), int(np.trace(confusion))
    return ClassificationResult(
        part=part,
        samples=samples,
        correct=correct,
        accuracy=correct / samples,
        accuracy_interval=wilson(correct, samples),
        macro_precision=_mean([result.precision for result in present]),
        macro_recall=_mean([result.recall for result in present]),
        macro_f1=_mean([result.f1 for result in present]),
        classes=classes,
        confusion=tuple(tuple(int(count) for count in row) for row in confusion),
    )


def _class_result(label: str, confusion: np.ndarray, index: int) -> ClassResult:
    hits = int(confusion[index, index])
    support, predicted = int(confusion[index].sum()), int(confusion[:, index].sum())
    precision, precision_interval = _share(hits, predicted)
    recall, recall_interval = _share(hits, support)
    return ClassResult(
        label=label,
        support=support,
        predicted=predicted,
        precision=precision,
        precision_interval=precision_interval,
        recall=recall,
        recall_interval=recall_interval,
        f1=2 * hits / (support + predicted) if support else None,
    )


def _share(hits: int, trials: int) -> tuple[float | None, Interval | None]:
    return (hits / trials, wilson(hits, trials)) if trials else (None, None)


def _mean(values: Sequence[float | None]) -> float:
    """A class that was never predicted counts as precision 0, as scikit-learn does it."""
    return sum(value or 0.0 for value in values) / len(values)
