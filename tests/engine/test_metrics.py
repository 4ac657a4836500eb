"""The report's numbers, held against scikit-learn's; intervals, against published values."""

import numpy as np
import pytest
from sklearn import metrics as reference

from modelwright.contract.tasks import Part
from modelwright.engine.metrics.classification import confusion_matrix, set_result
from modelwright.engine.metrics.intervals import wilson


@pytest.fixture(params=range(5))
def sample(request):
    random = np.random.default_rng(request.param)
    truth = random.integers(0, 5, 200)
    return truth, np.where(random.random(200) < 0.6, truth, random.integers(0, 6, 200))


def test_the_confusion_matrix_has_true_classes_in_rows(sample):
    truth, predicted = sample
    assert (
        confusion_matrix(truth, predicted, 6) == reference.confusion_matrix(truth, predicted, labels=range(6))
    ).all()


def test_the_numbers_equal_those_of_scikit_learn(sample):
    truth, predicted = sample
    result = set_result(Part.TEST, list("abcdef"), confusion_matrix(truth, predicted, 6))
    precision, recall, f1, support = reference.precision_recall_fscore_support(
        truth, predicted, labels=range(5), zero_division=0
    )
    assert result.accuracy == pytest.approx(reference.accuracy_score(truth, predicted))
    assert result.macro_precision == pytest.approx(precision.mean())
    assert result.macro_recall == pytest.approx(recall.mean())
    assert result.macro_f1 == pytest.approx(f1.mean())
    for index in range(5):
        of = result.classes[index]
        assert (of.precision, of.recall, of.f1, of.support) == pytest.approx(
            (precision[index], recall[index], f1[index], support[index])
        )


def test_a_class_without_samples_has_no_recall_and_does_not_count():
    result = set_result(Part.VALIDATION, ["a", "b", "c"], np.array([[3, 0, 1], [1, 3, 0], [0, 0, 0]]))
    assert result.classes[2].recall is None
    assert result.classes[2].precision == 0
    assert result.macro_recall == pytest.approx(0.75)


def test_a_class_that_is_never_predicted_has_no_precision():
    result = set_result(Part.VALIDATION, ["a", "b"], np.array([[4, 0], [2, 0]]))
    assert result.classes[1].precision is None
    assert result.classes[1].precision_interval is None
    assert result.macro_precision == pytest.approx(4 / 6 / 2)


@pytest.mark.parametrize(
    ("successes", "trials", "interval"),
    [(0, 10, (0.0, 0.2775)), (10, 10, (0.7225, 1.0)), (81, 263, (0.2553, 0.3662)), (1, 29, (0.0061, 0.1718))],
)
def test_wilson_intervals_are_those_of_newcombe_1998(successes, trials, interval):
    assert wilson(successes, trials) == pytest.approx(interval, abs=1e-4)
