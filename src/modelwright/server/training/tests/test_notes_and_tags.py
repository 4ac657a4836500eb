"""What a team does with the list besides reading it: notes, tags, several at once, copies, its own view of it."""

import pytest

from modelwright.server.core.models import JournalEntry
from modelwright.server.jobs.models import Job
from modelwright.server.training.models import Process, Template
from modelwright.server.training.tests.conftest import latest_job
from modelwright.server.training.tests.kept import dataset, kept, people, project, template

__all__ = ["dataset", "kept", "people", "project", "template"]


@pytest.fixture
def several(login, project):
    """`several("start", processes)`: the results, by the number of the process."""

    def act(action, ids, by="trainer", **more):
        answer = login(by).post(f"/projects/{project.pk}/processes/bulk", {"action": action, "ids": ids, **more})
        assert answer.status_code == 200, answer.content
        return [(row["number"], row["reason"]) for row in answer.json()["results"]]

    return act


def test_a_note_is_kept_found_and_recorded(login, project, process):
    path = f"/processes/{process['id']}/note"
    answer = login("trainer").put(path, {"note": "Свет слева хуже", "note_version": 0})
    assert (answer.json()["note"], answer.json()["note_version"]) == ("Свет слева хуже", 1)
    found = login("viewer").get(f"/projects/{project.pk}/processes", search="СВЕТ").json()
    assert found["total"] == 1
    entry = JournalEntry.objects.get(action="training_process.noted")
    assert entry.detail == {"before": {"note": ""}, "after": {"note": "Свет слева хуже"}}


def test_of_two_who_write_a_note_at_once_the_second_is_told_what_the_first_wrote(login, process):
    path = f"/processes/{process['id']}/note"
    assert login("trainer").put(path, {"note": "Mine", "note_version": 0}).status_code == 200
    late = login("manager").put(path, {"note": "Theirs", "note_version": 0})
    assert (late.status_code, late.json()["code"]) == (409, "changed")
    assert late.json()["detail"]["current"] == {"note": "Mine", "note_version": 1}
    assert login("manager").put(path, {"note": "Both", "note_version": 1}).json()["note"] == "Both"


def test_tags_are_put_on_and_taken_off_without_touching_others(login, process):
    path = f"/processes/{process['id']}/tags"
    login("trainer").post(path, {"add": ["night  shift", "Line 3"]})
    answer = login("manager").post(path, {"add": ["line 3", "checked"], "remove": ["night shift"]})
    assert answer.json()["tags"] == ["Line 3", "checked"]
    assert JournalEntry.objects.filter(action="training_process.tagged").latest("pk").detail == {
        "before": {"tags": ["Line 3", "night shift"]},
        "after": {"tags": ["Line 3", "checked"]},
    }


@pytest.mark.parametrize("tags", [["a,b"], [" "], ["x" * 41], [f"t{number}" for number in range(20)]])
def test_a_tag_that_breaks_the_rule_is_refused(tags, login, process):
    path = f"/processes/{process['id']}/tags"
    login("trainer").post(path, {"add": ["kept"]})
    assert login("trainer").post(path, {"add": tags}).status_code == 422
    assert login("trainer").get(f"/processes/{process['id']}").json()["tags"] == ["kept"]


def test_several_at_once_say_of_each_what_became_of_it(create, several, act, login, project):
    first, second, third = create(), create(), create()
    act(second, "disable")
    gone = 10**9
    ids = [first["id"], second["id"], gone, first["id"]]
    assert several("start", ids) == [
        (1, ""),
        (2, "The process is disabled. Enable it first."),
        (None, "It is not there any more."),
    ]
    assert several("withdraw", [first["id"], third["id"]]) == [(1, ""), (3, "It is not waiting.")]
    assert several("stop", [first["id"]]) == [(1, "It has not been started yet.")]
    assert several("tag", [first["id"], third["id"]], tags=["keep"]) == [(1, ""), (3, "")]
    assert several("untag", [third["id"]], tags=["keep"]) == [(3, "")]
    assert login("trainer").get(f"/projects/{project.pk}/processes", tag="keep,other").json()["total"] == 1
    assert several("delete", [second["id"], third["id"]]) == [(2, ""), (3, "")]
    assert [process.number for process in Process.objects.all()] == [1]


def test_several_at_once_take_the_rights_that_each_takes_alone(process, several):
    [(number, reason)] = several("delete", [process["id"]], by="viewer")
    assert (number, "Training processes — Delete" in reason) == (1, True)
    assert Process.objects.count() == 1


def test_a_copy_has_the_settings_under_its_own_name_and_is_not_started(login, process, template, engine, dispatcher):
    login("trainer").post(f"/processes/{process['id']}/tags", {"add": ["Line 3"]})
    engine(process)
    changed = {"parameters": {"training": {"classification": {"batch_size": 8}}}, "weights": {"kind": "pretrained"}}
    login("trainer").patch(f"/templates/{template['id']}", changed)
    answer = login("trainer").post(f"/processes/{process['id']}/clone", {"name": "Classifier-2"})
    assert answer.status_code == 201, answer.content
    copy = answer.json()
    assert (copy["template_name"], copy["number"], copy["status"]) == ("Classifier-2", 1, "created")
    assert (copy["tags"], copy["machine"]["id"]) == (["Line 3"], dispatcher.machine.pk)
    made = Template.objects.get(pk=copy["template_id"])
    assert made.parameters["training"]["classification"]["batch_size"] == 4, "as the run was told"
    assert made.weights == {"kind": "none"}
    assert made.training_datasets.count() == 1
    refused = login("trainer").post(f"/processes/{process['id']}/clone", {"name": "Classifier-2"})
    assert (refused.status_code, refused.json()["fields"][0]["path"]) == (409, "name")
    assert Process.objects.count() == 2


def test_a_copy_stays_in_the_template_as_long_as_that_says_the_same(login, process, template, engine, monkeypatch):
    trainer, path = login("trainer"), f"/processes/{process['id']}/clone"
    engine(process)
    assert trainer.get(path).json() == {"same_template": True, "reason": "", "name": "Classifier-copy"}
    copy = trainer.post(path, {}).json()
    assert (copy["template_id"], copy["number"], copy["status"]) == (template["id"], 2, "created")
    changed = {"parameters": {"training": {"classification": {"batch_size": 8}}}}
    trainer.patch(f"/templates/{template['id']}", changed)
    offer = trainer.get(path).json()
    assert (offer["same_template"], "other settings" in offer["reason"]) == (False, True)
    refused = trainer.post(path, {})
    assert (refused.status_code, refused.json()["message"]) == (409, offer["reason"])
    assert Template.objects.count() == 1
    monkeypatch.chdir(latest_job(process).run_dir)  # whatever lies where the server was begun is no run of the copy's
    assert trainer.get(f"/processes/{copy['id']}/clone").json()["same_template"]


def test_a_copy_goes_to_the_first_machine_that_fits_where_the_old_one_is_disabled(login, process, dispatcher):
    machine = dispatcher.machine
    type(machine).objects.filter(pk=machine.pk).update(enabled=False)
    answer = login("trainer").post(f"/processes/{process['id']}/clone", {"name": "Copy"})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "compute_profile_id")
    type(machine).objects.create(name="other", address="other", last_seen=machine.last_seen)
    answer = login("trainer").post(f"/processes/{process['id']}/clone", {"name": "Copy"})
    assert (answer.status_code, answer.json()["machine"], answer.json()["is_auto"]) == (201, None, True)
    assert Job.objects.count() == 2


def test_a_person_finds_their_own_arrangement_of_the_list_again(login):
    arranged = {"view": "tasks", "columns": {"tasks": ["status", "tags"]}}
    assert login("trainer").get("/account/screens/processes").json() == {"view": "", "columns": {}}
    assert login("trainer").put("/account/screens/processes", arranged).status_code == 200
    assert login("trainer").put("/account/screens/processes", {**arranged, "view": "processes"}).status_code == 200
    assert login("trainer").get("/account/screens/processes").json()["view"] == "processes"
    assert login("viewer").get("/account/screens/processes").json()["view"] == ""
    many = {"columns": {"tasks": ["x"] * 61}}
    assert login("trainer").put("/account/screens/processes", many).status_code == 422
