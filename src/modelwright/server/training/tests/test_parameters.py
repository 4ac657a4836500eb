"""Parameters as people write them: the form's schema, texts with line and column (X18), the learning rate's plot (X13)."""

import json

import pytest

E44_MODEL = """{
    "classification": {
        "name": "ResNet18",
        "num_of_classes": 5
    },
    "code_list": ["TPFIP", "TTFBS", "TTMUD", "TGGS0", "TPOTS", "TSFAS", "TSDFS"]
}"""
E44_AS_PRINTED = E44_MODEL.replace("},", "}", 1)
E49_TRAINING = """{"classification": {"base_lr": 0.001, "batch_size": 256, "max_iter": 40000,  "weight_decay": 0.0001,
  "momentum": 0.9, "lr_policy": "poly", "power": 0.9, "gamma": 0.1},
 "segmentation":   {"base_lr": 0.01,  "batch_size": 16,  "max_iter": 100000, "weight_decay": 0.0001, "momentum": 0.9,
  "lr_policy": "poly", "power": 0.9, "gamma": 0.1}}"""


@pytest.fixture
def check(login):
    return lambda text: login("viewer").post("/parameters/check", {"text": text}).json()


def solver(**values) -> str:
    return json.dumps({"training": {"classification": values}})


def test_the_sources_model_parameters_are_taken_to_the_letter(check):
    answer = check(E44_MODEL)
    assert answer["errors"] == answer["warnings"] == []
    model = answer["parameters"]["model"]
    assert model["classification"] == {"name": "ResNet18", "num_of_classes": 5}
    assert model["code_list"][-2:] == ["TSFAS", "TSDFS"]
    assert answer["parameters"]["training"]["classification"]["batch_size"] == 32  # the base model's


def test_the_sources_training_parameters_are_taken_to_the_letter(check):
    answer = check(E49_TRAINING)
    assert answer["errors"] == answer["warnings"] == []
    training = answer["parameters"]["training"]
    assert {**training["classification"], **json.loads(E49_TRAINING)["classification"]} == training["classification"]
    assert training["segmentation"]["max_iter"] == 100_000


def test_both_blocks_together_are_the_whole_parameters(check):
    text = f'{{"model": {E44_MODEL}, "training": {E49_TRAINING}}}'
    parameters = check(text)["parameters"]
    assert parameters["model"]["classification"]["num_of_classes"] == 5
    assert check(json.dumps(parameters))["parameters"] == parameters


@pytest.mark.parametrize(
    ("text", "part", "place", "value"),
    [
        ('{"split_ratio": 0.7, "segmentation": false}', "preprocessing", "split_ratio", 0.7),
        ('{"preprocessing": {"split_ratio": 0.6}}', "preprocessing", "split_ratio", 0.6),
        ('{"split_ratio": 2}', "preprocessing", "preprocessing.split_ratio", None),
        ('{"split": 0.5}', "preprocessing", "preprocessing.split", None),
        ('{"clasification": {}}', "training", "training.clasification", None),
    ],
)
def test_a_part_of_the_parameters_is_read_alone_and_its_errors_are_told_at_their_keys(login, text, part, place, value):
    answer = login("viewer").post("/parameters/check", {"text": text, "part": part}).json()
    if value is None:
        [error] = answer["errors"]
        assert (error["path"], error["line"], error["column"]) == (place, 1, 2)
    else:
        assert (answer["errors"], answer["parameters"]["preprocessing"][place]) == ([], value)


def test_the_comma_missing_in_the_sources_is_pointed_at(check):
    answer = check(E44_AS_PRINTED)
    assert answer["parameters"] is None
    (error,) = answer["errors"]
    assert (error["line"], error["column"]) == (6, 5)
    assert "comma is missing" in error["message"]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", (1, 1), "A value must stand here"),
        ("[1]", (1, 1), "must begin with {"),
        ('{"run": {"seed": 1}, 3}', (1, 22), "name in double quotes"),
        ('{"run" {}}', (1, 8), "colon"),
        ('{"run": {"seed": NaN}}', (1, 18), "NaN is not a number"),
        ('{"run": {}} x', (1, 13), "should end here"),
        ('{"run": "seed', (1, 9), "not closed"),
        ('{"run": {},\n "run": {}}', (2, 2), "named twice"),
        ("[" * 10_000, (1, 1), "too deeply"),
        ('{"a":' * 60 + "1" + "}" * 60, (1, 251), "too deeply"),
    ],
)
def test_what_is_not_json_is_pointed_at(check, text, place, words):
    (error,) = check(text)["errors"]
    assert (error["line"], error["column"]) == place
    assert words in error["message"]


def test_errors_are_told_all_at_once_in_the_order_of_the_text(check):
    answer = check(
        '{"training": {"classification": {\n "base_lrr": 1,\n "batch_size": "8",\n  "momentum": 1}}, "rum": 1}'
    )
    assert [(error["line"], error["column"]) for error in answer["errors"]] == [(2, 2), (3, 2), (4, 3), (4, 20)]
    assert [error["path"] for error in answer["errors"]][:2] == [
        "training.classification.base_lrr",
        "training.classification.batch_size",
    ]
    assert "Did you mean “base_lr”?" in answer["errors"][0]["message"]
    assert "Did you mean “run”?" in answer["errors"][3]["message"]


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("base_lr", 0, "0 is too small: it must be more than 0"),
        ("base_lr", 10.5, "10.5 is too large: it must be at most 10"),
        ("batch_size", 0, "it must be at least 1"),
        ("batch_size", 4097, "at most 4096"),
        ("batch_size", 2.5, "not a whole number"),
        ("batch_size", True, "not a whole number"),
        ("batch_size", "8", "not a whole number"),
        ("batch_size", None, "not a whole number"),
        ("max_iter", 10_000_001, "at most 10000000"),
        ("weight_decay", -0.1, "at least 0"),
        ("weight_decay", 1.1, "at most 1"),
        ("momentum", 1, "less than 1"),
        ("lr_policy", "step", "'fixed', 'exp', 'inv', 'poly', 'warmup_cosine'"),
        ("power", 11, "at most 10"),
        ("gamma", -1, "at least 0"),
        ("warmup", 1, "less than 1"),
        ("label_smoothing", "much", "not a number"),
        ("balance", 2, "at most 1"),
    ],
)
def test_every_bound_is_named(check, name, wrong, words):
    (error,) = check(solver(**{name: wrong}))["errors"]
    assert error["path"] == f"training.classification.{name}"
    assert words in error["message"]


@pytest.mark.parametrize(
    ("values", "path", "words"),
    [
        ({"model": {"code_list": ["a", "b", "a"]}}, "model.code_list", "“a” is in the list twice"),
        ({"code_list": ["a"], "classification": {"num_of_classes": 2}}, "model.code_list", "1 codes"),
        ({"model": {"classification": {"name": "VGG"}}}, "model.classification.name", "Choose one of: ResNet18"),
        ({"preprocessing": {"min_width": 9, "max_width": 8}}, "preprocessing.min_width", "9 is above the largest 8"),
        ({"preprocessing": {"split_ratio": 1}}, "preprocessing.split_ratio", "less than 1"),
        ({"preprocessing": {"augmentation": {"flip": 1}}}, "preprocessing.augmentation.flip", "true or false"),
        ({"run": {"minutes": 0}}, "run.minutes", "more than 0"),
        ({"run": 3}, "run", "block in curly brackets"),
        ({"model": {"code_list": "a"}}, "model.code_list", "list in square brackets"),
        ({"model": {"code_list": [1]}}, "model.code_list.0", "text in double quotes"),
    ],
)
def test_rules_over_several_values_are_told_at_one_of_them(check, values, path, words):
    (error,) = check(json.dumps(values))["errors"]
    assert error["path"] == path
    assert words in error["message"]


def test_a_vanishing_policy_is_warned_about(check):
    answer = check('{"training": {"classification":\n {"lr_policy": "exp"}}}')
    (warning,) = answer["warnings"]
    assert (warning["path"], warning["line"]) == ("training.classification.lr_policy", 2)
    assert "practically zero" in warning["message"]
    assert "grows without end" in check(solver(lr_policy="exp", gamma=2))["warnings"][0]["message"]


def test_values_for_segmentation_that_do_nothing_are_warned_about(check):
    (warning,) = check('{"classification": {}, "segmentation": {"batch_size": 4}}')["warnings"]
    assert warning["path"] == "training.segmentation"


def test_the_forms_schema_has_words_bounds_and_defaults(login):
    answer = login("viewer").get("/parameters/schema", base_model="ResNet50").json()
    field = answer["parameters_schema"]["$defs"]["Solver"]["properties"]["batch_size"]
    assert (field["minimum"], field["maximum"], field["unit"], field["title"]) == (1, 4096, "images", "Batch size")
    assert "description" not in answer["parameters_schema"]["$defs"]["Solver"]  # a note about the code
    assert answer["defaults"]["model"]["classification"]["name"] == "ResNet50"
    assert answer["defaults"]["run"]["metric"] == "macro_f1"
    assert login("viewer").get("/parameters/schema", base_model="none").status_code == 404


def test_the_learning_rate_is_plotted_by_the_sources_formulas(login):
    def rates(points: int = 3, **values) -> list[float]:
        body = {"solver": {"max_iter": 40_000, **values}, "points": points}
        return login("viewer").post("/parameters/learning-rate", body).json()["values"]

    assert rates(lr_policy="poly") == pytest.approx([1e-3, 5.3589e-4, 0], rel=1e-4)
    assert rates(lr_policy="fixed") == [1e-3] * 3
    assert rates(lr_policy="inv", max_iter=20) == pytest.approx([1e-3, 5.3589e-4, 3.7204e-4], rel=1e-4)
    assert rates(lr_policy="exp", max_iter=2) == pytest.approx([1e-3, 1e-4, 1e-5])
    assert len(rates(lr_policy="exp", gamma=3, points=1000)) < 1000  # as far as it is a number
    assert len(rates(points=1000, max_iter=5)) == 6
