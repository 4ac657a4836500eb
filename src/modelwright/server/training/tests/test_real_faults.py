"""Each fault for real: an engine process is killed, starved, or given what it cannot read; its remedy starts the next attempt."""

import shutil
import signal
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.utils import timezone, translation

from modelwright.contract.run_dir import RunDir
from modelwright.server.datasets.models import Sample
from modelwright.server.jobs.dispatcher import Dispatcher
from modelwright.server.jobs.executors.local import LocalExecutor
from modelwright.server.jobs.failures import failure_of
from modelwright.server.jobs.models import Job
from modelwright.server.training.tests.test_real_training import ended, family, template, watch

pytestmark = [pytest.mark.one_database, pytest.mark.long]

__all__ = ["template"]

ENGINE = "from modelwright.engine.__main__ import main; sys.exit(main(sys.argv[1:]))"
NO_MODULE = "import sys; sys.modules['torch'] = None; " + ENGINE
FULL_DISK = (
    "import resource, sys; sys.dont_write_bytecode = True; resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400)); "
    + ENGINE
)
LITTLE_MEMORY = "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28)); " + ENGINE
NO_GPU_MEMORY = (
    """
import sys, torch
from modelwright.engine import runner
def run(*_): raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
runner.run = run
"""
    + ENGINE
)
NO_SHARED_MEMORY = """
import mmap, os, tempfile
file = tempfile.TemporaryFile()
file.truncate(8192)
memory = mmap.mmap(file.fileno(), 8192)
os.ftruncate(file.fileno(), 0)
memory[4096]
"""
ALL_KILLED = "import os, signal; os.killpg(0, signal.SIGKILL)"


@pytest.fixture
def executor() -> LocalExecutor:
    return LocalExecutor()


@pytest.mark.parametrize(
    ("program", "code", "helps"),
    [
        (NO_MODULE, "missing_module", None),
        (FULL_DISK, "disk_full", None),
        (LITTLE_MEMORY, "out_of_memory", "smaller_parts"),
        (NO_GPU_MEMORY, "gpu_out_of_memory", "smaller_parts"),
        (NO_SHARED_MEMORY, "shared_memory", None),
        (ALL_KILLED, "machine_lost", "start_over"),
    ],
)
def test_a_fault_has_its_code_its_sentence_and_what_helps(program, code, helps, process, act, login):
    dispatcher = Dispatcher(LocalExecutor(engine=("-c", program)))
    act(process, "start")
    job = over(dispatcher, process)
    assert (job.status, job.failure_code) == ("failed", code), job.failure_detail
    assert helps == primary(login, process)
    assert len(sentences(job)) == 4


def over(dispatcher, process):
    job = watch(dispatcher, process, ended)
    dispatcher.executor.state(
        RunDir(job.run_dir), job.handle
    )  # takes leave of the child, which may have ended just now
    return job


def sentences(job):
    """In each language."""
    said = set()
    for language in ("en", "ru", "zh-hans", "es"):
        with translation.override(language):
            said.add(failure_of(job))
    return said


def primary(login, process):
    """The remedy whose button stands out; None where somebody must do something first, and it says who."""
    seen = login("trainer").get(f"/processes/{process['id']}/failure").json()
    found = [of["name"] for of in seen["remedies"] if of["helps"] and of["why_not"] is None]
    assert bool(found) is not bool(seen["who_else"])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("given", "code", "helps"),
    [
        (
            {
                "base_lr": 10,
                "lr_policy": "fixed",
                "optimizer": "sgd",
                "momentum": 0.99,
                "weight_decay": 1,
                "max_iter": 99,
            },
            "loss_not_finite",
            "lower_learning_rate",
        ),
        ("pretrained", "weights_unavailable", "from_no_weights"),
    ],
)
def test_what_the_engine_itself_refuses(given, code, helps, template, process, act, login, dispatcher, monkeypatch):
    monkeypatch.setattr(settings, "WEIGHTS_DIR", "/nowhere")
    edit = (
        {"weights": {"kind": given}}
        if given == "pretrained"
        else {"parameters": {"training": {"classification": given}}}
    )
    assert login("trainer").patch(f"/templates/{template['id']}", edit).status_code == 200
    act(process, "start")
    job = over(dispatcher, process)
    assert (job.failure_code, primary(login, process)) == (code, helps), job.failure_detail
    assert len(sentences(job)) == 4


def test_one_bad_day_is_survived_by_pressing_the_first_button(template, process, act, login, dispatcher, look):
    """Killed, terminated, out of time, with a damaged file: each time the remedy goes on, and at last it completes."""
    long = {"training": {"classification": {"max_iter": 100_000}}, "run": {"file_update_s": 1}}
    login("trainer").patch(f"/templates/{template['id']}", {"parameters": long})
    act(process, "start")

    engine_of(watch(dispatcher, process, has_saved)).kill()
    assert help_by(login, process, over(dispatcher, process), "killed") == "smaller_parts"

    engine_of(watch(dispatcher, process, has_saved)).send_signal(signal.SIGTERM)
    assert help_by(login, process, over(dispatcher, process), "interrupted") == "resume"

    watch(dispatcher, process, has_saved)
    Job.objects.update(started_at=timezone.now() - timedelta(days=8))
    late = over(dispatcher, process)
    shutil.rmtree(Path(settings.CACHE_DIR) / "packed")
    sample = Sample.objects.select_related("data_path").first()
    damaged = Path(sample.data_path.path) / sample.path
    damaged.write_bytes(damaged.read_bytes()[:40])
    assert help_by(login, process, late, "time_limit") == "raise_time_limit"

    unread = over(dispatcher, process)
    assert unread.failure_values["path"] == str(damaged)
    short = {"training": {"classification": {"max_iter": 4}}}
    login("trainer").patch(f"/templates/{template['id']}", {"parameters": short})
    assert help_by(login, process, unread, "unreadable_data") == "leave_out_file"

    assert over(dispatcher, process).status == "completed"
    attempts = look(process)["attempts"]
    assert [of["failure_code"] for of in reversed(attempts)] == [
        "killed",
        "interrupted",
        "time_limit",
        "unreadable_data",
        "",
    ]
    assert [of["continues"] for of in reversed(attempts)] == [None, 1, 2, 3, None]
    assert look(process)["networks"][0]["images"] == 19


def has_saved(job):
    """It has learned something of its own, and kept it."""
    saved = job.progress.get("checkpoint")
    return bool(job.last_event and saved and saved != job.progress.get("resumed_at"))


def engine_of(job) -> psutil.Process:
    return family(job)[1]


def help_by(login, process, job, code):
    """Press the first button of the failure that is expected; the name of what it did."""
    assert (job.status, job.failure_code) == ("failed", code), job.failure_detail
    name = primary(login, process)
    answer = login("trainer").post(f"/processes/{process['id']}/remedy", {"name": name})
    assert answer.status_code == 200, answer.content
    return name
