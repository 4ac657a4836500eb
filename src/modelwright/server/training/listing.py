"""The list of processes: what it can be filtered by, searched for and sorted by."""

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.core.errors import Invalid
from modelwright.server.core.pagination import page
from modelwright.server.jobs.models import Status
from modelwright.server.training.models import Process
from modelwright.server.training.outputs import processes_out, shown

_SORTS: Final = {
    "created_at": "created_at",
    "number": "number",
    "template": "template__name",
    "base_model": "template__base_model",
    "author": "author__username",
    "machine": "job__machine__name",
    "status": "job__status",
    "started_at": "job__started_at",
    "finished_at": "job__finished_at",
}


def list_processes(
    user: Any,
    project: Project,
    *,
    template_id: int | None,
    status: str,
    mine: bool,
    search: str,
    sort: str,
    cursor: str,
    limit: int,
) -> dict[str, Any]:
    rows: QuerySet[Process] = Process.objects.visible_to(user).filter(template__project=project)
    rows = rows.filter(author=user) if mine else rows
    if template_id is not None:
        rows = rows.filter(template=template_id)
    rows = _searched(_with_status(rows, [name for name in status.split(",") if name]), search.strip())
    return page(
        rows.only("pk"),
        sort=sort,
        sorts=_SORTS,
        cursor=cursor,
        limit=limit,
        show=lambda found: _out(found, user),
    )


def _out(found: list[Process], user: Any) -> list[dict[str, Any]]:
    """Only now with all that a row tells: sorting so much of each process would take most of the time."""
    whole = shown(Process.objects.filter(pk__in=[process.pk for process in found])).in_bulk()
    return processes_out([whole[process.pk] for process in found], user)


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
    found = Q()
    for field in ("template__name", "template__base_model", "author__username", "job__machine__name", "published_name"):
        found |= Q(**{f"{field}__icontains": search})
    number = search.removeprefix("#")
    return rows.filter(found | Q(number=int(number)) if number.isdecimal() and len(number) < 10 else found)
