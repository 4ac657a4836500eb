"""Parameters for people: the form's schema in their language, and what is wrong with a text, by line and column."""

import json
import math
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from modelwright.contract import catalogue
from modelwright.contract.parameters import Parameters, described_schema
from modelwright.contract.schedules import schedule
from modelwright.contract.solvers import Solver
from modelwright.contract.tasks import MAIN_NETWORK, NETWORKS, Network, Task
from modelwright.server.core.errors import Invalid, Sentence
from modelwright.server.core.schemas import FieldError
from modelwright.server.training.base_models import base_model_for, defaults_of, name_in
from modelwright.server.training.json_text import JsonText, NotJson, Path
from modelwright.server.training.parameter_warnings import policy_warning, warnings_of
from modelwright.server.training.parameter_words import not_of_its_kind, problems_of, unknown_network
from modelwright.server.training.schemas_templates import LearningRateOut, ParametersCheckOut, ParametersSchemaOut


def parameters_schema(task: Task, base_model: str, segmentation_model: str) -> ParametersSchemaOut:
    """JSON schema with words in the person's language, and what a template starts with. Raises NotFound or Invalid."""
    main = MAIN_NETWORK[task]
    entry = base_model_for(main, base_model)
    beside = {"model": {"segmentation": {"name": segmentation_model}}} if segmentation_model else {}
    return ParametersSchemaOut(
        task=task,
        networks=list(NETWORKS[task]),
        main_network=main,
        base_model=entry.name,
        parameters_schema=_translated(described_schema()),
        defaults=defaults_of(task, entry.name, beside),
    )


def _translated(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the words of each field in the person's language."""
    for block in (schema, *schema["$defs"].values()):
        for field in block.get("properties", {}).values():
            field |= {name: now(field[name]) for name in ("title", "description", "unit") if field.get(name)}
    return schema


def completed(values: Mapping[str, Any], task: Task, base_model: str) -> Parameters:
    """The base models' parameters with `values` put over them. Raises Invalid with a sentence for each wrong value."""
    full, prefix = _merged(dict(values), task, base_model)
    parameters, problems = _validated(full, task)
    if parameters is None:
        fields: dict[str, Sentence] = {_dotted(_given(path, prefix)): text for path, text in problems.items()}
        raise Invalid(_("Some parameters are not accepted."), fields=fields)
    return parameters


def check_parameters_text(text: str, task: Task, part: str | None = None) -> ParametersCheckOut:
    """Parse what a person wrote: the full parameters, some of them, or one of the sources' blocks alone (E44, E49, E53).

    `part`: the section whose block it is, unless the text names sections itself.
    """
    try:
        parsed = JsonText(text)
    except NotJson as error:
        return _refused([FieldError(path="", message=str(error.sentence), **error.place._asdict())])
    if not isinstance(parsed.value, dict):
        message = now("The parameters must begin with { and end with }.")
        return _refused([FieldError(path="", message=message, line=1, column=1)])
    full, prefix = _merged(parsed.value, task, part=part)
    parameters, problems = _validated(full, task)
    if parameters is None:
        return _refused([_located(parsed, path, prefix, sentence) for path, sentence in problems.items()])
    warnings = [_located(parsed, path, prefix, sentence) for path, sentence in warnings_of(parameters, task)]
    return ParametersCheckOut(parameters=parameters.model_dump(mode="json"), errors=[], warnings=warnings)


def learning_rate_plot(solver: Solver, points: int) -> LearningRateOut:
    """The learning rate at evenly spread iterations, from 0 to the last, as far as it is a number."""
    rate = schedule(solver)
    iterations = sorted({round(number * solver.max_iter / (points - 1)) for number in range(points)})
    values = [rate(iteration) for iteration in iterations]
    finite = [pair for pair in zip(iterations, values, strict=True) if math.isfinite(pair[1])]
    return LearningRateOut(
        iterations=[iteration for iteration, _value in finite],
        values=[value for _iteration, value in finite],
        warning=policy_warning(solver),
    )


def _refused(errors: list[FieldError]) -> ParametersCheckOut:
    errors.sort(key=lambda error: (error.line or 0, error.column or 0))
    return ParametersCheckOut(parameters=None, errors=errors, warnings=[])


def _validated(values: Mapping[str, Any], task: Task) -> tuple[Parameters | None, dict[Path, str]]:
    """The parameters, or what is wrong. Read as JSON and strictly: a text is no number, and a number no switch."""
    try:
        parameters = Parameters.model_validate_json(json.dumps(values), strict=True)
    except ValidationError as error:
        return None, problems_of(error)
    problems = _wrong_networks(parameters, task)
    return (None, problems) if problems else (parameters, {})


def _wrong_networks(parameters: Parameters, task: Task) -> dict[Path, str]:
    """Base models that do not exist, or are of another kind than the network that they are to be."""
    wrong: dict[Path, str] = {}
    for network in NETWORKS[task]:
        name = parameters.model.name_of(network)
        path = ("model", network.value, "name")
        try:
            if catalogue.base_model(name).network is not network:
                wrong[path] = not_of_its_kind(name, network)
        except KeyError:
            wrong[path] = unknown_network(name)
    return wrong


def _merged(
    values: dict[str, Any], task: Task, base_model: str = "", part: str | None = None
) -> tuple[dict[str, Any], Path]:
    """The full values, and the path at which the given ones belong: a block of the sources may stand alone."""
    prefix: Path = (part,) if part and not set(values) & set(Parameters.model_fields) else _block_of(values)
    for name in reversed(prefix):
        values = {str(name): values}
    main = base_model or name_in(values, MAIN_NETWORK[task])
    return catalogue.merge(defaults_of(task, main, values), values), prefix


def _block_of(values: Mapping[str, Any]) -> Path:
    """`model` for E44's block alone, `training` for E49's, nothing for the parameters themselves."""
    networks = {network.value for network in Network}
    if not values or not set(values) <= networks | {"code_list", "special_min_area"}:
        return ()
    named = [set(values[network]) for network in networks & set(values) if isinstance(values[network], dict)]
    of_model = set(values) - networks or any(names & {"name", "num_of_classes", "threshold"} for names in named)
    return ("model",) if of_model else ("training",)


def _given(path: Path, prefix: Path) -> Path:
    return path[len(prefix) :] if path[: len(prefix)] == prefix else path


def _located(parsed: JsonText, path: Path, prefix: Path, sentence: Sentence) -> FieldError:
    place = parsed.place(_given(path, prefix))
    return FieldError(path=_dotted(path), message=str(sentence), line=place.line, column=place.column)


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))
