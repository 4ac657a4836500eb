"""The segmenter's numbers, held against scikit-learn's and against cases worked by hand."""

import numpy as np
import pytest
from sklearn import metrics as reference

from modelwright.engine.metrics.segmentation import IGNORED, image_iou, numbers, pixel_confusion


def masks(seed, images=12, classes=4):
    random = np.random.default_rng(seed)
    truth = random.integers(0, classes, (images, 9, 11), dtype=np.uint8)
    noise = random.integers(0, classes, truth.shape, dtype=np.uint8)
    return truth, np.where(random.random(truth.shape) < 0.6, truth, noise)


def confusions(truth, predicted, classes=4):
    return np.stack([pixel_confusion(*pair, classes) for pair in zip(truth, predicted, strict=True)])


@pytest.mark.parametrize("seed", range(3))
def test_the_numbers_equal_those_of_scikit_learn(seed):
    truth, predicted = masks(seed)
    result = numbers(confusions(truth, predicted))
    of = truth.ravel(), predicted.ravel()
    precision, recall, f1, support = reference.precision_recall_fscore_support(*of, labels=range(4))
    iou = reference.jaccard_score(*of, average=None)
    for index, one in enumerate(result.classes):
        assert (one.precision, one.recall, one.f1, one.iou, one.pixels) == pytest.approx(
            (precision[index], recall[index], f1[index], iou[index], support[index])
        )
    assert result.mean_iou == pytest.approx(iou[1:].mean())
    assert result.binary_iou == pytest.approx(reference.jaccard_score(of[0] > 0, of[1] > 0))
    assert result.accuracy == pytest.approx(reference.accuracy_score(*of))


def test_the_confusion_matrix_has_true_classes_in_rows_and_leaves_ignored_pixels_out():
    truth = np.array([[0, 1, 1], [IGNORED, 2, IGNORED]], np.uint8)
    predicted = np.array([[0, 1, 2], [2, 0, 1]], np.uint8)
    assert pixel_confusion(truth, predicted, 3).tolist() == [[1, 0, 0], [0, 1, 1], [1, 0, 0]]


@pytest.mark.parametrize("place", ["truth", "predicted"])
def test_a_class_that_does_not_exist_is_refused(place):
    pair = {"truth": np.zeros((2, 2), np.uint8), "predicted": np.zeros((2, 2), np.uint8)}
    pair[place][0, 0] = 3
    with pytest.raises(ValueError, match="0 to 2"):
        pixel_confusion(**pair, classes=3)


def test_pixels_are_summed_before_they_are_divided():
    small = [[90, 0], [5, 5]]  # IoU 0.5
    large = [[0, 0], [0, 100]]  # IoU 1
    result = numbers(np.array([small, large]))
    assert result.classes[1].iou == pytest.approx(105 / 110)
    assert (result.classes[1].images, result.classes[1].pixels, result.classes[1].predicted) == (2, 110, 105)


def test_a_class_outside_the_truth_has_no_iou_and_does_not_lower_the_mean():
    result = numbers(np.array([[[8, 0, 2], [1, 4, 0], [0, 0, 0]]]))
    absent = result.classes[2]
    assert (absent.iou, absent.recall, absent.f1, absent.iou_interval) == (None, None, None, None)
    assert absent.precision == 0
    assert result.mean_iou == pytest.approx(4 / 5)


def test_a_class_that_is_never_predicted_counts_as_zero():
    result = numbers(np.array([[[8, 0, 0], [0, 4, 0], [3, 0, 0]]]))
    assert (result.classes[2].iou, result.classes[2].precision) == (0, None)
    assert result.mean_iou == pytest.approx(0.5)


def test_the_wrong_code_on_a_defect_still_is_a_defect():
    result = numbers(np.array([[[8, 0, 0], [0, 0, 4], [0, 6, 0]]]))
    assert result.mean_iou == 0
    assert result.binary_iou == 1


def test_without_a_defect_in_the_truth_there_is_no_iou():
    result = numbers(np.array([[[8, 1], [0, 0]]]))
    assert (result.mean_iou, result.mean_iou_interval, result.binary_iou) == (None, None, None)
    assert result.accuracy == pytest.approx(8 / 9)


def test_without_a_pixel_that_counts_nothing_is_known():
    result = numbers(np.zeros((2, 3, 3), np.int64))
    assert (result.mean_iou, result.accuracy, result.classes[0].recall) == (None, None, None)


def test_the_interval_is_the_bootstraps_and_the_seed_decides_it():
    per_image = confusions(*masks(1, images=40))
    result = numbers(per_image)
    low, high = result.mean_iou_interval
    assert low < result.mean_iou < high
    assert numbers(per_image) == result
    assert numbers(per_image, seed=1).mean_iou_interval != result.mean_iou_interval


def test_the_bootstrap_draws_images_not_pixels():
    found, missed = [[100, 0], [0, 50]], [[100, 0], [50, 0]]
    result = numbers(np.array([found] * 8 + [missed] * 8), resamples=4000)
    spread = 1.96 * (0.5 * 0.5 / 16) ** 0.5  # of a share of 16 images
    assert result.classes[1].recall_interval == pytest.approx((0.5 - spread, 0.5 + spread), abs=0.03)


def test_equal_images_leave_no_doubt():
    result = numbers(np.array([[[90, 2], [3, 5]]] * 6))
    assert result.mean_iou_interval == pytest.approx((0.5, 0.5))
    assert result.binary_iou_interval == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize(
    ("confusion", "iou"),
    [
        ([[9, 0, 0], [0, 0, 0], [0, 0, 0]], 1.0),
        ([[9, 2, 0], [0, 0, 0], [0, 0, 0]], 0.0),
        ([[9, 0, 0], [1, 3, 0], [0, 0, 0]], 0.75),
        ([[9, 0, 0], [1, 3, 0], [0, 0, 2]], 0.875),
        ([[9, 0, 2], [1, 3, 0], [0, 0, 0]], 0.375),
    ],
)
def test_an_images_iou_is_the_mean_of_what_is_there_or_predicted(confusion, iou):
    assert image_iou(np.array(confusion)) == iou
