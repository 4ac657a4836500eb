"""The wizard's drafts (E41 to E56): kept for the person alone, gone on with anywhere, saved as a template or started."""

import pytest

from modelwright.server.core.models import JournalEntry
from modelwright.server.jobs.models import Job
from modelwright.server.training.models import Draft, Template
from modelwright.server.training.tests.conftest import SMALL


@pytest.fixture
def trainer(login, project):
    return login("trainer")


@pytest.fixture
def drafts(project):
    return f"/projects/{project.pk}/drafts"


@pytest.fixture
def draft(trainer, drafts):
    return trainer.post(drafts, {"name": "Bea", "step": 2, "content": '{"typed": "½ a na'}).json()


@pytest.fixture
def chosen(dataset):
    return {"name": "Bearings", "parameters": SMALL, "training_datasets": [dataset["id"]]}


@pytest.fixture
def tried(trainer, drafts, draft, chosen):
    return trainer.put(f"{drafts}/{draft['id']}/template", chosen).json()


def test_what_was_typed_is_there_again_on_another_machine(login, trainer, drafts, draft):
    kept = {"name": "Bear", "step": 3, "content": "…"}
    saved = trainer.put(f"{drafts}/{draft['id']}", {**kept, "modified_at": draft["modified_at"]}).json()
    [row] = login("trainer").get(drafts).json()
    assert (row["name"], row["step"], row["modified_at"]) == ("Bear", 3, saved["modified_at"])
    assert login("trainer").get(f"{drafts}/{draft['id']}").json() == saved | kept


def test_a_page_that_is_behind_is_told_and_changes_nothing(trainer, drafts, draft):
    path = f"{drafts}/{draft['id']}"
    trainer.put(path, {"content": "newer", "modified_at": draft["modified_at"]})
    refused = trainer.put(path, {"content": "older", "modified_at": draft["modified_at"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "changed")
    assert refused.json()["detail"]["current"]["content"] == trainer.get(path).json()["content"] == "newer"


def test_nobody_else_sees_a_draft_or_what_is_tried_of_it(login, project, drafts, draft, tried, dataset):
    for name in ("manager", "administrator"):
        other = login(name)
        assert other.get(drafts).json() == []
        assert other.get(f"{drafts}/{draft['id']}").status_code == 404
        assert other.get(f"/templates/{tried['id']}").status_code == 404
    trainer = login("trainer")
    assert trainer.get(f"/projects/{project.pk}/templates").json()["items"] == []
    assert trainer.post(f"/templates/{tried['id']}/processes", {}).status_code == 404
    assert trainer.delete(f"/datasets/{dataset['id']}").status_code == 204


def test_the_choices_are_checked_before_anything_is_created(trainer, drafts, draft, tried, chosen):
    assert trainer.get(f"/templates/{tried['id']}/readiness").json()["ready"] is True
    again = trainer.put(f"{drafts}/{draft['id']}/template", {**chosen, "training_datasets": []}).json()
    assert again["id"] == tried["id"] == trainer.get(drafts).json()[0]["template_id"]
    assert trainer.get(f"/templates/{tried['id']}/readiness").json()["ready"] is False
    assert not JournalEntry.objects.filter(entity="training_template").exists()


def test_a_taken_name_is_refused_at_its_field(trainer, drafts, draft, template):
    refused = trainer.put(f"{drafts}/{draft['id']}/template", {"name": template["name"]})
    assert (refused.status_code, refused.json()["fields"][0]["path"]) == (409, "name")


def test_finished_it_is_a_template_like_any_other(login, project, trainer, drafts, draft, tried, chosen):
    answer = trainer.post(f"{drafts}/{draft['id']}/finish", {"template": chosen})
    assert (answer.status_code, answer.json()) == (201, {"template_id": tried["id"], "process_id": None})
    [row] = login("manager").get(f"/projects/{project.pk}/templates").json()["items"]
    assert (row["name"], row["processes"], trainer.get(drafts).json()) == ("Bearings", 0, [])
    assert JournalEntry.objects.get(action="training_template.created").entity_name == "Bearings"
    assert trainer.post(f"{drafts}/{draft['id']}/finish", {"template": chosen}).status_code == 404


def test_started_its_process_waits_for_the_machine(trainer, drafts, draft, chosen, dispatcher):
    process = {"machine_id": dispatcher.machine.pk, "time_limit_s": 3600}
    made = trainer.post(f"{drafts}/{draft['id']}/start", {"template": chosen, "process": process}).json()
    started = trainer.get(f"/processes/{made['process_id']}").json()
    assert (started["status"], started["template_name"], started["time_limit_s"]) == ("waiting", "Bearings", 3600)
    assert not Draft.objects.exists()


def test_a_start_that_is_refused_leaves_the_draft_as_it_was(trainer, drafts, draft, tried, chosen, dispatcher):
    body = {"template": {**chosen, "training_datasets": []}, "process": {"machine_id": dispatcher.machine.pk}}
    assert trainer.post(f"{drafts}/{draft['id']}/start", body).status_code == 422
    assert trainer.get(f"{drafts}/{draft['id']}").json()["template_id"] == tried["id"]
    assert (Template.objects.finished().count(), Job.objects.count()) == (0, 0)


def test_thrown_away_nothing_of_it_is_left(trainer, drafts, draft, tried):
    assert trainer.delete(f"{drafts}/{draft['id']}").status_code == 204
    assert (Draft.objects.count(), Template.objects.count()) == (0, 0)


def test_the_guide_leads_to_the_first_model_where_the_data_is(login, project, dataset):
    *_others, step = login("administrator").get("/guide").json()["steps"]
    assert (step["key"], step["done"], step["project_id"]) == ("model", False, project.pk)


def test_drafts_are_listed_in_as_many_queries_however_many_there_are(
    trainer, drafts, draft, tried, django_assert_num_queries
):
    with django_assert_num_queries(QUERIES):
        trainer.get(drafts)
    for _number in range(3):
        trainer.post(drafts, {})
    with django_assert_num_queries(QUERIES):
        assert len(trainer.get(drafts).json()) == 4


QUERIES = 6
"""Session, person, rights, project, drafts, their templates."""
