"""Data paths of a dataset (E28 to E32, E45, E46): added after a check of their structure, then read in the background."""

import time
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.formats import number_format
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from modelwright.contract.layout import Format
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, NotFound
from modelwright.server.datasets import counting, places
from modelwright.server.datasets.models import DataPath, Dataset, PathStatus
from modelwright.server.datasets.problems import PathCheckFailed, annotation_sentence, path_sentence
from modelwright.server.datasets.schemas import AnnotationProblemOut, LookedAt, PathOut
from modelwright.server.datasets.storage import remove_uploaded

LOOKING_S: Final = 3.0
"""How long the images of folders that somebody types are counted, all together."""


def list_paths(dataset: Dataset) -> list[PathOut]:
    return [path_out(path) for path in dataset.paths.order_by("id")]


def add_paths(user: Any, dataset: Dataset, texts: list[str]) -> list[PathOut]:
    """Add all of the folders or none. Raises PathCheckFailed with the reason for each."""
    folders = checked(texts, present=[Path(path) for path in dataset.paths.values_list("path", flat=True)])
    return [path_out(row) for row in put_paths(user, dataset, folders)]


@transaction.atomic
def put_paths(user: Any, dataset: Dataset, folders: list[Path]) -> list[DataPath]:
    """Store folders that were looked at before: no disk is waited for while the database is locked."""
    here = set(dataset.paths.values_list("path", flat=True))  # another request may have been quicker
    rows = DataPath.objects.bulk_create(
        DataPath(dataset=dataset, path=str(folder)) for folder in folders if str(folder) not in here
    )
    touch(user, dataset)
    audit.record(user, "dataset.paths_added", dataset, {"paths": [row.path for row in rows]})
    return rows


def checked(texts: list[str], present: list[Path]) -> list[Path]:
    """The folders that the texts mean. Raises PathCheckFailed when one of them cannot be used."""
    folders: list[Path] = []
    reasons: dict[str, str] = {}
    for number, text in enumerate(texts):
        try:
            folder = places.usable_folder(text)
            _check_new(folder, [*present, *folders])
            folders.append(folder)
        except places.PathProblem as problem:
            reasons[f"paths.{number}"] = problem.code
    if reasons:
        raise PathCheckFailed(reasons)
    return folders


def _check_new(folder: Path, present: list[Path]) -> None:
    if folder in present:
        raise places.PathProblem("twice")
    if any(folder.is_relative_to(other) or other.is_relative_to(folder) for other in present):
        raise places.PathProblem("overlaps")


def look_at(texts: list[str]) -> list[LookedAt]:
    """What each text leads to, without storing anything: an invalid one does not keep the others from being looked at."""
    until = time.monotonic() + LOOKING_S
    seen: list[Path] = []
    return [
        _looked_at(text, seen, max(0.05, (until - time.monotonic()) / (len(texts) - n))) for n, text in enumerate(texts)
    ]


def _looked_at(text: str, seen: list[Path], seconds: float) -> LookedAt:
    try:
        folder = places.usable_folder(text)
        _check_new(folder, seen)
        count, is_more = counting.count_for(folder, seconds)
    except places.PathProblem as problem:
        return _not_usable(text, problem.code)
    except OSError:
        return _not_usable(text, "not_readable")
    seen.append(folder)
    told = now("Images: %(count)s") % {"count": _number(count.images) + ("+" if is_more else "")}
    told += ", " + now("folders: %(count)s") % {"count": _number(count.folders - 1)}
    return LookedAt(path=text, valid=True, message="", images=count.images, is_more=is_more, description=told)


def _not_usable(text: str, code: str) -> LookedAt:
    return LookedAt(path=text, valid=False, message=path_sentence(code), images=0, is_more=False, description="")


@transaction.atomic
def cancel_check(user: Any, path: DataPath) -> PathOut:
    """End the check under way. Raises Conflict where there is none."""
    running = DataPath.objects.filter(pk=path.pk, status=PathStatus.CHECKING)
    ended = {"status": PathStatus.INVALID, "problem": "cancelled", "claimed_until": None}
    if not running.update(**ended, check_number=F("check_number") + 1):
        raise Conflict(_("The check has ended already."))
    audit.record(user, "dataset.path_check_cancelled", path.dataset, {"path": path.path})
    path.refresh_from_db()
    return path_out(path)


@transaction.atomic
def check_again(user: Any, path: DataPath) -> PathOut:
    begin_check(path)
    audit.record(user, "dataset.path_checked_again", path.dataset, {"path": path.path})
    return path_out(path)


def begin_check(path: DataPath) -> None:
    """Have the dispatcher check the path from the beginning; a check under way ends itself."""
    DataPath.objects.filter(pk=path.pk).update(
        status=PathStatus.CHECKING, problem="", checked=0, claimed_until=None, check_number=F("check_number") + 1
    )
    path.refresh_from_db()


@transaction.atomic
def remove_path(user: Any, path: DataPath) -> None:
    """Remove the path and its samples from the dataset. Files of the person stay; uploaded ones go with it."""
    dataset, text, is_upload = path.dataset, path.path, path.is_upload
    path.delete()
    touch(user, dataset)
    audit.record(user, "dataset.path_removed", dataset, {"path": text})
    if is_upload:
        transaction.on_commit(lambda: remove_uploaded(dataset.pk))


@transaction.atomic
def remove_paths(user: Any, dataset: Dataset, keys: list[int]) -> None:
    """All of them or none (E32). Raises NotFound when one is not the dataset's."""
    rows = list(dataset.paths.filter(pk__in=keys))
    if len(rows) < len(set(keys)):
        raise NotFound(_("A chosen data path has been removed already. Look at the list again."))
    for row in rows:
        remove_path(user, row)


def touch(user: Any, dataset: Dataset) -> None:
    """Say who changed the dataset last (E31)."""
    dataset.modified_by = user
    dataset.save(update_fields=["modified_by", "modified_at"])


def path_out(path: DataPath) -> PathOut:
    return PathOut(
        id=path.pk,
        path=path.path,
        is_upload=path.is_upload,
        status=PathStatus(path.status),
        message=path_sentence(path.problem),
        images=path.images,
        unreadable=path.unreadable,
        checked=path.checked,
        format=Format(path.format) if path.format else None,
        class_counts=path.class_counts,
        region_counts=path.region_counts,
        annotation_problems=[
            AnnotationProblemOut(message=annotation_sentence(problem["reason"]), **problem)
            for problem in path.annotation_problems
        ],
        description=description(path),
        checked_at=path.checked_at,
    )


def description(path: DataPath) -> str:
    """What the check found (E29), such as “1,437 images in 10 classes, 28–32 px, PNG”; empty before the first check."""
    if path.checked_at is None or not path.images:
        return ""
    parts = [
        now("Images: %(count)s") % {"count": _number(path.images)},
        now("classes: %(count)s") % {"count": _number(len(path.class_counts))},
    ]
    if path.region_counts:
        marks = now("masks: %(count)s") if path.format == Format.MASKS else now("regions: %(count)s")
        parts.append(marks % {"count": _number(sum(path.region_counts.values()))})
    if sides := path.facts.get("sides"):
        low, high = sides
        parts.append(f"{low} px" if low == high else f"{low}–{high} px")
    parts += path.facts.get("formats", {})
    return ", ".join(parts)


def _number(value: int) -> str:
    return str(number_format(value, force_grouping=True))
