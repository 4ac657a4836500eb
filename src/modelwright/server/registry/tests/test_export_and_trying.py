"""Taking a version away, and trying it on an image."""

import io
import zipfile
from urllib.parse import unquote

import pytest
from django.conf import settings
from PIL import Image

from modelwright.server.registry.models import Model


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
