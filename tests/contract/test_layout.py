"""Each format is found by looking, gives its samples in a stable order, and says what of it cannot be used."""

import json
import os

import pytest

from modelwright.contract.annotations import AnnotationProblem as Reason
from modelwright.contract.layout import Format, UnreadableCodes, find_images, look
from modelwright.contract.tasks import Task


class Folder:
    """A data path; its files need only names, because nobody opens an image here."""

    def __init__(self, root):
        self.root = root

    def file(self, name, content=""):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
        return path

    def files(self, *names):
        for name in names:
            self.file(name)
        return self

    def read(self, task=Task.DETECTION, below="", **options):
        """Layout, and samples by path relative to the data path."""
        layout = look(self.root / below, **options)
        return layout, {str(found.path.relative_to(self.root)): found for found in layout.samples(task)}

    def reasons(self, task=Task.DETECTION):
        layout, _samples = self.read(task)
        return [problem.reason for problem in layout.problems]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "line 1")


def coco(images, annotations, categories=({"id": 1, "name": "scratch"}, {"id": 2, "name": "缺陷"})):
    return {"images": list(images), "annotations": list(annotations), "categories": list(categories)}


def image(number=1, name="a.jpg", **more):
    return {"id": number, "file_name": name, **more}


def box(*numbers, image_id=1, category=1, **more):
    return {"id": 7, "image_id": image_id, "category_id": category, "bbox": list(numbers), **more}


def voc(*objects, size=(100, 50)):
    boxes = "".join(
        f"<object><name>{name}</name><bndbox><xmin>{x}</xmin><ymin>{y}</ymin><xmax>{right}</xmax><ymax>{down}</ymax>"
        "</bndbox></object>"
        for name, x, y, right, down in objects
    )
    width, height = size
    return f"<annotation><size><width>{width}</width><height>{height}</height></size>{boxes}</annotation>"


# --- folders


def test_a_folder_per_class(folder):
    layout, samples = folder.files("good/1.png", "good/deep/2.PNG", "дефект/3.jpg", "4.bmp", "good/notes.txt").read()
    assert layout.format is Format.FOLDERS
    assert {path: found.label for path, found in samples.items()} == {
        "4.bmp": "line 1",
        "good/1.png": "good",
        "good/deep/2.PNG": "good",
        "дефект/3.jpg": "дефект",
    }
    assert not any(found.annotated for found in samples.values())


def test_hidden_files_and_links_to_folders_are_passed_over(folder):
    folder.files("a/1.png", "a/.2.png", ".git/3.png")
    (folder.root / "b").symlink_to(folder.root / "a")
    assert [path.name for path, _label in find_images(folder.root)] == ["1.png"]


def test_a_missing_folder_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        list(look(tmp_path / "nowhere").samples(Task.CLASSIFICATION))


# --- masks


def test_masks_lie_beside_the_images_under_the_same_name(folder):
    folder.files("images/crack/1.jpg", "images/free/2.jpg", "masks/crack/1.png", "masks/gone/9.png")
    layout, samples = folder.read(Task.SEGMENTATION)
    assert layout.format is Format.MASKS
    crack, free = samples["images/crack/1.jpg"], samples["images/free/2.jpg"]
    assert (crack.label, crack.mask.name, crack.annotated, crack.in_class_folder) == ("crack", "1.png", True, True)
    assert (free.label, free.mask, free.annotated) == ("free", None, False)
    assert [(problem.reason, problem.file) for problem in layout.problems] == [
        (Reason.MASK_WITHOUT_IMAGE, "masks/gone/9.png")
    ]


def test_a_classification_uses_the_images_of_a_folder_with_masks_alone(folder):
    _layout, samples = folder.files("images/crack/1.jpg", "masks/crack/1.png").read(Task.CLASSIFICATION)
    assert [(found.label, found.mask) for found in samples.values()] == [("crack", None)]


def test_masks_give_a_detection_nothing(folder):
    _layout, samples = folder.files("images/crack/1.jpg", "masks/crack/1.png").read(Task.DETECTION)
    assert [(found.annotated, found.mask) for found in samples.values()] == [(False, None)]


def test_the_folder_of_images_is_understood_as_data_path_too(folder):
    folder.files("images/crack/1.jpg", "masks/crack/1.png")
    layout, samples = folder.read(Task.SEGMENTATION, below="images")
    assert layout.format is Format.MASKS
    assert samples["images/crack/1.jpg"].mask is not None
    assert folder.read(Task.SEGMENTATION, below="images", above=False)[0].format is Format.FOLDERS


def test_images_without_class_folders_have_the_name_of_the_folder_around(folder):
    _layout, samples = folder.files("images/1.jpg", "masks/1.tif").read(Task.SEGMENTATION)
    assert [(found.label, found.in_class_folder) for found in samples.values()] == [("line 1", False)]


def test_code_folders_may_each_hold_images_and_masks(folder):
    folder.files("TPFIP/images/1.jpg", "TPFIP/masks/1.png", "train/images/2.jpg", "train/masks/2.png")
    _layout, samples = folder.read(Task.SEGMENTATION)
    assert {found.label for found in samples.values()} == {"TPFIP", "line 1"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("masks/classes.json", '{"1": "crack", "2": "油污"}'),
        ("classes.json", '{"crack": 1, "油污": 2, "background": 0}'),
        ("masks/classes.json", '["background", "crack", "油污"]'),
        ("classes.json", '["crack", "油污"]'),
        ("masks/codes.csv", "value,code\n1,crack\n2,油污\n"),
        ("codes.csv", "\ufeff1,crack\n2,油污\n"),
    ],
)
def test_a_file_says_what_the_values_of_masks_mean(folder, name, content):
    folder.files("images/1.jpg", "masks/1.png").file(name, content)
    layout, _samples = folder.read(Task.SEGMENTATION)
    assert (layout.mask_codes, layout.classes) == ({1: "crack", 2: "油污"}, ("crack", "油污"))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"1": ""}', '{"-1": "a"}', '{"99999": "a"}', '{"x": "y"}', "3"])
def test_a_file_of_values_that_says_nothing_is_refused(folder, content):
    folder.files("images/1.jpg", "masks/1.png").file("classes.json", content)
    with pytest.raises(UnreadableCodes):
        look(folder.root)


# --- COCO


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


def test_run_lengths_are_of_use_as_boxes_only(folder):
    folder.file("images/a.jpg")
    run_lengths = {"size": [50, 100], "counts": [10, 5]}
    folder.file("coco.json", coco([image()], [box(1, 1, 9, 9, segmentation=run_lengths)]))
    assert folder.reasons(Task.DETECTION) == []
    assert folder.reasons(Task.SEGMENTATION) == [Reason.RUN_LENGTHS]


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


# --- YOLO


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


# --- VOC


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


# --- the product's own


def test_regions_json_comes_before_every_other_format(folder):
    folder.files("images/a.jpg", "images/b.jpg", "masks/a.png")
    region = {"label": "划痕", "box": [1, 2, 3, 4], "polygon": [[[1, 2], [4, 2], [4, 6]]]}
    said = [{"file": "images/a.jpg", "label": "bad", "regions": [region]}, {"file": "gone.jpg"}]
    folder.file("regions.json", {"format": 1, "images": said})
    layout, samples = folder.read()
    assert (layout.format, layout.classes) == (Format.REGIONS, ("划痕",))
    assert samples["images/a.jpg"].regions[0].polygon == (((1, 2), (4, 2), (4, 6)),)
    assert samples["images/a.jpg"].label == "bad"
    assert not samples["images/b.jpg"].annotated
    assert [(problem.reason, problem.file) for problem in layout.problems] == [(Reason.IMAGE_MISSING, "gone.jpg")]


def test_a_misspelt_key_in_regions_json_is_named(folder):
    folder.file("images/a.jpg")
    folder.file("regions.json", {"images": [{"file": "images/a.jpg", "lable": "bad"}]})
    layout, samples = folder.read()
    assert [problem.reason for problem in layout.problems] == [Reason.UNREADABLE_FILE]
    assert "images.0.lable" in layout.problems[0].detail
    assert [found.annotated for found in samples.values()] == [False]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"label": "a", "box": [1, 2, 0, 4]}, Reason.BOX_WITHOUT_SIZE),
        ({"label": "", "box": [1, 2, 3, 4]}, Reason.UNKNOWN_CLASS),
    ],
)
def test_a_region_that_cannot_be_used_is_listed(folder, given, reason):
    folder.file("a.jpg")
    folder.file("regions.json", {"images": [{"file": "a.jpg", "regions": [given]}]})
    assert folder.reasons() == [reason]


# --- all of them


@pytest.mark.parametrize("name", ["零件", "деталь", "añadir", "قطع", "🙂"])
def test_names_in_any_script(folder, name):
    folder.file(f"images/{name}.jpg")
    folder.file("coco.json", coco([image(1, f"{name}.jpg")], [box(1, 1, 2, 2)], [{"id": 1, "name": name}]))
    _layout, samples = folder.read()
    assert [found.label for found in samples.values()] == [name]


def test_names_in_another_encoding_do_not_stop_the_others(folder):
    folder.files("images/a.jpg", "labels/a.txt")
    (folder.root / "images" / os.fsdecode(b"\xff.jpg")).touch()
    _layout, samples = folder.read()
    assert len(samples) == 2
