"""What a person sees of a project at a glance (E2): numbers, the week, and what waits for them."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project, User
from modelwright.server.core.errors import Forbidden, Invalid
from modelwright.server.datasets.models import Dataset, PathStatus
from modelwright.server.jobs.models import Job, Status
from modelwright.server.overview.schemas import Waits, Whose
from modelwright.server.registry.models import Model
from modelwright.server.registry.shapes import models_out
from modelwright.server.training.jobs import KIND
from modelwright.server.training.models import Process

DAYS: Final = 7
MOST_WAITING: Final = 10
_ABNORMAL: Final = Q(job__status__in=(Status.FAILED, Status.LOST))
_UNPUBLISHED: Final = Q(job__status=Status.COMPLETED, published_name="", disabled=False)


def overview(user: User, project: Project, *, whose: Whose, zone_name: str) -> dict[str, Any]:
    """Raises Forbidden where somebody else than an administrator asks for everyone's, Invalid for an unknown time zone."""
    check_whose(user, whose)
    zone = _zone(zone_name)
    only = None if whose is Whose.EVERYONES else user
    processes, models, datasets = _processes(project, only), models_of(project, only), _datasets(project, only)
    return {
        "whose": whose,
        "numbers": {**_trainings(processes), "models": models.count(), "weakest": _weakest(models)},
        "week": _week(processes, zone),
        "waiting": _waiting(processes, datasets),
    }


def check_whose(user: User, whose: Whose) -> None:
    """Raises Forbidden where somebody else than an administrator asks for everyone's."""
    if whose is Whose.EVERYONES and not user.is_superuser:
        raise Forbidden(_("Only an administrator may see everyone's numbers."))


def models_of(project: Project, user: User | None) -> "QuerySet[Model]":
    """The person's own, or with nobody everyone's."""
    rows = Model.objects.filter(project=project)
    return rows if user is None else rows.filter(created_by=user)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        sentence = _("There is no time zone named “%(name)s”. Names look like Europe/Madrid.") % {"name": name[:60]}
        raise Invalid(sentence, fields={"timezone": sentence}) from error


def _processes(project: Project, user: User | None) -> "QuerySet[Process]":
    rows = Process.objects.filter(template__project=project)
    return rows if user is None else rows.filter(author=user)


def _datasets(project: Project, user: User | None) -> "QuerySet[Dataset]":
    rows = Dataset.objects.filter(project=project)
    return rows if user is None else rows.filter(created_by=user)


def _trainings(processes: "QuerySet[Process]") -> dict[str, int]:
    return processes.aggregate(
        trainings=Count("pk"),
        active=Count("pk", filter=Q(job__status__in=(Status.WAITING, *Job.ACTIVE))),
        abnormal=Count("pk", filter=_ABNORMAL),
        unpublished=Count("pk", filter=_UNPUBLISHED),
    )


def _weakest(models: "QuerySet[Model]") -> dict[str, Any] | None:
    return weakest_of([model["latest"] for model in models_out(list(models)) if model["latest"]])


def weakest_of(versions: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Of versions as the registry shows them: the one with the lowest headline number; None of none."""
    if not versions:
        return None
    lowest = min(versions, key=lambda version: version["metric_value"])
    same = ("model_id", "model_name", "metric", "measured_on", "measured_samples")
    return {**{name: lowest[name] for name in same}, "version": lowest["name"], "value": lowest["metric_value"]}


def _week(processes: "QuerySet[Process]", zone: ZoneInfo) -> list[dict[str, Any]]:
    """Every attempt counts, so that a training that was started twice is two starts."""
    today = timezone.now().astimezone(zone).date()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    since = datetime.combine(days[0], time.min, tzinfo=zone)
    jobs = Job.objects.filter(kind=KIND, subject_id__in=processes.values("pk"))
    recent = jobs.filter(Q(started_at__gte=since) | Q(finished_at__gte=since))
    counted: Counter[tuple[date, str]] = Counter()
    for started_at, finished_at, status in recent.values_list("started_at", "finished_at", "status"):
        counted.update(_events(started_at, finished_at, status, zone))
    return [{"day": day, **{what: counted[day, what] for what in ("started", "completed", "failed")}} for day in days]


def _events(
    started_at: datetime | None, finished_at: datetime | None, status: str, zone: ZoneInfo
) -> list[tuple[date, str]]:
    events = [(started_at.astimezone(zone).date(), "started")] if started_at else []
    if finished_at and status in (Status.COMPLETED, Status.FAILED):
        events.append((finished_at.astimezone(zone).date(), str(status)))
    return events


def _waiting(processes: "QuerySet[Process]", datasets: "QuerySet[Dataset]") -> list[dict[str, Any]]:
    rows = [
        *_waiting_processes(processes.filter(_ABNORMAL, disabled=False), Waits.FAILED),
        *_waiting_processes(processes.filter(_UNPUBLISHED), Waits.UNPUBLISHED),
        *_with_invalid_paths(datasets),
    ]
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def _waiting_processes(processes: "QuerySet[Process]", kind: Waits) -> list[dict[str, Any]]:
    newest = processes.select_related("template", "job").order_by("-job__finished_at", "-pk")[:MOST_WAITING]
    return [
        {
            "kind": kind,
            "id": process.pk,
            "name": process.journal_name(),
            "at": process.job.finished_at or process.job.created_at,
        }
        for process in newest
    ]


def _with_invalid_paths(datasets: "QuerySet[Dataset]") -> list[dict[str, Any]]:
    bad = datasets.filter(paths__status=PathStatus.INVALID).distinct().order_by("-modified_at")[:MOST_WAITING]
    return [
        {"kind": Waits.INVALID_PATH, "id": dataset.pk, "name": dataset.name, "at": dataset.modified_at}
        for dataset in bad
    ]
