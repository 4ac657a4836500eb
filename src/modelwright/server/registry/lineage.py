"""What a version came from: datasets, weights, earlier versions. Copied at publishing: it answers when all of it is gone."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from modelwright.contract.run_spec import RunSpec, VersionWeights
from modelwright.contract.strict import Strict
from modelwright.server.core.errors import NotFound
from modelwright.server.core.sending import SentInPieces
from modelwright.server.datasets.models import Dataset, DatasetVersion
from modelwright.server.registry import files
from modelwright.server.registry.models import ModelVersion

_COLUMNS: Final = ("part", "label", "path", "sha256", "width", "height", "group", "mask", "mask_sha256", "regions")
_BATCH: Final = 1_000


class UsedDataset(Strict):
    dataset_id: int
    name: str
    purpose: Literal["training", "test"]
    version_id: int
    version: int
    hash: str
    images: int
    left_out: tuple[str, ...] = ()
    """Data paths of it that the run did not read; `images` counts theirs too."""


class Ancestor(Strict):
    """An earlier version whose weights this one goes back to."""

    version_id: int
    model: str
    name: str
    base_model: str
    manifest_hash: str
    datasets: tuple[UsedDataset, ...] = ()


class Lineage(Strict):
    datasets: tuple[UsedDataset, ...] = ()
    """As they were when the run was started."""
    ancestors: tuple[Ancestor, ...] = ()
    """The version whose weights it started from first, then that one's, and so on."""
    weights: Literal["none", "pretrained", "version"] = "none"
    weights_name: str = ""
    seed: int | None = None
    machine: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None


class Origins(NamedTuple):
    """What is known of a run when it is published."""

    parent: ModelVersion | None
    lineage: Lineage


UNKNOWN: Final = Origins(None, Lineage())


def origins(
    spec: RunSpec, datasets: Sequence[DatasetVersion], left_out: Iterable[tuple[int, str]] = (), **facts: Any
) -> Origins:
    """`left_out`: dataset and path of each data path that the run did not read; `facts`: the fields of Lineage about it."""
    without = list(left_out)
    parent = _version_at(spec.weights.checkpoint) if isinstance(spec.weights, VersionWeights) else None
    name = spec.weights.name if isinstance(spec.weights, VersionWeights) else ""
    lineage = Lineage(
        datasets=tuple(_used(version, without) for version in datasets),
        ancestors=(_ancestor(parent), *lineage_of(parent).ancestors) if parent else (),
        weights=spec.weights.kind,
        weights_name=name,
        seed=spec.parameters.run.seed,
        **facts,
    )
    return Origins(parent, lineage)


def lineage_of(version: ModelVersion) -> Lineage:
    return Lineage.model_validate(version.lineage)


def _version_at(checkpoint: str) -> ModelVersion | None:
    """By the folder that the checkpoint lies in; None where the version was deleted since."""
    folder = Path(checkpoint).parent
    if not folder.is_relative_to(settings.MODELS_DIR):
        return None
    rows = ModelVersion.objects.filter(folder=str(folder.relative_to(settings.MODELS_DIR)))
    return rows.select_related("model").first()


def _ancestor(version: ModelVersion) -> Ancestor:
    return Ancestor(
        version_id=version.pk,
        model=version.model.name,
        name=version.name,
        base_model=version.base_model,
        manifest_hash=version.manifest_hash,
        datasets=lineage_of(version).datasets,
    )


def _used(version: DatasetVersion, left_out: list[tuple[int, str]]) -> UsedDataset:
    dataset = version.dataset
    return UsedDataset(
        dataset_id=dataset.pk,
        name=dataset.name,
        purpose=dataset.purpose,
        version_id=version.pk,
        version=version.number,
        hash=version.hash,
        images=version.images,
        left_out=tuple(path for dataset_id, path in left_out if dataset_id == dataset.pk),
    )


def lineage_out(version: ModelVersion, user: Any) -> dict[str, Any]:
    """With what of it can still be opened."""
    lineage = lineage_of(version)
    kept = [*lineage.datasets, *(used for ancestor in lineage.ancestors for used in ancestor.datasets)]
    known = {used.dataset_id for used in kept}
    datasets = set(Dataset.objects.visible_to(user).filter(pk__in=known).values_list("pk", flat=True))
    visible = ModelVersion.objects.visible_to(user).select_related("model")
    ancestors = visible.in_bulk([ancestor.version_id for ancestor in lineage.ancestors])
    return {
        **lineage.model_dump(exclude={"datasets", "ancestors"}),
        "base_model": version.base_model,
        "source": version.source,
        "process_id": version.source.get("process_id") if version.job_id else None,
        "manifest_hash": version.manifest_hash,
        "datasets": [_dataset_out(used, datasets) for used in lineage.datasets],
        "ancestors": [
            {
                **ancestor.model_dump(exclude={"datasets"}),
                "generation": place,
                "model_id": ancestors[ancestor.version_id].model_id if ancestor.version_id in ancestors else None,
                "datasets": [_dataset_out(used, datasets) for used in ancestor.datasets],
                "has_manifest": files.has(version, files.manifest_name(place)),
            }
            for place, ancestor in enumerate(lineage.ancestors, start=1)
        ],
        "children": list(visible.filter(parent=version).order_by("pk")),
    }


def _dataset_out(used: UsedDataset, there: set[int]) -> dict[str, Any]:
    return {**used.model_dump(), "exists": used.dataset_id in there}


def export_manifest(version: ModelVersion, generation: int, file_format: Literal["csv", "json"]) -> SentInPieces:
    """Every file with its hash, also after files, datasets and process were deleted. Generation 0 is the version itself, 1 the
    one whose weights it started from, and so on. Raises NotFound."""
    name = files.manifest_name(generation)
    if not files.has(version, name):
        raise NotFound(_("There is no manifest of that generation with this version."))
    stored = files.read_json(version, name)
    shown = files.shown_name(version) + ("" if not generation else f"-generation-{generation}")
    kinds = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
    headers = {"Content-Disposition": files.disposition(f"{shown}-manifest.{file_format}")}
    pieces = _csv(stored["samples"]) if file_format == "csv" else _json(stored)
    return SentInPieces(pieces, content_type=kinds[file_format], headers=headers)


def _json(stored: dict[str, Any]) -> Iterator[bytes]:
    yield json.dumps(stored, ensure_ascii=False).encode()


def _csv(samples: list[dict[str, Any]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _lines([_COLUMNS])
    for start in range(0, len(samples), _BATCH):
        yield _lines([_cell(sample, name) for name in _COLUMNS] for sample in samples[start : start + _BATCH])


def _cell(sample: dict[str, Any], name: str) -> Any:
    """What a spreadsheet would take for a formula is shown as text."""
    value = len(sample.get("regions", ())) if name == "regions" else sample.get(name, "")
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else value


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
