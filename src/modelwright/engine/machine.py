"""What the machine has left for a run: main memory and disk."""

import os
import resource
import shutil
import sys
from pathlib import Path
from typing import Final, NamedTuple

import psutil

MB: Final = 1e6
_CONTAINER: Final = Path("/sys/fs/cgroup")


class Room(NamedTuple):
    """In megabytes of 10^6 bytes."""

    memory_mb: float
    """Main memory that this process may have in all, what it has now included."""
    disk_mb: float
    """Free on the fuller one of the disks that the run writes to."""


def room_for(*folders: Path) -> Room:
    """For a run that writes to these folders, which exist or will be made."""
    own = psutil.Process().memory_info().rss
    free = min(psutil.virtual_memory().available, _container_bytes())
    disk = min(shutil.disk_usage(_existing(folder)).free for folder in folders)
    return Room((free + own) / MB, disk / MB)


def peak_memory_mb() -> float:
    """The most main memory that this process ever had."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MB


def _container_bytes() -> int:
    """What is left of the container's limit; page cache that the system would give back counts as used."""
    try:
        limit = int((_CONTAINER / "memory.max").read_text())
        return limit - int((_CONTAINER / "memory.current").read_text())
    except (OSError, ValueError):  # no container, or no limit
        return sys.maxsize


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.absolute().parents) if os.access(path, os.F_OK))
