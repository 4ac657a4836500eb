"""The gate: what a project asks before a version is published or put into production, and who may override it."""

import json

import pytest

from modelwright.server.accounts.matrix import granted
from modelwright.server.core.errors import Forbidden, Invalid
from modelwright.server.core.models import JournalEntry
from modelwright.server.registry import gates
from modelwright.server.registry.models import Gate, Model, ModelVersion
from modelwright.server.registry.schemas_gate import CertificateRule, ClassRule, MetricRule, NotWorseRule
from modelwright.server.registry.stages import GateRefused

ALL = [
    {"kind": "metric", "number": "of_record", "least": 0.9},
    {"kind": "class", "number": "recall", "least": 0.8},
    {"kind": "not_worse"},
    {"kind": "certificate"},
]


@pytest.fixture
def gate(project):
    """`gate(rules)` sets what the project asks."""
    return lambda *rules: Gate.objects.update_or_create(project=project, defaults={"rules": list(rules)})


def judged(*, f1=1.0, recalls=(1.0, 1.0), supports=(2, 2), passed=True, measured_hash="a", name=""):
    classes = [
        {"label": label, "recall": recall, "precision": 1.0, "f1": f1, "support": support}
        for label, recall, support in zip(("dark", "light"), recalls, supports, strict=True)
    ]
    measured = {"kind": "classification", "part": "test", "samples": 40, "macro_f1": f1, "classes": classes}
    report = {"networks": [{"network": "classification", "metric": "macro_f1"}], "sets": [measured]}
    return gates.Judged(report, passed, measured_hash, name)


@pytest.mark.parametrize(
    ("rule", "mine", "theirs", "outcome"),
    [
        (MetricRule(least=0.9), judged(f1=0.9), None, "passed"),
        (MetricRule(least=0.9), judged(f1=0.89), None, "failed"),
        (MetricRule(number="mean_iou", least=0.9), judged(), None, "not_applicable"),
        (ClassRule(least=0.8), judged(recalls=(0.8, 0.9)), None, "passed"),
        (ClassRule(least=0.8), judged(recalls=(0.79, 1.0)), None, "failed"),
        (ClassRule(least=0.8), judged(recalls=(None, 1.0), supports=(0, 2)), None, "not_judged"),
        (ClassRule(least=0.8), judged(recalls=(None, 0.5), supports=(0, 2)), None, "failed"),
        (NotWorseRule(), judged(f1=0.9), None, "not_applicable"),
        (NotWorseRule(), judged(f1=0.9), judged(f1=0.9), "passed"),
        (NotWorseRule(), judged(f1=0.89), judged(f1=0.9), "failed"),
        (NotWorseRule(tolerance=0.02), judged(f1=0.89), judged(f1=0.9), "passed"),
        (NotWorseRule(), judged(f1=0.99), judged(f1=0.9, measured_hash="b"), "not_judged"),
        (NotWorseRule(), judged(f1=0.99, measured_hash=""), judged(f1=0.9, measured_hash=""), "not_judged"),
        (CertificateRule(), judged(), None, "passed"),
        (CertificateRule(), judged(passed=False), None, "failed"),
    ],
)
def test_a_rule_is_passed_failed_or_cannot_be_judged(rule, mine, theirs, outcome):
    assert gates.judge([rule], mine, theirs)[0].outcome == outcome


def test_the_same_samples_have_the_same_hash_wherever_they_lie():
    here = [{"sha256": "1", "label": "a", "part": "test"}, {"sha256": "2", "label": "b", "part": "test"}]
    elsewhere = [{**row, "path": "/other"} for row in reversed(here)] + [{"sha256": "3", "label": "a", "part": "train"}]
    relabelled = [here[0], {**here[1], "label": "a"}]
    assert gates.hash_of_part(here, "test") == gates.hash_of_part(elsewhere, "test")
    assert gates.hash_of_part(here, "test") != gates.hash_of_part(relabelled, "test")


def test_without_rules_everything_passes_and_nothing_is_kept(publish):
    assert publish().gate == {}


def test_a_refused_version_is_not_published_and_each_rule_says_why(publish, gate):
    gate({"kind": "class", "number": "recall", "least": 1.0}, {"kind": "metric", "number": "accuracy", "least": 1.0})
    assert publish().gate["override"] is None
    gate({"kind": "not_worse"}, {"kind": "metric", "number": "macro_recall", "least": 0.5})
    publish()
    gate({"kind": "certificate"}, {"kind": "metric", "number": "mean_iou", "least": 0.5})
    assert [row["outcome"] for row in publish().gate["results"]] == ["passed", "not_applicable"]


def test_promotion_asks_the_gate_and_names_numbers_set_and_count(login, publish, gate):
    version = publish()
    gate(*ALL)
    ModelVersion.objects.filter(pk=version.pk).update(report=with_f1(version.report, 0.5))
    manager, path = login("manager"), f"/model-versions/{version.pk}"
    said = manager.get(f"{path}/gate").json()
    assert [row["outcome"] for row in said["results"]] == ["failed", "passed", "not_applicable", "passed"]
    assert said["results"][0]["sentence"] == "Macro F1 50% (validation set, n = 4)."
    assert (said["passed"], said["may_not_override"]) == (False, None)
    assert "Ask one of them" in login("trainer").get(f"{path}/gate").json()["may_not_override"]
    refused = manager.post(f"{path}/stage", {"stage": "production"})
    assert (refused.status_code, refused.json()["code"]) == (409, "gate_refused")
    assert refused.json()["detail"]["gate"][0]["outcome"] == "failed"


def test_an_override_takes_a_reason_and_is_kept_with_the_step(login, publish, gate):
    version = publish()
    gate({"kind": "metric", "number": "of_record", "least": 1.0})
    ModelVersion.objects.filter(pk=version.pk).update(report=with_f1(version.report, 0.5))
    manager, path = login("manager"), f"/model-versions/{version.pk}/stage"
    told = {"stage": "production", "override": True, "reason": "Only for the trial line"}
    assert login("trainer").post(path, told).status_code == 403
    assert manager.post(path, {**told, "reason": " "}).status_code == 422
    assert manager.post(path, told).status_code == 200
    step = manager.get(f"/models/{version.model_id}/stage-changes").json()["items"][0]
    assert step["gate"]["override"] == {"by": "manager", "reason": "Only for the trial line"}
    assert step["gate"]["results"][0]["outcome"] == "failed"
    entry = JournalEntry.objects.get(action="model_version.stage_changed")
    assert (entry.detail["gate_overridden"], entry.detail["reason"]) == (True, "Only for the trial line")


def test_publishing_is_refused_likewise(publish, gate):
    gate({"kind": "class", "number": "iou", "least": 0.5}, {"kind": "not_worse"})
    production = publish()
    ModelVersion.objects.filter(pk=production.pk).update(stage="production", measured_hash="of other samples")
    with pytest.raises(GateRefused) as refused:
        publish()
    assert "measured on other samples" in refused.value.detail["gate"][1]["sentence"]
    with pytest.raises(Forbidden):
        publish(override=True, reason="x")


CREATES = {"models.view": "all", "models.create": "all"}
OWN = {**CREATES, "models.manage": "own"}


@pytest.mark.parametrize(
    ("cells", "project_of", "may"),
    [
        ({"models.manage": "all"}, "manager", True),
        ({**OWN, "projects.manage": "all"}, "manager", True),
        ({**OWN, "projects.manage": "own"}, "trainer", True),
        ({**OWN, "projects.manage": "own"}, "manager", False),
        (OWN, "trainer", False),
        ({**CREATES, "models.edit": "all", "models.delete": "all", "projects.edit": "all"}, "manager", False),
        (CREATES, "trainer", False),
    ],
    ids=["all-models", "all-projects", "own-project", "anothers-project", "own-models", "no-manage", "creates"],
)
def test_who_manages_all_models_or_the_project_may_override_and_nobody_else(
    cells, project_of, may, publish, gate, people, project, finished_run
):
    """Who may manage only their own models is bound by the gate, with their own too."""
    job, run_dir = finished_run()
    certificate = json.loads(run_dir.certificate_file.read_text())
    run_dir.certificate_file.write_text(json.dumps({**certificate, "passed": False}))
    gate({"kind": "certificate"})
    Model.objects.create(project=project, name="Bearings model", task="classification", created_by=people["trainer"])
    people["trainer"].held = granted([cells])
    project.created_by = people[project_of]
    project.save()
    with pytest.raises(Invalid if may else Forbidden):
        publish(run=(job, run_dir), override=True)
    if may:
        version = publish(run=(job, run_dir), override=True, reason="For a trial")
        assert version.gate["override"] == {"by": "trainer", "reason": "For a trial"}


def test_the_rules_are_set_by_who_may_edit_the_project_and_never_over_somebody_elses(login, project):
    path = f"/projects/{project.pk}/gate"
    manager = login("manager")
    assert login("viewer").get(path).json()["rules"] == []
    assert login("trainer").put(path, {"rules": ALL, "revision": 0}).status_code == 403
    assert manager.put(path, {"rules": ALL, "revision": 0}).json()["revision"] == 1
    late = manager.put(path, {"rules": [], "revision": 0})
    assert (late.status_code, late.json()["code"]) == (409, "changed")
    assert len(late.json()["detail"]["current"]["rules"]) == 4
    assert manager.put(path, {"rules": ALL[:1], "revision": 1}).json()["revision"] == 2
    entry = JournalEntry.objects.filter(action="project.gate_changed").latest("pk")
    assert (len(entry.detail["before"]["rules"]), len(entry.detail["after"]["rules"])) == (4, 1)


def test_a_rule_that_makes_no_sense_is_refused_with_its_place(login, project):
    manager, path = login("manager"), f"/projects/{project.pk}/gate"
    twice = manager.put(path, {"rules": [ALL[0], ALL[0]], "revision": 0})
    assert (twice.status_code, twice.json()["fields"][0]["path"]) == (422, "rules.1")
    assert manager.put(path, {"rules": [{"kind": "metric", "least": 1.5}], "revision": 0}).status_code == 422


def with_f1(report, value):
    [measured] = report["sets"]
    return {**report, "sets": [{**measured, "macro_f1": value}]}
