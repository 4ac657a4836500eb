"""Fetches the objects of data paths in S3 in the background, before their check; and removes mirrors that nobody needs.

The dispatcher calls `run_pending` in a thread of its own, so that a large bucket keeps no folder from being checked.
"""

import errno
import fcntl
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from modelwright.contract.run_dir import RunDir
from modelwright.server.datasets import buckets
from modelwright.server.datasets.mirrors import SCHEME, Address, Mirror, mirror_of
from modelwright.server.datasets.models import DataPath, DataPathQuerySet, PathStatus
from modelwright.server.datasets.places import PathProblem
from modelwright.server.datasets.syncing import Interrupted, sync
from modelwright.server.jobs.models import Job

LEASE: Final = timedelta(minutes=2)
"""How long a fetch may be silent before another process takes over."""
_BUSY: Final = timedelta(seconds=5)
HOUSEKEEPING_S: Final = 30.0
_house_kept: Final[dict[str, float]] = {}

Stop = Callable[[], bool]


class _Busy(Exception):
    """Somebody else changes the mirror."""


def run_pending(stop: Stop) -> bool:
    """Fetch for the data path that has waited longest. Returns False when none waits. Ends early when `stop` says so."""
    path = _claim()
    if path is None:
        _keep_house()
        return False
    try:
        _fetch(path, stop)
    except Interrupted:
        _mine(path).update(claimed_until=None)
    except _Busy:
        _mine(path).update(claimed_until=timezone.now() + _BUSY)
    except PathProblem as problem:
        _refuse(path, problem)
    except (OSError, sqlite3.OperationalError) as error:
        full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
        _refuse(path, PathProblem("disk_full" if full else "mirror_unwritable"))
    except sqlite3.DatabaseError:
        mirror_of(Address.of(path.path)).index_file.unlink(missing_ok=True)
        _refuse(path, PathProblem("mirror_unwritable"))
    return True


def _fetch(path: DataPath, stop: Stop) -> None:
    def tell(progress: dict[str, Any]) -> None:
        if stop() or not _mine(path).update(fetch=progress, claimed_until=timezone.now() + LEASE):
            raise Interrupted

    address = buckets.address(path.path)
    mirror = mirror_of(address)
    with _held(mirror):
        left_out = sync(address, mirror, tell)
    _mine(path).update(fetch={"left_out": left_out}, is_fetching=False, claimed_until=None)


def _refuse(path: DataPath, problem: PathProblem) -> None:
    ended = {"status": PathStatus.INVALID, "problem": problem.code, "checked_at": timezone.now(), "claimed_until": None}
    _mine(path).update(**ended, fetch={"values": problem.values})


def _claim() -> DataPath | None:
    free = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    waiting = DataPath.objects.filter(free, status=PathStatus.CHECKING, is_fetching=True)
    path = waiting.order_by("id").first()
    if path is None:
        return None
    won = waiting.filter(pk=path.pk, check_number=path.check_number).update(
        check_number=F("check_number") + 1, fetch={}, claimed_until=timezone.now() + LEASE
    )
    path.check_number += 1
    return path if won else None


def _mine(path: DataPath) -> DataPathQuerySet:
    waiting = DataPath.objects.filter(status=PathStatus.CHECKING, is_fetching=True)
    return waiting.filter(pk=path.pk, check_number=path.check_number)


@contextmanager
def _held(mirror: Mirror) -> Iterator[None]:
    """The mirror's lock, which the system gives back when the process dies. Raises _Busy."""
    mirror.lock.parent.mkdir(parents=True, exist_ok=True)
    with mirror.lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _Busy from error
        yield


def _keep_house() -> None:
    """Now and then, when nothing waits."""
    now = time.monotonic()
    if now - _house_kept.get("at", float("-inf")) > HOUSEKEEPING_S:
        _house_kept["at"] = now
        forget_unused()


def forget_unused() -> None:
    """Remove mirrors of which no dataset has the address any longer, and from which no job reads."""
    folder: Path = settings.MIRRORS_DIR
    roots = [root for root in folder.iterdir() if root.name != "locks"] if folder.is_dir() else []
    if not (unused := set(roots) - _roots_in_use()):
        return
    read = _read_by_jobs()
    for root in unused:
        if not any(text.startswith(f"{root}/") for text in read):
            _remove(root)


def _remove(root: Path) -> None:
    try:
        with _held(Mirror(root, "")):
            if root not in _roots_in_use():  # somebody may have added the address meanwhile
                shutil.rmtree(root, ignore_errors=True)
    except _Busy:
        return


def _roots_in_use() -> set[Path]:
    texts = DataPath.objects.filter(path__startswith=SCHEME).values_list("path", flat=True).distinct()
    return {mirror_of(Address.of(text)).root for text in texts}


def _read_by_jobs() -> set[str]:
    """Folders that running jobs were told to read."""
    folders: set[str] = set()
    for job in Job.objects.active().exclude(run_dir=""):
        try:
            data = RunDir(job.run_dir).read_spec().data
        except (OSError, ValueError):  # not written yet, or gone
            continue
        folders.update(data.train, data.test)
    return folders
