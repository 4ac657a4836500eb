"""Verbs of training templates."""

from typing import Any, Final

from django.db import transaction
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from modelwright.contract.tasks import Task
from modelwright.server.accounts.models import Project
from modelwright.server.core.audit import difference, record
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Conflict
from modelwright.server.core.pagination import page
from modelwright.server.core.schemas import person_out
from modelwright.server.datasets.models import DataPath, Dataset
from modelwright.server.masterdata.usage import Usage
from modelwright.server.training import base_models
from modelwright.server.training.models import Process, Template
from modelwright.server.training.rehearsals import delete_rehearsals_of
from modelwright.server.training.retrained import retrains_out
from modelwright.server.training.schemas_templates import TemplateEdit, TemplateIn, TemplateOut
from modelwright.server.training.template_values import put, put_data, save

_SORTS: Final = {name: name for name in ("name", "created_at", "modified_at", "base_model")}
_READ: Final = (
    *("project", "name", "description", "task", "base_model", "weights", "parameters", "created_at", "modified_at"),
    *("test_dataset__name", "locked", "left_out", "locked_paths", "environment"),
    *("retrains__major", "retrains__minor", "retrains__model__name"),
    *(f"created_by__{name}" for name in ("username", "first_name", "last_name")),
)


def list_templates(user: Any, project: Project, *, search: str, sort: str, cursor: str, limit: int) -> dict[str, Any]:
    rows = _shown(Template.objects.visible_to(user).finished().filter(project=project))
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(description__icontains=search))
    return page(
        rows, sort=sort, sorts=_SORTS, cursor=cursor, limit=limit, show=lambda found: [_out(row) for row in found]
    )


def template_out(template: Template) -> dict[str, Any]:
    return _out(_shown(Template.objects.filter(pk=template.pk)).get())


@transaction.atomic
def create_template(user: Any, project: Project, given: TemplateIn) -> dict[str, Any]:
    template = Template(project=project, created_by=user)
    put(template, given.model_dump())
    save(template)
    put_data(template, given.training_datasets, given.left_out)
    record(user, "training_template.created", template, {"after": told(template)})
    return template_out(template)


@transaction.atomic
def edit_template(user: Any, template: Template, given: TemplateEdit) -> dict[str, Any]:
    """Raises Changed where somebody else has changed it since the person's page was loaded."""
    values = given.model_dump(exclude_unset=True, exclude={"modified_at"})
    before = told(template, with_parameters=True)
    if given.modified_at is not None:
        update_unless_changed(template, {}, seen=given.modified_at, current=lambda: _current(template))
    put(template, values)
    save(template)
    put_data(template, values.get("training_datasets"), values.get("left_out"))
    record(user, "training_template.edited", template, difference(before, told(template, with_parameters=True)))
    return template_out(template)


@transaction.atomic
def delete_template(user: Any, template: Template) -> None:
    count = template.processes.count()
    if count:
        raise Conflict(
            _("“%(name)s” has %(count)s processes. Delete them first.") % {"name": template.name, "count": count},
            detail={"processes": list(template.processes.order_by("number").values_list("number", flat=True)[:20])},
        )
    delete_rehearsals_of(template)
    record(user, "training_template.deleted", template, {"before": told(template)})
    template.delete()


def told(template: Template, *, with_parameters: bool = False) -> dict[str, Any]:
    """What the journal says of a template."""
    plain = ("name", "description", "task", "base_model", "weights")
    return {
        **{name: getattr(template, name) for name in plain},
        "training_datasets": sorted(template.training_datasets.values_list("name", flat=True)),
        "test_dataset": template.test_dataset.name if template.test_dataset else None,
        **({"left_out": _paths(template)} if template.left_out else {}),
        **({"environment": template.environment} if template.environment else {}),
        **({"parameters": template.parameters} if with_parameters else {}),
    }


def _paths(template: Template) -> list[str]:
    return sorted(DataPath.objects.filter(pk__in=template.left_out).values_list("path", flat=True))


def users_of(dataset: Dataset) -> list[str]:
    """Names of the templates that train or test on the dataset: what deleting it would break."""
    using = Template.objects.finished().filter(Q(training_datasets=dataset) | Q(test_dataset=dataset)).distinct()
    return [str(_("training template “%(name)s”") % {"name": name}) for name in using.values_list("name", flat=True)]


def users_of_logics() -> dict[str, Usage]:
    """How many templates each task has; without their names, because everybody may read who uses a task type."""
    counted = Template.objects.finished().order_by().values_list("task").annotate(Count("pk"))
    return {task: Usage("training_templates", count, [_counted(count)]) for task, count in counted}


def _counted(count: int) -> str:
    return str(_("training templates (%(count)s)") % {"count": count})


def _shown(rows: "QuerySet[Template]") -> "QuerySet[Template]":
    """With what is told of each, and no more of what it names: versions and datasets are large."""
    counted = Process.objects.filter(template=OuterRef("pk")).order_by().values("template").annotate(Count("pk"))
    named = rows.select_related("created_by", "test_dataset", "retrains__model").only(*_READ)
    return named.prefetch_related(Prefetch("training_datasets", Dataset.objects.only("name"))).annotate(
        process_count=Coalesce(Subquery(counted.values("pk__count")), 0)
    )


def _out(template: Template) -> dict[str, Any]:
    plain = ("id", "project_id", "name", "description", "task", "base_model", "weights", "parameters")
    return {
        **{name: getattr(template, name) for name in plain},
        "networks": template.networks(),
        "changed_from_default": _changed_paths(
            base_models.defaults_of(Task(template.task), template.base_model, template.parameters), template.parameters
        ),
        "training_datasets": [_named(dataset) for dataset in template.training_datasets.all()],
        "test_dataset": _named(template.test_dataset) if template.test_dataset else None,
        "retrains": retrains_out(template),
        "locked": template.locked,
        "left_out": template.left_out,
        "locked_paths": template.locked_paths,
        "environment": template.environment,
        "processes": template.process_count,  # type: ignore[attr-defined]
        "created_by": person_out(template.created_by),
        "created_at": template.created_at,
        "modified_at": template.modified_at,
    }


def _named(dataset: Dataset) -> dict[str, Any]:
    return {"id": dataset.pk, "name": dataset.name}


def _current(template: Template) -> dict[str, Any]:
    """For a refusal, which is told as plain JSON."""
    return TemplateOut.model_validate(template_out(template)).model_dump(mode="json")


def _changed_paths(default: dict[str, Any], value: dict[str, Any], prefix: str = "") -> list[str]:
    """In the order of the defaults: PostgreSQL's JSON forgets that of the stored values."""
    paths = []
    for name, before in default.items():
        now = value.get(name)
        if isinstance(now, dict) and isinstance(before, dict):
            paths += _changed_paths(before, now, f"{prefix}{name}.")
        elif now != before:
            paths.append(f"{prefix}{name}")
    return paths
