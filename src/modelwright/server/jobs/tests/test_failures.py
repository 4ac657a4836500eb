"""Every code that an engine may report has a sentence that says what to do."""

import re
from pathlib import Path

import pytest

from modelwright.contract import events
from modelwright.contract.events import Code
from modelwright.server.jobs.failures import SENTENCES, sentence


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence(code):
    assert code in SENTENCES
    assert sentence(code, {}).strip()


@pytest.mark.parametrize("code", Code)
def test_a_sentence_uses_only_values_that_the_contract_promises(code):
    promised = re.search(rf'= "{code.value}"  # (.*)', Path(events.__file__).read_text()).group(1)
    used = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[code]))) - {"cause"}
    assert used <= set(re.findall(r"\w+", promised))


def test_a_kill_names_its_likely_cause():
    assert "ran out of memory" in sentence(Code.KILLED, {"signal": "SIGKILL"})
    assert "shutting down" in sentence(Code.KILLED, {"signal": "SIGTERM"})
    assert "driver or a library" in sentence(Code.KILLED, {"signal": "SIGSEGV"})


def test_numbers_are_short_and_missing_values_do_no_harm():
    text = sentence(Code.LOSS_NOT_FINITE, {"learning_rate": 0.012345678})
    assert "0.01235" in text
    assert "iteration –" in text


def test_a_message_without_a_code_is_shown_as_it_is():
    assert sentence("", {}, "plain words") == "plain words"
    assert sentence("from_a_newer_engine", {}, "") == "from_a_newer_engine"
