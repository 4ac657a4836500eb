"""What this machine is doing right now, as shares of what it has."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import psutil
from django.conf import settings

from modelwright.server.jobs.machines import memory_limit

_CGROUP: Final = Path("/sys/fs/cgroup")
_GPU_QUERY: Final = (
    "nvidia-smi",
    "--query-gpu=utilization.gpu,memory.used,memory.total",
    "--format=csv,noheader,nounits",
)


class Meter:
    """The CPU's share is that since the last reading."""

    def __init__(self) -> None:
        psutil.cpu_percent(percpu=True)

    def read(self, *, with_gpus: bool) -> dict[str, float]:
        """cpu, memory, disk and, where asked for and there, gpu and gpu_memory; each from 0 to 1."""
        read = {"cpu": _cpu(), "memory": _memory(), "disk": _disk()} | (_gpus() if with_gpus else {})
        return {name: round(min(1.0, max(0.0, share)), 4) for name, share in read.items()}


def _cpu() -> float:
    """Of the cores that this program may use."""
    percents = psutil.cpu_percent(percpu=True)
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(len(percents))
    used = [percents[core] for core in allowed if core < len(percents)] or percents
    return sum(used) / len(used) / 100


def _memory() -> float:
    total = psutil.virtual_memory()
    limit = memory_limit()
    if limit >= total.total:
        return float(total.percent) / 100
    try:
        return _taken_in_the_group() / limit
    except (OSError, ValueError):
        return float(total.percent) / 100


def _taken_in_the_group() -> int:
    """Bytes of our control group, without the pages that the system may drop."""
    lines = (line.split() for line in (_CGROUP / "memory.stat").read_text().splitlines())
    stat = {name: int(value) for name, value in lines}
    return int((_CGROUP / "memory.current").read_text()) - stat.get("inactive_file", 0)


def _disk() -> float:
    """Of the disk that holds the runs."""
    home = next(folder for folder in (settings.RUNS_DIR, *settings.RUNS_DIR.parents) if folder.exists())
    usage = shutil.disk_usage(home)
    return usage.used / usage.total


def _gpus() -> dict[str, float]:
    try:
        answer = subprocess.run(_GPU_QUERY, capture_output=True, text=True, timeout=5, check=True).stdout
        rows = [[float(cell) for cell in line.split(",")] for line in answer.splitlines() if line.strip()]
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}
    return of_gpus(rows)


def of_gpus(rows: list[list[float]]) -> dict[str, float]:
    """From utilisation in per cent, used and total memory of each."""
    total = sum(row[2] for row in rows)
    if not total:
        return {}
    return {"gpu": sum(row[0] for row in rows) / len(rows) / 100, "gpu_memory": sum(row[1] for row in rows) / total}
