"""Runs a script of ours on SQLite, or on a private PostgreSQL that is there for as long as it takes."""

import os
import subprocess
import sys
from pathlib import Path

from modelwright.server.testing.postgresql import PrivatePostgres


def run_on(postgresql: bool, script: str, *arguments: object) -> int:
    """Its exit status."""
    command = [sys.executable, str(Path(__file__).with_name(script)), *map(str, arguments)]
    if not postgresql:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": ""}, check=False).returncode
    database = PrivatePostgres()
    database.start()
    try:
        url = database.url.rpartition("/")[0] + "/postgres"  # which every PostgreSQL has
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    finally:
        database.stop()
