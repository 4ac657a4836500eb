"""What the gallery of a dataset can be narrowed by, and how many images each value would leave."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, NamedTuple, cast

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Greatest
from ninja import Schema
from pydantic import Field

from modelwright.server.datasets.models import Dataset, Sample
from modelwright.server.datasets.problems import SAMPLE_PROBLEMS, annotation_sentence, sample_sentence

Rows = QuerySet[Sample]
_REMEMBERED: Final = 32
"""Datasets whose counts are remembered."""


class SampleFilter(Schema):
    """All of what is given must hold."""

    label: str | None = None
    """The class of the image, or one that its marks show; empty: images without any."""
    path_id: int | None = None
    labelled: bool | None = None
    """Whether somebody said what is on the image, by its folder, a mask or regions."""
    problem: bool | None = None
    """Whether the image or its annotation cannot be used as it is."""
    reason: str | None = None
    """The code of one such problem."""
    excluded: bool | None = None
    """Whether somebody excluded the image from use."""
    split: Literal["train", "validation", "none"] | None = None
    """The part of the training data that the image was given to; `none`: not given to any yet."""
    name: Annotated[str | None, Field(max_length=200)] = None
    """A part of the path below the data path."""
    copies: Literal["exact", "near", "torn"] | None = None
    """Images in use that are there several times: the same file, the same picture, the same file in several classes."""
    format: Annotated[str | None, Field(max_length=10)] = None
    """As the statistics name it."""
    side_from: int | None = None
    """Of the longer side, pixels; `to` is the first that no longer belongs."""
    side_to: int | None = None
    brightness_from: int | None = None
    brightness_to: int | None = None
    contrast_from: int | None = None
    contrast_to: int | None = None


def matching(dataset: Dataset, wanted: SampleFilter) -> Rows:
    rows: Rows = dataset.samples.all()
    for condition in (_labels, _states, _places, _copies, _ranges):
        rows = condition(rows, wanted, dataset)
    return rows


FINE: Final = Q(problem="", annotation_problem="")
NO_SPLIT: Final = "none"
LABELLED: Final = ~Q(label="") | Q(is_annotated=True)
FORMATS: Final = {"JPEG": ("jpg", "jpeg", "jpe"), "TIFF": ("tif", "tiff"), "BMP": ("bmp", "dib")}
"""Suffixes of the formats that have several; the others are their own."""


def showing(label: str) -> Q:
    return Q(label=label) | Q(shows__contains=f"\n{label}\n") if label else Q(label="", shows="")


def in_use(dataset: Dataset) -> Rows:
    return dataset.samples.filter(problem="", excluded_because="").exclude(sha256="")


def several(dataset: Dataset, kind: str) -> "QuerySet[Sample, dict[str, Any]]":
    """The values that images in use share: hashes of copies, of copies in several classes, or numbers of near duplicates."""
    key, counted = _COPIES[kind]
    rows = in_use(dataset).exclude(**{key: None}).order_by().values(key)
    shared = rows.annotate(several=Count(counted, distinct=counted != "pk")).filter(several__gt=1)
    return cast("QuerySet[Sample, dict[str, Any]]", shared)


_COPIES: Final = {"exact": ("sha256", "pk"), "near": ("near_group", "sha256"), "torn": ("sha256", "label")}


def _labels(rows: Rows, wanted: SampleFilter, _dataset: Dataset) -> Rows:
    return rows if wanted.label is None else rows.filter(showing(wanted.label))


def _states(rows: Rows, wanted: SampleFilter, _dataset: Dataset) -> Rows:
    if wanted.labelled is not None:
        rows = rows.filter(LABELLED if wanted.labelled else ~LABELLED)
    if wanted.problem is not None:
        rows = rows.exclude(FINE) if wanted.problem else rows.filter(FINE)
    if wanted.reason is not None:
        rows = rows.filter(Q(problem=wanted.reason) | Q(annotation_problem=wanted.reason))
    if wanted.excluded is not None:
        rows = rows.exclude(excluded_because="") if wanted.excluded else rows.filter(excluded_because="")
    if wanted.split is not None:
        rows = rows.filter(split="" if wanted.split == NO_SPLIT else wanted.split)
    return rows


def _places(rows: Rows, wanted: SampleFilter, _dataset: Dataset) -> Rows:
    if wanted.path_id is not None:
        rows = rows.filter(data_path_id=wanted.path_id)
    if wanted.name:
        rows = rows.filter(path__icontains=wanted.name)
    if wanted.format:
        suffixes = FORMATS.get(wanted.format, (wanted.format,))
        rows = rows.filter(_any(Q(path__iendswith=f".{suffix}") for suffix in suffixes), problem="")
    return rows


def _copies(rows: Rows, wanted: SampleFilter, dataset: Dataset) -> Rows:
    if wanted.copies is None:
        return rows
    key, _counted = _COPIES[wanted.copies]
    shared = several(dataset, wanted.copies).values(key)
    return rows.filter(problem="", excluded_because="", **{f"{key}__in": shared})


def _ranges(rows: Rows, wanted: SampleFilter, _dataset: Dataset) -> Rows:
    if wanted.side_from is not None or wanted.side_to is not None:
        rows = rows.annotate(side=Greatest("width", "height"))
    for field in ("side", "brightness", "contrast"):
        low, high = getattr(wanted, f"{field}_from"), getattr(wanted, f"{field}_to")
        if low is not None:
            rows = rows.filter(**{f"{field}__gte": low})
        if high is not None:
            rows = rows.filter(**{f"{field}__lt": high})
    return rows


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


class _Kind(NamedTuple):
    """Images of which everything that is counted is the same."""

    label: str
    shows: str
    path_id: int
    labelled: bool
    problem: str
    annotation_problem: str
    split: str
    excluded: bool

    @property
    def labels(self) -> set[str]:
        return {line for line in (self.label, *self.shows.split("\n")) if line} or {""}

    @property
    def reasons(self) -> set[str]:
        return {reason for reason in (self.problem, self.annotation_problem) if reason}


class FilterCounts(Schema):
    """How many images each value of a filter would leave, the other filters kept as they are."""

    label: dict[str, int]
    path_id: dict[int, int]
    labelled: dict[bool, int]
    problem: dict[bool, int]
    reason: dict[str, int]
    excluded: dict[bool, int]
    split: dict[str, int]
    messages: dict[str, str] = {}
    """What each reason means, in the person's language."""


_FACETS: Final[dict[str, Callable[[_Kind], Iterable[Any]]]] = {
    "label": lambda kind: kind.labels,
    "path_id": lambda kind: (kind.path_id,),
    "labelled": lambda kind: (kind.labelled,),
    "problem": lambda kind: (bool(kind.reasons),),
    "reason": lambda kind: kind.reasons,
    "excluded": lambda kind: (kind.excluded,),
    "split": lambda kind: (kind.split or NO_SPLIT,),
}


def counts(dataset: Dataset, wanted: SampleFilter) -> FilterCounts:
    """A query or two, however many values there are; of what is only chosen by these values, the answer is remembered."""
    others = wanted.model_copy(update=dict.fromkeys(_FACETS))
    is_all = others == SampleFilter()
    kinds = _kinds_of_all(dataset.pk, _state(dataset)) if is_all else _kinds(matching(dataset, others))
    found = {facet: _count(facet, kinds, wanted) for facet in _FACETS}
    return FilterCounts(**found, messages={reason: _sentence(reason) for reason in found["reason"]})


def _sentence(reason: str) -> str:
    return sample_sentence(reason) if reason in SAMPLE_PROBLEMS else annotation_sentence(reason)


def _state(dataset: Dataset) -> tuple[object, ...]:
    """Changes with whatever is done to the samples: checks on their way, exclusions, splits."""
    paths = dataset.paths.order_by("pk").values_list("pk", "check_number", "status", "checked")
    modified = Dataset.objects.filter(pk=dataset.pk).values_list("modified_at", flat=True)
    return (*modified, *paths)


@lru_cache(maxsize=_REMEMBERED)
def _kinds_of_all(dataset_id: int, _state: tuple[object, ...]) -> "list[tuple[_Kind, int]]":
    return _kinds(Sample.objects.filter(dataset=dataset_id))


def _kinds(rows: Rows) -> list[tuple[_Kind, int]]:
    marks = {
        "labelled": ExpressionWrapper(LABELLED, output_field=BooleanField()),
        "excluded": ExpressionWrapper(~Q(excluded_because=""), output_field=BooleanField()),
        "place": F("data_path_id"),
    }
    fields = ("label", "shows", "place", "labelled", "problem", "annotation_problem", "split", "excluded")
    found = rows.order_by().annotate(**marks).values_list(*fields).annotate(count=Count("pk"))
    return [(_Kind(*row[:-1]), row[-1]) for row in found]


def _count(facet: str, kinds: list[tuple[_Kind, int]], wanted: SampleFilter) -> Counter[Any]:
    asked = {name: getattr(wanted, name) for name in _FACETS if name != facet and getattr(wanted, name) is not None}
    total: Counter[Any] = Counter()
    for kind, count in kinds:
        if all(value in _FACETS[name](kind) for name, value in asked.items()):
            total.update(dict.fromkeys(_FACETS[facet](kind), count))
    return total
