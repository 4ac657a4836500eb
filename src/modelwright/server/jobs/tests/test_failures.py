"""Every code that an engine may report has a sentence that says what to do."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from modelwright.contract import events
from modelwright.contract.events import Code, SpecProblem
from modelwright.server.jobs import spec_problems
from modelwright.server.jobs.failures import SENTENCES, WITHOUT_CHECKPOINT, device_name, sentence


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence(code):
    assert code in SENTENCES
    assert sentence(code, {}).strip()


@pytest.mark.parametrize("code", Code)
def test_a_sentence_uses_only_values_that_the_contract_promises(code):
    promised = re.search(rf'= "{code.value}"  # (.*)', Path(events.__file__).read_text()).group(1)
    said = f"{SENTENCES[code]} {WITHOUT_CHECKPOINT.get(code, '')}"
    used = set(re.findall(r"%\((\w+)\)s", said)) - {"cause"}
    assert used <= set(re.findall(r"\w+", promised))


@pytest.mark.parametrize(
    ("values", "english"),
    [
        ({"problem": "num_of_classes", "asked": 3, "found": 2}, "num_of_classes is 3, but the data holds 2 classes"),
        ({"problem": "num_of_classes", "found": 2}, "num_of_classes is –, but the data holds 2 classes"),
        ({"problem": "group_table_unreadable", "file": "/t.csv", "reason": "Permission denied"}, "read: Permission"),
        ({"problem": "group_column_missing", "file": "/t.csv", "column": "lot"}, "/t.csv has no column “lot”"),
        ({"problem": "group_column_nowhere", "column": "lot"}, "has a column “lot”"),
        ({"problem": "nothing_to_validate"}, "nothing is left to validate on"),
        ({"problem": "data_path_unreadable", "folder": "/d", "reason": "Is a directory"}, "/d cannot be read: Is a"),
        ({"problem": "mask_codes", "file": "/m/classes.json"}, "/m/classes.json does not say which class"),
        ({"problem": "unknown_base_model", "name": "ResNet19"}, "no base model “ResNet19”"),
        ({"problem": "other_network", "name": "ResNet18", "network": "detection"}, "the network “Detection”"),
        ({"problem": "folders_gone", "names": ["/a", "/b"]}, "are gone: /a, /b"),
        (
            {
                "problem": "fields",
                "errors": [{"loc": "seed", "type": "greater_than", "ctx": {"gt": 0}, "input": -1}],
            },
            "seed: -1 is too small: it must be more than 0",
        ),
        ({"detail": "The checkpoint is not there any more"}, "The checkpoint is not there any more"),
    ],
)
def test_what_of_a_spec_cannot_be_done_is_said_in_the_persons_language(values, english):
    said = {}
    for language in ("en", "ru", "zh-hans", "es"):
        with translation.override(language):
            said[language] = spec_problems.said(values)
    assert english in said["en"]
    assert len(set(said.values())) == 4


def test_every_problem_of_a_spec_has_its_words():
    assert set(spec_problems.WORDS) == set(SpecProblem) - {SpecProblem.FIELDS}


def test_numbers_and_devices_are_written_as_in_the_persons_language():
    with translation.override("ru"):
        assert "0,005" in sentence(Code.LOSS_NOT_FINITE, {"learning_rate": 0.005})
        assert device_name("CPU (2 threads)") != "CPU (2 threads)"
        assert device_name("cpu, 2 cores") == "CPU (ядер: 2)"
    with translation.override("en"):
        assert (device_name("CPU (1 thread)"), device_name("NVIDIA H200")) == ("CPU (threads: 1)", "NVIDIA H200")


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
