"""Every engine test computes with one thread, so that equal runs are equal and the machine stays usable."""

import pytest
import torch
from tests.engine.runs import Run, tiny_spec, write_images

from modelwright.engine import reporting


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def images(tmp_path_factory):
    return write_images(tmp_path_factory.mktemp("images") / "train")


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def test_images(tmp_path_factory):
    return write_images(tmp_path_factory.mktemp("images") / "test", each=3)


@pytest.fixture(scope="session")
def completed(images, test_images, cache, tmp_path_factory):
    """One completed run that several tests look at, and none changes."""
    spec = tiny_spec(images, cache, test=[test_images]).model_copy(update={"forecast_s": 2.5})
    return Run(tmp_path_factory.mktemp("run"), spec).carry_out()


@pytest.fixture
def when(monkeypatch):
    """Do something at the moment when the engine tells of the metrics of an iteration."""

    def arrange(iteration, action, network=None):
        emit = reporting.Reporter.emit

        def emit_and_act(self, event):
            emit(self, event)
            if event.kind == "metrics" and event.iteration == iteration and network in (None, event.network):
                action()

        monkeypatch.setattr(reporting.Reporter, "emit", emit_and_act)

    return arrange
