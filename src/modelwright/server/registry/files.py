"""The files of model versions: one folder each below the models folder, and the only place that knows what is in it."""

import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, cast

from django.conf import settings
from django.http import FileResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from modelwright.contract.report import Certificate
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network
from modelwright.server.core.errors import Conflict, NotFound
from modelwright.server.core.lists import listed
from modelwright.server.core.sending import SentFile
from modelwright.server.registry.models import ModelVersion

BUNDLE: Final = "bundle.zip"
CERTIFICATE: Final = "certificate.json"
MANIFEST: Final = "manifest.json"
SPEC: Final = "spec.json"
EVENTS: Final = "events.jsonl"
"""What the run wrote: for who runs it again and compares."""
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def checkpoint_name(network: Network) -> str:
    """Of a network's weights in a version's folder; those of a second network lie beside the main one's."""
    return f"best-{network}.pt"


def manifest_name(generation: int) -> str:
    """0 is the version's own, 1 that of the version whose weights it started from, and so on."""
    return f"manifest-{generation}.json" if generation else MANIFEST


def sources(run_dir: RunDir, networks: Sequence[Network], parent: ModelVersion | None = None) -> dict[str, Path]:
    """What a version keeps of its run, by the name it gets, and the manifests of the versions that it goes back to.

    Raises Conflict when a file of the run is gone.
    """
    kept = {
        BUNDLE: run_dir.bundle_file,
        CERTIFICATE: run_dir.certificate_file,
        MANIFEST: run_dir.manifest_file,
        "report.json": run_dir.report_file,
        **{checkpoint_name(network): run_dir.best_checkpoint(network) for network in networks},
    }
    gone = [file.name for file in kept.values() if not file.is_file()]
    if gone:
        sentence = _("Files of this training are gone: %(names)s. Run the training again to publish it.")
        raise Conflict(sentence % {"names": listed(gone)})
    more = {SPEC: run_dir.spec_file, EVENTS: run_dir.events_file}
    return {**kept, **{name: file for name, file in more.items() if file.is_file()}, **_earlier(parent)}


def _earlier(parent: ModelVersion | None) -> dict[str, Path]:
    """The manifests that the parent has, each one generation further back."""
    if parent is None:
        return {}
    folder: Path = settings.MODELS_DIR / parent.folder
    generations = range(len(parent.lineage.get("ancestors", ())) + 1)
    found = {manifest_name(place + 1): folder / manifest_name(place) for place in generations}
    return {name: file for name, file in found.items() if file.is_file()}


def manifest_of_run(run_dir: RunDir) -> list[dict[str, Any]]:
    """The samples of a run's manifest. Raises OSError."""
    return cast(list[dict[str, Any]], json.loads(run_dir.manifest_file.read_bytes())["samples"])


def certificate_of(run_dir: RunDir) -> dict[str, Any]:
    certificate = Certificate.model_validate_json(run_dir.certificate_file.read_bytes())
    return certificate.model_dump(mode="json")


def keep(kept: dict[str, Path], model_id: int, version: str) -> str:
    """Copy the files into a new folder, all or nothing, and return its place below the models folder."""
    folder = Path(str(model_id), f"{version}-{uuid.uuid4().hex[:8]}")
    target: Path = settings.MODELS_DIR / folder
    partial = target.with_name(f".{target.name}.partial")
    try:
        partial.mkdir(parents=True)
        for name, file in kept.items():
            _copy(file, partial / name)
        partial.replace(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return str(folder)


def remove(folders: list[str]) -> None:
    for folder in folders:
        shutil.rmtree(settings.MODELS_DIR / folder, ignore_errors=True)


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def path(version: ModelVersion, name: str) -> Path:
    """Raises NotFound when somebody removed the file."""
    file: Path = settings.MODELS_DIR / version.folder / name
    if not file.is_file():
        raise NotFound(_("The file of this version is gone from the server's disk. Restore it from a backup."))
    return file


def has(version: ModelVersion, name: str) -> bool:
    return bool((settings.MODELS_DIR / version.folder / name).is_file())


def read_json(version: ModelVersion, name: str) -> Any:
    return json.loads(path(version, name).read_bytes())


def manifest_of(version: ModelVersion) -> dict[str, Any] | None:
    """None when somebody removed it."""
    try:
        return cast(dict[str, Any], read_json(version, MANIFEST))
    except NotFound:
        return None


def download(version: ModelVersion, name: str) -> FileResponse:
    """As a file that carries the model's name and version, such as `Bearings-v1.01.zip`."""
    file = path(version, name)
    shown = shown_name(version)
    suffix = ".zip" if name == BUNDLE else f"-{name}"
    return SentFile(file.open("rb"), as_attachment=True, filename=f"{shown}{suffix}")


def shown_name(version: ModelVersion) -> str:
    """Such as Bearings-v1.01."""
    return f"{_UNSAFE.sub('_', version.model.name)}-{version.name}"


def disposition(name: str, *, download: bool = True) -> str:
    header: str = content_disposition_header(download, name) or ""
    return header


def _copy(file: Path, target: Path) -> None:
    """A hard link where the disk allows: the engine replaces its files and never writes into them."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)
