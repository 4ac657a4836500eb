"""Weights that a training starts from: the library's, a file's, or an earlier model version's."""

import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from torch import Tensor

from modelwright.contract.catalogue import BaseModel
from modelwright.contract.events import Code
from modelwright.contract.run_spec import VersionWeights
from modelwright.engine import checkpoint
from modelwright.engine.errors import RunFailure
from modelwright.engine.models.classifier import Classifier
from modelwright.engine.models.detector import Detector
from modelwright.engine.models.segmenter import Segmenter

Model = Classifier | Segmenter | Detector
"""Each has the normalisation inside, and names the weights of its head, which belong to the classes."""

CONNECT_TIMEOUT_S: Final = 3.0
SUFFIXES: Final = (".safetensors", ".pth")


def from_library(entry: BaseModel, create: Callable[[], Model]) -> Model:
    """Through timm's own loader: its cache, or the network. Without a network it fails at once instead of trying on."""
    try:
        with _offline_unless_reachable():
            return create()
    except Exception as error:
        raise _unavailable(entry, "") from error


def from_folder(entry: BaseModel, folder: str, create: Callable[..., Model]) -> Model:
    """From `<timm name>.safetensors` or `.pth` in the folder; the head is new where its classes differ."""
    for suffix in SUFFIXES:
        file = Path(folder) / f"{entry.timm_name}{suffix}"
        if file.is_file():
            return _from_file(entry, file, create)
    raise _unavailable(entry, folder)


def _from_file(entry: BaseModel, file: Path, create: Callable[..., Model]) -> Model:
    try:
        return create(pretrained=True, pretrained_cfg_overlay={"file": str(file)})
    except Exception as error:
        raise RunFailure(Code.WEIGHTS_DO_NOT_FIT, f"{file}: {error}", name=entry.name) from error


def from_version(weights: VersionWeights, classes: Sequence[str], model: Model) -> Model:
    """From the `model` of a checkpoint of ours. With other `classes` than the checkpoint's the head starts anew."""
    state = checkpoint.load(Path(weights.checkpoint))
    name = weights.name or weights.checkpoint
    loaded = state.get("model")
    if not isinstance(loaded, dict):
        raise RunFailure(Code.CHECKPOINT_UNREADABLE, "the checkpoint holds no model", path=weights.checkpoint)
    head = () if list(state.get("classes", ())) == list(classes) else model.head_weights
    _load(model, {key: value for key, value in loaded.items() if key not in head}, head, name)
    return model


def _load(model: Model, state: dict[str, Tensor], missing: Sequence[str], name: str) -> None:
    try:
        result = model.load_state_dict(state, strict=False)
    except RuntimeError as error:  # shapes differ
        raise RunFailure(Code.WEIGHTS_DO_NOT_FIT, str(error), name=name) from error
    if set(result.missing_keys) != set(missing) or result.unexpected_keys:
        detail = f"missing {result.missing_keys[:3]}, unexpected {result.unexpected_keys[:3]}"
        raise RunFailure(Code.WEIGHTS_DO_NOT_FIT, detail, name=name)


def _unavailable(entry: BaseModel, folder: str) -> RunFailure:
    files = " or ".join(f"{entry.timm_name}{suffix}" for suffix in SUFFIXES)
    detail = f"The pretrained weights of {entry.name} are neither cached nor reachable; put {files} into a folder and name it."
    if folder:
        detail = f"The folder {folder} holds no {files}."
    return RunFailure(Code.WEIGHTS_UNAVAILABLE, detail, name=entry.name, folder=folder, files=files)


@contextmanager
def _offline_unless_reachable() -> Iterator[None]:
    """The loader's library tries a silent network for minutes; ask once, shortly, and else let it use its cache only."""
    import huggingface_hub.constants as hub

    before = hub.HF_HUB_OFFLINE
    hub.HF_HUB_OFFLINE = before or not _reachable(hub.ENDPOINT)
    try:
        yield
    finally:
        hub.HF_HUB_OFFLINE = before


def _reachable(endpoint: str) -> bool:
    proxy = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")
    address = urlsplit(proxy or endpoint)
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        socket.create_connection((address.hostname or "", port), CONNECT_TIMEOUT_S).close()
    except OSError:
        return False
    return True
