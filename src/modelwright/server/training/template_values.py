"""What is given for a template, checked and put on its row: for the form, and for what is not finished yet."""

from itertools import chain, count
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from modelwright.contract.catalogue import merge
from modelwright.contract.tasks import MAIN_NETWORK, NETWORKS, Task
from modelwright.server.accounts.models import Project
from modelwright.server.core.errors import Conflict, Invalid, Sentence
from modelwright.server.core.names import LONGEST, check_name
from modelwright.server.datasets import environment
from modelwright.server.datasets.models import DataPath, Dataset, Purpose
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import base_models, parameters
from modelwright.server.training.models import Template
from modelwright.server.training.retrained import insist_on_locked, insist_on_locked_paths, insist_on_weights
from modelwright.server.training.schemas_templates import WeightsIn


def put(template: Template, values: dict[str, Any]) -> None:
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
    if values.get("environment") is not None:
        template.environment = [place.pk for place in environment.chosen(values["environment"])]
    if "test_dataset" in values:
        chosen = values["test_dataset"]
        template.test_dataset = (
            datasets_of(template.project, [chosen], "test_dataset")[0] if chosen is not None else None
        )


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


def datasets_of(project: Project, ids: list[int], field: str = "training_datasets") -> list[Dataset]:
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


def put_data(template: Template, training: list[int] | None, left_out: list[int] | None) -> None:
    """The datasets of a saved template, and which of their paths it leaves out; none: as they are. Raises Invalid."""
    if training is not None:
        insist_on_locked(template, training)
        template.training_datasets.set(datasets_of(template.project, training))
    wanted = template.left_out if left_out is None else left_out
    rows = DataPath.objects.filter(dataset__in=template.training_datasets.all(), pk__in=wanted)
    kept = list(rows.order_by("pk").values_list("pk", flat=True))
    insist_on_locked_paths(template, kept)
    if kept != template.left_out:
        template.left_out = kept
        template.save(update_fields=["left_out", "modified_at"])


def free_name(project: Project, name: str, ending: str) -> str:
    """Such as Bearings-copy, Bearings-copy-2: no template of the project has it, and it keeps the rule (E41)."""
    taken = set(Template.objects.filter(project=project).values_list("name", flat=True))
    endings = chain([ending], (f"{ending}-{number}" for number in count(2)))
    return next(free for one in endings if (free := name[: LONGEST - len(one)] + one) not in taken)


def save(template: Template) -> None:
    """Raises Conflict where the name is taken."""
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        sentence = _("There is a template with this name in the project already.")
        raise Conflict(sentence, fields={"name": sentence}) from error
