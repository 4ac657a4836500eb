"""A SQLite database that the migrations have made, once for each state of theirs: what is new in a test begins with a copy."""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

import django

_SERVER: Final = Path(__file__).parents[1]
_KEPT: Final = _SERVER.parents[2] / "build" / "databases"
_CALLED: Final = ("accounts/presets.py", "accounts/matrix.py", "core/entry_text.py")
"""What migrations and the end of a migration write comes from here."""


def migrated_database() -> Path:
    """Made where there is none yet, which takes seconds; whoever asks meanwhile waits. To be copied, never written."""
    made = _KEPT / f"{_state()}.sqlite3"
    if not made.exists():
        _KEPT.mkdir(parents=True, exist_ok=True)
        with (_KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                _make(made)
    return made


def _state() -> str:
    migrations = sorted(_SERVER.glob("*/migrations/*.py"))
    content = hashlib.sha256(django.get_version().encode())
    for file in (*migrations, *(_SERVER / name for name in _CALLED)):
        content.update(f"\0{file.relative_to(_SERVER)}\0".encode() + file.read_bytes())
    return content.hexdigest()[:16]


def _make(made: Path) -> None:
    for old in _KEPT.glob("*.sqlite3"):
        old.unlink()
    with tempfile.TemporaryDirectory(dir=_KEPT) as home:
        environment = {**os.environ, "MODELWRIGHT_HOME": home, "DATABASE_URL": ""}
        subprocess.run([sys.executable, "-m", "modelwright.server.program", "migrate"], env=environment, check=True)
        whole = Path(home) / "whole.sqlite3"
        with (
            closing(sqlite3.connect(Path(home) / "modelwright.sqlite3")) as source,
            closing(sqlite3.connect(whole)) as target,
        ):
            source.backup(target)  # with what may still lie in the write-ahead log
        whole.rename(made)
