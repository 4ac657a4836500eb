"""The model card: one file with the numbers of the screen, in the person's language, that needs nothing else."""

import re
from html.parser import HTMLParser

import pytest

from modelwright.server.registry import cards
from modelwright.server.registry.formulas import formulas
from modelwright.server.registry.models import Model, ModelVersion


def card_of(browser, version, **query):
    answer = browser.get(f"/model-versions/{version.pk}/card.html", **query)
    assert answer.status_code == 200
    return answer


def test_a_card_holds_the_numbers_of_the_screen(login, publish):
    text = card_of(login("viewer"), publish()).content.decode()
    for said in ("Bearings model v1.01", "macro F1 100.0%", "validation set, n = 4", "30.0% … 100.0%"):
        assert said in text
    for said in ("Confusion matrix", "Night shift", "a" * 64, "ResNet18", "Manifest hash"):
        assert said in text


def test_a_card_lists_the_parameters_of_the_networks_that_were_trained(login, publish):
    text = card_of(login("viewer"), publish()).content.decode()
    assert "Training › Classification › Learning rate" in text
    assert "Training › Detection" not in text
    assert "null" not in text


def test_a_card_has_a_word_for_everything_that_it_explains(login, publish):
    text = card_of(login("viewer"), publish()).content.decode()
    assert ("Support" in text, ">support<" in text) == (True, False)
    assert {name for words in formulas().values() for name in words} <= set(cards.FORMULAS)


def test_a_card_says_where_its_numbers_end(login, publish):
    text = card_of(login("viewer"), publish()).content.decode()
    assert "Measured on the validation set, which also chose the state that was kept" in text
    assert "dark (2), light (2)" in text


def test_a_card_needs_nothing_but_itself_and_runs_nothing(login, publish):
    answer = card_of(login("viewer"), publish())
    text = answer.content.decode()
    assert not re.search(r"<(script|link|img|iframe)|\ssrc=|url\(|@import|https?://", text)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    balance = Balance()
    balance.feed(text)
    assert balance.open == []


def test_what_people_wrote_is_text_on_it(login, publish):
    version = publish()
    Model.objects.filter(pk=version.model_id).update(description="<script>alert(1)</script>")
    ModelVersion.objects.filter(pk=version.pk).update(description="<b>")
    text = card_of(login("viewer"), version).content.decode()
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Сертификат экспорта"), ("zh-hans", "导出证书"), ("es", "Certificado de exportación")],
)
def test_a_card_speaks_the_persons_language(login, publish, people, language, words):
    people["viewer"].language = language
    people["viewer"].save()
    text = card_of(login("viewer"), publish()).content.decode()
    assert words in text
    assert f'<html lang="{language[:2]}">' in text


def test_a_card_is_taken_along_as_a_file_of_the_versions_name(login, publish):
    version = publish()
    assert card_of(login("viewer"), version)["Content-Disposition"].startswith("inline")
    taken = card_of(login("viewer"), version, download=True)["Content-Disposition"]
    assert taken == 'attachment; filename="Bearings model-v1.01-card.html"'


class Balance(HTMLParser):
    """Which tags were opened and not closed."""

    VOID = ("meta",)

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
