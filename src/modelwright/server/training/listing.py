"""The list of processes: what it can be filtered by, searched for and sorted by."""

from datetime import datetime
from typing import Annotated, Any, Final

from django.db.models import CharField, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from modelwright.contract.tasks import Task
from modelwright.server.accounts.models import Project, User
from modelwright.server.core.errors import Invalid
from modelwright.server.core.pagination import Sorts, page
from modelwright.server.jobs.models import Machine, Status
from modelwright.server.training.models import Process, ProcessTag, Template
from modelwright.server.training.rows import rows_out

_SORTS: Final[Sorts] = {
    "created_at": "created_at",
    "number": "number",
    "template": "template__name",
    "model": Coalesce("template__retrains__model__name", "template__name", output_field=CharField()),
    "task": "template__task",
    "base_model": "template__base_model",
    "author": "author__username",
    "machine": "job__machine__name",
    "status": "job__status",
    "started_at": "job__started_at",
    "running_at": "job__running_at",
    "finished_at": "job__finished_at",
    "duration": ExpressionWrapper(F("job__finished_at") - F("job__started_at"), output_field=DurationField()),
}
_TEMPLATES_SHOWN: Final = 100
_SEARCHED: Final = (
    "template__name",
    "template__retrains__model__name",
    "template__base_model",
    "author__username",
    "job__machine__name",
    "published_name",
    "note",
)


class ProcessFilter(Schema):
    """All of what is given must hold."""

    template_id: int | None = None
    status: str = ""
    """Several, separated by commas; `published` and `disabled` count as such."""
    mine: bool = False
    search: str = ""
    """In the names of template, model, base model, author and machine, the version, the note and the tags; a number is the
    process's."""
    task: Task | None = None
    base_model: Annotated[str, Field(max_length=60)] = ""
    author_id: int | None = None
    machine_id: int | None = None
    """Of the latest attempt."""
    tag: Annotated[str, Field(max_length=1000)] = ""
    """Several, separated by commas: those that have any of them."""
    created_from: datetime | None = None
    created_to: datetime | None = None
    """The first moment that no longer belongs."""


def list_processes(
    user: Any, project: Project, wanted: ProcessFilter, *, sort: str, cursor: str, limit: int
) -> dict[str, Any]:
    rows = Process.objects.visible_to(user).filter(template__project=project)
    return page(
        _matching(rows, user, wanted).only("pk"),
        sort=sort,
        sorts=_SORTS,
        cursor=cursor,
        limit=limit,
        show=lambda found: _out(found, user),
    )


def _out(found: list[Process], user: Any) -> list[dict[str, Any]]:
    """Only now with all that a row tells: sorting so much of each process would take most of the time."""
    keys = [process.pk for process in found]
    rows = {row["id"]: row for row in rows_out(Process.objects.filter(pk__in=keys), user)}
    return [rows[key] for key in keys if key in rows]


def _matching(rows: "QuerySet[Process]", user: Any, wanted: ProcessFilter) -> "QuerySet[Process]":
    plain = {
        "template": wanted.template_id,
        "author": user.pk if wanted.mine else None,
        "author_id": wanted.author_id,
        "job__machine": wanted.machine_id,
        "template__task": wanted.task,
        "template__base_model": wanted.base_model or None,
        "created_at__gte": wanted.created_from,
        "created_at__lt": wanted.created_to,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value is not None})
    if tags := [tag for name in wanted.tag.split(",") if (tag := name.strip())]:
        rows = rows.filter(pk__in=ProcessTag.objects.filter(name__in=tags).values("process"))
    names = [name for name in wanted.status.split(",") if name]
    return _searched(_with_status(rows, names), wanted.search.strip())


def _with_status(rows: "QuerySet[Process]", names: list[str]) -> "QuerySet[Process]":
    unknown = set(names) - {*Status.values, "published", "disabled"}
    if unknown:
        sentence = _("There is no status %(names)s.") % {"names": ", ".join(sorted(unknown))}
        raise Invalid(sentence, fields={"status": sentence})
    wanted = Q(job__status__in=[name for name in names if name in Status.values])
    wanted |= Q(disabled=True) if "disabled" in names else Q()
    wanted |= ~Q(published_name="") if "published" in names else Q()
    return rows.filter(wanted) if names else rows


def _searched(rows: "QuerySet[Process]", search: str) -> "QuerySet[Process]":
    if not search:
        return rows
    found = Q(pk__in=ProcessTag.objects.filter(name__icontains=search).values("process"))
    for field in _SEARCHED:
        found |= Q(**{f"{field}__icontains": search})
    return rows.filter(found | _named(search))


def _named(search: str) -> Q:
    """By number, alone or behind the name of its template or model, as people call a process: 3, #3, Gears · 3."""
    name, _dot, number = search.removeprefix("#").rpartition("·")
    if not number.strip().isdecimal() or len(number) >= 10:
        return Q(pk__in=[])
    named = Q(template__name__icontains=name.strip()) | Q(template__retrains__model__name__icontains=name.strip())
    return named & Q(number=int(number))


def filter_choices(user: Any, project: Project) -> dict[str, Any]:
    """What the processes that the person sees could be narrowed by: only values that some of them have."""
    rows = Process.objects.visible_to(user).filter(template__project=project)
    used = list(rows.order_by().values_list("template__task", "template__base_model").distinct())
    tags = ProcessTag.objects.filter(process__in=rows).order_by("name").values("name")
    templates = Template.objects.filter(pk__in=rows.values("template")).order_by("name").values("id", "name")
    shown = list(templates[: _TEMPLATES_SHOWN + 1])
    return {
        "templates": shown if len(shown) <= _TEMPLATES_SHOWN else None,
        "tasks": sorted({task for task, _base_model in used}),
        "base_models": sorted({base_model for _task, base_model in used}),
        "authors": list(User.objects.filter(pk__in=rows.values("author")).order_by("username")),
        "machines": list(Machine.objects.filter(pk__in=rows.values("job__machine")).order_by("name")),
        "tags": list(tags.annotate(count=Count("pk"))),
    }
