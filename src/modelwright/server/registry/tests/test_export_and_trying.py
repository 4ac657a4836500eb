"""Taking a version away, and trying it on an image."""

import io
import zipfile
from urllib.parse import unquote

import numpy as np
import pytest
from django.conf import settings
from PIL import Image

from modelwright.server.registry.models import Model
from modelwright.server.registry.tests.conftest import SIDE, bundle, constant_model


def png(grey):
    content = io.BytesIO()
    Image.new("RGB", (20, 12), (grey, grey, grey)).save(content, "PNG")
    return content.getvalue()


def test_the_bundle_carries_model_and_version_in_its_name(login, publish):
    answer = login("viewer").get(f"/model-versions/{publish().pk}/bundle.zip")
    assert 'filename="Bearings model-v1.01.zip"' in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert "model.onnx" in archive.namelist()


def test_a_name_that_no_file_may_have_is_made_harmless(login, publish):
    version = publish()
    Model.objects.update(name="../шестерня: 1")
    answer = login("viewer").get(f"/model-versions/{version.pk}/certificate.json")
    list(answer.streaming_content)  # closes the file
    name = unquote(answer["Content-Disposition"].partition("utf-8''")[2])
    assert name == ".._шестерня_ 1-v1.01-certificate.json"


def test_files_that_somebody_removed_are_missed_clearly(login, publish):
    version = publish()
    (settings.MODELS_DIR / version.folder / "bundle.zip").unlink()
    answer = login("viewer").get(f"/model-versions/{version.pk}/bundle.zip")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(("grey", "label"), [(10, "dark"), (240, "light")])
def test_an_image_gets_its_prediction(login, publish, grey, label):
    answer = login("viewer").upload(f"/model-versions/{publish().pk}/predict", png(grey)).json()
    assert (answer["label"], answer["version"]) == (label, "v1.01")
    assert answer["confidence"] > 0.9
    assert next(iter(answer["probabilities"])) == label


@pytest.fixture
def answer_of(login, publish):
    """What a version says about an image of 20 by 12 pixels, its bundle replaced by that of another task."""

    def ask(task, model, outputs):
        version = publish()
        Model.objects.update(task=task)
        file = settings.MODELS_DIR / version.folder / "bundle.zip"
        file.unlink()
        file.write_bytes(bundle(model, task, outputs, resize="letterbox"))
        return login("viewer").upload(f"/model-versions/{version.pk}/predict", png(10)).json()

    return ask


def test_a_detection_answers_with_boxes_in_pixels_of_the_image(answer_of):
    boxes = np.array([[[2, 1, 6, 4], [0, 0, 3, 3]]], np.float32)
    scores = np.array([[[0.9, 0.1], [0.05, 0.2]]], np.float32)
    answer = answer_of("detection", constant_model(boxes=boxes, scores=scores), ("boxes", "scores"))
    assert (answer["task"], answer["label"], answer["size"]) == ("detection", "", [20, 12])
    (box,) = answer["boxes"]
    assert (box["label"], box["confidence"]) == ("dark", pytest.approx(0.9))
    assert box["box"] == pytest.approx([5, 2.5, 10, 7.5], abs=1)


def test_a_segmentation_answers_with_masks_and_areas(answer_of):
    classes = np.zeros((1, SIDE, SIDE), np.uint8)
    classes[0, :2] = 2
    confidence = np.full((1, SIDE, SIDE), 255, np.uint8)
    model = constant_model(classes=classes, confidence=confidence)
    answer = answer_of("segmentation", model, ("classes", "confidence"))
    assert (answer["task"], answer["label"]) == ("segmentation", "light")
    (mask,) = answer["masks"]
    height, width = mask["size"]
    assert (mask["label"], mask["runs"][:2]) == ("light", [0, 2 * width])
    assert answer["areas"] == {"light": pytest.approx(2 / height)}


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b"hello, I am a text", "not an image"), (png(10)[:60], "")]
)
def test_what_is_no_image_is_refused_with_the_reason(login, publish, content, said):
    answer = login("viewer").upload(f"/model-versions/{publish().pk}/predict", content)
    assert answer.status_code == 422
    assert said in answer.json()["fields"][0]["message"]


def test_a_damaged_bundle_is_said_so(login, publish):
    version = publish()
    file = settings.MODELS_DIR / version.folder / "bundle.zip"
    file.unlink()
    file.write_bytes(b"no zip")
    answer = login("viewer").upload(f"/model-versions/{version.pk}/predict", png(10))
    assert answer.status_code == 409
    assert "damaged" in answer.json()["message"]
