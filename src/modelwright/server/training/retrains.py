"""Retraining a version (E67, X30): a template that has its data and weights, and publishes the model's next version."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.audit import record
from modelwright.server.core.errors import Conflict
from modelwright.server.datasets.models import DataPath, Dataset
from modelwright.server.registry.lineage import lineage_of
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training.draft_rows import Draft
from modelwright.server.training.models import Template
from modelwright.server.training.retrained import learned_folders
from modelwright.server.training.template_values import free_name
from modelwright.server.training.templates import template_out


@transaction.atomic
def retrain(user: Any, version: ModelVersion) -> dict[str, Any]:
    """A template to change and start. What the version learned from is in it and stays; more can be added.

    Raises Conflict where none of the data is there any more.
    """
    template = make(user, version)
    record_retraining(user, template, version)
    return template_out(template)


def record_retraining(user: Any, template: Template, version: ModelVersion) -> None:
    record(user, "training_template.created", template, {"retrains": f"{version.model.name} {version.name}"})
    record(user, "model_version.retrained", version, {"process": template.name})


def make(user: Any, version: ModelVersion, draft: Draft | None = None) -> Template:
    """Raises Conflict where none of the data is there any more."""
    project = version.model.project
    training, test = _data(version)
    if not training:
        raise Conflict(
            _(
                "None of the datasets that %(version)s was trained on exists any more. Create a template with other data."
            )
            % {"version": f"{version.model.name} {version.name}"}
        )
    template = Template.objects.create(
        project=project,
        name=free_name(project, version.model.name, f"-{version.name.replace('.', '-')}-retrain"),
        task=version.model.task,
        base_model=version.base_model,
        weights={"kind": "version", "version_id": version.pk},
        parameters=version.parameters,
        test_dataset=test,
        retrains=version,
        locked=[dataset.pk for dataset in training],
        draft=draft,
        created_by=user,
    )
    template.training_datasets.set(training)
    _keep_paths(template, version)
    return template


def _keep_paths(template: Template, version: ModelVersion) -> None:
    """What it learned from stays; what it left out is left out until somebody takes it in; what came since is new."""
    rows = list(DataPath.objects.filter(dataset__in=template.locked).order_by("pk"))
    learned = learned_folders(version)
    without = {path for used in lineage_of(version).datasets for path in used.left_out}
    template.locked_paths = [row.pk for row in rows if learned is None or str(row.folder) in learned]
    template.left_out = [row.pk for row in rows if row.path in without and row.pk not in template.locked_paths]
    template.save(update_fields=["locked_paths", "left_out"])


def _data(version: ModelVersion) -> tuple[list[Dataset], Dataset | None]:
    """What it was trained and tested on, as far as it exists; of versions from before that was kept, the template's."""
    used = lineage_of(version).datasets
    if used:
        return (
            list(_of(version, [one.dataset_id for one in used if one.purpose == "training"])),
            _of(version, [one.dataset_id for one in used if one.purpose == "test"]).first(),
        )
    template = Template.objects.filter(pk=version.source.get("template_id"), project=version.model.project).first()
    return (list(template.training_datasets.all()), template.test_dataset) if template else ([], None)


def _of(version: ModelVersion, keys: list[int]) -> "QuerySet[Dataset]":
    return Dataset.objects.filter(project=version.model.project, pk__in=keys).order_by("pk")
