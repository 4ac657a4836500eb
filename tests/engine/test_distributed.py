"""Two processes that share each batch learn what one learns, and end together."""

import psutil
import pytest
import torch
from tests.engine.runs import Run, tiny_spec

from modelwright.contract.parameters import RunOptions
from modelwright.engine.distributed import processes
from modelwright.engine.memory import divided
from modelwright.engine.reporting import Reporter

pytestmark = pytest.mark.long


def spec_for(images, cache, *, processes, **more):
    """ConvNeXt has no batch norm: what a slice gives does not depend on the rest of the batch."""
    spec = tiny_spec(
        images,
        cache,
        solver={"batch_size": 7, "max_iter": 6, "base_lr": 0.01, "accumulate": 2},
        run={"log_every": 1, "evaluate_every": 3, "processes": processes},
        **more,
    )
    return spec.model_copy(update={"base_model": "ConvNeXt-Atto"})


@pytest.fixture(scope="module", autouse=True)
def training_only():
    """What follows the training is the same with one process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("modelwright.engine.runner.evaluate_and_export", lambda *of: None)
        yield


@pytest.fixture(scope="module")
def one(images, cache, tmp_path_factory):
    return Run(tmp_path_factory.mktemp("one"), spec_for(images, cache, processes=1)).carry_out()


@pytest.fixture(scope="module")
def two(images, cache, tmp_path_factory):
    return Run(tmp_path_factory.mktemp("two"), spec_for(images, cache, processes=2)).carry_out()


def test_two_processes_learn_the_same_as_one(one, two):
    assert one.end["outcome"] == two.end["outcome"] == "completed", two.end
    losses = one.points("loss")
    assert len(losses) == 6
    assert two.points("loss") == pytest.approx(losses, abs=1e-5)
    assert two.points("validation.loss") == pytest.approx(one.points("validation.loss"), abs=1e-4)
    assert "2 processes share each batch" in two.dir.log_file.read_text()


def test_the_others_end_with_the_training(two):
    assert workers() == []
    assert list(two.dir.path.glob("ranks-*")) == []


def test_a_resumed_run_needs_nothing_of_the_others(two, images, cache, tmp_path, monkeypatch):
    whole = two.points("loss")
    first = Run(tmp_path / "first", spec_for(images, cache, processes=2))
    at_first_metrics(monkeypatch, first.dir.request_stop)
    first.carry_out()
    assert first.end["outcome"] == "stopped"
    assert workers() == []
    monkeypatch.undo()
    second = Run(tmp_path / "second", spec_for(images, cache, processes=1, resume_from=first.dir.path)).carry_out()
    assert {**first.points("loss"), **second.points("loss")} == pytest.approx(whole, abs=1e-5)


def test_the_loss_of_a_process_ends_the_run_with_its_reason(images, cache, tmp_path, monkeypatch):
    run = Run(tmp_path / "run", spec_for(images, cache, processes=2))
    at_first_metrics(monkeypatch, kill_the_last_worker)
    run.carry_out()
    assert (run.exit_code, run.end["outcome"], run.end["code"]) == (1, "failed", "killed")
    assert run.end["values"] == {"signal": "SIGKILL"}
    assert workers() == []


def workers():
    """The other processes of a run of this process."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "modelwright.engine.worker" in child.cmdline()]


def kill_the_last_worker():
    workers()[-1].kill()


def at_first_metrics(monkeypatch, act):
    emit, done = Reporter.emit, []

    def watched(self, event):
        emit(self, event)
        if event.kind == "metrics" and not done:
            done.append(act())

    monkeypatch.setattr(Reporter, "emit", watched)


@pytest.mark.parametrize(
    ("asked", "cards", "batch", "expected"),
    [(None, 4, 32, 4), (2, 4, 32, 2), (8, 4, 32, 4), (None, 4, 3, 3), (None, 0, 32, 1), (2, 0, 32, 2), (8, 0, 5, 5)],
)
def test_all_gpus_share_a_batch_unless_fewer_are_asked_for(monkeypatch, asked, cards, batch, expected):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: cards)
    device = torch.device("cuda" if cards else "cpu")
    assert processes(RunOptions(processes=asked), device, batch) == expected


def test_each_process_has_a_slice():
    assert [len(range(32)[of]) for of in divided(32, 5)] == [6, 6, 7, 6, 7]
