"""A server of our own beside us: started, asked for sign-in links, stopped when we leave."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from modelwright.sdk.problems import UsageProblem

READY: Final = "Modelwright is ready at "
"""How the server's program begins the line that says so."""
PROGRAM: Final = (sys.executable, "-m", "modelwright.server.program")
_LOOK_EVERY_S: Final = 0.5
"""Whether it still runs; being asked is noticed at once."""


@dataclass(frozen=True)
class ServerProcess:
    home: Path
    host: str
    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def one_time_link(self) -> str:
        """A new link for the first administrator; it ends the ones before it."""
        command = [*PROGRAM, "link", "--host", self.host, "--port", str(self.port)]
        answer = subprocess.run(command, env=_environment(self.home), capture_output=True, text=True, check=False)
        if answer.returncode:
            raise UsageProblem(f"no sign-in link could be made: {answer.stderr.strip()}")
        return answer.stdout.strip()

    def one_time_token(self) -> str:
        return self.one_time_link().partition("token=")[2]


@contextmanager
def running_server(home: Path, host: str, port: int, asked: threading.Event) -> Iterator[ServerProcess]:
    """`modelwright serve` on `home`, from when it is ready until the block is left. Its trainings go on after that.

    It ends earlier when we are `asked` to end: whoever waits for its answer waits no longer.
    """
    command = [*PROGRAM, "serve", "--host", host, "--port", str(port)]
    process = subprocess.Popen(command, env=_environment(home), stdout=subprocess.PIPE, text=True)
    threading.Thread(target=_end_when_asked, args=(asked, process), daemon=True).start()
    try:
        _wait_until_ready(process)
        yield ServerProcess(home, host, port, process)
    finally:
        process.terminate()
        process.communicate()


def _end_when_asked(asked: threading.Event, process: "subprocess.Popen[str]") -> None:
    while process.poll() is None:
        if asked.wait(_LOOK_EVERY_S):
            process.terminate()
            return


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    """Its own word counts: an answer on the port might be that of another server."""
    for line in process.stdout or ():
        if line.startswith(READY):
            return
    raise UsageProblem("the server did not start; its reason is above")


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "MODELWRIGHT_HOME": str(home)}
