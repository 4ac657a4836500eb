"""Takes in uploaded zips, one after the other, in the dispatcher's thread.

All files of a zip are unpacked beside the dataset's folder first; only then they get their places, and that is carried to its
end even over a restart. So a dataset has all files of a zip or none. What was interrupted before that begins again.
"""

import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from modelwright.server.core import audit
from modelwright.server.datasets import landing, storage, unpacking
from modelwright.server.datasets.landing import Refused
from modelwright.server.datasets.models import DataPath, Dataset, Upload, UploadQuerySet, UploadStatus
from modelwright.server.datasets.naming import safe_name
from modelwright.server.datasets.paths import begin_check
from modelwright.server.datasets.problems import RETRIED
from modelwright.server.datasets.unpacking import NotUnpacked, Packed

LEASE: Final = timedelta(minutes=2)
"""How long a worker may be silent before another one takes over."""
LISTED_FILES: Final = 1_000
_TELL_S: Final = 0.5

Stop = Callable[[], bool]


class Interrupted(Exception):
    """The process ends, somebody cancelled the upload, or another worker took it over."""


def run_pending(stop: Stop) -> bool:
    """Take in the zip that has waited longest. Returns False when none waits. Ends early when `stop` says so."""
    upload = _claim()
    if upload is None:
        return False
    taking = _Taking(upload, stop)
    try:
        with translation.override(upload.language or None):
            taking.run()
    except Interrupted:
        taking.let_go()
    except NotUnpacked as problem:
        taking.fail(problem.reason)
    except storage.DiskFull:
        taking.fail("disk_full")
    except OSError as error:
        taking.fail("disk_full" if storage.is_full(error) else "unwritable")
    return True


class _Taking:
    def __init__(self, upload: Upload, stop: Stop) -> None:
        self.upload = upload
        self.stop = stop
        self.staging = storage.staging_of(upload)
        self.folder = storage.upload_folder(upload.dataset)
        self.done = self.unpacked = self.accepted = self.refused = 0
        self.refusals: list[dict[str, str]] = []
        self.staged = 0
        self._told = time.monotonic()

    def run(self) -> None:
        with _arrived(self.upload) as stream, unpacking.opened(stream) as archive:
            files = unpacking.files_of(archive, self.upload.label, safe_name(Path(self.upload.name).stem))
            if not self._goes_on_placing():
                self._unpack_all(archive, files)
                self._tell(status=UploadStatus.PLACING, **self._outcome())
        self.staged = self.accepted
        self._place_all(files)
        self._end()

    def _goes_on_placing(self) -> bool:
        """Whether an earlier attempt had begun to place the files; what it has left is ours now."""
        earlier = next(iter(storage.stagings_of(self.upload)), None)
        if self.upload.status != UploadStatus.PLACING or earlier is None:
            return False
        earlier.replace(self.staging)
        self.done, self.unpacked = self.upload.done, self.upload.unpacked
        self.accepted, self.refused, self.refusals = self.upload.accepted, self.upload.refused, self.upload.refusals
        return True

    def _unpack_all(self, archive: zipfile.ZipFile, files: list[Packed]) -> None:
        size = sum(file.info.file_size for file in files)
        storage.check_space(size)
        self._tell(files=len(files), unpacked_size=size)
        for earlier in storage.stagings_of(self.upload):
            storage.remove(earlier)
        self.staging.mkdir(parents=True)
        for self.done, file in enumerate(files, 1):
            try:
                self._unpack(archive, file, self.staging / str(self.done))
            except Refused as refused:
                self._refuse(file, refused)
            else:
                self.accepted += 1

    def _unpack(self, archive: zipfile.ZipFile, file: Packed, target: Path) -> None:
        """Raises Refused."""
        if file.problem:
            raise Refused(file.problem)
        try:
            with target.open("wb") as stream:
                for block in unpacking.contents(archive, file.info):
                    stream.write(block)
                    self.unpacked += len(block)
                    self._tell_now_and_then()
            if landing.has_image_name(file.name):
                landing.check_image(target)  # by its header: the check of the data path decodes it
        except Refused:
            target.unlink()
            raise

    def _place_all(self, files: list[Packed]) -> None:
        for number, file in enumerate(files, 1):
            self._tell_now_and_then()
            staged = self.staging / str(number)
            if not staged.exists():
                continue  # refused, or placed before an interruption
            try:
                self._place(staged, file)
            except Refused as refused:
                self.accepted -= 1
                self._refuse(file, refused)

    def _place(self, staged: Path, file: Packed) -> None:
        """Raises Refused."""
        place = self.folder / file.place
        if file.keeps_name:
            landing.put(staged, place)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            landing.settle(staged, place)

    def _refuse(self, file: Packed, refused: Refused) -> None:
        self.refused += 1
        if len(self.refusals) < LISTED_FILES:
            self.refusals.append({"name": file.name, "label": file.label, "reason": refused.reason})

    def _tell_now_and_then(self) -> None:
        if time.monotonic() - self._told > _TELL_S:
            self._tell()

    def _tell(self, **facts: Any) -> None:
        """Store how far it is. Raises Interrupted when the upload is no longer ours, or the process ends."""
        self._told = time.monotonic()
        facts = {"done": self.done, "unpacked": self.unpacked, "claimed_until": _lease(), **facts}
        if self.stop() or not _mine(self.upload).update(**facts):
            raise Interrupted

    def _outcome(self) -> dict[str, Any]:
        return {"accepted": self.accepted, "refused": self.refused, "refusals": self.refusals}

    def let_go(self) -> None:
        """Another worker goes on at once; what nobody needs any more goes."""
        mine = _mine(self.upload)
        mine.update(claimed_until=None)
        if not mine.filter(status=UploadStatus.PLACING).exists():
            storage.remove(self.staging)
        if not Dataset.objects.filter(pk=self.upload.dataset_id).exists():
            storage.remove_uploaded(self.upload.dataset_id)

    def fail(self, problem: str) -> None:
        """Nothing was taken in; or so much, where a disk failed while files got their places."""
        taken = self._placed()
        facts = {"name": self.upload.name, "reason": problem, "accepted": taken}
        with transaction.atomic():
            ended = {"status": UploadStatus.FAILED, "problem": problem, "accepted": taken}
            if not _mine(self.upload).update(**ended, **_over()):
                return
            audit.record(self.upload.created_by, "dataset.upload_failed", self.upload.dataset, facts)
            if taken:
                check_own_folder(self.upload.dataset)
        self._clear(everything=problem not in RETRIED)

    def _end(self) -> None:
        """The dataset's check begins; what had arrived goes."""
        with transaction.atomic():
            if not _mine(self.upload).update(status=UploadStatus.COMPLETED, **self._outcome(), **_over()):
                raise Interrupted
            take_in(self.upload.created_by, self.upload, self.accepted, self.refused)
        self._clear(everything=True)

    def _placed(self) -> int:
        if not self.staged:
            return 0
        return self.staged - (sum(1 for _ in self.staging.iterdir()) if self.staging.is_dir() else 0)

    def _clear(self, *, everything: bool) -> None:
        storage.remove(self.staging)
        if everything:
            storage.remove(storage.partial_of(self.upload))


def take_in(user: Any, upload: Upload, accepted: int, refused: int) -> None:
    """Record what was uploaded, and have the dataset's own folder checked when something came into it."""
    facts = {"name": upload.name, "accepted": accepted, "refused": refused}
    audit.record(user, "dataset.uploaded", upload.dataset, facts)
    if accepted:
        check_own_folder(upload.dataset)


def check_own_folder(dataset: Dataset) -> None:
    folder = str(storage.upload_folder(dataset))
    path, _created = DataPath.objects.get_or_create(dataset=dataset, is_upload=True, defaults={"path": folder})
    begin_check(path)


def _arrived(upload: Upload) -> BinaryIO:
    try:
        return storage.partial_of(upload).open("rb")
    except FileNotFoundError as error:
        raise NotUnpacked("lost") from error


def _claim() -> Upload | None:
    begun = Q(status__in=[UploadStatus.UNPACKING, UploadStatus.PLACING])
    left = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    free = Upload.objects.filter(Q(status=UploadStatus.WAITING) | (begun & left))
    upload = free.order_by("id").select_related("dataset", "created_by").first()
    if upload is None:
        return None
    status = UploadStatus.PLACING if upload.status == UploadStatus.PLACING else UploadStatus.UNPACKING
    claimed = {"status": status, "claimed_until": _lease(), "started_at": timezone.now(), "attempt": F("attempt") + 1}
    won = free.filter(pk=upload.pk, status=upload.status, attempt=upload.attempt).update(**claimed)
    upload.status, upload.attempt = status, upload.attempt + 1
    return upload if won else None


def _mine(upload: Upload) -> UploadQuerySet:
    return Upload.objects.filter(
        pk=upload.pk, attempt=upload.attempt, status__in=[UploadStatus.UNPACKING, UploadStatus.PLACING]
    )


def _over() -> dict[str, Any]:
    return {"finished_at": timezone.now(), "claimed_until": None}


def _lease() -> datetime:
    return timezone.now() + LEASE
