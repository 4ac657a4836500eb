"""What can happen to a run: it is stopped, killed, starved, or given nonsense. It says why, and loses nothing."""

import errno
import os
import signal
import subprocess
import sys

import pytest
import torch
from tests.engine.runs import Run, tiny_spec

from modelwright.contract import run_dir as files
from modelwright.contract.tasks import Network
from modelwright.engine.__main__ import as_failure, main

pytestmark = pytest.mark.long


def test_a_stopped_run_saves_and_its_continuation_equals_the_uninterrupted_run(
    completed, images, test_images, cache, tmp_path, when
):
    stopped = Run(tmp_path / "a", tiny_spec(images, cache, test=[test_images]))
    when(6, stopped.dir.request_stop)
    stopped.carry_out()
    assert stopped.exit_code == 0
    assert stopped.end["outcome"] == "stopped"
    assert stopped.of_kind("stage")[-1]["state"] == "stopped"

    resumed = Run(
        tmp_path / "b", tiny_spec(images, cache, test=[test_images], resume_from=stopped.dir.path)
    ).carry_out()
    assert resumed.of_kind("plan")[0]["first_iteration"] == 6
    assert stopped.points() | resumed.points() == completed.points()
    assert resumed.report.sets == completed.report.sets
    assert resumed.report.networks[0].iteration == completed.report.networks[0].iteration


def test_sigterm_asks_for_a_stop(images, cache, tmp_path, when):
    run = Run(tmp_path, tiny_spec(images, cache))
    when(4, lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert run.carry_out().end["outcome"] == "stopped"
    assert run.end["code"] == "interrupted"
    assert run.dir.last_checkpoint.exists()


KILL = """
import os, signal, sys, torch
from modelwright.engine import __main__ as engine, reporting
torch.set_num_threads(1)
emit = reporting.Reporter.emit
def emit_and_die(self, event):
    emit(self, event)
    if event.kind == "metrics" and event.iteration == 10:
        os.kill(os.getpid(), signal.SIGKILL)
reporting.Reporter.emit = emit_and_die
sys.exit(engine.main(sys.argv[1:]))
"""


STARVE = """
import resource, sys
sys.dont_write_bytecode = True  # half a file of byte code would break the next import
resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150))
from modelwright.engine.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_killed_run_continues_to_the_numbers_of_the_uninterrupted_one(
    completed, images, test_images, cache, tmp_path
):
    killed = Run(tmp_path / "a", tiny_spec(images, cache, test=[test_images]))
    process = subprocess.run(
        [sys.executable, "-c", KILL, str(killed.dir.path)], env={**os.environ, "OMP_NUM_THREADS": "1"}, check=False
    )
    assert process.returncode == -signal.SIGKILL
    assert killed.end["kind"] == "metrics"

    resumed = Run(tmp_path / "b", tiny_spec(images, cache, test=[test_images], resume_from=killed.dir.path)).carry_out()
    first = resumed.of_kind("plan")[0]["first_iteration"]
    assert 0 < first < 12
    assert resumed.points() == {at: value for at, value in completed.points().items() if at[0] > first}
    assert killed.points() | resumed.points() == completed.points()


def test_a_loss_that_is_no_number_fails_and_says_where(images, cache, tmp_path):
    solver = {"base_lr": 10, "lr_policy": "fixed", "momentum": 0.99, "max_iter": 60, "weight_decay": 1}
    run = Run(tmp_path, tiny_spec(images, cache, solver=solver)).carry_out()
    assert run.exit_code == 1
    assert run.end["code"] == "loss_not_finite"
    assert 1 <= run.end["values"]["iteration"] <= 60
    assert run.end["values"]["learning_rate"] == 10
    assert not run.dir.report_file.exists()


def test_a_full_disk_fails_with_that_reason_and_leaves_what_was_saved(images, cache, tmp_path, when, monkeypatch):
    run = Run(tmp_path, tiny_spec(images, cache))

    def no_space_left(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    when(6, lambda: monkeypatch.setattr(files.os, "fsync", no_space_left))
    run.carry_out()
    assert run.exit_code == 1
    assert run.end["code"] == "disk_full"
    assert run.dir.best_checkpoint(Network.CLASSIFICATION).exists()
    assert not list(run.dir.path.rglob("*.partial"))


def test_events_that_cannot_be_written_leave_no_half_line_and_the_exit_code_tells(completed, tmp_path):
    """A limit on the size of files acts like a disk that is full to the last byte."""
    spec = tmp_path / "run" / "spec.json"
    spec.parent.mkdir()
    spec.write_bytes(completed.dir.spec_file.read_bytes())
    process = subprocess.run(
        [sys.executable, "-c", STARVE, str(spec.parent)], capture_output=True, text=True, check=False
    )
    assert process.returncode == 1
    assert "can no longer write" in process.stderr
    assert "Traceback" not in process.stdout
    assert all(line.endswith(b"}\n") for line in (spec.parent / "events.jsonl").read_bytes().splitlines(keepends=True))


def test_half_a_line_of_a_killed_run_does_not_spoil_the_next_run(images, cache, tmp_path):
    run = Run(tmp_path, tiny_spec(images, cache, solver={"max_iter": 1}))
    run.dir.events_file.write_bytes(b'{"time":1,"kind":"checkpoint","which":"last","iteration":1}\n{"time":2,"ki')
    run.carry_out()
    assert run.events[0]["iteration"] == 1
    assert run.end["outcome"] == "completed"


def test_a_spec_that_makes_no_sense_is_named(tmp_path):
    (tmp_path / "spec.json").write_text('{"format": 1, "data": {"train": []}, "cache_dir": "x", "epoch": 3}')
    assert main([str(tmp_path)]) == 1
    events = [event for _, _, event in files.RunDir(tmp_path).events()]
    assert events[-1]["code"] == "bad_spec"
    assert "epoch" in events[-1]["detail"]


def test_without_a_run_directory_it_says_how_it_is_called(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "usage" in capsys.readouterr().err


def test_resuming_without_a_checkpoint_is_told(completed, images, cache, tmp_path):
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "manifest.json").write_bytes(completed.dir.manifest_file.read_bytes())
    run = Run(tmp_path / "b", tiny_spec(images, cache, resume_from=tmp_path / "gone")).carry_out()
    assert run.end["code"] == "checkpoint_unreadable"


def test_an_export_that_disagrees_is_no_export(images, cache, tmp_path, monkeypatch):
    from modelwright.bundle.networks import ExportedNetwork

    truth = ExportedNetwork.run
    monkeypatch.setattr(ExportedNetwork, "run", lambda self, pixels: [of[:, ::-1] for of in truth(self, pixels)])
    run = Run(tmp_path, tiny_spec(images, cache)).carry_out()
    assert run.end["code"] == "export_disagrees"
    assert run.end["values"]["agreement"] < run.end["values"]["limit"]
    assert not run.dir.bundle_file.exists()
    assert run.dir.report_file.exists()


def test_a_policy_that_vanishes_is_warned_about(images, cache, tmp_path, when):
    run = Run(tmp_path, tiny_spec(images, cache, solver={"lr_policy": "exp", "gamma": 1e-7, "max_iter": 4}))
    when(2, run.dir.request_stop)
    (warning,) = [event for event in run.carry_out().of_kind("message") if event["level"] == "warning"]
    assert (warning["code"], warning["values"]) == ("policy_vanishes", {"policy": "exp"})


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), "out_of_memory"),
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), "gpu_out_of_memory"),
        (RuntimeError("unable to open shared memory object </torch_7>"), "shared_memory"),
        (ModuleNotFoundError("No module named 'timm'", name="timm"), "missing_module"),
        (PermissionError(errno.EACCES, "denied", "/data/a.png"), "unreadable_data"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), "out_of_memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk_full"),
        (OSError(errno.EDQUOT, "Quota exceeded"), "disk_full"),
        (PermissionError(errno.EACCES, "denied"), "unexpected"),
        (ZeroDivisionError("division by zero\nagain"), "unexpected"),
    ],
)
def test_whatever_goes_wrong_has_a_reason_in_one_line(error, code, tmp_path):
    failure = as_failure(error, files.RunDir(tmp_path))
    assert failure.code == code
    assert "\n" not in str(failure)
