"""The journal of everything: each route that changes something writes an entry, each run has its key, nothing secret is in it."""

import ast
import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from modelwright.contract.events import Code, Outcome
from modelwright.server.accounts.models import OneTimeLink, User
from modelwright.server.accounts.rights import Right
from modelwright.server.accounts.throttle import PER_NAME
from modelwright.server.core import audit, facts
from modelwright.server.core.models import EventClass, JournalEntry
from modelwright.server.datasets.models import Sample
from modelwright.server.jobs.models import Job
from modelwright.server.journal import words
from modelwright.server.testing.cast import PASSWORD
from modelwright.server.tests.test_rights_of_routes import BODIES, keys, routes, send
from modelwright.server.training.models import Process

__all__ = ["keys"]

SERVER = Path(audit.__file__).parents[1]
CHANGES_NOTHING = {
    "check_parameters": "only looks",
    "plot_learning_rate": "only computes",
    "predict": "only computes",
    "download_measured": "only reads",
    "begin_upload": "the upload's end is recorded, with its name and what was accepted, or that it was cancelled",
    "upload_chunk": "the upload's end is recorded",
    "count_removal": "only counts",
    "check_rules": "only looks",
    "preview_schedule": "only computes",
    "read_notice": "how a person reads their own notices",
    "read_notices": "how a person reads their own notices",
    "look_at_folders": "only looks",
    **dict.fromkeys(
        ("begin_draft", "begin_retraining", "save_draft", "discard_draft", "try_draft"),
        "what a person has typed and nobody else sees; the template that is made of it is recorded",
    ),
    "dismiss_guide": "how a person wants their own screen",
    "bring_back_guide": "how a person wants their own screen",
    "arrange_screen": "how a person wants their own screen",
}
GIVEN = {
    "sign_in": {"username": "trainer", "password": PASSWORD},
    "change_password": {"current": PASSWORD, "new": "Brand-new-1"},
    "edit_account": {"first_name": "Ada"},
    "edit_project": {"description": "Ours"},
    "edit_dataset": {"description": "Ours"},
    "edit_template": {"description": "Ours"},
    "edit_model": {"description": "Ours"},
}
SUCCEED = {
    *("sign_in", "sign_in_once", "sign_out", "edit_account", "change_password", "create_project", "edit_project"),
    *("create_dataset", "edit_dataset", "delete_dataset", "check_path", "remove_path", "cancel_upload"),
    *(
        "create_template",
        "edit_template",
        "finish_draft",
        "create_process",
        "start_process",
        "withdraw_process",
        "stop_process",
    ),
    *(
        "apply_remedy",
        "disable_process",
        "enable_process",
        "delete_process",
        "act_on_processes",
        "clone_process",
        "set_process_note",
        "change_process_tags",
        "delete_rehearsal",
        "edit_model",
        "delete_model",
    ),
}
"""What at least has to be tried with success here."""


def prepare(route, keys):
    """Bring the process into the state in which the route can do something."""
    process = Process.objects.get(pk=keys["process_id"])
    states = {"withdraw_process": "waiting", "stop_process": "running"}
    if route.name in states:
        Job.objects.filter(pk=process.job_id).update(status=states[route.name])
    if route.name == "sign_in_once":
        OneTimeLink.objects.create(
            user=User.objects.get(username="trainer"),
            token_hash=_hash("x"),
            expires_at=timezone.now() + timedelta(hours=1),
        )
    if route.name == "include_samples":
        Sample.objects.update(excluded_because="blurred")
    if route.name == "apply_remedy":
        Job.objects.filter(pk=process.job_id).update(status="failed", failure_code="unexpected")
    if route.name == "enable_process":
        Process.objects.filter(pk=process.pk).update(disabled=True)


def tried(login, route, keys):
    """The answer's status and the entries that it wrote; all of it is taken back."""
    with transaction.atomic():
        prepare(route, keys)
        last = JournalEntry.objects.latest("pk").pk
        path = route.path.format(**keys) + ("?confirmed=true" if route.name == "delete_dataset" else "")
        answer = send(login("administrator"), route, path, given(route, keys))
        entries = list(JournalEntry.objects.filter(pk__gt=last).exclude(action="access.refused"))
        transaction.set_rollback(True)
    if answer.streaming and not answer.is_async:
        list(answer.streaming_content)
    return answer.status_code, entries


def given(route, keys):
    body = GIVEN.get(route.name, BODIES.get(route.name, {}))
    return {**body, "ids": [keys["process_id"]]} if route.name == "act_on_processes" else body


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()


def test_every_route_that_changes_something_writes_an_entry(login, keys):
    silent, succeeded = [], set()
    for route in routes():
        if route.method == "GET":
            continue
        status, entries = tried(login, route, keys)
        if status < 300:
            succeeded.add(route.name)
            if not entries and route.name not in CHANGES_NOTHING:
                silent.append((route.method, route.path))
            for entry in entries:
                assert entry.address == "127.0.0.1", route
                assert PASSWORD not in json.dumps(entry.detail) + entry.entity_name, route
    assert not silent
    assert succeeded >= SUCCEED


def test_a_run_has_one_key_from_its_start_to_its_end(process, act, dispatcher, engine):
    first = engine(process)
    first.finish(Outcome.FAILED, 1, code=Code.OUT_OF_MEMORY)
    dispatcher.tick()
    engine(process).finish()
    dispatcher.tick()
    assert told(f"training-{process['id']}-1") == [
        "training_process.created",
        "training_process.started",
        "training_process.run_starting",
        "training_process.run_failed",
    ]
    assert told(f"training-{process['id']}-2") == [
        "training_process.started",
        "training_process.run_starting",
        "training_process.run_completed",
    ]
    failed = JournalEntry.objects.get(action="training_process.run_failed")
    assert (failed.event_class, failed.user_name, failed.entity_name) == ("error", "", "Classifier · 1")
    assert failed.detail["reason"] == Code.OUT_OF_MEMORY
    assert (failed.detail["before"], failed.detail["after"]) == ({"status": "starting"}, {"status": "failed"})
    assert failed.project_id == Process.objects.get(pk=process["id"]).project_of().pk


def told(operation_key):
    return list(
        JournalEntry.objects.filter(operation_key=operation_key).order_by("pk").values_list("action", flat=True)
    )


def test_a_change_says_each_value_before_and_after(login, template):
    changed = {"parameters": {"training": {"classification": {"batch_size": 8}}}, "description": "Bigger"}
    assert login("trainer").patch(f"/templates/{template['id']}", changed).status_code == 200
    entry = JournalEntry.objects.get(action="training_template.edited")
    assert entry.detail == {
        "before": {"description": "", "parameters.training.classification.batch_size": 4},
        "after": {"description": "Bigger", "parameters.training.classification.batch_size": 8},
    }


def test_who_is_turned_away_is_recorded_with_the_right_that_is_missing(login, project):
    assert login("viewer").patch(f"/projects/{project.pk}", {"name": "Mine"}).status_code == 403
    entry = JournalEntry.objects.get(action="access.refused")
    assert (entry.user_name, entry.event_class, entry.address) == ("viewer", EventClass.SECURITY, "127.0.0.1")
    path = f"/api/projects/{project.pk}"
    assert entry.detail == {"method": "PATCH", "path": path, "needed": "projects.edit", "code": "forbidden"}


def test_strangers_cannot_fill_the_journal(login):
    browser = login("")
    for _attempt in range(PER_NAME + 4):
        browser.post("/session", {"username": "trainer", "password": "Wrong-1"})
        browser.post("/session/one-time", {"token": "guess"})
        browser.client.post("/api/session", {}, content_type="application/json")
    actions = list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions.count("session.refused") == PER_NAME
    assert actions.count("session.throttled") == 1
    assert actions.count("session.link_refused") == 1
    assert len(actions) == PER_NAME + 2


def test_a_password_that_was_typed_as_the_name_is_not_kept(login):
    login("").post("/session", {"username": "Wright-1", "password": "x"})
    login("").post("/session", {"username": "trainer", "password": "x"})
    names = JournalEntry.objects.order_by("pk").values_list("entity_name", flat=True)
    assert list(names) == ["Wr…", "trainer"]


@pytest.mark.parametrize(
    "name", ["password", "newPassword", "client_secret", "token", "api_key", "Authorization", "csrftoken", "session-id"]
)
def test_a_value_whose_name_says_that_it_is_secret_is_hidden(people, name):
    audit.record(people["trainer"], "account.edited", None, {"after": {name: "hunter2", "inner": [{name: "hunter2"}]}})
    entry = JournalEntry.objects.latest("pk")
    assert "hunter2" not in json.dumps(entry.detail)


def test_facts_that_only_sound_secret_are_kept():
    kept = {"must_change_password": True, "tokens": 3, "operation_key": "training-1-1", "passed": "yes", "cookie": None}
    assert facts.plain(kept) == kept


def test_long_and_strange_facts_are_made_fit():
    given = {
        "text": "x" * 5_000,
        "many": list(range(500)),
        "nul": "a\x00b",
        "half": "\ud800",
        "odd": float("nan"),
        "set": {2, 1},
    }
    made = facts.plain(given)
    assert len(made["text"]) == facts.LONGEST_TEXT + 1
    assert made["many"][-1] == "… +400"
    assert (made["nul"], made["half"], made["odd"], made["set"]) == ("a�b", "�", "nan", [1, 2])


def recorded_actions():
    """Every `entity.verb` in the source that is recorded, or looks as if: (place, action)."""
    for file in sorted(SERVER.rglob("*.py")):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            yield from ((f"{file.name}:{node.lineno}", text) for text in actions_of(node))


def actions_of(node):
    if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")).startswith("record"):
        return [text.value for text in node.args[:2] if isinstance(text, ast.Constant) and "." in str(text.value)]
    text = str(node.value) if isinstance(node, ast.Constant) else ""
    is_action = re.fullmatch(r"[a-z_]+\.[a-z_]*[a-z]", text) and text.partition(".")[0] in words.ENTITIES
    return [text] if is_action and text not in set(Right) else []


@pytest.mark.one_database
def test_everything_that_is_recorded_has_its_words():
    found = list(recorded_actions())
    assert len(found) > 25
    wordless = [
        (place, action)
        for place, action in found
        if action.partition(".")[0] not in words.ENTITIES or action.partition(".")[2] not in words.VERBS
    ]
    assert not wordless, "add them to journal/words.py"
