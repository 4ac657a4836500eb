"""Stages: one version in production, every step kept, and one click back."""

import pytest
from django.db import IntegrityError, transaction

from modelwright.server.core.models import JournalEntry
from modelwright.server.registry.models import ModelVersion, StageChange


def put(browser, version, stage="production", **more):
    return browser.post(f"/model-versions/{version.pk}/stage", {"stage": stage, **more})


def stages_of(browser, version):
    return {row["name"]: row["stage"] for row in browser.get(f"/models/{version.model_id}/versions").json()}


def test_a_version_is_a_candidate_until_it_is_put_into_production_and_then_makes_room(login, publish):
    first, second = publish(), publish()
    trainer = login("trainer")
    assert stages_of(trainer, first) == {"v1.01": "candidate", "v1.02": "candidate"}
    assert put(trainer, first).json()["stage"] == "production"
    assert put(trainer, second, reason="Fewer misses").status_code == 200
    assert stages_of(trainer, first) == {"v1.01": "archived", "v1.02": "production"}
    shown = trainer.get(f"/models/{first.model_id}").json()
    assert (shown["production"]["name"], shown["latest"]["name"]) == ("v1.02", "v1.02")


def test_every_step_says_who_when_why_and_what_made_room(login, publish):
    first, second = publish(), publish()
    trainer = login("trainer")
    put(trainer, first)
    put(trainer, second, reason=" Fewer misses ")
    steps = trainer.get(f"/models/{first.model_id}/stage-changes").json()["items"]
    told = [(row["version_name"], row["before"], row["after"], row["counterpart"], row["reason"]) for row in steps]
    assert told == [
        ("v1.02", "candidate", "production", "v1.01", "Fewer misses"),
        ("v1.01", "production", "archived", "v1.02", ""),
        ("v1.01", "candidate", "production", "", ""),
    ]
    assert {row["by"]["username"] for row in steps} == {"trainer"}
    assert JournalEntry.objects.filter(action="model_version.stage_changed").count() == len(steps)


def test_each_roll_back_goes_one_version_further_back(login, publish):
    versions = [publish(), publish(), publish()]
    trainer = login("trainer")
    for version in versions:
        put(trainer, version)
    path = f"/models/{versions[0].model_id}/roll-back"
    back = [trainer.post(path, {"reason": "Overkill at station 4"}).json() for _ in range(3)]
    assert [answer.get("name") for answer in back] == ["v1.02", "v1.01", None]
    assert "No other version" in back[2]["message"]
    assert JournalEntry.objects.filter(action="model_version.rolled_back_to").count() == 2


def test_a_roll_back_finds_the_earlier_version_also_when_it_had_left_before(login, publish):
    first, second = publish(), publish()
    trainer = login("trainer")
    put(trainer, first)
    put(trainer, first, "archived")
    put(trainer, second)
    assert trainer.post(f"/models/{first.model_id}/roll-back", {"reason": "Drift"}).json()["name"] == "v1.01"


def test_who_saw_something_else_is_told(login, publish):
    first, second = publish(), publish()
    trainer = login("trainer")
    put(trainer, first)
    path = f"/models/{first.model_id}/roll-back"
    answers = [
        put(trainer, first, seen="candidate"),
        put(trainer, first),
        trainer.post(path, {"reason": "Drift", "seen_version_id": second.pk}),
        trainer.post(path, {"reason": ""}),
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 409, 422]
    assert StageChange.objects.count() == 1


def test_the_database_itself_keeps_a_second_one_out_of_production(publish):
    first, second = publish(), publish()
    ModelVersion.objects.filter(pk=first.pk).update(stage="production")
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.filter(pk=second.pk).update(stage="production")


def test_the_bundle_of_a_stage_has_one_address_for_ever(login, publish):
    first, second = publish(), publish()
    trainer, path = login("trainer"), f"/models/{first.model_id}"
    assert login("viewer").get(f"{path}/bundle.zip").status_code == 404
    for version in (first, second):
        put(trainer, version)
        answer = login("viewer").get(f"{path}/bundle.zip", stage="production")
        assert version.name in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content)
        assert login("viewer").get(f"{path}/version").json()["name"] == version.name
    downloads = JournalEntry.objects.filter(action="model_version.downloaded").order_by("pk")
    assert [(row.user_name, row.entity_id) for row in downloads] == [("viewer", first.pk), ("viewer", second.pk)]


def test_who_may_not_manage_models_changes_no_stage(login, publish):
    version = publish()
    assert put(login("viewer"), version).status_code == 403
    assert login("viewer").post(f"/models/{version.model_id}/roll-back", {"reason": "x"}).status_code == 403
