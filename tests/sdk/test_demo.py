"""`modelwright demo` with a small data set: the second time it keeps what is there."""

import argparse
import shutil
import signal
import socket

import pytest

from modelwright.sdk.commands import demo
from modelwright.sdk.problems import UsageProblem
from modelwright.sdk.terminal import Terminal
from modelwright.sdk.testing import SMALL, draw_shapes
from modelwright.server.testing.migrated import migrated_database

pytestmark = pytest.mark.long


@pytest.fixture
def options(tmp_path, monkeypatch) -> argparse.Namespace:
    """Of a home of its own, with shapes in place of the digits."""
    training, test = draw_shapes(tmp_path / "training"), draw_shapes(tmp_path / "test", count=3)
    shutil.copy(migrated_database(), tmp_path / "modelwright.sqlite3")
    monkeypatch.setenv("MODELWRIGHT_HOME", str(tmp_path))
    monkeypatch.setenv("MODELWRIGHT_DATA_ROOTS", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr(demo, "write_digits", lambda _folder: (training, test))
    monkeypatch.setattr(demo, "DEMO_PARAMETERS", SMALL)
    parser = argparse.ArgumentParser()
    demo.add_arguments(parser)
    return parser.parse_args(["--once", "--port", str(free_port())])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Finalized:
    """An exception that a handler raises here goes nowhere."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGTERM)


class ToldToEnd(Terminal):
    """When all is shown."""

    def line(self, text: str) -> None:
        super().line(text)
        if text.startswith("The server goes on"):
            Finalized()


def test_the_demo_trains_once_and_then_keeps_what_is_there_and_ends_when_it_is_told(
    options, capsys, tmp_path, monkeypatch
):
    assert demo.run(options) == 0
    first = capsys.readouterr()
    assert "/welcome#token=" in first.out + first.err
    assert "Training completed" in first.out + first.err
    runs = sorted((tmp_path / "runs").iterdir())
    options.once = False
    monkeypatch.setattr(demo, "Terminal", ToldToEnd)
    assert demo.run(options) == 0
    second = capsys.readouterr()
    assert "Training completed" in second.out + second.err
    assert sorted((tmp_path / "runs").iterdir()) == runs


def test_a_taken_port_is_named_even_when_somebody_answers_on_it(options, capfd):
    with socket.create_server(("127.0.0.1", options.port)), pytest.raises(UsageProblem, match="did not start"):
        demo.run(options)
    assert f"Port {options.port} on 127.0.0.1 is taken" in capfd.readouterr().err
