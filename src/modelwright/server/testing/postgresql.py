"""A private PostgreSQL for one test session, from the machine's own binaries, in a temporary folder."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Final

_OPTIONS: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=127.0.0.1")


class PrivatePostgres:
    """Owned by the `postgres` user where we are root, because PostgreSQL refuses to run as root."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"postgresql://modelwright@127.0.0.1:{self.port}/modelwright"
        self._folder = Path()

    def start(self) -> None:
        """Raises RuntimeError when PostgreSQL is not installed."""
        self._folder = Path(tempfile.mkdtemp(prefix="modelwright-postgresql-"))
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        self._run(
            "initdb", "--auth=trust", "--username=modelwright", "--encoding=UTF8", "--no-sync", "--no-instructions"
        )
        settings = " ".join(f"-c {option}" for option in (*_OPTIONS, f"port={self.port}"))
        settings += f" -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "--wait", "--silent", f"--log={self._folder / 'log'}", f"--options={settings}", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "--wait", "--silent", "--mode=immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_postgres, str(_binaries() / program), f"--pgdata={self._folder / 'data'}", *arguments]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL)


def _binaries() -> Path:
    """Debian keeps them out of the PATH, one folder per version."""
    if found := shutil.which("pg_ctl"):
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: float(path.parts[-3]))
    if not versions:
        raise RuntimeError(
            "PostgreSQL is not installed: apt-get install postgresql, or leave MODELWRIGHT_TEST_DATABASE empty."
        )
    return versions[-1].parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
