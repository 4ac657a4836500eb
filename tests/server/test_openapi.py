"""Made-up requests over the whole OpenAPI, as each of the cast: never an error of the server, never more than a right allows."""

import json
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ninja.openapi.schema import OpenAPISchema
from schemathesis import Case

from modelwright.server.api import api
from modelwright.server.testing.cast import Browser
from modelwright.server.tests.conftest import (
    create,
    dataset,
    dispatcher,
    executor,
    finished_run,
    process,
    publish,
    template,
)
from modelwright.server.tests.test_rights_of_routes import EVERYBODY, allowed, colleague, keys, routes

pytestmark = pytest.mark.long

__all__ = [
    "colleague",
    "create",
    "dataset",
    "dispatcher",
    "executor",
    "finished_run",
    "keys",
    "process",
    "publish",
    "template",
]

EXAMPLES: Final = 6
"""Of each route: each as somebody of the cast, half of them about things that are there."""
ROUTES: Final = {route.name: route for route in routes()}


def document() -> dict[str, Any]:
    return dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"), default=str)))


def operations() -> dict[str, Any]:
    """By name."""
    found = [result.ok() for result in schemathesis.openapi.from_dict(document()).get_all_operations()]
    return {operation.definition.raw["operationId"]: operation for operation in found}


OPERATIONS: Final = operations()
TAGS: Final = sorted({operation.definition.raw["tags"][0] for operation in OPERATIONS.values()})


def test_the_document_describes_every_route():
    assert set(OPERATIONS) == set(ROUTES)


class Shapes(OpenAPISchema):
    """The document, which notes whatever ninja would put in the place of another shape of the same name."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        self.clashes: list[str] = getattr(self, "clashes", [])
        known = {name: shape for name, shape in definitions.items() if name in self.schemas}
        self.clashes += [name for name, shape in known.items() if outline(shape) != outline(self.schemas[name])]
        super().add_schema_definitions(definitions)


def outline(shape: dict[str, Any]) -> Any:
    """What a request and an answer have in common: which is required may differ between them."""
    return sorted(shape["properties"]) if "properties" in shape else shape


def test_no_two_shapes_have_one_name():
    found = Shapes(api, "/api/")
    renamed = [name for name in found["components"]["schemas"] if "__" in name]  # pydantic's way out, inside one route
    assert (found.clashes, renamed) == ([], [])


@pytest.mark.parametrize("tag", TAGS)
def test_made_up_requests_are_answered_by_the_rules(tag, login, keys):
    everybody = {name: login(name) for name in EVERYBODY}
    for name, operation in OPERATIONS.items():
        if operation.definition.raw["tags"] == [tag]:
            ask(operation, ROUTES[name], everybody, keys)


def test_numbers_that_no_database_knows_are_refused_everywhere(login, keys):
    browser = login("administrator")
    asked = [(route, name) for route in ROUTES.values() if route.method == "GET" for name in whole_numbers(route.name)]
    wrong = [
        (route.path, name, answer.status_code)
        for route, name in asked
        if (answer := browser.get(route.path.format(**keys), **{name: 10**30})).status_code != 422
    ]
    assert asked
    assert not wrong


def whole_numbers(name: str) -> list[str]:
    """That the route's address may give behind the question mark."""
    given = [of for of in OPERATIONS[name].definition.raw.get("parameters", ()) if of["in"] == "query"]
    return [of["name"] for of in given if "integer" in kinds(of["schema"])]


def kinds(schema: dict[str, Any]) -> set[Any]:
    return {of.get("type") for of in (schema, *schema.get("anyOf", ()))}


def ask(operation: Any, route: Any, everybody: dict[str, Browser], keys: dict[str, Any]) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), who=st.sampled_from(EVERYBODY), is_there=st.booleans())
    def check(case: Case, who: str, is_there: bool) -> None:
        if is_there:
            case.path_parameters = {name: keys.get(name, value) for name, value in (case.path_parameters or {}).items()}
        answer = answer_to(everybody[who], case)
        assert answer.status_code < 500, (case, who, answer.content)
        if answer.status_code < 300:
            assert allowed(route, who) == "yes", (case, who, answer.status_code)
        elif answer.status_code >= 400:
            assert answer.json()["message"], (case, who)

    check()


def answer_to(browser: Browser, case: Case) -> Any:
    """Whatever the request changed is taken back."""
    body = case.body if isinstance(case.body, dict | list | str | int | float | bool) else {}
    with browser.forgetting():
        answer = browser.client.generic(
            case.method.upper(),
            case.formatted_path,
            json.dumps(body),
            content_type="application/json",
            query_params=case.query or None,
            headers={"X-CSRFToken": browser.client.cookies["csrftoken"].value},
        )
    if answer.streaming and not answer.is_async:
        list(answer.streaming_content)  # closes the file
    return answer
