"""Look at this machine: what is missing, and what it will be able to do. Exit code 1 when something needed is missing."""

import argparse
import json
import os
import platform
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

PORT: Final = 8000
NEEDED_MEMORY_GB: Final = 3.0
NEEDED_DISK_GB: Final = 2.0


@dataclass(frozen=True)
class Finding:
    name: str
    ok: bool
    text: str
    needed: bool = True
    """Whether nothing works without it; the rest only widens what is possible."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the findings as JSON")
    parser.add_argument(
        "--port", type=int, default=PORT, help="the port that the server would use; default %(default)s"
    )


def run(options: argparse.Namespace) -> int:
    findings = examine(options.port)
    healthy = all(finding.ok for finding in findings if finding.needed)
    if options.json:
        print(json.dumps({"ok": healthy, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            print(f"{_mark(finding)} {finding.name:<10} {finding.text}")
    return 0 if healthy else 1


def _mark(finding: Finding) -> str:
    if finding.ok:
        return "ok      "
    return "MISSING " if finding.needed else "without "


def examine(port: int = PORT) -> list[Finding]:
    looks: list[Callable[[], Finding]] = [_python, _torch, _arithmetic, _gpu, _cores, _memory, _disk, _postgresql]
    return [look() for look in looks] + [_port(port)]


def _python() -> Finding:
    return Finding("Python", sys.version_info >= (3, 11), f"{platform.python_version()} (3.11 or newer is needed)")


def _torch() -> Finding:
    try:
        return Finding("PyTorch", True, metadata.version("torch"))
    except metadata.PackageNotFoundError:
        return Finding("PyTorch", False, "not installed: `make` installs it; without it this machine cannot train")


def _arithmetic() -> Finding:
    try:
        flags = Path("/proc/cpuinfo").read_text().split()
    except OSError:
        flags = []
    units = sorted({"amx_bf16", "avx512_bf16", "bf16"} & set(flags))
    text = (
        f"bfloat16 on the CPU ({', '.join(units)})" if units else "no bfloat16 on the CPU: it trains in float32, slower"
    )
    return Finding("arithmetic", bool(units), text, needed=False)


def _gpu() -> Finding:
    try:
        import torch
    except ImportError:
        return Finding("GPU", False, "cannot be seen without PyTorch", needed=False)
    if not torch.cuda.is_available():
        return Finding("GPU", False, "none that PyTorch can use: trainings run on the CPU", needed=False)
    cards = [torch.cuda.get_device_properties(number) for number in range(torch.cuda.device_count())]
    return Finding(
        "GPU", True, ", ".join(f"{card.name}, {card.total_memory / 2**30:.0f} GB" for card in cards), needed=False
    )


def _cores() -> Finding:
    import psutil

    return Finding(
        "cores", True, f"{psutil.cpu_count(logical=False)} physical, {len(os.sched_getaffinity(0))} usable threads"
    )


def _memory() -> Finding:
    import psutil

    total = psutil.virtual_memory().total / 2**30
    return Finding(
        "memory", total >= NEEDED_MEMORY_GB, f"{total:.1f} GB ({NEEDED_MEMORY_GB:.0f} GB or more are needed)"
    )


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    return Finding(
        "disk", free >= NEEDED_DISK_GB, f"{free:.0f} GB free here ({NEEDED_DISK_GB:.0f} GB or more are needed)"
    )


def _postgresql() -> Finding:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return Finding("database", True, "PostgreSQL, named by DATABASE_URL", needed=False)
    return Finding(
        "database", True, "SQLite in the data folder; DATABASE_URL would name a PostgreSQL instead", needed=False
    )


def _port(port: int) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return Finding(
                "port", False, f"{port} cannot be used: {error.strerror}; choose another with --port", needed=False
            )
    return Finding("port", True, f"{port} is free", needed=False)
