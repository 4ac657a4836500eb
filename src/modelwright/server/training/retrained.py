"""What a template keeps that retrains a version: its data, its weights, and the name it publishes under."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid
from modelwright.server.core.lists import listed
from modelwright.server.datasets.models import DataPath, Dataset
from modelwright.server.registry import files
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import specs
from modelwright.server.training.models import Template


def insist_on_locked(template: Template, chosen: list[int]) -> None:
    """Raises Invalid where a dataset that the version was trained on is left out (X30). One that was deleted is gone."""
    missing = set(template.locked) - set(chosen)
    names = list(Dataset.objects.filter(pk__in=missing).order_by("name").values_list("name", flat=True))
    if template.retrains_id and names:
        sentence = _("The version was trained on %(names)s: these stay when it is retrained. Add others beside them.")
        told = sentence % {"names": listed(names)}
        raise Invalid(told, fields={"training_datasets": told})


def insist_on_locked_paths(template: Template, left_out: list[int]) -> None:
    """Raises Invalid where a data path that the version was trained on is left out (E47, X30)."""
    missing = DataPath.objects.filter(pk__in=set(template.locked_paths) & set(left_out)).order_by("path")
    names = list(missing.values_list("path", flat=True)) if template.retrains_id else []
    if names:
        sentence = _("The version was trained on %(names)s: these stay when it is retrained. Add others beside them.")
        told = sentence % {"names": listed(names)}
        raise Invalid(told, fields={"left_out": told})


def learned_folders(version: ModelVersion) -> frozenset[str] | None:
    """Where the version's training images lay; None: what its run was told was not kept then, or is gone."""
    spec = specs.told(settings.MODELS_DIR / version.folder) if files.has(version, files.SPEC) else None
    return frozenset(spec.data.train) if spec else None


def insist_on_weights(template: Template, weights: dict[str, Any]) -> None:
    """Raises Invalid where the retraining would start from anything but the version."""
    if template.retrains_id and weights.get("version_id") != template.retrains_id:
        sentence = _(
            "This template retrains a version: it starts from its weights. Create another template to start afresh."
        )
        raise Invalid(sentence, fields={"weights": sentence})


def model_name(template: Template) -> str:
    """Under which its trainings are published."""
    return template.retrains.model.name if template.retrains else template.name


def retrains_out(template: Template) -> dict[str, Any] | None:
    return version_out(template.retrains)


def version_out(version: ModelVersion | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {"version_id": version.pk, "model_id": version.model_id, "model": version.model.name, "name": version.name}
