"""What is worth putting right in a dataset: how many images it is about, what to do, and where to see them."""

from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal

from django.db.models import Count
from django.utils.translation import gettext as _
from ninja import Schema

from modelwright.server.datasets import surveying
from modelwright.server.datasets.filters import LABELLED, Rows, SampleFilter, in_use, matching, several
from modelwright.server.datasets.limits import FEW_IMAGES
from modelwright.server.datasets.models import Dataset, Survey
from modelwright.server.datasets.problems import annotation_sentence, sample_sentence

EXAMPLES: Final = 8
Severity = Literal["error", "warning", "notice"]
_SEVERITIES: Final = ("error", "warning", "notice")
_MASKS: Final = frozenset({"mask_size", "mask_unreadable", "mask_unknown_value"})


class ClassCount(Schema):
    label: str
    count: int


class IssueOut(Schema):
    code: str
    severity: Severity
    message: str
    advice: str
    """What to do about it."""
    count: int
    """Images, or annotations, or classes: what the message speaks of."""
    groups: int = 0
    """Of duplicates: how many different pictures they are."""
    wanted: SampleFilter | None = None
    """What the gallery is to be narrowed by to see them; None where there is nothing to see."""
    sort: str = ""
    """How the gallery shows them best."""
    samples: list[int] = []
    """The first few of them."""
    examples: list[str] = []
    """Where it is not about whole images: the file, and which annotation in it."""
    classes: list[ClassCount] = []


class IssuesOut(Schema):
    items: list[IssueOut]
    pending: bool
    """Images are still being looked at: near duplicates may be missing. Ask again."""
    compared: bool
    """False: there are too many images to look for near duplicates."""


def issues(dataset: Dataset) -> IssuesOut:
    found = [issue for look in _LOOKS for issue in look(dataset)]
    found.sort(key=lambda issue: (_SEVERITIES.index(issue.severity), -issue.count))
    survey = Survey.objects.filter(dataset=dataset).first()
    pending = survey is None or survey.stamp != surveying.stamp_of(dataset.pk)
    return IssuesOut(items=found, pending=pending, compared=survey is None or survey.compared)


def _unreadable(dataset: Dataset) -> Iterator[IssueOut]:
    rows = dataset.samples.exclude(problem="")
    for reason, count in _tally(rows, "problem"):
        advice = _("They are left out of every training. Replace the files or remove them, then check them again.")
        wanted = SampleFilter(reason=reason)
        yield _issue(dataset, reason, "error", sample_sentence(reason), advice, count, wanted, with_samples=False)


def _annotations(dataset: Dataset) -> Iterator[IssueOut]:
    """Reasons that stand at samples can be seen in the gallery; all are counted by the check."""
    at_samples = dict(_tally(dataset.samples.exclude(annotation_problem=""), "annotation_problem"))
    counts: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for problems in dataset.paths.order_by("pk").values_list("annotation_problems", flat=True):
        for problem in problems:
            counts[problem["reason"]] += problem["count"]
            examples.setdefault(problem["reason"], []).extend(problem["examples"])
    for reason, count in counts.items():
        wanted = SampleFilter(reason=reason) if reason in at_samples else None
        issue = _issue(dataset, reason, "warning", annotation_sentence(reason), _advice_on(reason), count, wanted)
        yield issue.model_copy(update={"examples": examples[reason][:EXAMPLES]})


def _advice_on(reason: str) -> str:
    if reason in _MASKS:
        return _("The images are left out of trainings on masks. Correct the masks, then check them again.")
    return _(
        "These annotations are not used, or only in part. Correct them in their file, then check the data path again."
    )


def _torn(dataset: Dataset) -> Iterator[IssueOut]:
    message = _("The same image lies in several classes.")
    advice = _("A model cannot learn both. Keep each image in its true class, and exclude or remove the other copies.")
    yield from _copies(dataset, "torn", "conflicting_duplicates", "error", message, advice)


def _exact(dataset: Dataset) -> Iterator[IssueOut]:
    message = _("The same file is there several times.")
    advice = _(
        "Copies weigh more in a training than other images. They never cross the split; exclude what is not needed."
    )
    yield from _copies(dataset, "exact", "duplicates", "warning", message, advice)


def _near(dataset: Dataset) -> Iterator[IssueOut]:
    message = _("Images show the same picture, saved, resized or compressed again.")
    advice = _("They never cross the split. Look at them side by side, and exclude what is not needed.")
    yield from _copies(dataset, "near", "near_duplicates", "warning", message, advice)


def _copies(
    dataset: Dataset, kind: Literal["exact", "near", "torn"], code: str, severity: Severity, message: str, advice: str
) -> Iterator[IssueOut]:
    wanted = SampleFilter(copies=kind)
    sort = "near" if kind == "near" else "copies"
    if groups := several(dataset, kind).count():
        count = matching(dataset, wanted).count()
        issue = _issue(dataset, code, severity, message, advice, count, wanted, sort=sort)
        yield issue.model_copy(update={"groups": groups})


def _look_alikes(dataset: Dataset) -> Iterator[IssueOut]:
    survey = Survey.objects.filter(dataset=dataset).first()
    if survey and survey.look_alikes:
        message = _("Images look much like many others of their class, as photos of one part or page do.")
        advice = _(
            "They are not kept together at the split. If they show the same part, name its group in the preprocessing "
            "parameters: without it the validation may look better than the model is."
        )
        yield _issue(dataset, "look_alikes", "notice", message, advice, survey.look_alikes, None)


def _small_classes(dataset: Dataset) -> Iterator[IssueOut]:
    counts: Counter[str] = Counter()
    rows = in_use(dataset).order_by().values_list("label", "shows").annotate(count=Count("pk"))
    for label, shows, count in rows:
        counts.update(dict.fromkeys(filter(None, {label, *shows.split("\n")}), count))
    few = sorted(((label, count) for label, count in counts.items() if count < FEW_IMAGES), key=lambda item: item[1])
    if few:
        message = _("Classes with fewer than %(least)s images in use.") % {"least": FEW_IMAGES}
        advice = _("Their numbers will be uncertain, and a class with one image is never validated. Add images.")
        issue = _issue(dataset, "few_images", "warning", message, advice, len(few), None)
        yield issue.model_copy(update={"classes": [ClassCount(label=label, count=count) for label, count in few]})


def _unlabelled(dataset: Dataset) -> Iterator[IssueOut]:
    rows = in_use(dataset)
    if (count := rows.exclude(LABELLED).count()) and rows.filter(LABELLED).exists():
        message = _("Images of which nothing is said, while others have a class, a mask or regions.")
        advice = _("Trainings leave them out. Label them, or add an empty mask or entry where there is nothing to see.")
        wanted = SampleFilter(labelled=False, problem=False, excluded=False)
        yield _issue(dataset, "unlabelled", "notice", message, advice, count, wanted)


_LOOKS: Final = (_unreadable, _torn, _annotations, _exact, _near, _small_classes, _look_alikes, _unlabelled)


def _issue(
    dataset: Dataset,
    code: str,
    severity: Severity,
    message: str,
    advice: str,
    count: int,
    wanted: SampleFilter | None,
    *,
    sort: str = "",
    with_samples: bool = True,
) -> IssueOut:
    shown = _first(dataset, wanted, sort) if wanted and with_samples else []
    return IssueOut(
        code=code,
        severity=severity,
        message=message,
        advice=advice,
        count=count,
        wanted=wanted,
        sort=sort,
        samples=shown,
    )


def _first(dataset: Dataset, wanted: SampleFilter, sort: str) -> list[int]:
    order = {"near": ("near_group", "pk"), "copies": ("sha256", "pk")}.get(sort, ("pk",))
    return list(matching(dataset, wanted).order_by(*order).values_list("pk", flat=True)[:EXAMPLES])


def _tally(rows: Rows, column: str) -> list[tuple[str, int]]:
    return list(rows.order_by().values_list(column).annotate(count=Count("pk")))
