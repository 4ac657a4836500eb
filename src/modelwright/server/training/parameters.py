"""Parameters for people: the form's schema in their language, and what is wrong with a text, by line and column."""

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from modelwright.contract import catalogue
from modelwright.contract.parameters import Parameters, SegmentationSolver, Solver, described_schema
from modelwright.contract.schedules import schedule, vanishes
from modelwright.server.core.errors import Invalid, NotFound, Sentence
from modelwright.server.core.schemas import FieldError
from modelwright.server.training.json_text import JsonText, NotJson, Path
from modelwright.server.training.parameter_words import problems_of, unknown_network
from modelwright.server.training.schemas import LearningRateOut, ParametersCheckOut, ParametersSchemaOut

DEFAULT_BASE_MODEL: Final = "ResNet18"


def parameters_schema(base_model: str) -> ParametersSchemaOut:
    """JSON schema with words in the person's language, and the base model's defaults in full. Raises NotFound."""
    return ParametersSchemaOut(
        parameters_schema=_translated(described_schema()),
        defaults=known_base_model(base_model).parameters().model_dump(mode="json"),
    )


def known_base_model(name: str) -> catalogue.BaseModel:
    """Raises NotFound with the names that there are."""
    try:
        return catalogue.base_model(name)
    except KeyError as error:
        raise NotFound(unknown_network(name)) from error


def _translated(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the words of each field in the person's language."""
    for block in (schema, *schema["$defs"].values()):
        for field in block.get("properties", {}).values():
            field |= {name: now(field[name]) for name in ("title", "description", "unit") if field.get(name)}
    return schema


def completed(values: Mapping[str, Any], base_model: str) -> Parameters:
    """The base model's parameters with `values` put over them. Raises Invalid with a sentence for each wrong value."""
    full, prefix = _merged(dict(values), base_model)
    parameters, problems = _validated(full)
    if parameters is None:
        fields: dict[str, Sentence] = {_dotted(_given(path, prefix)): text for path, text in problems.items()}
        raise Invalid(_("Some parameters are not accepted."), fields=fields)
    return parameters


def check_parameters_text(text: str) -> ParametersCheckOut:
    """Parse what a person wrote: the full parameters, a part of them, or one of the sources' blocks alone (E44, E49)."""
    try:
        parsed = JsonText(text)
    except NotJson as error:
        return _refused([FieldError(path="", message=str(error.sentence), **error.place._asdict())])
    if not isinstance(parsed.value, dict):
        message = now("The parameters must begin with { and end with }.")
        return _refused([FieldError(path="", message=message, line=1, column=1)])
    full, prefix = _merged(parsed.value, _named_base_model(parsed.value))
    parameters, problems = _validated(full)
    if parameters is None:
        return _refused([_located(parsed, path, prefix, sentence) for path, sentence in problems.items()])
    warnings = [_located(parsed, path, prefix, sentence) for path, sentence in warnings_of(parameters).items()]
    return ParametersCheckOut(parameters=parameters.model_dump(mode="json"), errors=[], warnings=warnings)


def warnings_of(parameters: Parameters) -> dict[Path, str]:
    """What is allowed and probably not meant, by the path it is about."""
    found: dict[Path, str] = {}
    if sentence := policy_warning(parameters.training.classification):
        found["training", "classification", "lr_policy"] = sentence
    if parameters.training.segmentation != SegmentationSolver():
        found["training", "segmentation"] = now(
            "The task is classification: the values for segmentation have no effect."
        )
    return found


def policy_warning(solver: Solver) -> str:
    """Says so when the learning rate vanishes at once (X13), or grows without end; empty otherwise."""
    values = {"policy": solver.lr_policy.value, "gamma": solver.gamma}
    if not math.isfinite(schedule(solver)(solver.max_iter)):
        return now("The policy “%(policy)s” with gamma %(gamma)s grows without end. Choose a gamma below 1.") % values
    if vanishes(solver):
        return (
            now(
                "With the policy “%(policy)s” and gamma %(gamma)s the learning rate is practically zero before a tenth of "
                "the run is over: the model would stop learning. Choose a gamma close to 1, or the policy “poly”."
            )
            % values
        )
    return ""


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


def _validated(values: Mapping[str, Any]) -> tuple[Parameters | None, dict[Path, str]]:
    """The parameters, or what is wrong. Read as JSON and strictly: a text is no number, and a number no switch."""
    try:
        parameters = Parameters.model_validate_json(json.dumps(values), strict=True)
    except ValidationError as error:
        return None, problems_of(error)
    try:
        catalogue.base_model(parameters.model.classification.name)
    except KeyError:
        return None, {_NETWORK: unknown_network(parameters.model.classification.name)}
    return parameters, {}


_NETWORK: Final[Path] = ("model", "classification", "name")


def _merged(values: dict[str, Any], base_model: str) -> tuple[dict[str, Any], Path]:
    """The full values, and the path at which the given ones belong: a block of the sources may stand alone."""
    prefix = _block_of(values)
    for name in reversed(prefix):
        values = {str(name): values}
    try:
        defaults = catalogue.base_model(base_model).parameters()
    except KeyError:
        defaults = Parameters()
    return catalogue.merge(defaults.model_dump(mode="json"), values), prefix


def _block_of(values: Mapping[str, Any]) -> Path:
    """`model` for E44's block alone, `training` for E49's, nothing for the parameters themselves."""
    if not values or not set(values) <= {"classification", "segmentation", "code_list"}:
        return ()
    classification = values.get("classification")
    names = set(classification) if isinstance(classification, dict) else set()
    return ("model",) if "code_list" in values or names & {"name", "num_of_classes"} else ("training",)


def _named_base_model(values: Mapping[str, Any]) -> str:
    """The network that the text names, or the default one."""
    place: Any = values.get("model", values)
    for name in ("classification", "name"):
        place = place.get(name) if isinstance(place, dict) else None
    return place if isinstance(place, str) else DEFAULT_BASE_MODEL


def _given(path: Path, prefix: Path) -> Path:
    return path[len(prefix) :] if path[: len(prefix)] == prefix else path


def _located(parsed: JsonText, path: Path, prefix: Path, sentence: Sentence) -> FieldError:
    place = parsed.place(_given(path, prefix))
    return FieldError(path=_dotted(path), message=str(sentence), line=place.line, column=place.column)


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))
