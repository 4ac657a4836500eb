"""Parameters from the command line: a file, and single values by their path or by their last word where it is the only one."""

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from modelwright.contract.catalogue import BaseModel, merge
from modelwright.contract.parameters import Parameters
from modelwright.contract.tasks import Network
from modelwright.sdk.problems import UsageProblem


def parameters(base: BaseModel, file: Path | None, settings: Iterable[str], overrides: dict[str, Any]) -> Parameters:
    """The base model's defaults, then the file, then `key=value` settings, then `overrides` by whole path."""
    values = base.parameters().model_dump(mode="json")
    if file is not None:
        values = merge(values, _read(file))
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals:
            raise UsageProblem(f"--set {setting}: write it as key=value")
        values = merge(values, _nested(_whole_path(key.strip(), base.network), _value(text.strip())))
    for path, value in overrides.items():
        values = merge(values, _nested(path, value))
    return _validated(values)


def _read(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageProblem(f"--params {file}: {error.strerror}") from error
    except ValueError as error:
        raise UsageProblem(f"--params {file} is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise UsageProblem(f"--params {file}: the file holds no object of parameters")
    return content


def _whole_path(key: str, network: Network) -> str:
    """`base_lr` -> `training.<network>.base_lr`, of the main network; a whole path stays as it is."""
    paths = list(_paths(Parameters().model_dump(mode="json")))
    ending = [path for path in paths if path == key or path.endswith(f".{key}")]
    preferred = [path for path in ending if path in (f"training.{network}.{key}", f"model.{network}.{key}")] or ending
    if key in paths or len(preferred) == 1:
        return key if key in paths else preferred[0]
    if preferred:
        raise UsageProblem(f"--set {key}: more than one parameter is called so: {', '.join(preferred)}")
    close = get_close_matches(key.rsplit(".", 1)[-1], {path.rsplit(".", 1)[-1] for path in paths})
    hint = f"; did you mean {' or '.join(close)}?" if close else f"; known are {', '.join(sorted(paths))}"
    raise UsageProblem(f"--set {key}: there is no such parameter{hint}")


def _paths(values: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _paths(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _value(text: str) -> Any:
    """JSON where it is some, else the text itself: `true`, `0.01` and `["a", "b"]`, but also `adamw`."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _nested(path: str, value: Any) -> dict[str, Any]:
    for key in reversed(path.split(".")):
        value = {key: value}
    nested: dict[str, Any] = value
    return nested


def _validated(values: dict[str, Any]) -> Parameters:
    try:
        return Parameters.model_validate(values)
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, of['loc'])) or 'parameters'}: {of['msg']}" for of in error.errors()]
        raise UsageProblem("; ".join(problems)) from error
