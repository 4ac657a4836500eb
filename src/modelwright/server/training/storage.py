"""What takes room on the disk of the runs, and the clean-up: what may go, and removing it."""

import fcntl
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from modelwright.contract.run_dir import RunDir
from modelwright.server.core.audit import record
from modelwright.server.jobs import room
from modelwright.server.jobs.models import Status
from modelwright.server.training.models import Process

_NAMED: Final = 20


class Removable(NamedTuple):
    path: Path
    size: int
    process: Process | None = None
    """Whose checkpoints they are; None: a packed store."""


class Removed(NamedTuple):
    checkpoints: list[Removable]
    packed: list[Removable]

    def out(self, *, dry_run: bool) -> dict[str, Any]:
        counted = {name: {"count": len(of), "bytes": _total(of)} for name, of in self._asdict().items()}
        names = [of.process.journal_name() for of in self.checkpoints if of.process]
        return {
            "dry_run": dry_run,
            **counted,
            "processes": names[:_NAMED],
            "bytes": _total([*self.checkpoints, *self.packed]),
        }


def _total(of: Iterable[Removable]) -> int:
    return sum(item.size for item in of)


def storage_out() -> dict[str, Any]:
    """Sizes as they lie on the disk; a folder that is not there takes nothing."""
    folders = {
        "runs": settings.RUNS_DIR,
        "packed": _packed_folder(),
        "uploads": settings.UPLOADS_DIR,
        "exports": settings.EXPORTS_DIR,
        "models": settings.MODELS_DIR,
    }
    usage = shutil.disk_usage(next(of for of in (settings.HOME, *settings.HOME.parents) if of.exists()))
    return {
        "total": usage.total,
        "free": room.free_bytes(),
        "reserve": int(settings.DISK_RESERVE_GB * room.GB),
        "keep_checkpoints_days": settings.KEEP_CHECKPOINTS_DAYS,
        "keep_packed_days": settings.KEEP_PACKED_DAYS,
        "kinds": [{"kind": kind, "bytes": size_of(folder)} for kind, folder in folders.items()],
    }


def size_of(folder: Path) -> int:
    return sum(_blocks(file) for file in folder.rglob("*"))


def _blocks(file: Path) -> int:
    """What it takes; a file that goes meanwhile takes nothing."""
    try:
        status = file.lstat()
    except OSError:
        return 0
    return status.st_blocks * 512


def removable(checkpoints_days: float | None, packed_days: float | None) -> Removed:
    """What is older than that; None: what the installation's policy says, 0: nothing."""
    checkpoints = settings.KEEP_CHECKPOINTS_DAYS if checkpoints_days is None else checkpoints_days
    packed = settings.KEEP_PACKED_DAYS if packed_days is None else packed_days
    return Removed(list(_checkpoints(checkpoints)) if checkpoints else [], list(_stores(packed)) if packed else [])


def _checkpoints(days: float) -> Iterator[Removable]:
    """Of completed trainings that nobody has published."""
    before = timezone.now() - timedelta(days=days)
    rows = Process.objects.filter(job__status=Status.COMPLETED, published_name="", checkpoints_removed_at=None)
    for process in rows.filter(job__finished_at__lt=before).select_related("job", "template__project").order_by("pk"):
        folder = RunDir(process.job.run_dir).checkpoints
        if folder.is_relative_to(settings.RUNS_DIR) and folder.exists():
            yield Removable(folder, size_of(folder), process)


def _stores(days: float) -> Iterator[Removable]:
    """Packed images that no run has opened since; whoever needs them packs them again."""
    before = (timezone.now() - timedelta(days=days)).timestamp()
    for folder in sorted(_packed_folder().glob("store-*")):
        try:
            is_old = folder.stat().st_mtime < before
        except OSError:  # another clean-up was faster
            continue
        if is_old:
            yield Removable(folder, size_of(folder))


def _packed_folder() -> Path:
    return Path(settings.CACHE_DIR / "packed")


def clean_up(
    user: Any, *, dry_run: bool, checkpoints_days: float | None = None, packed_days: float | None = None
) -> dict[str, Any]:
    """Free what may go. Without a person it is the policy's daily round, which says nothing when there was nothing."""
    found = removable(checkpoints_days, packed_days)
    if dry_run:
        return found.out(dry_run=True)
    removed = Removed([of for of in found.checkpoints if _remove_checkpoints(of)], _remove_stores(found.packed))
    told = removed.out(dry_run=False)
    if user is not None or told["bytes"]:
        record(
            user,
            "storage.cleaned",
            None,
            {name: told[name] for name in ("bytes", "checkpoints", "packed", "processes")},
        )
    return told


def _remove_checkpoints(of: Removable) -> bool:
    """Unless somebody publishes it at this moment: of the two, the first wins."""
    if of.process is None:
        return False
    with transaction.atomic():
        rows = Process.objects.filter(pk=of.process.pk, published_name="", checkpoints_removed_at=None)
        if not rows.update(checkpoints_removed_at=timezone.now()):
            return False
    shutil.rmtree(of.path, ignore_errors=True)
    return True


def _remove_stores(stores: list[Removable]) -> list[Removable]:
    if not stores:
        return []
    with _locked():
        for store in stores:
            shutil.rmtree(store.path, ignore_errors=True)
    return [store for store in stores if not store.path.exists()]


@contextmanager
def _locked() -> Iterator[None]:
    """The lock that runs take when they put a store in its place. One that reads a removed store keeps it mapped."""
    with (_packed_folder() / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
