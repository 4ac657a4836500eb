"""What the engine gets for a template: its run spec, and a hash that tells whether it is still the same; what a run got."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import (
    GivenParts,
    NoWeights,
    PretrainedWeights,
    RunData,
    RunSpec,
    VersionWeights,
    Weights,
)
from modelwright.contract.tasks import MAIN_NETWORK, Task
from modelwright.server.core.errors import Invalid
from modelwright.server.datasets.mirrors import folder_of
from modelwright.server.datasets.models import DataPath, Dataset, PathStatus, Sample, Split
from modelwright.server.registry import files
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training.models import Template

_NOT_HASHED: Final = {"purpose", "cache_dir", "cache_limit_gb", "resume_from", "forecast_s"}
"""What makes no difference to what is learned."""


def spec_of(template: Template) -> RunSpec:
    """What the engine gets for a new training of the template. Raises Invalid where its data is gone."""
    version = version_of(template)
    return RunSpec(
        task=Task(template.task),
        base_model=template.base_model,
        weights=_weights(template, version),
        parameters=template.parameters_of(),
        data=_data(template),
        cache_dir=str(settings.CACHE_DIR / "packed"),
        cache_limit_gb=settings.PACKED_CACHE_GB,
        label_map=classes_of(version) if version else (),
    )


def datasets_of(template: Template) -> list[Dataset]:
    """Those that a new training would read."""
    used = template.training_datasets.filter(paths__in=template.training_paths()).distinct().order_by("pk")
    return [*used, *filter(None, [template.test_dataset])]


def told(run_dir: Path | str) -> RunSpec | None:
    """What a run was told; none before it begins, and where that is gone or cannot be read any more."""
    try:
        return RunDir(run_dir).read_spec() if run_dir else None
    except (OSError, ValueError):
        return None


def hash_of(template: Template, spec: RunSpec) -> str:
    """Of the settings, and of what the checks found in the data: the same hash, the same training."""
    of_both = Q(pk__in=template.training_paths().values("pk")) | Q(dataset=template.test_dataset_id)
    paths = DataPath.objects.filter(of_both, status=PathStatus.VALID).order_by("path", "pk")
    found = list(paths.values_list("path", "images", "unreadable", "class_counts", "region_counts"))
    said = json.dumps([spec.model_dump(mode="json", exclude=_NOT_HASHED), found], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def version_of(template: Template) -> ModelVersion | None:
    """The model version that the template continues from. Raises Invalid when it has been deleted."""
    if template.weights.get("kind") != "version":
        return None
    version = ModelVersion.objects.filter(pk=template.weights["version_id"]).select_related("model").first()
    if version is None:
        raise Invalid(_("The model version to continue from has been deleted"))
    return version


def classes_of(version: ModelVersion) -> tuple[str, ...]:
    """In the order of the outputs of its main network."""
    return tuple(version.report["networks"][-1]["classes"])


def _weights(template: Template, version: ModelVersion | None) -> Weights:
    if version is not None:
        return _version_weights(version)
    if template.weights.get("kind") == "pretrained":
        return PretrainedWeights(folder=settings.WEIGHTS_DIR or None)
    return NoWeights()


def _version_weights(version: ModelVersion) -> VersionWeights:
    """Those of the main network; a second network's lie beside them, under its own name."""
    network = MAIN_NETWORK[Task(version.model.task)]
    checkpoint = settings.MODELS_DIR / version.folder / files.checkpoint_name(network)
    return VersionWeights(checkpoint=str(checkpoint), name=f"{version.model.name} {version.name}")


def _data(template: Template) -> RunData:
    training = template.training_datasets.all()
    return RunData(
        train=_folders(template.training_paths()),
        test=_test_folders(template),
        excluded=_excluded([*training.values_list("pk", flat=True), template.test_dataset_id]),
        parts=_parts(training),
    )


def _excluded(datasets: list[int | None]) -> tuple[str, ...]:
    rows = Sample.objects.filter(dataset__in=datasets, data_path__status=PathStatus.VALID, problem="")
    paths = rows.exclude(excluded_because="").order_by("data_path__path", "path")
    return tuple(f"{folder_of(text)}/{path}" for text, path in paths.values_list("data_path__path", "path"))


def _parts(datasets: Any) -> GivenParts:
    """What is validation in any of the datasets is measured on, also where another one calls it training."""
    rows = Sample.objects.filter(dataset__in=datasets, data_path__status=PathStatus.VALID).exclude(sha256="")
    given: dict[str, set[str]] = {
        split: set(rows.filter(split=split).values_list("sha256", flat=True)) for split in Split.values
    }
    measured = given[Split.VALIDATION]
    return GivenParts(train=tuple(sorted(given[Split.TRAIN] - measured)), validation=tuple(sorted(measured)))


def _folders(paths: "QuerySet[DataPath]") -> tuple[str, ...]:
    folders = [str(path.folder) for path in paths.filter(status=PathStatus.VALID).order_by("dataset", "pk")]
    if not folders:
        raise Invalid(_("The template has no training dataset with a valid data path"))
    return tuple(dict.fromkeys(folders))


def _test_folders(template: Template) -> tuple[str, ...]:
    if template.test_dataset_id is None:
        return ()
    return _folders(DataPath.objects.filter(dataset=template.test_dataset_id))
