"""A folder per class, and masks beside images: found by looking, in a stable order, names in any script."""

import os

import pytest
from tests.contract.written import box, coco, image

from modelwright.contract.annotations import AnnotationProblem as Reason
from modelwright.contract.layout import Format, UnreadableCodes, find_images, look
from modelwright.contract.tasks import Task


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
