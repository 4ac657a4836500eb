"""Masks and regions of a run: checked against their images, listed where they cannot be used, never the end of a run."""

import json

import numpy as np
import pytest
from PIL import Image
from tests.engine.data.drawn import Drawn

from modelwright.contract.events import Code
from modelwright.contract.tasks import Part, Task
from modelwright.engine.data.augment import IGNORED
from modelwright.engine.data.frames import Frame
from modelwright.engine.data.targets import class_mask
from modelwright.engine.errors import RunFailure


@pytest.fixture
def drawn(tmp_path):
    return Drawn(tmp_path)


@pytest.fixture
def tiles(drawn):
    """Four images with a scratch, four with a dent, four without a defect; masks of 0 and 255."""
    for label in ("scratch", "dent", "free"):
        for number in range(4):
            drawn.image(f"images/{label}/{number}.png")
            drawn.mask(f"masks/{label}/{number}.png", 0 if label == "free" else 255)
    return drawn


@pytest.fixture
def fields(drawn):
    """Eight images with two boxes each."""
    said = {f"images/{n}.png": [("total", 2, 3, 10, 5), ("date", 20, 10, 12, 8)] for n in range(8)}
    for name in said:
        drawn.image(name)
    drawn.regions(said)
    return drawn


def reasons(prepared):
    return {entry.path.rpartition("/")[2]: entry.reason.value for entry in prepared.non_compliant}


def left_out(drawn):
    return {values["reason"]: values["count"] for values in drawn.told(Code.ANNOTATIONS_LEFT_OUT)}


def test_a_mask_beside_an_image_marks_the_class_of_its_folder(tiles):
    samples = tiles.samples(Task.SEGMENTATION)
    scratch, free = samples["images/scratch/0.png"], samples["images/free/0.png"]
    assert (scratch.codes, scratch.mask_codes, scratch.is_annotated) == (("scratch",), {}, True)
    assert len(scratch.mask_sha256) == 64
    assert (free.codes, free.is_annotated) == ((), True)
    assert tiles.told(Code.FORMAT_FOUND) == [{"folder": str(tiles.root), "format": "masks"}]


def test_a_classification_of_the_same_folder_needs_no_mask(tiles):
    (tiles.root / "masks/scratch/0.png").write_text("damaged")
    assert {sample.label for sample in tiles.samples().values()} == {"scratch", "dent", "free"}


def test_the_values_of_masks_are_the_listed_codes_in_their_order(drawn):
    for number in range(6):
        drawn.image(f"images/{number}.png")
        drawn.mask(f"masks/{number}.png", 1 + number % 2)
    drawn.parameters["model"] = {"code_list": ["oil", "dent"]}
    samples = drawn.samples(Task.SEGMENTATION)
    assert (samples["images/0.png"].codes, samples["images/1.png"].codes) == (("oil",), ("dent",))


def test_without_a_list_several_values_are_classes_named_by_number(drawn):
    for number in range(6):
        drawn.image(f"images/{number}.png")
        drawn.mask(f"masks/{number}.png", 1 + number % 2)
    assert drawn.prepare(Task.SEGMENTATION).manifest.samples[0].mask_codes == {1: "1", 2: "2"}


def test_a_file_names_the_values(drawn):
    for number in range(6):
        drawn.image(f"images/a/{number}.png")
        drawn.mask(f"masks/a/{number}.png", 7)
    drawn.write("masks/classes.json", {"7": "油污"})
    assert {sample.codes for sample in drawn.samples(Task.SEGMENTATION).values()} == {("油污",)}


def test_masks_that_do_not_fit_keep_their_image_out_with_the_reason(tiles):
    tiles.write("classes.json", {"255": "mark"})
    tiles.mask("masks/scratch/0.png", size=(20, 30))
    tiles.mask("masks/scratch/1.png", 9)
    tiles.write("masks/dent/0.png", "no image")
    Image.new("RGB", (40, 30), (255, 0, 0)).save(tiles.root / "masks/dent/1.png")
    prepared = tiles.prepare(Task.SEGMENTATION)
    kept_out = {(entry.label, entry.path[-5]): entry.reason.value for entry in prepared.non_compliant}
    assert kept_out == {
        ("scratch", "0"): "mask_size",
        ("scratch", "1"): "mask_unknown_value",
        ("dent", "0"): "mask_unreadable",
        ("dent", "1"): "mask_unreadable",
    }


def test_an_empty_mask_on_a_defect_image_does_not_teach_that_nothing_is_there(tiles):
    tiles.mask("masks/scratch/0.png", 0)
    prepared = tiles.prepare(Task.SEGMENTATION_CLASSIFICATION)
    by_path = {sample.path[len(str(tiles.root)) + 1 :]: sample for sample in prepared.manifest.samples}
    assert by_path["images/scratch/0.png"].is_annotated is False
    assert by_path["images/free/0.png"].is_annotated is True
    assert left_out(tiles) == {"empty_mask": 1}


def test_in_a_folder_without_classes_empty_masks_are_images_without_a_defect(drawn):
    for number in range(8):
        drawn.image(f"images/{number}.png")
        drawn.mask(f"masks/{number}.png", 255 if number < 5 else 0)
    samples = drawn.samples(Task.SEGMENTATION)
    assert sum(sample.is_annotated for sample in samples.values()) == 8
    assert sum(bool(sample.codes) for sample in samples.values()) == 5


def test_boxes_are_clipped_or_left_out_by_the_size_of_the_image(fields):
    boxes = [("total", 30, 20, 20, 20), ("date", 50, 50, 5, 5), ("date", -20, 0, 10, 10), ("date", 39.5, 0, 9, 9)]
    said = {f"images/{n}.png": [("total", 2, 3, 10, 5), ("date", 20, 10, 12, 8)] for n in range(1, 8)}
    fields.regions(said | {"images/0.png": boxes})
    sample = fields.samples(Task.DETECTION)["images/0.png"]
    assert [(region.label, region.box) for region in sample.regions] == [("total", (30, 20, 10, 10))]
    assert sample.codes == ("total",)
    assert left_out(fields) == {"box_clipped": 1, "box_outside": 3}


def test_rounding_is_not_worth_a_word(fields):
    said = {f"images/{n}.png": [("total", 0, 0, 40.6, 30.4)] for n in range(8)}
    fields.regions(said)
    assert fields.samples(Task.DETECTION)["images/0.png"].regions[0].box == (0, 0, 40, 30)
    assert left_out(fields) == {}


def test_annotations_for_an_image_of_another_size_are_not_used(drawn):
    images = [{"id": n, "file_name": f"{n}.png", "width": 40, "height": 30} for n in range(6)]
    images[0] |= {"width": 400, "height": 300}
    for entry in images:
        drawn.image(f"images/{entry['file_name']}")
    boxes = [{"id": n, "image_id": n, "category_id": 1, "bbox": [1, 1, 9, 9]} for n in range(6)]
    drawn.write("coco.json", {"images": images, "annotations": boxes, "categories": [{"id": 1, "name": "part"}]})
    assert drawn.samples(Task.DETECTION)["images/0.png"].is_annotated is False
    assert left_out(drawn) == {"size_differs": 1}
    (told,) = drawn.told(Code.ANNOTATIONS_LEFT_OUT)
    assert "made for 400 x 300" in told["examples"][0]


def test_at_most_five_examples_are_told(drawn):
    drawn.image("images/0.png")
    images = [{"id": n, "file_name": f"{n}.png"} for n in range(9)]
    boxes = [{"id": 1, "image_id": 0, "category_id": 1, "bbox": [1, 1, 9, 9]}]
    for number in range(1, 4):
        drawn.image(f"images/a{number}.png")
        images.append({"id": 20 + number, "file_name": f"a{number}.png"})
        boxes.append({"id": 20 + number, "image_id": 20 + number, "category_id": 1, "bbox": [1, 1, 9, 9]})
    drawn.write("coco.json", {"images": images, "annotations": boxes, "categories": [{"id": 1, "name": "part"}]})
    drawn.prepare(Task.DETECTION)
    (told,) = drawn.told(Code.ANNOTATIONS_LEFT_OUT)
    assert (told["reason"], told["count"], len(told["examples"])) == ("image_missing", 8, 5)


def test_images_without_an_annotation_are_counted_and_left_out(fields):
    fields.image("images/new.png")
    assert "images/new.png" not in fields.samples(Task.DETECTION)
    assert fields.told(Code.IMAGES_WITHOUT_ANNOTATION) == [{"count": 1}]


def test_images_with_regions_of_several_classes_have_no_class(fields):
    with pytest.raises(RunFailure) as caught:
        fields.prepare(Task.CLASSIFICATION)
    assert caught.value.code is Code.NO_USABLE_SAMPLES
    assert fields.told(Code.IMAGES_WITHOUT_ANNOTATION) == [{"count": 8}]


def test_a_declared_class_without_boxes_is_told(drawn):
    images = [{"id": n, "file_name": f"{n}.png"} for n in range(6)]
    for entry in images:
        drawn.image(f"images/{entry['file_name']}")
    boxes = [{"id": n, "image_id": n, "category_id": 1, "bbox": [1, 1, 9, 9]} for n in range(6)]
    categories = [{"id": 1, "name": "part"}, {"id": 2, "name": "gone"}]
    drawn.write("coco.json", {"images": images, "annotations": boxes, "categories": categories})
    prepared = drawn.prepare(Task.DETECTION)
    assert drawn.told(Code.CLASS_WITHOUT_ANNOTATIONS) == [{"label": "gone"}]
    assert {code for sample in prepared.manifest.samples for code in sample.codes} == {"part"}


def test_tiny_and_mixed_images_are_listed_or_used_and_never_fail_the_run(tiles):
    Image.new("L", (1, 1)).save(tiles.root / "images/free/one.png")
    tiles.mask("masks/free/one.png", 0, size=(1, 1))
    tiles.image("images/free/grey.png", mode="L")
    tiles.mask("masks/free/grey.png", 0)
    Image.fromarray(np.arange(1200, dtype=np.uint16).reshape(30, 40) * 50).save(tiles.root / "images/free/deep.png")
    tiles.mask("masks/free/deep.png", 0)
    prepared = tiles.prepare(Task.SEGMENTATION)
    assert reasons(prepared) == {"one.png": "too_small"}
    assert {"grey.png", "deep.png"} <= {sample.path.rpartition("/")[2] for sample in prepared.manifest.samples}


def test_nothing_usable_left_fails_the_run_and_says_so(tiles):
    for label in ("scratch", "dent", "free"):
        for number in range(4):
            tiles.mask(f"masks/{label}/{number}.png", size=(5, 5), spot=(1, 1, 2, 2))
    with pytest.raises(RunFailure) as caught:
        tiles.prepare(Task.SEGMENTATION)
    assert (caught.value.code, caught.value.values) == (Code.NO_USABLE_SAMPLES, {"found": 12, "non_compliant": 12})


def test_values_that_cannot_be_understood_fail_the_run_before_it_learns_them_wrong(tiles):
    tiles.write("masks/classes.json", "[")
    with pytest.raises(RunFailure) as caught:
        tiles.prepare(Task.SEGMENTATION)
    assert caught.value.code is Code.BAD_SPEC
    assert "classes.json" in caught.value.values["detail"]


def test_the_hash_of_the_manifest_covers_masks_and_regions(tiles, tmp_path):
    before = tiles.prepare(Task.SEGMENTATION).manifest.hash
    assert tiles.prepare(Task.SEGMENTATION).manifest.hash == before
    tiles.mask("masks/scratch/0.png", spot=(5, 5, 12, 12))
    assert tiles.prepare(Task.SEGMENTATION).manifest.hash != before


def test_regions_change_the_hash_and_a_class_alone_does_not_need_them(fields):
    before = fields.prepare(Task.DETECTION).manifest.hash
    said = json.loads((fields.root / "regions.json").read_text())
    said["images"][0]["regions"][0]["box"][0] = 3
    fields.write("regions.json", said)
    assert fields.prepare(Task.DETECTION).manifest.hash != before


def test_a_detection_is_split_by_the_classes_on_its_images(fields):
    said = {f"images/{n}.png": [("total", 2, 3, 10, 5)] for n in range(8)}
    said |= {f"images/{n}.png": [("total", 2, 3, 10, 5), ("date", 20, 10, 12, 8)] for n in range(2)}
    fields.regions(said)
    parts = {sample.part for sample in fields.samples(Task.DETECTION).values() if "date" in sample.codes}
    assert parts == {Part.TRAIN, Part.VALIDATION}


def bordered(drawn, name, value, size=(40, 30)):
    """A rectangle of `value` with a border of 255 around it, as VOC draws objects."""
    drawn.image(f"images/{name}.png")
    values = np.zeros((size[1], size[0]), np.uint8)
    values[2:20, 2:20] = 255
    values[4:18, 4:18] = value
    drawn.mask(f"masks/{name}.png")
    Image.fromarray(values).save(drawn.root / f"masks/{name}.png")


@pytest.mark.parametrize("listed", [[], ["oil", "dent"]], ids=["unlisted", "listed"])
def test_pixels_of_255_are_ignored_where_no_class_claims_them(drawn, listed):
    drawn.parameters["model"] = {"code_list": listed}
    for number in range(6):
        bordered(drawn, number, 1 + number % 2)
    prepared = drawn.prepare(Task.SEGMENTATION)
    classes = tuple(listed or ("1", "2"))
    assert (prepared.manifest.classes, prepared.non_compliant) == (classes, [])
    sample = next(sample for sample in prepared.manifest.samples if sample.path.endswith("/1.png"))
    mask = class_mask(sample, classes, Frame(30, 40, stretched=True))
    assert (mask[10, 10], mask[3, 10], mask[25, 35]) == (2, IGNORED, 0)
    small = class_mask(sample, classes, Frame(10, 13, stretched=True))
    assert {int(value) for value in np.unique(small)} == {0, 2, IGNORED}
    assert small[1, 5] == 2  # a part of the class in the place is enough


def test_a_class_that_claims_255_keeps_it(drawn):
    drawn.write("classes.json", {"1": "oil", "255": "dent"})
    for number in range(6):
        bordered(drawn, number, 1)
    samples = drawn.samples(Task.SEGMENTATION)
    assert {sample.codes for sample in samples.values()} == {("oil", "dent")}


def test_a_mask_of_nothing_but_an_unclaimed_255_is_kept_out(drawn):
    """A mark whose class was forgotten must not vanish without a word."""
    drawn.parameters["model"] = {"code_list": ["oil", "dent"]}
    for number in range(6):
        bordered(drawn, number, 1 + number % 2)
    bordered(drawn, "only", 255)
    assert reasons(drawn.prepare(Task.SEGMENTATION)) == {"only.png": "mask_unknown_value"}


def test_shades_of_grey_are_classes_also_where_one_is_255(drawn):
    for number in range(6):
        bordered(drawn, number, 128)
    assert drawn.prepare(Task.SEGMENTATION).manifest.classes == ("128", "255")


def test_run_lengths_are_drawn_pixel_by_pixel(drawn):
    """A frame of eight pixels with a hole, by columns."""
    hole = {"size": [30, 40], "counts": [62, 3, 27, 1, 1, 1, 27, 3, 1075]}
    annotations = [
        {"id": number, "image_id": number, "category_id": 1, "bbox": [0, 0, 9, 9], "segmentation": hole}
        for number in range(6)
    ]
    images = [{"id": number, "file_name": f"{number}.png", "width": 40, "height": 30} for number in range(6)]
    for number in range(6):
        drawn.image(f"images/{number}.png")
    drawn.write("c.json", {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "oil"}]})
    sample = drawn.samples(Task.SEGMENTATION)["images/0.png"]
    mask = class_mask(sample, ("oil",), Frame(30, 40, stretched=True))
    expected = np.zeros((30, 40), np.uint8)
    expected[2:5, 2:5] = 1
    expected[3, 3] = 0
    assert np.array_equal(mask, expected)
