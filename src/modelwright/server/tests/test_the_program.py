"""`python -m modelwright.server.program` as people run it: a process, a port, signals."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from modelwright.server.testing.migrated import migrated_database

# each starts programs with a home of their own, which is on SQLite
pytestmark = [pytest.mark.one_database, pytest.mark.long]

_LINK = re.compile(r"(http://127\.0\.0\.1:\d+)/welcome#token=(\S+)")


@pytest.fixture
def environment(tmp_path):
    return {**_without_database(), "MODELWRIGHT_HOME": str(tmp_path / "home"), "PYTHONWARNINGS": "default"}


def _without_database():
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def program(environment, *arguments):
    command = [sys.executable, "-m", "modelwright.server.program", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(environment, *arguments):
    process = program(environment, *arguments)
    output, errors = process.communicate(timeout=60)
    return process.returncode, output, errors


@contextmanager
def serving(environment, verb="serve"):
    process = program(environment, verb, "--port", "0")
    try:
        yield process, re.search(r"http://\S+", process.stdout.readline()).group()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.fixture
def prepared(environment):
    """With a database: making one takes longer than most of what is tried on it."""
    home = Path(environment["MODELWRIGHT_HOME"])
    home.mkdir()
    shutil.copy(migrated_database(), home / "modelwright.sqlite3")
    return environment


def test_serve_prints_a_link_that_signs_in_once_and_ends_when_it_is_told_while_a_page_is_open(environment):
    with serving(environment) as (process, base):
        printed = process.stdout.readline() + process.stdout.readline()
        shown_base, token = _LINK.search(printed).groups()
        assert shown_base == base
        with httpx.Client(base_url=base, timeout=60) as browser:
            browser.get("/api/session")
            entered = browser.post(
                "/api/session/one-time", json={"token": token}, headers={"X-CSRFToken": browser.cookies["csrftoken"]}
            )
            assert entered.json()["account"]["is_administrator"] is True
            assert [machine["available"] for machine in browser.get("/api/machines").json()] == [True]
            with browser.stream("GET", "/api/account/notices/stream") as watched:
                lines = watched.iter_lines()
                assert next(lines) == "event: unread"
                process.send_signal(signal.SIGTERM)
                assert [line for line in lines if line.startswith("event")] == []  # to its end, which is in order
        _output, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")


_TOLD_AT = """
import importlib, signal, sys
from modelwright.server import program

class Swallowing:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)

def told_at(module, name):
    *owners, last = name.split(".")
    owner = importlib.import_module(module)
    for one in owners:
        owner = getattr(owner, one)
    before = getattr(owner, last)

    def here(*arguments, **named):
        Swallowing()
        return before(*arguments, **named)

    setattr(owner, last, here)

told_at(*sys.argv[1:3])
sys.exit(program.main(sys.argv[3:]))
"""
"""The program, which is told to end from within a finalizer: an exception that is raised there goes nowhere."""


@pytest.mark.parametrize(
    ("verb", "module", "name"),
    [
        ("serve", "modelwright.server.program", "_dispatch"),
        ("serve", "modelwright.server.program", "_announce"),
        ("serve", "uvicorn.config", "Config.get_loop_factory"),
        ("serve", "uvicorn.server", "Server.startup"),
        ("web", "uvicorn.server", "Server.main_loop"),
        ("dispatcher", "modelwright.server.program", "_dispatch"),
    ],
)
def test_it_ends_in_order_whenever_it_is_told(prepared, verb, module, name):
    address = [] if verb == "dispatcher" else ["--port", "0"]
    process = subprocess.run(
        [sys.executable, "-c", _TOLD_AT, module, name, verb, *address],
        check=False,
        env=prepared,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (process.returncode, process.stderr) == (0, "")


def test_before_anything_has_begun_it_ends_at_once(prepared):
    command = [sys.executable, "-c", _TOLD_AT, "modelwright.server.program", "migrate", "serve", "--port", "0"]
    process = subprocess.run(command, check=False, env=prepared, capture_output=True, text=True, timeout=60)
    assert (process.returncode, process.stdout) == (-signal.SIGTERM, "")


def test_a_taken_port_is_named_before_anything_is_made(environment, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        code, _output, errors = finished(environment, "serve", "--port", port)
    assert code == 2
    assert errors.strip() == f"Port {port} on 127.0.0.1 is taken by another program. Choose another one with --port."
    assert not (tmp_path / "home" / "modelwright.sqlite3").exists()


def test_a_link_can_be_made_for_the_first_administrator_and_not_for_nobody(prepared):
    code, output, errors = finished(prepared, "link", "--port", "8123")
    assert (code, errors) == (0, "")
    assert _LINK.fullmatch(output.strip()).group(1) == "http://127.0.0.1:8123"
    code, _output, errors = finished(prepared, "link", "nobody")
    assert (code, errors.strip()) == (2, "There is no user named nobody.")


def test_the_journal_is_verified_and_a_changed_entry_named(prepared):
    finished(prepared, "link")
    code, output, errors = finished(prepared, "journal", "verify")
    assert (code, errors) == (0, "")
    head = re.fullmatch(r"OK: 2 entries, each as it was written.\nHead: 2 ([0-9a-f]{64})", output.strip()).group(1)
    assert finished(prepared, "journal", "verify", "--head", head)[0] == 0
    code, output, _errors = finished(prepared, "journal", "verify", "--head", "0" * 64)
    assert (code, output[:6]) == (1, "BROKEN")
    with sqlite3.connect(f"{prepared['MODELWRIGHT_HOME']}/modelwright.sqlite3") as database:
        database.execute("UPDATE core_journalentry SET entity_name = 'root' WHERE position = 2")
    database.close()
    code, output, _errors = finished(prepared, "journal", "verify")
    assert code == 1
    assert output.startswith("BROKEN at entry 2 of the chain (")
    assert output.strip().endswith("UTC, server, account.link_made): It was changed after it was written.")
