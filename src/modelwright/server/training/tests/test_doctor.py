"""The failure doctor: each failure says why and what helps, and the remedy's button does it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from modelwright.contract.events import Code, Outcome
from modelwright.contract.run_dir import RunDir
from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets.models import Sample
from modelwright.server.jobs import care, room
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.jobs.sentences import SENTENCES, WITHOUT_CHECKPOINT
from modelwright.server.training.models import Process, Template
from modelwright.server.training.remedies import REMEDIES
from modelwright.server.training.tests.conftest import latest_job
from modelwright.server.training.tests.kept import dataset, kept, people, project, template

__all__ = ["dataset", "kept", "people", "project", "template"]

LANGUAGES = ("en", "ru", "zh-hans", "es")


@pytest.fixture
def failed(process, engine, dispatcher):
    """`failed(code, **values)`: the process's latest attempt has failed so, at its twelfth iteration, with a checkpoint."""

    def fail(code, *, exit_code=1, at=12, mode="beginning", **values):
        running = engine(process, mode)
        running.plan()
        running.learn(1, at)
        running.checkpoint(10)
        running.finish(Outcome.FAILED, exit_code, code=code, values=values)
        dispatcher.tick()
        return process

    return fail


@pytest.fixture
def diagnosis(login):
    return lambda process, by="trainer": login(by).get(f"/processes/{process['id']}/failure").json()


def remedy(process, login, name, by="trainer", **more):
    return login(by).post(f"/processes/{process['id']}/remedy", {"name": name, **more})


def by_name(found):
    return {remedy["name"]: remedy for remedy in found["remedies"]}


def spec_of_latest(process, dispatcher):
    dispatcher.tick()
    return RunDir(latest_job(process).run_dir).read_spec()


def test_every_failure_has_a_remedy():
    failures = list(Code)[: list(Code).index(Code.POLICY_VANISHES)]
    assert set(REMEDIES) == set(failures)
    assert all(REMEDIES.values())


def test_a_process_that_has_not_failed_has_no_diagnosis(process, login, diagnosis):
    assert diagnosis(process) is None
    assert remedy(process, login, "start_over").status_code == 409


@pytest.mark.parametrize(
    ("code", "values", "name", "effect", "path", "after", "resumes"),
    [
        ("gpu_out_of_memory", {"device": "cuda"}, "smaller_parts", "1 → 2", "training.classification.accumulate", 2, True),
        ("gpu_out_of_memory", {"device": "cuda"}, "halve_batch", "4 → 2", "training.classification.batch_size", 2, False),
        ("shared_memory", {}, "fewer_workers", "2 → 1", "run.num_workers", 1, True),
        ("loss_not_finite", {}, "lower_learning_rate", "0.001 → 0.0001", "training.classification.base_lr", 1e-4, False),
        ("gpu_out_of_memory", {}, "use_cpu", "auto → cpu", "run.device", "cpu", True),
        ("export_disagrees", {}, "use_float32", "auto → float32", "run.precision", "float32", False),
        ("batch_of_one", {}, "larger_batch", "4 → 8", "training.classification.batch_size", 8, False),
        ("out_of_memory", {"device": "cpu"}, "smaller_input", "128 → 64", "preprocessing.input_size", 64, False),
    ],
)  # fmt: skip
def test_a_remedy_changes_the_next_attempt_and_not_the_template(
    code, values, name, effect, path, after, resumes, template, failed, diagnosis, login, look, dispatcher
):
    run = {"num_workers": 2, "device": "auto", "precision": "auto"}
    given = {"run": run, "preprocessing": {"input_size": 128}}
    login("trainer").patch(f"/templates/{template['id']}", {"parameters": given})
    process = failed(code, **values)
    offered = by_name(diagnosis(process))[name]
    assert (offered["why_not"], offered["can_be_kept"]) == (None, True)
    assert effect in offered["effect"]
    assert ("goes on from" in offered["effect"]) is resumes
    before = Template.objects.get().parameters
    assert remedy(process, login, name).status_code == 200
    spec = spec_of_latest(process, dispatcher)
    assert value_at(spec.parameters.model_dump(mode="json"), path) == after
    assert (spec.resume_from is not None) is resumes
    assert Template.objects.get().parameters == before
    detail = look(process)
    assert effect in detail["attempts"][0]["changed"]
    assert value_at(detail["parameters"], path) == after
    entry = JournalEntry.objects.get(action="training_process.remedied")
    assert (entry.detail["reason"], entry.detail["after"][path]) == (code, after)


def value_at(values, path):
    for name in path.split("."):
        values = values[name]
    return values


def test_remedies_add_up_and_may_be_kept_in_the_template(failed, login, dispatcher, diagnosis):
    process = failed("out_of_memory", device="cpu")
    remedy(process, login, "halve_batch")
    dispatcher.tick()
    job = latest_job(process)
    Job.objects.filter(pk=job.pk).update(status="failed", failure_code="loss_not_finite", failure_values={})
    assert remedy(process, login, "lower_learning_rate", keep_in_template=True).status_code == 200
    solver = spec_of_latest(process, dispatcher).parameters.training.classification
    assert (solver.batch_size, solver.base_lr) == (2, 0.0001)
    kept = Template.objects.get().parameters["training"]["classification"]
    assert (kept["batch_size"], kept["base_lr"]) == (4, 0.0001)


def test_who_may_not_manage_is_told_the_reason_and_cannot_do_it(failed, login, diagnosis):
    process = failed("unexpected", detail="x")
    running = RunDir(latest_job(process).run_dir)
    running.log_file.write_text("2026-01-01T00:00:00Z ERROR Failed: secret\n")
    seen = diagnosis(process, "viewer")
    assert all("right" in remedy["why_not"] for remedy in seen["remedies"])
    assert (seen["first_error"], seen["last_lines"]) == (None, [])
    assert remedy(process, login, "resume", by="viewer").status_code == 403


def test_the_file_that_cannot_be_read_is_excluded_in_its_dataset(failed, login, diagnosis, dispatcher, dataset):
    sample = Sample.objects.select_related("data_path").first()
    path = f"{sample.data_path.path}/{sample.path}"
    process = failed("unreadable_data", path=path, detail="truncated")
    seen = diagnosis(process)
    assert "any more: the file is cut off: a part of the image is missing. Put it right" in seen["sentence"]
    assert sample.path in by_name(seen)["leave_out_file"]["effect"]
    assert [of["name"] for of in seen["remedies"] if of["helps"]] == ["leave_out_file", "edit_template"]
    assert remedy(process, login, "leave_out_file").status_code == 200
    assert spec_of_latest(process, dispatcher).data.excluded == (path,)
    sample.refresh_from_db()
    assert sample.excluded_because == "It could not be read by a training."


def test_weights_that_cannot_be_had_are_done_without(template, failed, login, dispatcher):
    login("trainer").patch(f"/templates/{template['id']}", {"weights": {"kind": "pretrained"}})
    process = failed("weights_unavailable", name="ResNet18", folder="/weights")
    assert remedy(process, login, "from_no_weights", keep_in_template=True).status_code == 200
    assert spec_of_latest(process, dispatcher).weights.kind == "none"
    assert Template.objects.get().weights == {"kind": "none"}


def test_a_remedy_that_is_no_remedy_says_why(failed, login, diagnosis):
    process = failed("loss_not_finite", iteration=3)
    refused = by_name(diagnosis(process))["use_float32"]
    assert refused["why_not"] == "It used float32 already."
    answer = remedy(process, login, "use_float32")
    assert (answer.status_code, answer.json()["message"]) == (409, "It used float32 already.")
    assert remedy(process, login, "leave_out_file").status_code == 422


def test_a_full_disk_leads_who_may_to_the_clean_up(failed, login, diagnosis):
    process = failed("disk_full", folder="/runs")
    first = diagnosis(process, "administrator")["remedies"][0]
    assert (first["name"], first["leads_to"], first["why_not"]) == ("free_disk", "/admin/storage", None)
    assert "Ask an administrator" in diagnosis(process)["remedies"][0]["why_not"]
    assert remedy(process, login, "free_disk").status_code == 409


def test_what_is_advised_is_true_with_a_checkpoint_and_without(failed, diagnosis, look, login):
    """Every sentence that speaks of a checkpoint has a twin, in the failure's card, the list and the attempt alike."""
    process = failed("killed", signal="SIGKILL")
    held = latest_job(process).progress
    no_checkpoint = {name: value for name, value in held.items() if name != "checkpoint"}
    advising = [code for code, said in SENTENCES.items() if "checkpoint" in said and code in REMEDIES]
    assert set(advising) - {Code.CHECKPOINT_UNREADABLE} == set(WITHOUT_CHECKPOINT) - {Code.NO_SIGN_OF_LIFE}
    for code in advising:
        for progress, resumable in ((held, code != Code.CHECKPOINT_UNREADABLE), (no_checkpoint, False)):
            Job.objects.update(failure_code=code, progress=progress)
            seen, detail = diagnosis(process), look(process)
            assert ("last checkpoint" in seen["sentence"]) is resumable, code
            assert ("from the beginning" in seen["sentence"]) is not resumable, code
            assert {seen["sentence"], detail["failure"], detail["attempts"][0]["failure"]} == {seen["sentence"]}
            if "resume" in by_name(seen):
                assert (by_name(seen)["resume"]["why_not"] is None) is resumable, code


@pytest.mark.parametrize(
    ("code", "primary", "others", "who_else"),
    [
        ("missing_module", None, {"try_again"}, "installed again"),
        ("shared_memory", None, {"resume", "start_over"}, "shared memory"),
        ("disk_full", None, {"resume", "start_over"}, "disk space"),
        ("weights_unavailable", "from_no_weights", {"try_again"}, ""),
        ("export_disagrees", "edit_template", {"start_over"}, ""),
        ("bad_spec", "edit_template", {"start_over"}, ""),
        ("unreadable_data", "edit_template", {"start_over"}, ""),
        ("checkpoint_unreadable", "start_over", set(), ""),
        ("interrupted", "resume", {"start_over"}, ""),
        ("unexpected", "resume", {"start_over"}, ""),
    ],
)
def test_what_stands_out_is_what_helps_by_itself(code, primary, others, who_else, template, failed, login, diagnosis):
    if code == "weights_unavailable":
        login("trainer").patch(f"/templates/{template['id']}", {"weights": {"kind": "pretrained"}})
    seen = diagnosis(failed(code))
    possible = [of for of in seen["remedies"] if of["why_not"] is None]
    assert next((of["name"] for of in possible if of["helps"]), None) == primary
    assert {of["name"] for of in possible} == others | ({primary} if primary else set())
    assert who_else in seen["who_else"]
    assert bool(seen["who_else"]) is bool(who_else)


def test_where_its_machine_is_away_it_is_sent_to_another(failed, diagnosis):
    process = failed("machine_lost", machine="rig")
    Machine.objects.update(enabled=False)
    seen = diagnosis(process)
    assert all("is disabled" in of["why_not"] for of in seen["remedies"])
    assert "on another machine" in seen["who_else"]
    assert "right" in diagnosis(process, "viewer")["who_else"]


def test_what_has_failed_in_the_same_way_twice_is_shown_to_somebody(failed, login, diagnosis):
    process = failed("unexpected", detail="odd")
    assert remedy(process, login, "resume").status_code == 200
    Job.objects.filter(pk=latest_job(process).pk).update(status="failed", failure_code="unexpected")
    seen = diagnosis(process)
    assert not any(of["helps"] for of in seen["remedies"])
    assert "twice" in seen["who_else"]


def test_the_first_error_is_found_in_the_log_or_in_what_the_crash_left(failed, diagnosis):
    process = failed("unexpected", detail="ValueError: odd")
    run = RunDir(latest_job(process).run_dir)
    run.log_file.write_text("2026-01-01T00:00:00Z INFO Run\n2026-01-01T00:00:01Z ERROR Failed: odd\n")
    run.output_file.write_text('Traceback (most recent call last):\n  File "x.py"\nValueError: odd\nlast\n')
    assert diagnosis(process)["first_error"] == {"number": 2, "text": "Failed: odd"}
    assert diagnosis(process)["last_lines"][-1] == "last"
    run.log_file.write_text("2026-01-01T00:00:00Z INFO Run\n")
    assert diagnosis(process)["first_error"] == {"number": 4, "text": "ValueError: odd"}


def test_an_attempt_beyond_its_time_limit_is_stopped_and_goes_on_with_a_longer_one(
    process, act, engine, look, login, diagnosis, dispatcher
):
    assert act(process, "start", {"time_limit_s": 59}).status_code == 422
    assert act(process, "start", {"time_limit_s": 3600}).status_code == 200
    act(process, "withdraw")
    running = engine(process)
    running.checkpoint(10)
    dispatcher.tick()
    assert look(process)["status"] == "running"
    Job.objects.update(started_at=timezone.now() - timedelta(hours=2))
    dispatcher.tick()
    assert look(process)["status"] == "stopping"
    dispatcher.tick()
    assert running.run_dir.stop_requested()
    running.finish(Outcome.STOPPED)
    dispatcher.tick()
    assert (look(process)["failure_code"], "limit of 1 hours" in look(process)["failure"]) == ("time_limit", True)
    assert "1 h → 2 h" in by_name(diagnosis(process))["raise_time_limit"]["effect"]
    assert remedy(process, login, "raise_time_limit").json()["time_limit_s"] == 7200
    assert latest_job(process).time_limit_s == 7200
    assert latest_job(process).continues_id


def test_a_run_that_says_nothing_is_warned_about_and_then_ended(process, engine, look, dispatcher, settings):
    now = SimpleNamespace(s=0.0)
    dispatcher.care = care.Care(lambda: now.s)
    settings.HUNG_AFTER_MINUTES = 60
    running = engine(process)
    running.learn(1, 3)
    dispatcher.tick()
    for now.s, status, notices in ((1700, "running", 0), (1801, "running", 1), (1802, "running", 1)):
        dispatcher.tick()
        assert (look(process)["status"], len(look(process)["notices"])) == (status, notices)
    assert "30 minutes" in look(process)["notices"][0]["message"]
    assert "no checkpoint yet" in look(process)["notices"][0]["message"]
    running.checkpoint(4)
    dispatcher.tick()
    assert "resumed from its last checkpoint" in look(process)["notices"][0]["message"]
    running.learn(4, 5)
    now.s = 3601
    dispatcher.tick()
    assert look(process)["status"] == "running"
    now.s = 7300
    dispatcher.tick()
    running.die(137)
    dispatcher.tick()
    assert (look(process)["status"], look(process)["failure_code"]) == ("failed", "hung")


def test_a_log_that_grows_without_bound_is_cut_with_a_notice(process, engine, look, dispatcher, settings):
    settings.LOG_LIMIT_MB = 0.01
    running = engine(process)
    running.run_dir.log_file.write_text("".join(f"{number:09}\n" for number in range(1001)))
    dispatcher.tick()
    dispatcher.tick()
    lines = running.run_dir.log_file.read_text().splitlines()
    assert (lines[0], lines[499], len(lines)) == ("000000000", "000000499", 501)
    assert [notice["code"] for notice in look(process)["notices"]] == ["log_cut"]


def test_what_does_not_fit_on_the_disk_is_not_started_and_waits_with_the_reason(
    process, act, look, dispatcher, monkeypatch
):
    monkeypatch.setattr(room, "free_bytes", lambda: 5 * 10**8)
    refused = act(process, "start")
    assert (
        refused.status_code,
        "500\u202fMB are free, and 1\u202fGB stay in reserve" in refused.json()["message"],
    ) == (
        409,
        True,
    )
    monkeypatch.setattr(room, "free_bytes", lambda: 10**12)
    assert act(process, "start").status_code == 200
    monkeypatch.setattr(room, "free_bytes", lambda: 5 * 10**8)
    dispatcher.tick()
    assert (look(process)["status"], "The disk is too full" in look(process)["waiting_reason"]) == ("waiting", True)
    monkeypatch.setattr(room, "free_bytes", lambda: 10**12)
    dispatcher.tick()
    assert look(process)["status"] == "starting"


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_doctor_speaks_the_persons_language(language, failed, login):
    process = failed("gpu_out_of_memory", device="cuda")
    with translation.override("en"):
        english = login("trainer").get(f"/processes/{process['id']}/failure").json()
    headers = {"Accept-Language": language}
    said = login("trainer").get(f"/processes/{process['id']}/failure", headers=headers).json()
    assert said["sentence"] != english["sentence"]
    for ours, theirs in zip(said["remedies"], english["remedies"], strict=True):
        assert ours["label"] != theirs["label"]
        assert ours["effect"] != theirs["effect"] or not theirs["effect"]


def test_the_limit_is_the_processes_and_seven_days_unless_said(template, login, dispatcher):
    body = {"machine_id": dispatcher.machine.pk}
    made = login("trainer").post(f"/templates/{template['id']}/processes", body).json()
    assert made["time_limit_s"] == 7 * 24 * 3600
    short = login("trainer").post(f"/templates/{template['id']}/processes", {**body, "time_limit_s": 60}).json()
    assert Process.objects.get(pk=short["id"]).time_limit_s == 60
