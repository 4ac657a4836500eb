"""The server and the interface call rights by the same names, in every language; the interface's words give their order."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from modelwright.server.accounts.matrix import ACTIONS, ENTITIES
from modelwright.server.accounts.presets import PRESETS

WORDS = Path(__file__).parents[5] / "web" / "src" / "i18n"
LANGUAGES = {"en": "en", "ru": "ru", "zh": "zh-hans", "es": "es"}


@pytest.fixture(params=LANGUAGES)
def words(request):
    """The interface's words about rights, with the server speaking the same language."""
    with translation.override(LANGUAGES[request.param]):
        yield json.loads((WORDS / request.param / "rights.json").read_text())


def test_entities_have_the_same_names_in_the_same_order(words):
    assert list(words["entity"].items()) == [(key, str(entity.label)) for key, entity in ENTITIES.items()]


def test_actions_have_the_same_names(words):
    assert words["action"] == {key: str(label) for key, label in ACTIONS.items()}


def test_each_preset_has_a_name_and_says_what_it_is_for(words):
    assert set(words["preset"]) == set(words["about"]) == set(PRESETS)
