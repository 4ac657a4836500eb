"""The commands that are the server's own: `modelwright serve`, `web`, `dispatcher`, `migrate`, `link` and `journal`."""

import argparse
import os
import sys
from typing import NoReturn


def add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000; 0: a free one)")


def address(options: argparse.Namespace) -> list[str]:
    return ["--host", options.host, "--port", str(options.port)]


def become(verb: str, *arguments: str) -> NoReturn:
    """Go on as the server's program: no second process waits beside it, and signals reach it directly."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "modelwright.server.program", verb, *arguments])  # noqa: S606
