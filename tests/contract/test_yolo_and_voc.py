"""YOLO's lines and VOC's files: found beside their images, each fault with its reason."""

import pytest
from tests.contract.written import Folder, voc

from modelwright.contract.annotations import AnnotationProblem as Reason
from modelwright.contract.layout import Format


def test_yolo_lines_are_shares_of_the_sides(folder):
    folder.files("images/train/a.jpg", "images/train/b.jpg", "images/train/c.jpg")
    folder.file("labels/train/a.txt", "0 0.5 0.5 0.2 0.4\n1 0.1 0.1 0.3 0.1 0.3 0.3\n\n0 0.2 0.2 0.1 0.1 0.93\n")
    folder.file("labels/train/b.txt", "")
    folder.file("data.yaml", "path: .\nnames:\n  0: scratch\n  1: 缺陷\n")
    layout, samples = folder.read()
    assert (layout.format, layout.classes, layout.problems) == (Format.YOLO, ("scratch", "缺陷"), [])
    found = samples["images/train/a.jpg"]
    assert found.shares
    first, second, third = (region.scaled(100, 50) for region in found.regions)
    assert (first.label, first.box) == ("scratch", pytest.approx((40, 15, 20, 20)))
    assert (second.label, len(second.polygon[0]), second.box) == ("缺陷", 3, pytest.approx((10, 5, 20, 10)))
    assert third.box == pytest.approx((15, 7.5, 10, 5))
    assert (samples["images/train/b.jpg"].annotated, samples["images/train/c.jpg"].annotated) == (True, False)


@pytest.mark.parametrize(
    ("name", "content", "classes"),
    [
        ("data.yaml", "names: [a, 'b c']  # two", ("a", "b c")),
        ("labels/classes.txt", "a\nb c\n", ("a", "b c")),
        ("data.yaml", "names: 3", ()),
        ("data.yaml", "names: [a\n", ()),
    ],
)
def test_yolo_names_come_from_a_file_or_are_numbers(folder, name, content, classes):
    folder.file("images/a.jpg")
    folder.file("labels/a.txt", "1 0.5 0.5 0.2 0.4")
    folder.file(name, content)
    layout, samples = folder.read()
    assert layout.classes == classes
    assert samples["images/a.jpg"].regions[0].label == (classes[1] if classes else "1")


def test_a_yolo_export_with_a_folder_per_set(folder):
    for part in ("train", "valid"):
        folder.file(f"{part}/images/a.jpg")
        folder.file(f"{part}/labels/a.txt", "0 0.5 0.5 0.2 0.4")
    folder.file("data.yaml", "names: [part]")
    layout, samples = folder.read()
    assert layout.format is Format.YOLO
    assert [found.label for found in samples.values()] == ["part", "part"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("5 0.5 0.5 0.1 0.1", Reason.UNKNOWN_CLASS),
        ("-1 0.5 0.5 0.1 0.1", Reason.UNKNOWN_CLASS),
        ("scratch 0.5 0.5 0.1 0.1", Reason.NOT_A_NUMBER),
        ("0 0.5 0.5 0.1", Reason.NOT_A_NUMBER),
        ("0 0.5 0.5 nan 0.1", Reason.NOT_A_NUMBER),
        ("0 0.5 0.5 0 0.1", Reason.BOX_WITHOUT_SIZE),
        ("0 0.5 0.5 0.6 0.6 0.7 0.7", Reason.POLYGON_TOO_SMALL),
        ("inf 1 1 1 1", Reason.NOT_A_NUMBER),
    ],
)
def test_a_bad_yolo_line_is_listed_with_its_reason(folder, line, reason):
    folder.file("images/a.jpg")
    folder.file("labels/a.txt", f"0 0.5 0.5 0.2 0.2\n{line}")
    folder.file("data.yaml", "names: [part]")
    layout, samples = folder.read()
    assert [(problem.reason, problem.file) for problem in layout.problems] == [(reason, "labels/a.txt")]
    assert "line 2" in layout.problems[0].detail
    assert len(samples["images/a.jpg"].regions) == 1


def test_a_yolo_file_without_image_is_listed(folder):
    folder.files("images/a.jpg", "labels/a.txt", "labels/b.txt")
    assert folder.reasons() == [Reason.IMAGE_MISSING]


def test_voc_files_lie_in_annotations_or_beside_the_images(folder):
    content = voc(("scratch", 10, 5, 30, 25), ("缺陷", 1, 1, 4, 4))
    folder.files("JPEGImages/a.jpg", "JPEGImages/b.jpg").file("Annotations/a.xml", content)
    layout, samples = folder.read()
    found = samples["JPEGImages/a.jpg"]
    assert (layout.format, layout.classes) == (Format.VOC, ("scratch", "缺陷"))
    assert [(region.label, region.box) for region in found.regions] == [
        ("scratch", (10, 5, 20, 20)),
        ("缺陷", (1, 1, 3, 3)),
    ]
    assert (found.size, found.annotated, samples["JPEGImages/b.jpg"].annotated) == ((100, 50), True, False)
    beside = Folder(folder.root.parent / "beside")
    beside.files("a.jpg").file("a.xml", content)
    assert beside.read()[0].format is Format.VOC


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (voc(("a", 10, 5, 10, 25)), Reason.BOX_WITHOUT_SIZE),
        (voc(("a", 10, 5, 1, 25)), Reason.BOX_WITHOUT_SIZE),
        (voc(("a", "x", 5, 1, 25)), Reason.NOT_A_NUMBER),
        (voc((" ", 1, 5, 11, 25)), Reason.UNKNOWN_CLASS),
        ("<annotation><object>", Reason.UNREADABLE_FILE),
        ('<!DOCTYPE a [<!ENTITY b "c">]><annotation/>', Reason.UNREADABLE_FILE),
        ("", Reason.UNREADABLE_FILE),
    ],
)
def test_a_bad_voc_file_is_listed_with_its_reason(folder, content, reason):
    folder.files("images/a.jpg", "images/b.jpg").file("annotations/a.xml", content)
    folder.file("annotations/b.xml", voc(("a", 1, 1, 5, 5)))
    layout, samples = folder.read()
    assert [problem.reason for problem in layout.problems] == [reason]
    assert len(samples["images/b.jpg"].regions) == 1
