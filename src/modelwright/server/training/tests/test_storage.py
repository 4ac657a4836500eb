"""The storage: what takes room, and the clean-up of what may go."""

import os
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone

from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network
from modelwright.server.core.models import JournalEntry
from modelwright.server.jobs.models import Job
from modelwright.server.training import cleaning
from modelwright.server.training.models import Process

MB = 2**20


@pytest.fixture(autouse=True)
def packed(settings, tmp_path) -> Path:
    """A cache of its own, with a store that was used two months ago, one that is in use, and one that is being written."""
    settings.CACHE_DIR = tmp_path / "cache"
    folder = settings.CACHE_DIR / "packed"
    for name, days in (("store-old", 60), ("store-new", 0), ("partial-x", 60)):
        (folder / name).mkdir(parents=True)
        (folder / name / "pixels.u8").write_bytes(os.urandom(MB))
        used = time.time() - days * 86_400
        os.utime(folder / name, (used, used))
    return folder


@pytest.fixture
def completed(process, engine, dispatcher) -> RunDir:
    """Completed ten days ago, with a best checkpoint."""
    running = engine(process)
    running.finish()
    best = running.run_dir.best_checkpoint(Network.CLASSIFICATION)
    best.parent.mkdir(exist_ok=True)
    best.write_bytes(os.urandom(MB))
    dispatcher.tick()
    Job.objects.update(finished_at=timezone.now() - timedelta(days=10))
    return running.run_dir


def clean(login, **body):
    return login("administrator").post("/storage/cleanup", body)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "lock")


def test_a_dry_run_says_what_would_go_and_leaves_it(login, completed, packed):
    told = clean(login, dry_run=True, checkpoints_days=5).json()
    assert (told["checkpoints"]["count"], told["packed"]["count"]) == (1, 1)
    assert told["bytes"] >= 2 * MB
    assert told["processes"] == ["Classifier · 1"]
    assert names(packed) == ["partial-x", "store-new", "store-old"]
    assert completed.checkpoints.exists()
    assert not JournalEntry.objects.filter(action="storage.cleaned").exists()


def test_the_clean_up_frees_what_nobody_needs_and_says_so(login, completed, packed, process, look, act):
    freed = clean(login, checkpoints_days=5).json()
    assert freed["bytes"] >= 2 * MB
    assert names(packed) == ["partial-x", "store-new"]
    assert not completed.checkpoints.exists()
    entry = JournalEntry.objects.get(action="storage.cleaned")
    assert (entry.user_name, entry.detail["bytes"]) == ("administrator", freed["bytes"])
    assert "removed" in look(process)["actions"]["publish"]
    assert act(process, "publish", {}).status_code == 409
    assert clean(login, checkpoints_days=5).json()["bytes"] == 0


@pytest.mark.parametrize(
    ("changes", "days"),
    [({"published_name": "v1.01"}, 5), ({}, 11), ({}, None)],
    ids=["published", "too young", "kept for ever by the policy"],
)
def test_checkpoints_that_are_needed_stay(login, completed, process, changes, days):
    Process.objects.filter(pk=process["id"]).update(**{"disabled": False, **changes})
    assert clean(login, checkpoints_days=days).json()["checkpoints"]["count"] == 0
    assert completed.checkpoints.exists()


def test_the_policy_is_followed_once_a_day_in_the_background(people, completed, packed, settings):
    settings.KEEP_CHECKPOINTS_DAYS = 7
    now = SimpleNamespace(s=0.0)
    round_of = cleaning.CleanUp(lambda: now.s)
    assert not round_of(lambda: False)
    assert completed.checkpoints.exists()
    now.s = 601
    assert round_of(lambda: False)
    assert (completed.checkpoints.exists(), names(packed)) == (False, ["partial-x", "store-new"])
    assert JournalEntry.objects.get(action="storage.cleaned").user_name == ""
    assert not round_of(lambda: False)
    assert JournalEntry.objects.filter(action="storage.cleaned").count() == 1


def test_everybody_sees_what_takes_room_and_only_who_manages_machines_removes(login, packed, dispatcher):
    seen = login("trainer").get("/storage").json()
    sizes = {of["kind"]: of["bytes"] for of in seen["kinds"]}
    assert list(sizes) == ["runs", "packed", "uploads", "exports", "models"]
    assert sizes["packed"] >= 3 * MB
    assert 0 < seen["free"] < seen["total"]
    assert login("trainer").post("/storage/cleanup", {"dry_run": True}).status_code == 403
