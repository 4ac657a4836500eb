"""Four languages: every sentence of the source is in every catalogue, and people get it in theirs."""

import re

import pytest
from django.utils import translation

from modelwright.server import translations
from modelwright.server.accounts import throttle
from modelwright.server.core.lists import in_a_row, listed
from modelwright.server.testing.cast import PASSWORD


@pytest.mark.one_database
def test_no_translation_is_missing_empty_unsure_unused_or_without_its_placeholders():
    assert translations.problems() == []


def test_chinese_words_have_chinese_marks_between_them():
    half_width = re.compile("[\u4e00-\u9fff][,:;?!]|[,:;?!][\u4e00-\u9fff]")
    texts = [str(message.string) for message in translations.read("zh_Hans")]
    assert len(texts) > 100
    assert [text for text in texts if half_width.search(text)] == []
    with translation.override("zh-hans"):
        assert (listed(["甲", "乙"]), in_a_row(["图像：3", "类别：2"])) == ("甲、乙", "图像：3，类别：2")
    with translation.override("ru"):
        assert (listed(["а", "б"]), in_a_row(["а", "б"])) == ("а, б", "а, б")


@pytest.mark.one_database
def test_what_travels_through_the_contract_is_among_the_sentences():
    known = translations.sentences()
    assert {"Learning rate", "Number of classes", "iterations"} <= set(known)
    assert "Robust and fast to train: a good first choice." in known


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "This does not exist, or you are not a member of its project."),
        ("ru", "Этого не существует, или вы не участник этого проекта."),
        ("zh-hans", "该对象不存在，或您不是其项目的成员。"),
        ("es", "Esto no existe o usted no es miembro de su proyecto."),
        ("fr", "This does not exist, or you are not a member of its project."),
    ],
)
def test_the_server_answers_in_the_language_that_is_asked_for(login, language, said):
    answer = login("trainer").get("/projects/999", headers={"Accept-Language": language})
    assert answer.json()["message"] == said


def test_numbers_get_the_plural_of_the_language(login):
    browser = login("")
    body = {"username": "trainer", "password": PASSWORD + "?"}
    for _attempt in range(throttle.PER_NAME):
        browser.post("/session", body)
    browser.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ru"
    assert browser.post("/session", body).json()["message"].endswith("Повторите через 5 минут.")


def test_base_models_are_described_in_the_language_of_the_account(login):
    browser = login("viewer")
    browser.patch("/account", {"language": "es"})
    entry = browser.get("/base-models/resnet18").json()
    assert entry["summary"].startswith("Robusta y rápida de entrenar")
    assert (entry["version"], entry["is_default"], entry["name"]) == ("v1.0", True, "ResNet18")
    defaults = [model["network"] for model in browser.get("/base-models").json() if model["is_default"]]
    assert sorted(defaults) == ["classification", "detection", "segmentation"]
    missing = browser.get("/base-models/nothing").json()
    assert "ResNet50" in missing["message"]
