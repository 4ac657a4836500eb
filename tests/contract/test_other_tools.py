"""Exports of CVAT and Label Studio as their images' annotations."""

import json

import pytest
from PIL import Image

from modelwright.contract.annotations import AnnotationProblem
from modelwright.contract.layout import Format, look
from modelwright.contract.layouts.fitting import fitted
from modelwright.contract.tasks import Task

SIZE = (40, 30)


@pytest.fixture
def root(tmp_path):
    for name in ("a.png", "deep/b.jpg", "c.png"):
        file = tmp_path / "images" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", SIZE).save(file)
    return tmp_path


def samples(root, task=Task.DETECTION):
    layout = look(root)
    return layout, {sample.path.name: sample for sample in layout.samples(task)}


def boxes(sample):
    regions = fitted(sample, *SIZE).regions or ()
    return [(region.label, tuple(round(side, 3) for side in region.box)) for region in regions]


def cvat(root, body, head="<version>1.1</version>"):
    (root / "annotations.xml").write_text(f"<?xml version='1.0'?><annotations>{head}<meta></meta>{body}</annotations>")


def image_xml(name, *shapes):
    return f'<image id="0" name="{name}" width="40" height="30">{"".join(shapes)}</image>'


BOX = '<box label="царапина" xtl="3.50" ytl="4.25" xbr="14.00" ybr="16.00" z_order="0"><attribute name="x">1</attribute></box>'


def test_cvat_boxes_outlines_and_tags(root):
    polygon = '<polygon label="dent" points="5,5;20,5;20,15"></polygon>'
    cvat(
        root,
        image_xml("a.png", BOX, polygon) + image_xml("deep/b.jpg", '<tag label="good"></tag>') + image_xml("c.png"),
    )
    layout, found = samples(root)
    assert (layout.format, layout.classes, layout.problems) == (Format.CVAT, ("dent", "царапина"), [])
    assert boxes(found["a.png"]) == [("царапина", (3.5, 4.25, 10.5, 11.75)), ("dent", (5, 5, 15, 10))]
    assert found["a.png"].regions[1].polygon == (((5, 5), (20, 5), (20, 15)),)
    assert (found["b.jpg"].label, found["b.jpg"].annotated, found["b.jpg"].regions) == ("good", True, ())
    assert not found["c.png"].annotated


def test_a_turned_cvat_box_is_an_outline(root):
    cvat(root, image_xml("a.png", '<box label="x" xtl="10" ytl="10" xbr="20" ybr="14" rotation="90"/>'))
    _layout, found = samples(root)
    assert boxes(found["a.png"]) == [("x", (13, 7, 4, 10))]


def test_cvat_masks_are_of_use_as_boxes_only(root):
    mask = '<mask label="x" rle="1, 2" left="4" top="5" width="6" height="7"/>'
    cvat(root, image_xml("a.png", mask, '<ellipse label="y" cx="10" cy="10" rx="4" ry="3"/>'))
    _layout, found = samples(root)
    assert boxes(found["a.png"]) == [("x", (4, 5, 6, 7)), ("y", (6, 7, 8, 6))]
    layout, found = samples(root, Task.SEGMENTATION)
    assert [problem.reason for problem in layout.problems] == [AnnotationProblem.RUN_LENGTHS]


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ('<box label="x" xtl="nan" ytl="1" xbr="2" ybr="2"/>', AnnotationProblem.NOT_A_NUMBER),
        ('<box label="x" xtl="9" ytl="1" xbr="2" ybr="2"/>', AnnotationProblem.BOX_WITHOUT_SIZE),
        ('<box label="" xtl="1" ytl="1" xbr="2" ybr="2"/>', AnnotationProblem.UNKNOWN_CLASS),
        ('<box label="x" xtl="1" ytl="1" xbr="2"/>', AnnotationProblem.NOT_A_NUMBER),
        ('<polygon label="x" points="1,1;2,2"/>', AnnotationProblem.POLYGON_TOO_SMALL),
        ('<polygon label="x" points="1,a;2,2"/>', AnnotationProblem.NOT_A_NUMBER),
        ('<mask label="x" left="1"/>', AnnotationProblem.NOT_A_NUMBER),
    ],
)
def test_a_bad_cvat_shape_is_listed_and_the_others_are_kept(root, shape, reason):
    cvat(root, image_xml("a.png", shape, BOX))
    layout, found = samples(root)
    assert [problem.reason for problem in layout.problems] == [reason]
    assert len(found["a.png"].regions) == 1


def test_a_cvat_file_that_means_harm_or_is_cut_off_is_listed(root):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    (root / "annotations.xml").write_text(f"{bomb}<annotations><meta></meta>{image_xml('a.png', BOX)}</annotations>")
    layout, found = samples(root)
    assert ([problem.reason for problem in layout.problems], len(found)) == ([AnnotationProblem.UNREADABLE_FILE], 3)
    (root / "annotations.xml").write_text(f"<annotations><meta></meta>{image_xml('a.png', BOX)}<image")
    layout, found = samples(root)
    assert [problem.reason for problem in layout.problems] == [AnnotationProblem.UNREADABLE_FILE]
    assert len(found["a.png"].regions) == 1


def test_images_that_cvat_names_and_nobody_has_are_listed(root):
    cvat(root, image_xml("../../etc/passwd.png", BOX) + image_xml("gone.png"))
    layout, _found = samples(root)
    assert [problem.reason for problem in layout.problems] == [AnnotationProblem.IMAGE_MISSING] * 2


def test_other_xml_files_are_not_cvats(root):
    (root / "annotations.xml").write_text("<annotations><group/></annotations>")
    assert look(root).format is not Format.CVAT


def result(kind, value, **more):
    return {"type": kind, "value": value, "original_width": 40, "original_height": 30, **more}


RECTANGLE = result("rectanglelabels", {"x": 25, "y": 50, "width": 10, "height": 20, "rectanglelabels": ["dent"]})


def task_of(image, *results, **annotation):
    return {"id": 1, "data": {"photo": image}, "annotations": [{"result": list(results), **annotation}]}


def studio(root, *tasks):
    (root / "export.json").write_text(json.dumps(tasks))


def test_label_studio_regions_are_percent_and_choices_are_classes(root):
    polygon = result("polygonlabels", {"points": [[10, 10], [50, 10], [50, 50]], "polygonlabels": ["царапина"]})
    choice = {"type": "choices", "value": {"choices": ["bad"]}}
    studio(
        root,
        task_of("/data/upload/3/0123abcd-a.png", RECTANGLE, polygon, choice),
        task_of("/data/local-files/?d=deep%2Fb.jpg"),
        {"id": 3, "data": {"photo": "s3://bucket/c.png"}, "annotations": []},
    )
    layout, found = samples(root)
    assert (layout.format, layout.classes, layout.problems) == (Format.LABEL_STUDIO, ("dent", "царапина"), [])
    assert boxes(found["a.png"]) == [("dent", (10, 15, 4, 6)), ("царапина", (4, 3, 16, 12))]
    assert found["a.png"].label == "bad"
    assert (found["b.jpg"].annotated, found["b.jpg"].regions) == (True, ())
    assert not found["c.png"].annotated


def test_what_was_withdrawn_does_not_count_and_the_truth_comes_first(root):
    other = result("rectanglelabels", {"x": 0, "y": 0, "width": 10, "height": 20, "rectanglelabels": ["other"]})
    task = task_of("a.png", RECTANGLE, ground_truth=True)
    task["annotations"].append({"result": [other]})
    withdrawn = task_of("c.png", other, was_cancelled=True)
    studio(root, task, withdrawn)
    _layout, found = samples(root)
    assert [label for label, _box in boxes(found["a.png"])] == ["dent"]
    assert not found["c.png"].annotated


def test_label_studios_short_form(root):
    value = {
        "x": 25,
        "y": 50,
        "width": 10,
        "height": 20,
        "rectanglelabels": ["dent"],
        "original_width": 40,
        "original_height": 30,
    }
    studio(root, {"id": 1, "image": "/data/upload/1/a.png", "label": [value], "annotator": 1})
    layout, found = samples(root)
    assert layout.format is Format.LABEL_STUDIO
    assert boxes(found["a.png"]) == [("dent", (10, 15, 4, 6))]
    studio(root, {"id": 1, "image": "a.png", "choice": "good", "annotator": 1})
    _layout, found = samples(root)
    assert (found["a.png"].label, found["a.png"].annotated) == ("good", True)


def test_a_turned_rectangle_is_an_outline(root):
    value = {"x": 50, "y": 0, "width": 10, "height": 20, "rotation": 90, "rectanglelabels": ["dent"]}
    studio(root, task_of("a.png", result("rectanglelabels", value)))
    _layout, found = samples(root)
    assert boxes(found["a.png"]) == [("dent", (14, 0, 6, 4))]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (
            result("rectanglelabels", {"x": 1, "y": 1, "width": 5, "rectanglelabels": ["x"]}),
            AnnotationProblem.NOT_A_NUMBER,
        ),
        (
            result("rectanglelabels", {"x": "a", "y": 1, "width": 5, "height": 5, "rectanglelabels": ["x"]}),
            AnnotationProblem.NOT_A_NUMBER,
        ),
        (result("rectanglelabels", {"x": 1, "y": 1, "width": 5, "height": 5}), AnnotationProblem.UNKNOWN_CLASS),
        (
            result("rectanglelabels", {"x": 1, "y": 1, "width": 0, "height": 5, "rectanglelabels": ["x"]}),
            AnnotationProblem.BOX_WITHOUT_SIZE,
        ),
        (result("polygonlabels", {"points": [[1, 1], [2]], "polygonlabels": ["x"]}), AnnotationProblem.NOT_A_NUMBER),
        (
            result("polygonlabels", {"points": [[1, 1], [2, 2]], "polygonlabels": ["x"]}),
            AnnotationProblem.POLYGON_TOO_SMALL,
        ),
        (result("brushlabels", {"format": "rle", "brushlabels": ["x"]}), AnnotationProblem.RUN_LENGTHS),
        (result("rectanglelabels", None), AnnotationProblem.NOT_A_NUMBER),
    ],
)
def test_a_bad_label_studio_result_is_listed_and_the_others_are_kept(root, entry, reason):
    studio(root, task_of("a.png", entry, RECTANGLE))
    layout, found = samples(root)
    assert [problem.reason for problem in layout.problems] == [reason]
    assert len(found["a.png"].regions) == 1


@pytest.mark.parametrize(
    "content",
    ["[", '[1, "annotations", "data"]', '[{"annotations": 5, "data": 7}]', '[{"annotations": [], "data": {}}]'],
)
def test_a_damaged_label_studio_file_is_listed_or_says_nothing(root, content):
    (root / "export.json").write_text(content + " " * 10)
    _layout, found = samples(root)
    assert len(found) == 3
    assert not any(sample.annotated for sample in found.values())
