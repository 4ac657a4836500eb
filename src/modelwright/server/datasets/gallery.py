"""What is done to many samples of a dataset at once: exclude, include, check again, download."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from modelwright.server.core import audit, zips
from modelwright.server.core.errors import Invalid
from modelwright.server.core.schemas import Key
from modelwright.server.datasets import mirrors, pictures, places
from modelwright.server.datasets.filters import Rows, SampleFilter, matching
from modelwright.server.datasets.models import DataPath, Dataset
from modelwright.server.datasets.paths import begin_check, touch

LARGEST_SELECTION: Final = 10_000
"""Samples chosen one by one; all that match a filter may be any number."""
_COLUMNS: Final = (
    "file",
    "data path",
    "path",
    "class",
    "shows",
    "width",
    "height",
    "bytes",
    "sha256",
    "excluded because",
)
_FIELDS: Final = (
    "pk",
    "data_path_id",
    "path",
    "label",
    "shows",
    "width",
    "height",
    "size",
    "sha256",
    "excluded_because",
)


class SelectionIn(Schema):
    """Samples of one dataset: those listed, or else all that match the filter but those listed in `without`."""

    ids: list[Key] | None = Field(None, max_length=LARGEST_SELECTION)
    wanted: SampleFilter = SampleFilter()
    without: list[Key] = Field([], max_length=LARGEST_SELECTION)


class ExclusionIn(Schema):
    selection: SelectionIn
    reason: str = Field(max_length=300)


class SelectedOut(Schema):
    count: int
    """The samples that were changed."""


def selection(wanted: SampleFilter, ids: str, without: str) -> SelectionIn:
    """As an address writes it. Raises Invalid for what is no list of numbers, or too long a one."""
    return SelectionIn(ids=_numbers("ids", ids) if ids else None, wanted=wanted, without=_numbers("without", without))


@transaction.atomic
def exclude(user: Any, dataset: Dataset, chosen: SelectionIn, reason: str) -> SelectedOut:
    """Raises Invalid without a reason: who comes later wants to know."""
    if not (reason := reason.strip()):
        sentence = _("Say why the images are excluded: whoever looks at the dataset later wants to know.")
        raise Invalid(sentence, fields={"reason": sentence})
    rows = _chosen(dataset, chosen).filter(excluded_because="")
    return _change(user, dataset, rows, reason, "dataset.samples_excluded")


@transaction.atomic
def include(user: Any, dataset: Dataset, chosen: SelectionIn) -> SelectedOut:
    rows = _chosen(dataset, chosen).exclude(excluded_because="")
    return _change(user, dataset, rows, "", "dataset.samples_included")


@transaction.atomic
def check_again(user: Any, dataset: Dataset, chosen: SelectionIn) -> SelectedOut:
    """The check of their data paths reads these samples anew: a file may be damaged without a new time stamp."""
    rows = dataset.samples.filter(pk__in=_chosen(dataset, chosen).values("pk"))
    paths = list(DataPath.objects.filter(pk__in=rows.order_by().values("data_path").distinct()))
    count = rows.update(modified_ns=-1)
    for path in paths:
        begin_check(path)
    if count:
        audit.record(user, "dataset.samples_checked_again", dataset, {"count": count})
    return SelectedOut(count=count)


def download(dataset: Dataset, chosen: SelectionIn) -> StreamingHttpResponse:
    """A zip in pieces: memory does not depend on how many samples there are."""
    rows = list(_chosen(dataset, chosen).order_by("pk").values_list(*_FIELDS))
    folders = {path.pk: path.folder for path in dataset.paths.all()}
    response = StreamingHttpResponse(zips.stream(_entries(rows, folders)), content_type="application/zip")
    response["Content-Disposition"] = pictures.disposition(f"{dataset.name}.zip", download=True)
    response["Cache-Control"] = "no-store"
    return response


def _change(user: Any, dataset: Dataset, rows: Rows, reason: str, action: str) -> SelectedOut:
    count = dataset.samples.filter(pk__in=rows.order_by().values("pk")).update(excluded_because=reason)
    if count:
        touch(user, dataset)
        audit.record(user, action, dataset, {"count": count, "reason": reason})
    return SelectedOut(count=count)


def _chosen(dataset: Dataset, chosen: SelectionIn) -> Rows:
    if chosen.ids is not None:
        return dataset.samples.filter(pk__in=chosen.ids)
    rows = matching(dataset, chosen.wanted)
    return rows.exclude(pk__in=chosen.without) if chosen.without else rows


def _entries(rows: list[tuple[Any, ...]], folders: dict[int, Path]) -> Iterator[zips.Entry]:
    lines = []
    for pk, path_id, path, label, *facts in rows:
        folder = folders[path_id]
        name = f"{zips.safe(label)}/{pk}-{zips.safe(Path(path).name)}"
        data = _read(folder / path, folder)
        lines.append(("(gone)" if data is None else name, mirrors.shown(str(folder)), path, label, *_plain(facts)))
        if data is not None:
            yield zips.Entry(name, data)
    yield zips.Entry("samples.csv", zips.table(_COLUMNS, lines), compressed=True)


def _plain(facts: list[Any]) -> list[Any]:
    """The classes that an image shows in one cell."""
    shows, *others = facts
    return [", ".join(filter(None, shows.split("\n"))), *others]


def _read(file: Path, folder: Path) -> bytes | None:
    try:
        return file.read_bytes() if places.may_be_read(file, folder) else None
    except (OSError, ValueError):
        return None


def _numbers(field: str, text: str) -> list[int]:
    parts = text.split(",") if text else []
    if (
        not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts)
        or len(parts) > LARGEST_SELECTION
    ):
        sentence = _("Give at most %(largest)s numbers of images with commas between them.") % {
            "largest": LARGEST_SELECTION
        }
        raise Invalid(sentence, fields={field: sentence})
    return [int(part) for part in parts]
