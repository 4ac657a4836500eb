"""The numbers of a detector, against cases worked by hand; suppression of what overlaps."""

import numpy as np
import pytest

from modelwright.bundle.boxes import Detection, overlaps, suppress
from modelwright.contract.tasks import Part
from modelwright.engine.metrics.detection import Found, Truth, found, match, set_result

NOTHING = Found(np.zeros((0, 4)), np.zeros(0, dtype=int), np.zeros(0))
LEVELS = np.linspace(0, 1, 101)


def truth(*boxes, labels=None):
    return Truth(np.array(boxes, dtype=float).reshape(-1, 4), np.array(labels or [0] * len(boxes), dtype=int))


def prediction(*boxes, scores, labels=None):
    given = [0] * len(boxes) if labels is None else labels
    return Found(np.array(boxes, dtype=float).reshape(-1, 4), np.array(given, dtype=int), np.array(scores, dtype=float))


def square(left, top, side=10):
    return (left, top, left + side, top + side)


def measured(truths, predictions, classes=1, threshold=0.5):
    labels = [f"field {index}" for index in range(classes)]
    return set_result(Part.TEST, labels, truths, predictions, threshold=threshold)


def test_overlap_is_intersection_over_union():
    boxes = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30], [3, 3, 3, 9]], dtype=float)
    expected = [[1, 1 / 3, 0, 0], [1 / 3, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]]
    assert overlaps(boxes, boxes) == pytest.approx(np.array(expected))


def test_perfect_detections_reach_one():
    result = measured(
        [truth(square(0, 0), square(40, 0)), truth(square(5, 5))],
        [prediction(square(0, 0), square(40, 0), scores=[0.9, 0.8]), prediction(square(5, 5), scores=[0.7])],
    )
    assert (result.ap50, result.ap, result.macro_precision, result.macro_recall, result.macro_f1) == (1, 1, 1, 1, 1)
    assert result.ap50_interval == (1, 1)
    assert result.samples == 2


def test_average_precision_of_a_case_worked_by_hand():
    """Best first: right, wrong, right, of three boxes: precision 1 up to recall 1/3, then 2/3 up to recall 2/3."""
    result = measured(
        [truth(square(0, 0), square(40, 0)), truth(square(5, 5))],
        [prediction(square(0, 0), square(80, 80), square(40, 0), scores=[0.9, 0.8, 0.7]), NOTHING],
    )
    levels = np.where(LEVELS <= 1 / 3, 1, np.where(LEVELS <= 2 / 3, 2 / 3, 0))
    assert result.ap50 == pytest.approx(levels.mean())
    field = result.classes[0]
    assert (field.support, field.predicted, field.hits) == (3, 3, 2)
    assert (field.precision, field.recall) == pytest.approx((2 / 3, 2 / 3))
    assert field.precision_interval[0] < 2 / 3 < field.precision_interval[1]
    low, high = result.ap50_interval
    assert low < result.ap50 < high


def test_average_precision_falls_with_the_fit():
    """A shift by 2 of 10 pixels: IoU 80 / 120, so a hit at 0.50, 0.55, 0.60 and 0.65 only."""
    result = measured([truth(square(0, 0))], [prediction(square(2, 0), scores=[0.9])])
    assert result.ap50 == 1
    assert result.ap == pytest.approx(4 / 10)


def test_each_box_is_found_once_and_by_the_best_score():
    result = measured([truth(square(0, 0))], [prediction(square(1, 0), square(0, 0), scores=[0.9, 0.8])])
    assert (result.classes[0].hits, result.classes[0].predicted) == (1, 2)
    assert result.ap50 == 1
    assert result.classes[0].precision == 0.5


def test_another_class_is_no_hit():
    result = measured([truth(square(0, 0))], [prediction(square(0, 0), scores=[0.9], labels=[1])], classes=2)
    assert result.classes[0].ap50 == 0
    assert result.classes[0].precision is None
    assert result.classes[1].ap50 is None
    assert result.classes[1].recall is None
    assert result.classes[1].precision == 0
    assert result.ap50 == 0


def test_classes_without_boxes_do_not_count_in_the_means():
    result = measured([truth(square(0, 0))], [prediction(square(0, 0), scores=[0.9])], classes=3)
    assert (result.ap50, result.macro_f1) == (1, 1)
    assert [field.support for field in result.classes] == [1, 0, 0]


def test_a_set_without_any_box_or_detection_has_numbers_too():
    result = measured([truth(), truth()], [NOTHING, NOTHING])
    assert (result.ap50, result.ap50_interval) == (0, (0, 0))
    assert result.classes[0].f1 is None


def test_the_threshold_decides_precision_and_recall_but_not_average_precision():
    truths = [truth(square(0, 0), square(40, 0))]
    predictions = [prediction(square(0, 0), square(40, 0), square(80, 80), scores=[0.9, 0.4, 0.3])]
    strict, lenient = measured(truths, predictions, threshold=0.5), measured(truths, predictions, threshold=0.3)
    assert strict.ap50 == lenient.ap50 == 1
    assert (strict.macro_precision, strict.macro_recall) == (1, 0.5)
    assert (lenient.macro_precision, lenient.macro_recall) == (pytest.approx(2 / 3), 1)


def test_detections_beyond_the_hundred_best_of_an_image_do_not_count():
    false = [square(20 * index, 50) for index in range(100)]
    late = prediction(*false, square(0, 0), scores=[0.9] * 100 + [0.5])
    early = prediction(*false, square(0, 0), scores=[0.5] * 100 + [0.9])
    assert measured([truth(square(0, 0))], [late]).ap50 == 0
    assert measured([truth(square(0, 0))], [early]).ap50 == 1


def test_the_interval_comes_out_the_same_twice():
    random = np.random.default_rng(1)
    truths = [truth(square(0, 0)) for _ in range(20)]
    predictions = [prediction(square(int(shift), 0), scores=[0.9]) for shift in random.integers(0, 8, 20)]
    assert measured(truths, predictions) == measured(truths, predictions)


def test_matches_of_an_image_name_hits_misses_and_what_is_wrong():
    image = truth(square(0, 0), square(40, 0), square(80, 0), labels=[0, 0, 1])
    given = prediction(
        square(80, 0), square(1, 0), square(40, 1), square(0, 0), scores=[0.9, 0.8, 0.2, 0.6], labels=[0, 0, 0, 0]
    )
    matches = match(image, given, threshold=0.5)
    assert [(hit.found, hit.truth) for hit in matches.hits] == [(1, 0)]
    assert matches.hits[0].iou == pytest.approx(90 / 110)
    assert matches.missed == (1, 2)
    assert matches.wrong == (0, 3)


def test_suppression_keeps_the_best_of_what_overlaps():
    boxes = np.array([square(1, 0), square(0, 0), square(50, 0), square(0, 1)], dtype=np.float32)
    scores = np.array([[0.8, 0.0], [0.9, 0.0], [0.3, 0.0], [0.0, 0.7]])
    kept = suppress(boxes, scores, threshold=0.25)
    assert kept == [
        Detection(0, 0.9, square(0, 0)),
        Detection(1, 0.7, square(0, 1)),
        Detection(0, 0.3, square(50, 0)),
    ]
    assert found(kept).boxes.shape == (3, 4)


def test_what_a_suppressed_box_would_have_suppressed_stays():
    boxes = np.array([square(0, 0), square(3, 0), square(6, 0)], dtype=float)
    kept = suppress(boxes, np.array([[0.9], [0.8], [0.7]]), threshold=0.1)
    assert [one.score for one in kept] == [0.9, 0.7]


def test_suppression_respects_threshold_and_count():
    boxes = np.array([square(20 * index, 0) for index in range(50)], dtype=float)
    scores = np.linspace(0.01, 1, 50)[:, None]
    assert len(suppress(boxes, scores, threshold=0.5)) == 25
    assert [one.score for one in suppress(boxes, scores, threshold=0.0, most=2)] == [1.0, pytest.approx(scores[-2, 0])]
    assert suppress(boxes, scores, threshold=2.0) == []
    assert found([]).boxes.shape == (0, 4)
