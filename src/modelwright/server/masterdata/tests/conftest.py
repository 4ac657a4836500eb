"""An administrator's browser, an industry with its levels, and places made through the API."""

from collections.abc import Callable

import pytest

from modelwright.server.masterdata.models import Node
from modelwright.server.testing.cast import Browser

LEVELS = ["Factory", "Plant", "Site", "Product"]


@pytest.fixture
def administrator(login: Callable[[str], Browser]) -> Browser:
    return login("administrator")


@pytest.fixture
def industry(administrator: Browser) -> dict:
    answer = administrator.post("/industries", {"name": "Displays", "levels": LEVELS})
    assert answer.status_code == 201, answer.json()
    return answer.json()


@pytest.fixture
def add(administrator: Browser, industry: dict) -> Callable[..., list[Node]]:
    """`add("A", "B", below=[plant])` is the new places in that order."""

    def make(*names: str, below: list[Node] | None = None) -> list[Node]:
        parents = [node.pk for node in below or []]
        body = {"industry_id": industry["id"], "parent_ids": parents, "names": names}
        answer = administrator.post("/environment/nodes", body)
        assert answer.status_code == 201, answer.json()
        return list(Node.objects.filter(pk__in=answer.json()["ids"]).order_by("pk"))

    return make


@pytest.fixture
def factory(add: Callable[..., list[Node]]) -> dict[str, Node]:
    """F1 with plants P1 and P2, sites S1 and S2 in P1, S3 in P2, product X at S1 and Y at S3, by name."""
    (f1,) = add("F1")
    p1, p2 = add("P1", "P2", below=[f1])
    s1, s2 = add("S1", "S2", below=[p1])
    (s3,) = add("S3", below=[p2])
    (x,) = add("X", below=[s1])
    (y,) = add("Y", below=[s3])
    return {node.name: node for node in (f1, p1, p2, s1, s2, s3, x, y)}
