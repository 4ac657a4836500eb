"""Versions of a dataset: made at each use and on demand; equal content is the same version."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Invalid, NotFound
from modelwright.server.core.pagination import page
from modelwright.server.core.schemas import PersonOut
from modelwright.server.core.sending import SentFile
from modelwright.server.datasets import manifests
from modelwright.server.datasets.models import (
    Dataset,
    DatasetVersion,
    PathStatus,
    VersionReason,
    VersionUse,
)
from modelwright.server.datasets.schemas_versions import DatasetVersionOut, DifferenceOut, DifferencesOut, VersionUseOut

LARGEST_PAGE: Final = 200
_USES_SHOWN: Final = 5


def list_versions(dataset: Dataset, *, cursor: str, limit: int) -> dict[str, Any]:
    """Newest first."""
    rows = dataset.versions.select_related("created_by").prefetch_related("uses")
    return page(rows, sort="-number", sorts={"number": "number"}, cursor=cursor, limit=limit, show=_shown)


def make_version(user: Any, dataset: Dataset, note: str) -> DatasetVersionOut:
    """On demand. Raises Conflict while data paths are being checked, and Invalid where there is nothing."""
    if dataset.paths.filter(status=PathStatus.CHECKING).exists():
        raise Conflict(_("The data paths are still being checked. Make the version when the check has ended."))
    version = version_now(user, dataset, VersionReason.ON_DEMAND, note=note)
    return version_out(version)


def version_now(user: Any, dataset: Dataset, reason: VersionReason, *, note: str = "") -> DatasetVersion:
    """The version with the content that the dataset has now: an earlier one, or a new one.

    Writes a file; call it outside of a transaction. Raises Invalid where no image can be used.
    """
    paths = {path.pk: path.path for path in dataset.paths.filter(status=PathStatus.VALID).order_by("pk")}
    written = manifests.write(dataset.pk, list(paths.values()), _entries(dataset, list(paths)))
    try:
        if not written.counts.images:
            raise Invalid(_("The dataset holds no image that can be used. Add a data path, or check its paths again."))
        return _stored(user, dataset, written, reason, note)
    finally:
        written.partial.unlink(missing_ok=True)


def record_use(version: DatasetVersion, kind: VersionReason, subject_id: int, name: str) -> None:
    """Once; what is used again was used last."""
    use, is_new = VersionUse.objects.get_or_create(version=version, kind=kind, subject_id=subject_id, name=name[:200])
    if not is_new:
        VersionUse.objects.filter(pk=use.pk).update(at=timezone.now())


def used_by(kind: VersionReason, subject_id: int, since: datetime | None) -> list[DatasetVersion]:
    """Of each dataset the version that was used last, in the order of the datasets; what nobody used since then is left out.

    Where none was, all that ever were: what was used again kept its first time, once.
    """
    rows = VersionUse.objects.filter(kind=kind, subject_id=subject_id).order_by("at", "pk")
    uses = list(rows.select_related("version__dataset"))
    late = [use for use in uses if since is None or use.at >= since]
    latest = {use.version.dataset_id: use.version for use in late or uses}
    return [latest[key] for key in sorted(latest)]


def differences(version: DatasetVersion, against: int, kind: str, cursor: str, limit: int) -> DifferencesOut:
    """What is different in `version` from another one of its dataset. Raises NotFound or Invalid."""
    before = version.dataset.versions.filter(pk=against).first()
    if before is None:
        raise NotFound(_("The dataset has no such version."))
    if kind and kind not in manifests.KINDS:
        sentence = _("Choose one of: %(names)s.") % {"names": ", ".join(manifests.KINDS)}
        raise Invalid(sentence, fields={"kind": sentence})
    start = int(cursor) if cursor.isdecimal() and len(cursor) < 10 else 0
    limit = max(1, min(limit, LARGEST_PAGE))
    counts = dict.fromkeys(manifests.KINDS, 0)
    shown: list[manifests.Difference] = []
    for difference in manifests.differences(file_of(before), file_of(version)):
        counts[difference.kind] += 1
        if kind in ("", difference.kind):
            place = sum(counts.values()) if not kind else counts[kind]
            if start < place <= start + limit:
                shown.append(difference)
    total = counts[kind] if kind else sum(counts.values())
    following = str(start + limit) if total > start + limit else None
    return DifferencesOut(counts=counts, items=_told(version.dataset, shown), next=following, total=total)


def download_manifest(version: DatasetVersion) -> FileResponse:
    file = file_of(version)
    name = f"{version.dataset.name}-version-{version.number}.jsonl.gz"
    return SentFile(file.open("rb"), as_attachment=True, filename=name, content_type="application/gzip")


def file_of(version: DatasetVersion) -> Path:
    """Raises NotFound when somebody removed the file."""
    file = manifests.file_of(version.dataset_id, version.hash)
    if not file.is_file():
        raise NotFound(_("The file of this version is gone from the server's disk. Restore it from a backup."))
    return file


def _entries(dataset: Dataset, paths: list[int]) -> Iterator[manifests.Entry]:
    """Every usable sample, in the order of its key."""
    number = {pk: position for position, pk in enumerate(paths)}
    fields = ("key", "data_path_id", "path", "sha256", "label", "mask_sha256", "shows", "annotation_key", "split")
    rows = dataset.samples.filter(problem="", excluded_because="", data_path__in=paths).order_by("key", "pk")
    for key, path_id, path, sha256, label, mask, shows, annotation, split in rows.values_list(*fields).iterator():
        mark = _mark_of_mask(mask, shows) if mask else annotation
        yield manifests.Entry(key or 0, number[path_id], path, sha256, label, mark, split)


def _mark_of_mask(mask_sha256: str, shows: str) -> str:
    """Of the mask's content and of what its values stand for, wherever it lies and however often it was written."""
    return hashlib.sha256("\0".join([mask_sha256, *sorted(shows.split("\n"))]).encode()).hexdigest()[:32]


def _stored(
    user: Any, dataset: Dataset, written: manifests.Written, reason: VersionReason, note: str
) -> DatasetVersion:
    manifests.settle(written, dataset.pk)
    if earlier := dataset.versions.filter(hash=written.hash).first():
        return earlier
    try:
        return _created(user, dataset, written, reason, note)
    except IntegrityError:  # somebody made one at the same moment
        if same := dataset.versions.filter(hash=written.hash).first():
            return same
        return _created(user, dataset, written, reason, note)


@transaction.atomic
def _created(
    user: Any, dataset: Dataset, written: manifests.Written, reason: VersionReason, note: str
) -> DatasetVersion:
    number = (dataset.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = dataset.versions.create(
        number=number,
        hash=written.hash,
        images=written.counts.images,
        annotated=written.counts.annotated,
        class_counts=_class_counts(dataset),
        split_counts=dict(written.counts.splits),
        reason=reason,
        note=note,
        created_by=user,
    )
    audit.record(user, "dataset.version_made", dataset, {"number": number, "hash": written.hash, "reason": reason})
    return version


def _class_counts(dataset: Dataset) -> dict[str, int]:
    counts: dict[str, int] = {}
    for path in dataset.paths.filter(status=PathStatus.VALID):
        for label, count in path.class_counts.items():
            counts[label] = counts.get(label, 0) + count
    return dict(sorted(counts.items()))


def version_out(version: DatasetVersion) -> DatasetVersionOut:
    return _shown([version])[0]


def _shown(versions: list[DatasetVersion]) -> list[DatasetVersionOut]:
    return [
        DatasetVersionOut(
            id=version.pk,
            number=version.number,
            hash=version.hash,
            images=version.images,
            annotated=version.annotated,
            class_counts=version.class_counts,
            split_counts=version.split_counts,
            reason=VersionReason(version.reason),
            note=version.note,
            uses=len(version.uses.all()),
            used_by=[
                VersionUseOut(kind=VersionReason(use.kind), subject_id=use.subject_id, name=use.name, at=use.at)
                for use in list(version.uses.all())[-_USES_SHOWN:]
            ],
            created_by=PersonOut.from_orm(version.created_by) if version.created_by else None,
            created_at=version.created_at,
        )
        for version in versions
    ]


def _told(dataset: Dataset, found: list[manifests.Difference]) -> list[DifferenceOut]:
    """With the sample that has the content now, if there still is one: its image can be shown."""
    contents = {one.shown.sha256 for one in found}
    samples = dict(dataset.samples.filter(sha256__in=contents).order_by("-pk").values_list("sha256", "pk"))
    return [_difference_out(one, samples) for one in found]


def _difference_out(one: manifests.Difference, samples: dict[str, int]) -> DifferenceOut:
    shown = one.shown
    return DifferenceOut(
        kind=one.kind,
        path=shown.path,
        path_before=one.before.path if one.before and one.before.path != shown.path else "",
        label_before=one.before.label if one.before else "",
        label=one.after.label if one.after else "",
        annotations_differ=one.before is not None and one.after is not None and one.before.mark != one.after.mark,
        split_before=one.before.split if one.before else "",
        split=one.after.split if one.after else "",
        sample_id=samples.get(shown.sha256),
    )
