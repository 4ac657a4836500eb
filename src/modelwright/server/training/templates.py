"""Verbs of training templates."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from modelwright.contract.catalogue import merge
from modelwright.contract.tasks import MAIN_NETWORK, NETWORKS, Task
from modelwright.server.accounts.models import Project
from modelwright.server.core.audit import difference, record
from modelwright.server.core.errors import Conflict, Invalid, Sentence
from modelwright.server.core.names import check_name
from modelwright.server.core.pagination import page
from modelwright.server.datasets.models import Dataset, Purpose
from modelwright.server.masterdata.usage import Usage
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import base_models, parameters
from modelwright.server.training.models import Template
from modelwright.server.training.rehearsals import delete_rehearsals_of
from modelwright.server.training.retrained import insist_on_locked, insist_on_weights, retrains_out
from modelwright.server.training.schemas_templates import TemplateEdit, TemplateIn, WeightsIn

_SORTS: Final = {name: name for name in ("name", "created_at", "modified_at", "base_model")}


def list_templates(user: Any, project: Project, *, search: str, sort: str, cursor: str, limit: int) -> dict[str, Any]:
    rows = _shown(Template.objects.visible_to(user).filter(project=project))
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
    _set(template, given.model_dump())
    _save(template)
    template.training_datasets.set(_datasets(project, given.training_datasets))
    record(user, "training_template.created", template, {"after": _told(template)})
    return template_out(template)


@transaction.atomic
def edit_template(user: Any, template: Template, given: TemplateEdit) -> dict[str, Any]:
    values = given.model_dump(exclude_unset=True)
    before = _told(template, with_parameters=True)
    _set(template, values)
    _save(template)
    if values.get("training_datasets") is not None:
        insist_on_locked(template, values["training_datasets"])
        template.training_datasets.set(_datasets(template.project, values["training_datasets"]))
    record(user, "training_template.edited", template, difference(before, _told(template, with_parameters=True)))
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
    record(user, "training_template.deleted", template, {"before": _told(template)})
    template.delete()


def _told(template: Template, *, with_parameters: bool = False) -> dict[str, Any]:
    """What the journal says of a template."""
    plain = ("name", "description", "task", "base_model", "weights")
    return {
        **{name: getattr(template, name) for name in plain},
        "training_datasets": sorted(template.training_datasets.values_list("name", flat=True)),
        "test_dataset": template.test_dataset.name if template.test_dataset else None,
        **({"parameters": template.parameters} if with_parameters else {}),
    }


def users_of(dataset: Dataset) -> list[str]:
    """Names of the templates that train or test on the dataset: what deleting it would break."""
    using = Template.objects.filter(Q(training_datasets=dataset) | Q(test_dataset=dataset)).distinct()
    return [str(_("training template “%(name)s”") % {"name": name}) for name in using.values_list("name", flat=True)]


def users_of_logics() -> dict[str, Usage]:
    """How many templates each task has; without their names, because everybody may read who uses a task type."""
    counted = Template.objects.order_by().values_list("task").annotate(Count("pk"))
    return {task: Usage("training_templates", count, [_counted(count)]) for task, count in counted}


def _counted(count: int) -> str:
    return str(_("training templates (%(count)s)") % {"count": count})


def _shown(rows: "QuerySet[Template]") -> "QuerySet[Template]":
    rows = rows.select_related("project", "created_by", "test_dataset", "retrains__model").prefetch_related(
        "training_datasets"
    )
    return rows.annotate(process_count=Count("processes", distinct=True))


def _out(template: Template) -> dict[str, Any]:
    plain = ("id", "project_id", "name", "description", "task", "base_model", "weights", "parameters")
    return {
        **{name: getattr(template, name) for name in plain},
        "networks": template.networks(),
        "changed_from_default": _changed_paths(
            base_models.defaults_of(Task(template.task), template.base_model, template.parameters), template.parameters
        ),
        "training_datasets": list(template.training_datasets.all()),
        "test_dataset": template.test_dataset,
        "retrains": retrains_out(template),
        "locked": template.locked,
        "processes": template.process_count,  # type: ignore[attr-defined]
        "created_by": template.created_by,
        "created_at": template.created_at,
        "modified_at": template.modified_at,
    }


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


def _set(template: Template, values: dict[str, Any]) -> None:
    """Put the given values on the row, each checked. Raises Invalid with the path of what is wrong."""
    if values.get("name") is not None:
        template.name = check_name(values["name"])
    if values.get("description") is not None:
        template.description = values["description"]
    if any(values.get(name) is not None for name in ("task", "base_model", "parameters")) or not template.parameters:
        _set_parameters(template, values)
    if values.get("weights") is not None:
        insist_on_weights(template, values["weights"])
        template.weights = _weights(template, WeightsIn(**values["weights"]))
    if "test_dataset" in values:
        chosen = values["test_dataset"]
        template.test_dataset = _datasets(template.project, [chosen], "test_dataset")[0] if chosen is not None else None


def _set_parameters(template: Template, values: dict[str, Any]) -> None:
    """A new task or base model brings its defaults; what is given goes over them, else over what the template has."""
    task = _task(template, values.get("task"))
    main = MAIN_NETWORK[task]
    kept = template.base_model if task == template.task else ""
    network = base_models.base_model_for(main, values.get("base_model") or kept).name
    given = values.get("parameters") or {}
    if (task, network) == (template.task, template.base_model):
        given = merge(_kept(template, given), given)
    template.task, template.base_model = task.value, network
    complete = parameters.completed(given, task, network)
    named = base_models.known_base_model(complete.model.name_of(main)).name
    if named != network:
        sentence = _("The parameters name the network %(named)s, the template %(network)s.") % {
            "named": named,
            "network": network,
        }
        raise Invalid(sentence, fields={f"parameters.model.{main}.name": sentence})
    template.parameters = complete.model_dump(mode="json")


def _task(template: Template, wanted: Task | None) -> Task:
    """Raises Conflict when the template has been used for another task."""
    if wanted is None or wanted == template.task:
        return Task(template.task)
    if template.pk and template.processes.exists():
        sentence = _("The template has processes: its task cannot be changed. Create another template.")
        raise Conflict(sentence, fields={"task": sentence})
    return wanted


def _kept(template: Template, given: dict[str, Any]) -> dict[str, Any]:
    """What the template has; another base model of its second network brings its own solver's defaults."""
    kept = dict(template.parameters)
    for network in NETWORKS[Task(template.task)][:-1]:
        if base_models.name_in(merge(kept, given), network) != base_models.name_in(kept, network):
            kept["training"] = {name: block for name, block in kept["training"].items() if name != network.value}
    return kept


def _weights(template: Template, given: WeightsIn) -> dict[str, Any]:
    if given.kind != "version":
        return {"kind": given.kind}
    rows = ModelVersion.objects.filter(model__project=template.project).select_related("model")
    version = rows.filter(pk=given.version_id or 0).first()
    sentence: Sentence
    if version is None:
        sentence = _("Choose a model version of this project to continue from.")
        raise Invalid(sentence, fields={"weights.version_id": sentence})
    if version.base_model != template.base_model:
        sentence = _(
            "%(version)s was trained on %(theirs)s, this template uses %(ours)s. Choose one of the same network."
        ) % {
            "version": f"{version.model.name} {version.name}",
            "theirs": version.base_model,
            "ours": template.base_model,
        }
        raise Invalid(sentence, fields={"weights.version_id": sentence})
    return {"kind": "version", "version_id": version.pk}


def _datasets(project: Project, ids: list[int], field: str = "training_datasets") -> list[Dataset]:
    """The datasets, if they are of the project and of the purpose that the field asks for."""
    wanted = Purpose.TEST if field == "test_dataset" else Purpose.TRAINING
    found = {dataset.pk: dataset for dataset in Dataset.objects.filter(project=project, purpose=wanted, pk__in=ids)}
    missing = [number for number in ids if number not in found]
    if missing:
        sentence = _("Not a dataset of this project for %(purpose)s: %(ids)s.") % {
            "purpose": wanted.label,
            "ids": ", ".join(map(str, missing)),
        }
        raise Invalid(sentence, fields={field: sentence})
    return list(found.values())


def _save(template: Template) -> None:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        sentence = _("There is a template with this name in the project already.")
        raise Conflict(sentence, fields={"name": sentence}) from error
