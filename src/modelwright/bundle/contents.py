"""What lies in a bundle under which name, and the opening of one. Standard library only: every bundle carries a copy."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any, Final

MODEL: Final = "model.onnx"
"""Of the task's main network; those of other networks are named after their network."""
CONFIG: Final = "config.yaml"
"""Written as JSON, which is YAML too: the runtime needs no YAML library, and every YAML library reads it."""
CERTIFICATE: Final = "certificate.json"
RUNTIME: Final = "runtime"
CONFIG_FORMAT: Final = 1


class BundleProblem(Exception):
    """A bundle that cannot be used; the text says why, in English."""


def open_bundle(path: Path, preprocessing: int) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The model of each network, and the configuration, all checked. `path` is the zip or the folder it was unpacked to.

    Raises BundleProblem when it is not one, is damaged, or was made for another version than `preprocessing`.
    """
    try:
        config = json.loads(_member(path, CONFIG))
        _check_format(path, config, preprocessing)
        names = {network: about["model"] for network, about in config["networks"].items()}
        models = {network: _member(path, name) for network, name in names.items()}
        hashes = {network: config["hashes"][name] for network, name in names.items()}
    except (OSError, KeyError, TypeError, AttributeError, zipfile.BadZipFile, ValueError) as error:
        raise BundleProblem(f"{path} is not a model bundle ({error})") from error
    for network, model in models.items():
        if hashlib.sha256(model).hexdigest() != hashes[network]:
            raise BundleProblem(f"{path} is damaged: {names[network]} is not the file that was certified")
    return models, config


def fingerprint(config: dict[str, Any]) -> str:
    """Twelve letters that tell the models of one bundle from those of another."""
    return hashlib.sha256(json.dumps(config["hashes"], sort_keys=True).encode()).hexdigest()[:12]


def members_of(path: Path) -> dict[str, bytes]:
    """Every file of a bundle by its name in it. Raises OSError, zipfile.BadZipFile."""
    if path.is_dir():
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}


def pack(members: dict[str, bytes]) -> bytes:
    """The zip. Weights do not shrink: they are stored, which is quick to write and to open."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name.endswith((".onnx", ".bin")) else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return buffer.getvalue()


def _member(path: Path, name: str) -> bytes:
    if path.is_dir():
        return (path / name).read_bytes()
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return archive.read(name)


def _check_format(path: Path, config: dict[str, Any], preprocessing: int) -> None:
    if config.get("format") != CONFIG_FORMAT:
        raise BundleProblem(f"{path} has format {config.get('format')}; this runtime reads format {CONFIG_FORMAT}")
    for about in config["networks"].values():
        version = about["preprocessing"]["version"]
        if version != preprocessing:
            raise BundleProblem(
                f"{path} was made for preprocessing {version}, this runtime has {preprocessing}: use the bundle's own runtime"
            )
