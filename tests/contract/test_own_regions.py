"""The product's own regions.json: closed and strict, before every other format."""

import pytest

from modelwright.contract.annotations import AnnotationProblem as Reason
from modelwright.contract.layout import Format


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
