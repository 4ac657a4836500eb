"""Packed images are used again by later runs, stay within their limit, and survive faults."""

import errno
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from modelwright.contract.events import Code
from modelwright.contract.tasks import Network, Part
from modelwright.engine.data import NullWatcher, prepare, store
from modelwright.engine.errors import RunFailure


def stores(world):
    return sorted(path.name for path in (world.root / "cache").glob("store-*"))


def aged(world):
    """Let the images be old enough to be remembered."""
    for path in (world.root / "train").rglob("*.png"):
        os.utime(path, (1_000_000_000, 1_000_000_000))


def pixels(dataset):
    return next(dataset.batches(Part.TRAIN, 100))[0]


def test_a_second_run_reuses_the_store(world):
    first = world.classes(a=4, b=4).dataset()
    second = world.dataset()
    assert world.watcher.stages["augmentation"] == {"packed": 0, "reused": 8}
    assert (pixels(first) == pixels(second)).all()


def test_another_split_or_label_uses_the_same_pixels(world):
    world.classes(a=4, b=4).prepare()
    world.parameters["run"] = {"seed": 5}
    (world.root / "train" / "a").rename(world.root / "train" / "c")
    world.prepare()
    assert world.watcher.stages["augmentation"] == {"packed": 0, "reused": 8}


def test_another_size_or_content_is_packed_anew(world):
    world.classes(a=4, b=4).prepare()
    world.parameters["preprocessing"]["input_size"] = 16
    assert pixels(world.dataset()).shape[2:] == (16, 16)
    world.image("a/new.png")
    world.prepare()
    assert world.watcher.stages["augmentation"] == {"packed": 9, "reused": 0}
    assert len(stores(world)) == 3


def test_a_changed_file_is_noticed(world):
    before = world.classes(a=4, b=4).prepare()
    world.image("a/0.png", seed="changed")
    after = world.prepare()
    assert after.manifest.hash != before.manifest.hash


def test_the_least_recently_used_store_goes_first(world):
    world.classes(a=4, b=4).prepare()
    (old,) = stores(world)
    os.utime(world.root / "cache" / old, (1, 1))
    world.limit_gb = 1e-5
    world.parameters["preprocessing"]["input_size"] = 16
    dataset = world.dataset()
    assert old not in stores(world)
    assert len(pixels(dataset)) == 6


def test_a_damaged_store_is_packed_again(world):
    world.classes(a=4, b=4).prepare()
    (name,) = stores(world)
    (world.root / "cache" / name / "rows.json").write_text("{")
    world.prepare()
    assert world.watcher.stages["augmentation"]["packed"] == 8
    assert world.prepare().manifest


def test_what_a_killed_run_left_behind_is_removed(world):
    abandoned = world.root / "cache" / "partial-killed"
    abandoned.mkdir(parents=True)
    (abandoned / "pixels.u8").write_bytes(b"x")
    world.classes(a=4, b=4).prepare()
    assert not abandoned.exists()


def test_two_runs_at_once_share_one_store(world):
    world.classes(a=20, b=20)
    with ThreadPoolExecutor(2) as runs:
        prepared = list(runs.map(lambda _: prepare(world.spec(), NullWatcher()), range(2)))
    first, second = (pixels(one.dataset(Network.CLASSIFICATION)) for one in prepared)
    assert (first == second).all()
    assert len(stores(world)) == 1
    assert not list((world.root / "cache").glob("partial-*"))


def test_a_full_disk_is_told_and_leaves_nothing_half_done(world, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    world.classes(a=4, b=4)
    monkeypatch.setattr(store.os, "pwrite", full)
    with pytest.raises(RunFailure) as caught:
        world.prepare()
    assert caught.value.code is Code.DISK_FULL
    assert not list((world.root / "cache").glob("partial-*"))


def test_too_little_room_is_told_before_anything_is_written(world, monkeypatch):
    world.classes(a=4, b=4)
    monkeypatch.setattr(store.shutil, "disk_usage", lambda _: _Usage)
    with pytest.raises(RunFailure) as caught:
        world.prepare()
    assert caught.value.code is Code.DISK_FULL


class _Usage:
    free = 10


def test_unchanged_files_are_not_read_again(world, monkeypatch):
    world.classes(a=4, b=4)
    aged(world)
    later = time.time_ns() + 10_000_000_000
    monkeypatch.setattr("modelwright.engine.data.known.time.time_ns", lambda: later)
    first = world.prepare()
    monkeypatch.setattr("modelwright.engine.data.survey.probe", lambda _: pytest.fail("a known file was read"))
    assert world.prepare().manifest == first.manifest


def test_a_look_at_a_few_files_does_not_forget_the_others(world, monkeypatch):
    world.classes(a=4, b=4)
    aged(world)
    later = time.time_ns() + 10_000_000_000
    monkeypatch.setattr("modelwright.engine.data.known.time.time_ns", lambda: later)
    first = world.prepare()
    prepare(world.spec(), NullWatcher(), lambda found: found[:3] + found[-3:])
    monkeypatch.setattr("modelwright.engine.data.survey.probe", lambda _: pytest.fail("a known file was read"))
    assert world.prepare().manifest == first.manifest
