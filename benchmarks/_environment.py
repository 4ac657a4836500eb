"""Measures one database for `environment.py`: fills the tree, then opens, searches, adds, moves, counts and removes."""

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

import _django  # noqa: F401 - first: it prepares the settings
from _table import Figure, median_of, show
from modelwright.server.accounts.models import User
from modelwright.server.masterdata import industries, tree
from modelwright.server.masterdata.models import Node
from modelwright.server.masterdata.schemas import IndustryIn, NodesIn

PLACES = int(os.environ.get("MODELWRIGHT_BENCH_PLACES", "50000"))
LEVELS = 10
WIDE = 2_000
"""Children of one place: more than a page holds."""
AT_ONCE = 20_000


def main() -> None:
    user = User.objects.create(username="root", is_superuser=True)
    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    client.force_login(user)
    industry, took = filled(user)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    count = Node.objects.count()
    show(f"{count:,} places on {LEVELS} levels, {sys.argv[1]}", figures(client, user, industry, took))


def filled(user: User) -> tuple[int, float]:
    """A wide place on level 2, and below the others a tree down to the last level; how long the bulk of it took."""
    names = [f"Level {number}" for number in range(1, LEVELS + 1)]
    industry = industries.create_industry(user, IndustryIn(name="Benchmark", levels=names))["id"]
    top = add(user, industry, [], ["Works 1", "Works 2"])
    add(user, industry, top[:1], [f"Hall {number}" for number in range(WIDE)])
    parents = top[1:]
    for number in range(2, LEVELS):
        parents = add(user, industry, parents, [f"Ц{number} 站点 a", f"Ц{number} 站点 b"])[:500]
    rest = PLACES - Node.objects.count()
    each = max(1, rest // len(parents))
    start = time.perf_counter()
    for first in range(0, len(parents), AT_ONCE // each):
        add(user, industry, parents[first : first + AT_ONCE // each], [f"Product {n}" for n in range(each)])
    return industry, time.perf_counter() - start


def add(user: User, industry: int, parents: list[int], names: list[str]) -> list[int]:
    body = NodesIn(industry_id=industry, parent_ids=parents, names=names)
    ids: list[int] = tree.add_nodes(user, body, dry_run=False)["ids"]
    return ids


def figures(client: Client, user: User, industry: int, took: float) -> list[Figure]:
    wide, deep = Node.objects.get(name="Works 1"), Node.objects.get(name="Works 2")
    last = Node.objects.filter(level__number=LEVELS - 1).latest("pk")
    products = Node.objects.filter(level__number=LEVELS).count()

    def page(**query: Any) -> float:
        """As the screen asks: pages of a search are shorter."""
        limit = 100 if "search" in query else 500
        return 1000 * median_of(lambda: get(client, industry=industry, limit=limit, **query))

    return [
        Figure("the tree opens: its top", page(), "ms", 300),
        Figure(f"a place with {WIDE:,} children opens: the first 500", page(parent=wide.pk), "ms", 300),
        Figure("a place on the last level but one opens", page(parent=last.pk), "ms", 300),
        Figure("a search that finds few", page(search="hall 1999"), "ms", 300),
        Figure(f"a search that finds all {products:,} of the last level", page(search="product"), "ms", 300),
        Figure("a search in Cyrillic, other capitals", page(search="ц7 站"), "ms", 300),
        Figure("the same below one place", page(search="ц7 站", parent=deep.pk), "ms", 300),
        Figure(f"{products:,} places added, at most {AT_ONCE:,} at once", took, "s"),
        Figure("what would go with nearly all of the places, counted", counted(client, deep), "ms"),
        Figure("a branch with half of the places moves", moved(client, wide), "ms"),
        Figure("the branch with nearly all of the places removed", removed(client, deep), "s"),
    ]


def get(client: Client, **query: Any) -> bytes:
    answer = client.get("/api/environment/nodes", query)
    assert answer.status_code == 200, answer.content
    return answer.content


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    answer = client.post(f"/api/environment/{path}", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def counted(client: Client, node: Node) -> float:
    return 1000 * median_of(lambda: post(client, "removals/count", {"ids": [node.pk]}))


def moved(client: Client, to: Node) -> float:
    """There and back."""
    branch = Node.objects.filter(level__number=2).exclude(parent=to).earliest("pk")
    home = branch.parent_id
    there = seconds(lambda: post(client, "moves", {"ids": [branch.pk], "parent_id": to.pk}))
    back = seconds(lambda: post(client, "moves", {"ids": [branch.pk], "parent_id": home}))
    return 1000 * (there + back) / 2


def removed(client: Client, node: Node) -> float:
    count = post(client, "removals/count", {"ids": [node.pk]})["nodes"]
    return seconds(lambda: post(client, "removals", {"ids": [node.pk], "nodes": count}))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
