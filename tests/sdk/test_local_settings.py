"""Parameters from the command line: defaults, a file, single values; and what is said when one makes no sense."""

import pytest

from modelwright.contract.catalogue import base_model
from modelwright.sdk.problems import UsageProblem
from modelwright.sdk.settings import parameters

RESNET = base_model("ResNet18")


def made(*settings, file=None, **overrides):
    return parameters(RESNET, file, settings, {key.replace("__", "."): value for key, value in overrides.items()})


def test_without_anything_they_are_the_base_models():
    assert made() == RESNET.parameters()


def test_a_value_is_set_by_its_path_or_by_its_last_word():
    assert made("training.classification.base_lr=0.5").training.classification.base_lr == 0.5
    assert made("base_lr=0.5").training.classification.base_lr == 0.5
    assert made("base_lr=0.5").training.segmentation == RESNET.parameters().training.segmentation


def test_values_may_be_words_switches_and_lists():
    assert made("optimizer=adamw").training.classification.optimizer == "adamw"
    assert made("flip=false").preprocessing.augmentation.flip is False
    assert made('code_list=["b", "a"]').model.code_list == ("b", "a")


def test_single_values_win_over_the_file_and_options_over_both(tmp_path):
    file = tmp_path / "parameters.json"
    file.write_text('{"training": {"classification": {"batch_size": 4, "max_iter": 5}}, "run": {"seed": 3}}')
    solver = made("batch_size=7", file=file, training__classification__max_iter=9).training.classification
    assert (solver.batch_size, solver.max_iter) == (7, 9)
    assert made(file=file).run.seed == 3


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("base_lr", "key=value"),
        ("bas_lr=1", "did you mean base_lr"),
        ("base_lr=-1", "training.classification.base_lr: Input should be greater than 0"),
        ("segmentation.nothing=1", "no such parameter"),
    ],
)
def test_nonsense_is_named(setting, said):
    with pytest.raises(UsageProblem, match=said):
        made(setting)


@pytest.mark.parametrize(("content", "said"), [("{", "not JSON: .*line 1"), ("[]", "no object")])
def test_a_file_that_is_no_parameters_is_named(tmp_path, content, said):
    file = tmp_path / "parameters.json"
    file.write_text(content)
    with pytest.raises(UsageProblem, match=said):
        made(file=file)
    with pytest.raises(UsageProblem, match="No such file"):
        made(file=tmp_path / "none.json")
