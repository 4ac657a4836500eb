"""The bell: who is told of what, once, and in which words (issue 5, notices)."""

import json

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import AsyncClient
from django.test.utils import CaptureQueriesContext

from modelwright.contract.events import Code, Outcome
from modelwright.contract.run_dir import RunDir
from modelwright.server.accounts.models import Membership, Project, User
from modelwright.server.core import threads
from modelwright.server.notices import live, outbox, spreading
from modelwright.server.notices.models import Happening, Notice
from modelwright.server.registry.models import Gate
from modelwright.server.training.models import Process


@pytest.fixture
def told(login):
    """`told("trainer")`: what stands behind that person's bell, after the background work."""

    def read(name="trainer", **query):
        spreading.spread_pending(lambda: False)
        answer = login(name).get("/account/notices", **query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return read


@pytest.fixture
def choose(login):
    def send(name, **body):
        answer = login(name).put("/account/notice-choices", body)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return send


def fail(engine, dispatcher, process):
    running = engine(process)
    running.log("2026-01-01 00:00:00 ERROR cannot allocate memory")
    running.finish(Outcome.FAILED, 1, code=Code.OUT_OF_MEMORY, values={"device": "cpu"})
    dispatcher.tick()


def complete(engine, dispatcher, process):
    engine(process).finish()
    dispatcher.tick()


def test_the_author_is_told_of_the_end_with_the_number_and_its_set(process, engine, dispatcher, told):
    complete(engine, dispatcher, process)
    (notice,) = told()["items"]
    assert (notice["event"], notice["level"], notice["title"]) == ("completed", "good", "Classifier · 1 has completed")
    assert "measured on the validation set" in notice["text"]
    assert notice["path"] == f"/projects/{process['project_id']}/processes/{process['id']}"
    assert told("manager")["items"] == told("outsider")["items"] == []


def test_a_failure_comes_with_its_sentence_and_first_error_in_the_readers_language(
    process, engine, dispatcher, told, people
):
    fail(engine, dispatcher, process)
    (notice,) = told()["items"]
    assert notice["text"].startswith("The memory of the machine is not enough.")
    assert notice["text"].endswith("cannot allocate memory")
    User.objects.filter(username="trainer").update(language="ru")
    people["trainer"].refresh_from_db()
    assert "завершился ошибкой" in told()["items"][0]["title"]


def test_a_lost_machine_and_a_stop_are_told_too(process, engine, dispatcher, told, act):
    for checkpoints, advice in (([], "Start it from the beginning."), ([3], "can go on from its last checkpoint")):
        running = engine(process)
        for iteration in checkpoints:
            running.checkpoint(iteration)
        act(process, "stop")
        running.finish(Outcome.STOPPED)
        dispatcher.tick()
        notice = told()["items"][0]
        assert (notice["event"], advice in notice["text"]) == ("stopped", True)


def test_whoever_publishes_is_not_told_of_it_but_the_author_is(process, engine, dispatcher, told, act):
    complete(engine, dispatcher, process)
    answer = act(process, "publish", {}, "manager")
    assert answer.status_code == 201, answer.content
    assert {notice["event"] for notice in told()["items"]} == {"completed", "published"}
    assert told("manager")["total"] == 0


def test_whoever_asked_and_the_author_learn_which_rule_the_gate_held_a_version_up_by(
    process, engine, dispatcher, told, act, project, people
):
    complete(engine, dispatcher, process)
    certificate = RunDir(Process.objects.get(pk=process["id"]).job.run_dir).certificate_file
    certificate.write_text(json.dumps({**json.loads(certificate.read_text()), "passed": False}))
    Gate.objects.create(project=project, rules=[{"kind": "certificate"}, {"kind": "not_worse"}])
    for _time in range(2):
        assert act(process, "publish", {}, "manager").json()["code"] == "gate_refused"
    asked, author = told("manager")["items"], told()["items"][:1]
    assert [notice["title"] for notice in (*asked, *author)] == ["The gate held up Classifier · 1"] * 2
    first, *rules = asked[0]["text"].split("\n")
    assert first == "manager asked to publish it as a version of the model Classifier."
    assert [rule.partition(":")[0] for rule in rules] == ["the exported model agrees with the trained one"]
    assert act(process, "publish", {"override": True, "reason": "For a trial"}, "manager").status_code == 201


def test_everyones_in_one_project_only(process, engine, dispatcher, told, choose, project, people):
    chosen = choose("manager", project_id=project.pk, whose="everyones", channels={"completed": ["bell"]})
    assert chosen["projects"][0]["channels"]["completed"] == ["bell"]
    assert chosen["projects"][0]["channels"]["failed"] == ["bell", "email"], "what is left out stays as by default"
    complete(engine, dispatcher, process)
    assert told("manager")["total"] == 1
    Membership.objects.filter(user=people["manager"]).delete()
    assert told("manager")["total"] == 0, "of a project that one has left nothing is shown"


def test_what_was_switched_off_is_not_told(process, engine, dispatcher, told, choose, login, project):
    choose("trainer", channels={"completed": []})
    complete(engine, dispatcher, process)
    assert told()["total"] == 0
    choose("trainer", project_id=project.pk, channels={"completed": ["bell"]})
    assert login("trainer").delete(f"/account/notice-choices/{project.pk}").json()["projects"] == []
    assert login("trainer").put("/account/notice-choices", {"channels": {"eaten": ["bell"]}}).status_code == 422
    assert login("trainer").put("/account/notice-choices", {"channels": {"failed": ["pigeon"]}}).status_code == 422
    assert (
        login("outsider").put("/account/notice-choices", {"channels": {}, "project_id": project.pk}).status_code == 404
    )


def test_nobody_is_told_twice_after_a_crash_or_by_two_servers(process, engine, dispatcher, told, monkeypatch):
    complete(engine, dispatcher, process)
    happening = Happening.objects.get(event="completed")
    monkeypatch.setattr(spreading, "_send", crash)
    with pytest.raises(KeyboardInterrupt):
        spreading.spread(happening)
    assert Notice.objects.count() == 0, "the crash took all of it back"
    monkeypatch.undo()
    assert [spreading.spread(happening), spreading.spread(happening)] == [True, False]
    assert told()["total"] == 1


def crash(*_arguments):
    raise KeyboardInterrupt


def test_one_that_cannot_be_told_holds_up_no_other(process, create, engine, dispatcher, told):
    Happening.objects.create(key="odd", event="completed", topic="training_process", facts={"job_id": "no number"})
    complete(engine, dispatcher, process)
    assert told()["total"] == 1
    assert Happening.objects.filter(spread_at=None).count() == 0


def test_reading_one_and_all(create, engine, dispatcher, told, login):
    for _number in range(3):
        complete(engine, dispatcher, create())
    newest, second, _oldest = told()["items"]
    trainer = login("trainer")
    assert trainer.post(f"/account/notices/{second['id']}/read").json() == {"unread": 2}
    assert trainer.post(f"/account/notices/{second['id']}/read").json() == {"unread": 2}
    assert login("manager").post(f"/account/notices/{second['id']}/read").status_code == 404
    assert told(unread=True)["total"] == 2
    assert trainer.post("/account/notices/read", {"upto": newest["id"]}).json() == {"unread": 0}
    assert trainer.get("/account/notices/unread").json() == {"unread": 0}


def test_a_page_costs_the_same_however_many_there_are(create, engine, dispatcher, told, login):
    for _number in range(2):
        complete(engine, dispatcher, create())
    told()
    browser = login("trainer")
    with CaptureQueriesContext(connection) as one:
        browser.get("/account/notices", limit=1)
    Notice.objects.all().delete()
    user, project = User.objects.get(username="trainer"), Project.objects.get()
    facts = Happening.objects.first().facts
    rows = [
        Happening(key=f"{number}", event="completed", topic="training_process", project=project, facts=facts)
        for number in range(40)
    ]
    for row in Happening.objects.bulk_create(rows):
        Notice.objects.create(happening=row, user=user, at=row.at)
    with CaptureQueriesContext(connection) as many:
        assert len(browser.get("/account/notices", limit=30).json()["items"]) == 30
    assert len(many) == len(one)


def test_what_happened_in_a_project_that_somebody_left_is_neither_shown_nor_counted(
    process, engine, dispatcher, told, people, login, monkeypatch
):
    monkeypatch.setattr(live, "close_old_connections", lambda: None)  # the test's own is the only one here
    complete(engine, dispatcher, process)
    mine = people["trainer"].pk
    assert (told()["total"], live._unread_of([mine])) == (1, {mine: 1})
    Membership.objects.filter(user=mine).delete()
    assert (told()["total"], live._unread_of([mine])) == (0, {})
    assert login("trainer").get("/account/notices/unread").json() == {"unread": 0}


@pytest.mark.django_db(transaction=True)
def test_the_stream_tells_the_count_and_at_once_when_it_changes(process, engine, dispatcher, people, monkeypatch):
    monkeypatch.setattr(live, "LOOK_EVERY_S", 3600)

    def end():
        outbox.TOLD.clear()
        complete(engine, dispatcher, process)
        assert outbox.TOLD.is_set()
        assert spreading.spread_pending(lambda: False)

    async def read():
        client = AsyncClient()
        await client.aforce_login(people["trainer"])
        answer = await client.get("/api/account/notices/stream")
        stream = answer.streaming_content
        counts = [counted(await anext(stream))]
        await threads.in_thread(end)
        counts.append(counted(await anext(stream)))
        await stream.aclose()
        return counts

    try:
        assert async_to_sync(read)() == [0, 1]
    finally:
        threads.close_connections()


def counted(chunk):
    return json.loads(chunk.decode().split("data: ")[1])["unread"]
