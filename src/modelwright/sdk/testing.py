"""For tests and benchmarks: a real server that can be killed and started again, and a small data set for it."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw

from modelwright.sdk.client import Client
from modelwright.sdk.server_process import PROGRAM, READY

SMALL: Final[dict[str, Any]] = {
    "training": {"classification": {"batch_size": 4, "max_iter": 12}},
    "preprocessing": {"input_size": 16},
    "run": {"log_every": 1, "evaluate_every": 1000, "device": "cpu", "precision": "float32"},
}
"""Parameters of a training that takes seconds."""
LIGHT: Final = "ResNet10-Light"
"""The base model whose training, saving and export take the least."""


class RealServer:
    """`modelwright serve` with everything below `home`, new or in use; what it complains about is in `log`.

    A new home begins with a copy of `migrated`, where that is given: it saves the seconds that the migrations take.
    """

    def __init__(self, home: Path, migrated: Path | None = None, **environment: str) -> None:
        roots = {"MODELWRIGHT_HOME": str(home), "MODELWRIGHT_DATA_ROOTS": str(home), "DATABASE_URL": ""}
        self.home = home
        self.log = home / "server.log"
        self.url = ""
        self._environment = {**os.environ, **roots, **environment}
        database = home / "modelwright.sqlite3"
        is_new = not database.exists()
        if is_new and migrated:
            shutil.copy(migrated, database)
        self.process = self._started(0)
        self.first_token = self._link(self.process if is_new else None).partition("#token=")[2]
        """Of the one-time link that the first start prints; in a home that is in use, of a new one."""

    def restart(self) -> None:
        """On the same port. The server must have ended before."""
        self.process = self._started(int(self.url.rpartition(":")[2]))

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        if self.process.stdout:
            self.process.stdout.close()

    def client(self, **credentials: str) -> Client:
        """Signed in as told; without credentials, by the link, which works once."""
        return Client(self.url, **(credentials or {"token": self.first_token}))

    def manage(self, *arguments: str) -> None:
        """One of Django's management commands."""
        command = [sys.executable, "-m", "modelwright.server", *arguments]
        subprocess.run(command, env=self._environment, check=True, capture_output=True)

    def _started(self, port: int) -> subprocess.Popen[str]:
        command = [*PROGRAM, "serve", "--port", str(port)]
        with self.log.open("a") as log:
            process = subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, stderr=log, text=True)
        self.url = self._line(process, READY).removeprefix(READY)
        return process

    def _link(self, is_printing: subprocess.Popen[str] | None) -> str:
        """The one that the server prints at its first start, else a new one for the first administrator."""
        if is_printing:
            return self._line(is_printing, self.url)
        command = [*PROGRAM, "link"]
        return subprocess.run(command, env=self._environment, check=True, capture_output=True, text=True).stdout.strip()

    def _line(self, process: subprocess.Popen[str], start: str) -> str:
        """The next one that begins like that. Raises RuntimeError when the server ends before it."""
        for line in process.stdout or ():
            if line.startswith(start):
                return line.strip()
        raise RuntimeError(f"the server did not start: {self.log.read_text()}")


def draw_shapes(folder: Path, count: int = 12, side: int = 28) -> Path:
    """A folder per class, red circles, green squares and blue bars, `count` of each; the last circle cannot be read."""
    for label, colour in (("circle", "#c0392b"), ("square", "#27ae60"), ("bar", "#2f6fed")):
        (folder / label).mkdir(parents=True)
        for number in range(count):
            _shape(label, colour, number, side).save(folder / label / f"{label}-{number:02}.png")
    (folder / "circle" / "circle-broken.png").write_text("this is no image")
    return folder


def _shape(label: str, colour: str, number: int, side: int) -> Image.Image:
    image = Image.new("RGB", (side, side), (230, 230 - 3 * number, 225))
    draw, left, top = ImageDraw.Draw(image), 2 + number % 4, 2 + number % 5
    right, bottom = left + side * 2 // 3, top + side * 2 // 3
    match label:
        case "circle":
            draw.ellipse((left, top, right, bottom), fill=colour)
        case "square":
            draw.rectangle((left, top, right, bottom), fill=colour)
        case _:
            draw.rectangle((left, top, left + side // 5, bottom), fill=colour)
    return image
