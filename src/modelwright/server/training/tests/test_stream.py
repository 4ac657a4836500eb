"""The event stream: each point once, whatever happens to the connection (E60; Last-Event-ID)."""

import json

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

from modelwright.contract.events import Code, Outcome
from modelwright.server.core import threads
from modelwright.server.jobs.care import tell
from modelwright.server.training import live
from modelwright.server.training.tests.conftest import latest_job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def follow(process, people, monkeypatch):
    """Reads a stream to its end, or to its `most`th message, as a browser would."""
    monkeypatch.setattr(live, "LOOK_EVERY_S", 0)

    def read(most=100, last_event_id="", between=None, **query):
        async def ask():
            client = AsyncClient()
            await client.aforce_login(people["trainer"])
            resume = {"Last-Event-ID": last_event_id} if last_event_id else {}
            path = f"/api/processes/{process['id']}/stream"
            answer = await client.get(path, query, headers=resume)
            assert answer["Content-Type"] == "text/event-stream"
            assert answer["Cache-Control"] == "no-cache"
            messages = []
            stream = answer.streaming_content
            async for chunk in stream:
                messages.append(parse(chunk.decode()))
                if len(messages) >= most:
                    break
                if between:
                    await threads.in_thread(between)
            await stream.aclose()
            return messages

        return async_to_sync(ask)()

    yield read
    threads.close_connections()


def parse(chunk):
    fields = dict(line.split(": ", 1) for line in chunk.strip().split("\n"))
    return fields.get("id", ""), fields["event"], json.loads(fields["data"])


def iterations(messages):
    return [
        point[0]
        for _, event, data in messages
        if event == "update"
        for point in data["points"].get("classification.loss", [])
    ]


def test_a_finished_run_comes_whole_and_then_ends(process, dispatcher, engine, follow):
    running = engine(process)
    running.learn(1, 30)
    running.finish(Outcome.STOPPED)
    dispatcher.tick()
    messages = follow()
    assert iterations(messages) == list(range(1, 31))
    assert messages[-1][1] == "end"
    assert messages[0][2]["process"]["status"] == "stopped"
    assert messages[0][2]["points"]["classification.loss"][1] == [2, 0.5]


def test_a_client_that_comes_back_gets_each_point_once(process, dispatcher, engine, follow, monkeypatch):
    monkeypatch.setattr(live, "_EVENTS_AT_ONCE", 7)
    running = engine(process)
    running.learn(1, 30)
    running.finish(Outcome.STOPPED)
    dispatcher.tick()
    before = follow(most=2)
    assert before[-1][0] == "1.14"
    after = follow(last_event_id=before[-1][0])
    assert iterations(before) + iterations(after) == list(range(1, 31))


def test_a_client_that_has_the_curves_follows_from_there(process, login, dispatcher, engine, follow):
    running = engine(process)
    running.learn(1, 10)
    dispatcher.tick()
    last_event = login("trainer").get(f"/processes/{process['id']}/curves").json()["last_event"]
    running.learn(11, 15)
    running.finish(Outcome.STOPPED)
    dispatcher.tick()
    assert iterations(follow(after=last_event)) == [11, 12, 13, 14, 15]


def test_a_new_attempt_starts_from_its_own_first_event(process, dispatcher, engine, follow):
    first = engine(process)
    first.learn(1, 10)
    first.finish(Outcome.STOPPED)
    dispatcher.tick()
    second = engine(process)
    second.learn(1, 4)
    second.finish(Outcome.STOPPED)
    dispatcher.tick()
    messages = follow(last_event_id="1.11")
    assert iterations(messages) == [1, 2, 3, 4]
    assert messages[0][2]["process"]["attempt"] == 2


def test_a_process_that_has_not_started_tells_its_state(process, follow):
    (number, event, data) = follow(most=1)[0]
    assert (number, event, data["process"]["status"], data["points"]) == ("1.0", "update", "created", {})


def test_a_resumed_stream_of_a_finished_run_ends_at_once(process, dispatcher, engine, follow):
    engine(process).finish(Outcome.STOPPED)
    dispatcher.tick()
    assert iterations(follow(last_event_id="1.1")) == []


@pytest.mark.parametrize("nonsense", ["x", "1.x", "-3", "1.5.9.z"])
def test_a_nonsensical_last_event_id_is_ignored(nonsense, process, dispatcher, engine, follow):
    engine(process).finish(Outcome.STOPPED)
    dispatcher.tick()
    assert follow(last_event_id=nonsense)[-1][1] == "end"


def test_a_reader_who_loses_the_right_gets_the_end(process, people, project, dispatcher, engine, follow):
    """To see the project, or to watch what is somebody else's (A16)."""
    engine(process).finish(Outcome.STOPPED)
    dispatcher.tick()
    for name in ("outsider", "viewer"):
        assert live._update(process["id"], people[name], "en", 0, 0, 0) is None
    assert live._look(0) is None


def test_a_word_of_the_dispatcher_arrives_without_an_event(process, dispatcher, engine, follow):
    running = engine(process)
    running.plan()
    dispatcher.tick()

    def speak():
        tell(latest_job(process), Code.NO_SIGN_OF_LIFE, minutes=60)

    first, second = follow(most=2, between=speak)
    assert [len(data["process"]["notices"]) for _, _, data in (first, second)] == [0, 1]
    assert first[0] == second[0]
