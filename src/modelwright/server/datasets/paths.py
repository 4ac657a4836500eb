"""Data paths of a dataset (E28 to E32, E45, E46): added after a check of their structure, then read in the background."""

import time
from pathlib import PurePosixPath
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.formats import number_format
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from modelwright.contract.layout import Format
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, NotFound
from modelwright.server.core.lists import in_a_row
from modelwright.server.core.sizes import size
from modelwright.server.datasets import buckets, counting, mirrors, places
from modelwright.server.datasets.models import DataPath, Dataset, PathStatus
from modelwright.server.datasets.problems import (
    PathCheckFailed,
    annotation_sentence,
    object_sentence,
    path_reason,
    path_sentence,
)
from modelwright.server.datasets.schemas import AnnotationProblemOut, FetchOut, LeftOutOut, LookedAt, PathOut
from modelwright.server.datasets.storage import remove_uploaded

LOOKING_S: Final = 3.0
"""How long the images of folders that somebody types are counted, all together."""
STORES_S: Final = 20.0
"""How long stores are waited for, all together, before the rest is not looked at."""


def list_paths(dataset: Dataset) -> list[PathOut]:
    return [path_out(path) for path in dataset.paths.order_by("id")]


def add_paths(user: Any, dataset: Dataset, texts: list[str]) -> list[PathOut]:
    """Add all of the folders or none. Raises PathCheckFailed with the reason for each."""
    found = checked(texts, present=list(dataset.paths.values_list("path", flat=True)))
    return [path_out(row) for row in put_paths(user, dataset, found)]


@transaction.atomic
def put_paths(user: Any, dataset: Dataset, paths: list[str]) -> list[DataPath]:
    """Store folders that were looked at before: no disk is waited for while the database is locked."""
    here = set(dataset.paths.values_list("path", flat=True))  # another request may have been quicker
    rows = DataPath.objects.bulk_create(
        DataPath(dataset=dataset, path=path, is_fetching=mirrors.is_remote(path)) for path in paths if path not in here
    )
    touch(user, dataset)
    audit.record(user, "dataset.paths_added", dataset, {"paths": [row.path for row in rows]})
    return rows


def checked(texts: list[str], present: list[str]) -> list[str]:
    """The folders and addresses that the texts mean. Raises PathCheckFailed when one of them cannot be used."""
    until = time.monotonic() + STORES_S
    paths: list[str] = []
    reasons: dict[str, str] = {}
    for number, text in enumerate(texts):
        try:
            path = _usable(text, [*present, *paths], until)
            paths.append(path)
        except places.PathProblem as problem:
            reasons[f"paths.{number}"] = path_reason(problem.code, problem.values)
    if reasons:
        raise PathCheckFailed(reasons)
    return paths


def _usable(text: str, present: list[str], until: float) -> str:
    """As it is stored. Raises PathProblem."""
    if not buckets.is_meant(text):
        folder = str(places.usable_folder(text))
        _check_new(folder, present)
        return folder
    address = buckets.address(text)
    _check_new(str(address), present)
    buckets.look(address, 0, until=until)
    return str(address)


def _check_new(path: str, present: list[str]) -> None:
    if path in present:
        raise places.PathProblem("twice")
    new = PurePosixPath(path)
    if any(new.is_relative_to(other) or PurePosixPath(other).is_relative_to(new) for other in present):
        raise places.PathProblem("overlaps")


def look_at(texts: list[str]) -> list[LookedAt]:
    """What each text leads to, without storing anything: an invalid one does not keep the others from being looked at."""
    began = time.monotonic()
    seen: list[str] = []
    answers = []
    for number, text in enumerate(texts):
        seconds = max(0.05, (began + LOOKING_S - time.monotonic()) / (len(texts) - number))
        try:
            if buckets.is_meant(text):
                answers.append(_looked_at_address(text, seen, seconds, until=began + STORES_S))
            else:
                answers.append(_looked_at_folder(text, seen, seconds))
        except places.PathProblem as problem:
            answers.append(_not_usable(text, problem))
        except OSError:
            answers.append(_not_usable(text, places.PathProblem("not_readable")))
    return answers


def _looked_at_address(text: str, seen: list[str], seconds: float, *, until: float) -> LookedAt:
    address = buckets.address(text)
    _check_new(str(address), seen)
    found = buckets.look(address, seconds, until=until)
    seen.append(str(address))
    more = "+" if found.is_more else ""
    images = now("Images: %(count)s") % {"count": _number(found.images) + more}
    told = in_a_row([images, now("to be fetched: %(size)s") % {"size": size(found.size) + more}])
    return LookedAt(path=text, valid=True, message="", images=found.images, is_more=found.is_more, description=told)


def _looked_at_folder(text: str, seen: list[str], seconds: float) -> LookedAt:
    folder = places.usable_folder(text)
    _check_new(str(folder), seen)
    count, is_more = counting.count_for(folder, seconds)
    seen.append(str(folder))
    images = now("Images: %(count)s") % {"count": _number(count.images) + ("+" if is_more else "")}
    told = in_a_row([images, now("folders: %(count)s") % {"count": _number(count.folders - 1)}])
    return LookedAt(path=text, valid=True, message="", images=count.images, is_more=is_more, description=told)


def _not_usable(text: str, problem: places.PathProblem) -> LookedAt:
    message = path_sentence(problem.code, problem.values)
    return LookedAt(path=text, valid=False, message=message, images=0, is_more=False, description="")


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
    begun = {"status": PathStatus.CHECKING, "problem": "", "checked": 0, "claimed_until": None}
    DataPath.objects.filter(pk=path.pk).update(
        **begun, is_fetching=mirrors.is_remote(path.path), check_number=F("check_number") + 1
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
        message=path_sentence(path.problem, path.fetch.get("values", {})),
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
        fetch=_fetch_out(path),
        left_out=[
            LeftOutOut(message=object_sentence(kind["reason"]), **kind) for kind in path.fetch.get("left_out", [])
        ],
        checked_at=path.checked_at,
    )


def _fetch_out(path: DataPath) -> FetchOut | None:
    if not path.is_fetching or path.status != PathStatus.CHECKING:
        return None
    begun = {"is_listing": True, "objects": 0, "of_objects": 0, "bytes": 0, "of_bytes": 0}
    return FetchOut.model_validate(begun | path.fetch)


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
    return in_a_row(parts)


def _number(value: int) -> str:
    return str(number_format(value, force_grouping=True))
