"""COCO's run lengths, as a list and packed: the very pixels that they mark, or the reason why not."""

import pytest
from tests.contract.written import box, coco, image

from modelwright.contract.annotations import AnnotationProblem as Reason
from modelwright.contract.tasks import Task

SMALL = {"size": [4, 5], "counts": [5, 2, 2, 1, 10]}
"""Four rows of five columns; written down by columns:

. . . . .
. X X . .
. X . . .
. . . . .
"""


def read(folder, *segmentations, task=Task.SEGMENTATION, size=(5, 4), **more):
    """The layout, and the regions of the one image."""
    folder.file("images/a.jpg")
    sides = dict(zip(("width", "height"), size or (), strict=False))
    said = [box(1, 1, 2, 2, segmentation=one, **more) for one in segmentations]
    folder.file("coco.json", coco([image(**sides)], said))
    layout, samples = folder.read(task)
    return layout, samples["images/a.jpg"]


def pixels(region):
    """Rows of the box, X for a pixel inside."""
    marks = "".join(".X"[number % 2] * length for number, length in enumerate(region.runs))
    width = int(region.box[2])
    return [marks[start : start + width] for start in range(0, len(marks), width)]


@pytest.mark.parametrize(
    ("segmentation", "place", "expected"),
    [
        (SMALL, (1, 1, 2, 2), ["XX", "X."]),
        ({"size": [4, 5], "counts": "522O8"}, (1, 1, 2, 2), ["XX", "X."]),
        ({"size": [4, 3], "counts": [3, 6, 3]}, (0, 0, 3, 4), [".XX", ".X.", ".X.", "XX."]),
        ({"size": [4, 3], "counts": [0, 12]}, (0, 0, 3, 4), ["XXX"] * 4),
        ({"size": [3, 3], "counts": [4, 1, 4, 0]}, (1, 1, 1, 1), ["X"]),
        ({"size": [20, 3], "counts": "d0d0d0"}, (1, 0, 1, 20), ["X"] * 20),
        ({"size": [3, 3], "counts": [0, 4, 1, 4]}, (0, 0, 3, 3), ["XXX", "X.X", "XXX"]),
    ],
    ids=["a list", "packed", "over several columns", "all", "a dot", "larger numbers", "with a hole"],
)
def test_they_become_the_pixels_of_the_region(folder, segmentation, place, expected):
    height, width = segmentation["size"]
    layout, sample = read(folder, segmentation, size=(width, height))
    (region,) = sample.regions
    assert (region.label, region.box, layout.problems) == ("scratch", place, [])
    assert pixels(region) == expected


@pytest.mark.parametrize(
    ("segmentation", "reason"),
    [
        ({"size": [4, 5], "counts": [5, 2, 2, 1, 9]}, Reason.RUN_LENGTHS),
        ({"size": [4, 5], "counts": [25, -5]}, Reason.RUN_LENGTHS),
        ({"size": [4, 5], "counts": [5.0, 15]}, Reason.RUN_LENGTHS),
        ({"size": [4, 5], "counts": []}, Reason.RUN_LENGTHS),
        ({"size": [4, 5], "counts": "52é"}, Reason.RUN_LENGTHS),
        ({"size": [4, 5], "counts": "522O8d"}, Reason.RUN_LENGTHS),
        ({"size": [4, 5], "counts": "o" * 40}, Reason.RUN_LENGTHS),
        ({"size": [4, 5]}, Reason.RUN_LENGTHS),
        ({"size": "45", "counts": [20]}, Reason.RUN_LENGTHS),
        ({"size": [10**9, 10**9], "counts": [10**18]}, Reason.RUN_LENGTHS),
        ({"size": [4, 5], "counts": [20]}, Reason.POLYGON_TOO_SMALL),
        ({"size": [5, 4], "counts": [5, 2, 2, 1, 10]}, Reason.SIZE_DIFFERS),
    ],
)
def test_those_that_cannot_be_used_are_listed_with_the_reason(folder, segmentation, reason):
    layout, sample = read(folder, segmentation, SMALL)
    assert [problem.reason for problem in layout.problems] == [reason]
    assert [region.box for region in sample.regions] == [(1, 1, 2, 2)]


def test_they_say_the_size_where_the_image_does_not(folder):
    _layout, sample = read(folder, SMALL, size=None)
    assert sample.size == (5, 4)


@pytest.mark.parametrize("task", [Task.DETECTION, Task.CLASSIFICATION])
def test_where_boxes_will_do_the_box_is_taken(folder, task):
    layout, sample = read(folder, {"size": [1, 1], "counts": "?"}, task=task)
    assert layout.problems == []
    assert [(region.box, region.runs) for region in sample.regions] == (
        [((1, 1, 2, 2), ())] if sample.annotated else []
    )


def test_a_box_that_is_missing_is_that_of_the_pixels(folder):
    folder.file("images/a.jpg")
    folder.file("coco.json", coco([image()], [{"id": 7, "image_id": 1, "category_id": 1, "segmentation": SMALL}]))
    _layout, samples = folder.read(Task.DETECTION)
    assert [region.box for region in samples["images/a.jpg"].regions] == [(1, 1, 2, 2)]


def test_many_objects_at_once_have_pixels_but_no_box(folder):
    layout, sample = read(folder, SMALL, iscrowd=1)
    assert (len(sample.regions), layout.problems) == (1, [])
    layout, sample = read(folder, SMALL, task=Task.DETECTION, iscrowd=1)
    assert [problem.reason for problem in layout.problems] == [Reason.CROWD]


def test_regions_json_takes_runs_that_cover_their_box(folder):
    folder.file("a.jpg")
    region = {"label": "scratch", "box": [1, 1, 2, 2], "runs": [0, 3, 1]}
    folder.file("regions.json", {"images": [{"file": "a.jpg", "regions": [region]}]})
    _layout, samples = folder.read(Task.SEGMENTATION)
    assert pixels(samples["a.jpg"].regions[0]) == ["XX", "X."]
    folder.file("regions.json", {"images": [{"file": "a.jpg", "regions": [{**region, "runs": [0, 3]}]}]})
    assert folder.reasons() == [Reason.UNREADABLE_FILE]
