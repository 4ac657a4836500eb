"""What begins by the clock: once, never twice, and told where it does not (issue 5, schedules)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from modelwright.server.accounts.models import Membership, Role, User
from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets.models import Sample
from modelwright.server.jobs.models import Machine
from modelwright.server.masterdata.models import ComputeProfile
from modelwright.server.notices.models import Happening
from modelwright.server.schedules import due
from modelwright.server.schedules.models import Run, Schedule
from modelwright.server.schedules.telling import ScheduleTopic
from modelwright.server.schedules.tests.conftest import DAILY, told
from modelwright.server.training import machines
from modelwright.server.training.models import Process
from modelwright.server.training.tests.kept import dataset, kept, people, project, template

__all__ = ["dataset", "kept", "people", "project", "template"]


def test_a_process_is_made_and_started_each_time(recurring, come, outcomes, look, engine, dispatcher):
    schedule = recurring()
    assert (schedule["words"], len(schedule["next"])) == ("Every day; 08:00", 5)
    assert come(schedule)
    assert look({"id": Process.objects.get().pk})["status"] == "waiting"
    assert outcomes(schedule) == [("started", "")]
    assert Schedule.objects.get().next_at > timezone.now()
    assert not due.start_due(lambda: False)
    assert told() == []


def test_two_servers_start_it_once(recurring):
    recurring()
    Schedule.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    both = [Schedule.objects.get() for _ in range(2)]
    assert [due.take(schedule) is not None for schedule in both] == [True, False]


@pytest.mark.parametrize("dies_in", ["_process", "_remember", "_finish"])
def test_what_a_dying_server_left_is_finished_once(recurring, come, outcomes, monkeypatch, dies_in):
    """Before the process is made, while it is started, and after that."""
    schedule = recurring()
    with monkeypatch.context() as patch:
        patch.setattr(due, dies_in, die)
        with pytest.raises(KeyboardInterrupt):
            come(schedule)
    assert not due.start_due(lambda: False), "its time is not over yet"
    Run.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert due.start_due(lambda: False)
    assert outcomes(schedule) == [("started", "")]
    assert list(Process.objects.values_list("job__status", "job__attempt")) == [("waiting", 1)]


def die(*_arguments):
    raise KeyboardInterrupt


def test_while_the_one_before_runs_the_time_is_skipped_and_that_is_told(recurring, come, outcomes):
    schedule = recurring()
    come(schedule)
    come(schedule, seconds=2)
    assert outcomes(schedule)[0] == ("skipped", "The process of the time before still waits or runs.")
    assert (Process.objects.count(), told()) == (1, ["schedule_skipped"])


def test_after_the_server_was_down_it_starts_once_or_not_as_chosen(recurring, come, outcomes):
    late, left_out = recurring(), recurring(late="skip")
    come(late, days=3)
    come(left_out, hours=1)
    assert outcomes(late) == [("late", "")]
    assert outcomes(left_out) == [("skipped", "The server was not running then, and late starts are left out.")]
    assert (Process.objects.count(), told()) == (1, ["schedule_late", "schedule_skipped"])


def test_what_cannot_start_says_why_and_leaves_nothing_behind(recurring, come, outcomes, people):
    schedule = recurring()
    Machine.objects.update(enabled=False)
    come(schedule)
    assert "is disabled" in outcomes(schedule)[0][1]
    Machine.objects.update(enabled=True)
    Membership.objects.filter(user=people["trainer"]).delete()
    come(schedule, seconds=2)
    assert "no longer see" in Run.objects.latest("pk").why()
    people["trainer"].roles.clear()
    come(schedule, seconds=3)
    assert Run.objects.latest("pk").outcome == "refused"
    User.objects.filter(username="trainer").update(is_active=False)
    come(schedule, seconds=4)
    assert "no account" in Run.objects.latest("pk").why()
    assert (Process.objects.count(), told()) == (0, ["schedule_refused"] * 4)
    assert not JournalEntry.objects.filter(action="training_process.created").exists()


@pytest.fixture
def once(login, process):
    def make(at="2099-01-01T08:00", by="trainer"):
        body = {"at": at, "zone": "America/Sao_Paulo"}
        return login(by).post(f"/processes/{process['id']}/schedule", body)

    return make


def test_a_profile_that_a_schedule_names_stays_and_one_deleted_meanwhile_is_not_named(
    recurring, login, template, monkeypatch
):
    """E26: a schedule never asks less of its machine than it was made with."""
    ask = {"name": "Small", "kind": "general", "cores": 1, "memory": 1, "gpus": 0, "gpu_memory": 0}
    profile = ComputeProfile.objects.create(**ask)
    schedule = recurring(machine_id=None, compute_profile_id=profile.pk)
    refusal = login("administrator").delete(f"/compute-profiles/{profile.pk}")
    assert (refusal.status_code, refusal.json()["detail"]) == (409, {"used_by": ["Classifier (Every day; 08:00)"]})
    assert "in use by Classifier (Every day; 08:00)." in refusal.json()["message"]
    login("trainer").delete(f"/schedules/{schedule['id']}")
    monkeypatch.setattr(machines, "profile_of", lambda key: just_before_its_deletion(login, key))
    body = {"timing": DAILY, "zone": "UTC", "compute_profile_id": profile.pk}
    answer = login("trainer").post(f"/templates/{template['id']}/schedules", body)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "compute_profile_id")
    assert not Schedule.objects.exists()


def just_before_its_deletion(login, key):
    profile = ComputeProfile.objects.get(pk=key)
    assert login("administrator").delete(f"/compute-profiles/{key}").status_code == 204
    return profile


def test_a_process_with_a_time_starts_at_that_time(once, process, look, come, outcomes):
    schedule = once().json()
    assert (schedule["name"], schedule["words"]) == ("Classifier · 1", "Once, Jan 1, 2099 08:00")
    assert look(process)["scheduled_at"].startswith("2099-01-01T11:00")
    assert once().status_code == 409, "it has a schedule already"
    come(schedule)
    assert (look(process)["status"], look(process)["scheduled_at"]) == ("waiting", None)
    assert outcomes(schedule) == [("started", "")]
    assert Schedule.objects.get().next_at is None
    assert once().status_code == 409, "it is no longer created"


def test_who_starts_it_by_hand_was_first(once, process, act, come, outcomes, look):
    schedule = once().json()
    act(process, "start")
    come(schedule)
    assert outcomes(schedule)[0][0] == "skipped"
    assert look(process)["attempt"] == 1


def test_pausing_resuming_editing_and_deleting(recurring, login, come):
    schedule, trainer = recurring(), login("trainer")
    path = f"/schedules/{schedule['id']}"
    paused = trainer.post(f"{path}/pause").json()
    assert (paused["paused"], paused["next"]) == (True, [])
    assert trainer.post(f"{path}/pause").status_code == 409
    assert not come(schedule)
    resumed = trainer.post(f"{path}/resume").json()
    assert (resumed["paused"], len(resumed["next"]), Run.objects.count()) == (False, 5, 0)
    body = {"timing": {"kind": "weekly", "days": [5], "time": "18:00"}, "zone": "UTC"}
    edited = trainer.patch(path, {**body, "modified_at": resumed["modified_at"]})
    assert (edited.status_code, edited.json()["words"]) == (200, "Friday; 18:00")
    late = trainer.patch(path, {**body, "modified_at": resumed["modified_at"]})
    assert (late.status_code, late.json()["detail"]["current"]["words"]) == (409, "Friday; 18:00")
    now = edited.json()["modified_at"]
    other = trainer.patch(
        path, {"timing": {"kind": "once", "at": "2099-01-01T08:00"}, "zone": "UTC", "modified_at": now}
    )
    assert other.status_code == 422
    assert trainer.delete(path).status_code == 204
    assert trainer.get(path).status_code == 404


def test_where_it_runs_can_be_changed_and_stays_where_nobody_says(recurring, login, dispatcher):
    schedule, trainer = recurring(), login("trainer")
    small = ComputeProfile.objects.create(name="Small", kind="general", cores=1, memory=1)
    huge = ComputeProfile.objects.create(name="Huge", kind="general", cores=4096, memory=1)
    body = {name: schedule[name] for name in ("timing", "zone", "modified_at")}
    path = f"/schedules/{schedule['id']}"
    moved = trainer.patch(path, {**body, "machine_id": None, "compute_profile_id": small.pk}).json()
    assert (moved["machine"], moved["compute_profile"]["name"]) == (None, "Small")
    body["modified_at"] = moved["modified_at"]
    refused = trainer.patch(path, {**body, "compute_profile_id": huge.pk})
    assert (refused.status_code, refused.json()["fields"][0]["path"]) == (422, "compute_profile_id")
    stays = trainer.patch(path, {**body, "late": "skip"}).json()
    assert (stays["late"], stays["compute_profile"]["name"]) == ("skip", "Small")


def test_what_is_paused_gives_its_process_no_time_whatever_is_edited(once, login, process, look):
    schedule, trainer = once().json(), login("trainer")
    path = f"/schedules/{schedule['id']}"
    paused = trainer.post(f"{path}/pause").json()
    body = {"timing": {"kind": "once", "at": "2098-01-01T08:00"}, "zone": "UTC", "modified_at": paused["modified_at"]}
    assert trainer.patch(path, body).status_code == 200
    assert look(process)["scheduled_at"] is None
    assert trainer.post(f"{path}/resume").status_code == 200
    assert look(process)["scheduled_at"].startswith("2098-01-01T08:00")


def test_deleting_the_schedule_of_a_process_leaves_it_created(once, login, process, look):
    login("trainer").delete(f"/schedules/{once().json()['id']}")
    assert (look(process)["status"], look(process)["scheduled_at"]) == ("created", None)


def test_a_preview_says_what_is_meant_and_stores_nothing(login):
    body = {"timing": {"kind": "cron", "expression": "30 2 * * 0"}, "zone": "Europe/Madrid"}
    answer = login("trainer").post("/schedules/preview", body).json()
    assert (answer["words"], len(answer["next"])) == ("Sunday; 02:30", 5)
    wrong = login("trainer").post("/schedules/preview", {**body, "timing": {"kind": "cron", "expression": "soon"}})
    assert (wrong.status_code, wrong.json()["fields"][0]["path"]) == (422, "timing")


def test_a_list_costs_the_same_however_many_there_are(recurring, login, project, come):
    come(recurring())
    browser = login("trainer")
    with CaptureQueriesContext(connection) as one:
        assert browser.get(f"/projects/{project.pk}/schedules").json()["items"][0]["last"]["outcome"] == "started"
    for _ in range(5):
        recurring()
    with CaptureQueriesContext(connection) as six:
        assert browser.get(f"/projects/{project.pk}/schedules").json()["total"] == 6
    assert len(six) == len(one)


def is_disabled(_people, _settings):
    Machine.objects.update(enabled=False)


def lacks_a_right(people, _settings):
    people["trainer"].roles.set(Role.objects.filter(preset="viewer"))


def has_no_room(_people, settings):
    settings.DISK_RESERVE_GB = 10**9


def has_no_images(_people, _settings):
    Sample.objects.all().delete()


@pytest.mark.parametrize(
    ("befalls", "english", "russian"),
    [
        (is_disabled, "The machine vm is disabled.", "Машина vm выключена."),
        (lacks_a_right, "You need the right “Training process", "Нужно право «Шаблоны процесса обучения — Просмотр»"),
        (has_no_room, "The disk is too full: ", "Освободите место (Администрирование, Хранилище)"),
        (has_no_images, "yet. No image can be used", "нельзя начать. Ни одно изображение нельзя использовать"),
    ],
)
def test_everybody_reads_in_their_language_why_it_did_not_start(
    befalls, english, russian, recurring, come, login, people, settings
):
    """The author's is Spanish."""
    User.objects.filter(username="trainer").update(language="es")
    schedule = recurring()
    befalls(people, settings)
    come(schedule)
    happening = Happening.objects.get(topic="schedule")
    for language, words in (("en", english), ("ru", russian)):
        headers = {"Accept-Language": language}
        read = login("administrator").get(f"/schedules/{schedule['id']}", headers=headers).json()
        with translation.override(language):  # as an e-mail has that of who gets it
            mailed = ScheduleTopic().told(happening.event, {**happening.facts, "zone": "UTC", "project_id": 1})
        assert words in read["last"]["reason"] == read["runs"][0]["reason"] == mailed.text
    assert english in happening.facts["reason"]  # webhooks speak English


def test_what_was_stored_in_one_language_before_is_still_told(recurring, come, login):
    schedule = recurring()
    come(schedule)
    Run.objects.update(outcome="refused", reason="La máquina vm está desactivada.")
    assert (
        login("viewer").get(f"/schedules/{schedule['id']}").json()["last"]["reason"]
        == "La máquina vm está desactivada."
    )
