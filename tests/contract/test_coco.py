"""COCO files: found beside and above their images, read annotation by annotation, each fault with its reason."""

import json

import pytest
from tests.contract.written import box, coco, image

from modelwright.contract.annotations import AnnotationProblem as Reason
from modelwright.contract.layout import Format
from modelwright.contract.tasks import Task


def test_a_coco_file_beside_the_folder_of_images(folder):
    outline = [[1, 1, 11, 1, 11, 6, 1, 6]]
    folder.files("images/a.jpg", "images/b.jpg", "images/c.jpg")
    folder.file(
        "instances.json",
        coco(
            [image(1, "a.jpg", width=100, height=50, panel="p1"), image(2, "b.jpg")],
            [box(1, 1, 10, 5, segmentation=outline), box(2, 2, 3, 3, category=2)],
        ),
    )
    layout, samples = folder.read()
    assert (layout.format, layout.classes, layout.problems) == (Format.COCO, ("scratch", "缺陷"), [])
    first, second, third = (samples[f"images/{name}.jpg"] for name in "abc")
    assert [(region.label, region.box) for region in first.regions] == [
        ("scratch", (1, 1, 10, 5)),
        ("缺陷", (2, 2, 3, 3)),
    ]
    assert first.regions[0].polygon == (((1, 1), (11, 1), (11, 6), (1, 6)),)
    assert (first.label, first.size, first.facts["panel"]) == ("", (100, 50), "p1")
    assert (second.annotated, second.regions) == (True, ())
    assert third.annotated is False


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("annotations/instances_train.json", "a.jpg"),
        ("annotations.json", "images/a.jpg"),
        ("annotations.json", "C:\\old place\\a.jpg"),
        ("annotations.json", "/somewhere/else/a.jpg"),
        ("images/_annotations.json", "a.jpg"),
    ],
)
def test_images_are_found_relative_to_the_file_to_the_images_or_by_name(folder, place, name):
    folder.file("images/a.jpg")
    folder.file(place, coco([image(1, name)], [box(1, 1, 2, 2)]))
    layout, samples = folder.read(below="images") if place.startswith("images") else folder.read()
    assert len(samples["images/a.jpg"].regions) == 1
    assert not layout.problems


def test_a_coco_file_in_each_set_of_an_export(folder):
    for part in ("train", "valid"):
        folder.file(f"{part}/same.jpg")
        folder.file(f"{part}/_annotations.coco.json", coco([image(1, "same.jpg")], [box(1, 1, 2, 2)]))
    layout, samples = folder.read()
    assert layout.format is Format.COCO
    assert {path: len(found.regions) for path, found in samples.items()} == {"train/same.jpg": 1, "valid/same.jpg": 1}


def test_an_image_of_one_class_has_that_class(folder):
    folder.file("images/a.jpg")
    folder.file("coco.json", coco([image()], [box(1, 1, 2, 2), box(4, 4, 2, 2)]))
    _layout, samples = folder.read(Task.CLASSIFICATION)
    assert [found.label for found in samples.values()] == ["scratch"]


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        (box(1, 1, 0, 5), Reason.BOX_WITHOUT_SIZE),
        (box(1, 1, 5, -5), Reason.BOX_WITHOUT_SIZE),
        (box(1, 1, 5, "5"), Reason.NOT_A_NUMBER),
        (box(1, 1, 5, float("nan")), Reason.NOT_A_NUMBER),
        (box(1, 1, 5, None), Reason.NOT_A_NUMBER),
        (box(1, 1, 5), Reason.NOT_A_NUMBER),
        ({"id": 7, "image_id": 1, "category_id": 1}, Reason.NOT_A_NUMBER),
        ({"id": 7, "image_id": 1, "category_id": 1, "bbox": {"x": 1}}, Reason.NOT_A_NUMBER),
        (box(1, 1, 5, 5, category=9), Reason.UNKNOWN_CLASS),
        (box(1, 1, 5, 5, category=[1]), Reason.NOT_A_NUMBER),
        (box(1, 1, 5, 5, segmentation=[[1, 1, 5, 5]]), Reason.POLYGON_TOO_SMALL),
        (box(1, 1, 5, 5, segmentation=[[1, 1, 2, 2, 3, 3]]), Reason.POLYGON_TOO_SMALL),
        (box(1, 1, 5, 5, segmentation=[[1, 1, "x", 2, 3, 9]]), Reason.NOT_A_NUMBER),
        (box(1, 1, 5, 5, segmentation=5), Reason.NOT_A_NUMBER),
        (box(1, 1, 5, 5, iscrowd=1), Reason.CROWD),
        (box(1, 1, 5, 5, image_id=99), Reason.IMAGE_MISSING),
        (box(1, 1, 5, 5, image_id=[1]), Reason.IMAGE_MISSING),
    ],
)
def test_what_cannot_be_used_is_listed_with_its_reason_and_the_rest_is_kept(folder, annotation, reason):
    folder.file("images/a.jpg")
    folder.file("coco.json", coco([image()], [box(1, 1, 9, 9), annotation]))
    layout, samples = folder.read()
    assert [problem.reason for problem in layout.problems] == [reason]
    assert [region.box for region in samples["images/a.jpg"].regions] == [(1, 1, 9, 9)]


def test_a_file_that_names_missing_images_lists_each(folder):
    folder.file("images/a.jpg")
    folder.file("coco.json", coco([image(), image(2, "gone.jpg"), image(3, "also gone.jpg")], [box(1, 1, 9, 9)]))
    layout, samples = folder.read()
    assert [(problem.reason, problem.file) for problem in layout.problems] == [
        (Reason.IMAGE_MISSING, "gone.jpg"),
        (Reason.IMAGE_MISSING, "also gone.jpg"),
    ]
    assert len(samples) == 1


def test_the_same_box_twice_is_used_once(folder):
    folder.file("images/a.jpg")
    folder.file("coco.json", coco([image()], [box(1, 1, 9, 9), box(1, 1, 9, 9)]))
    layout, samples = folder.read()
    assert [problem.reason for problem in layout.problems] == [Reason.DUPLICATE]
    assert len(samples["images/a.jpg"].regions) == 1


def test_an_image_number_given_twice_never_makes_an_image_empty(folder):
    folder.files("images/a.jpg", "images/b.jpg")
    folder.file("coco.json", coco([image(1, "a.jpg"), image(1, "b.jpg")], [box(1, 1, 9, 9)]))
    layout, samples = folder.read()
    assert [problem.reason for problem in layout.problems] == [Reason.DUPLICATE]
    assert samples["images/b.jpg"].annotated is False


def test_a_name_that_no_database_holds_is_no_class(folder):
    folder.file("images/a.jpg")
    text = json.dumps(coco([image()], [box(1, 1, 9, 9)], [{"id": 1, "name": "NAME"}]))
    folder.file("coco.json", text.replace("NAME", "\\ud800"))
    assert folder.reasons() == [Reason.UNKNOWN_CLASS]


def test_names_that_cannot_be_written_down_are_told_in_a_way_that_can(folder):
    folder.file("images/a.jpg")
    text = json.dumps(coco([image(), image(2, "NAME")], [box(1, 1, 9, 9)]))
    folder.file("coco.json", text.replace("NAME", "\\ud800\\u0000"))
    layout, _samples = folder.read()
    assert [problem.file for problem in layout.problems] == ["??"]


@pytest.mark.parametrize(
    "content",
    [
        '{"images": [], "annotations": [], "categories": [',
        '{"images": {}, "annotations": [], "categories": []}',
        '{"images": [{"file_name": "a.jpg"}], "annotations": [], "categories": []}',
        '{"images": [1], "annotations": [], "categories": []}',
        '{"x": {"images": 1, "annotations": 2, "categories": 3}}',
    ],
)
def test_a_damaged_coco_file_is_listed_and_its_images_are_still_there(folder, content):
    folder.file("images/a.jpg")
    folder.file("coco.json", content)
    layout, samples = folder.read()
    assert [problem.reason for problem in layout.problems] == [Reason.UNREADABLE_FILE]
    assert [found.annotated for found in samples.values()] == [False]


def test_other_json_files_are_no_annotations(folder):
    folder.files("good/1.png").file("fields.json", {"images": ["1.png"], "total": 3})
    assert folder.read()[0].format is Format.FOLDERS


def test_reading_twice_tells_the_same_problems_once(folder):
    folder.file("images/a.jpg")
    folder.file("coco.json", coco([image(), image(2, "gone.jpg")], []))
    layout, _samples = folder.read()
    list(layout.samples(Task.DETECTION))
    assert len(layout.problems) == 1
