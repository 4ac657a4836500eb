"""What depends on master data. Apps above say it by adding a function to these lists; nothing here knows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Min

from modelwright.server.core.errors import Conflict
from modelwright.server.masterdata.models import ComputeProfile, NodeQuerySet, TaskType


@dataclass(frozen=True)
class Usage:
    """Things of one kind that depend on something."""

    kind: str
    """Such as `datasets`; the interface has the word for it."""
    count: int
    names: list[str]
    """Some of them, for people to recognise."""


NODE_USERS: Final[list[Callable[[NodeQuerySet], Usage]]] = []
LOGIC_USERS: Final[list[Callable[[], dict[str, Usage]]]] = []
"""What uses a task's logic, for every logic that something uses."""
PROFILE_USERS: Final[list[Callable[[ComputeProfile], Usage]]] = []
_TOLD: Final = 5


class InUse(Conflict):
    """Something depends on it; `detail.used_by` lists what."""


def of_nodes(nodes: NodeQuerySet) -> list[Usage]:
    return _some(users(nodes) for users in NODE_USERS)


def of_task_types() -> dict[int, list[Usage]]:
    """By the task type's key: a logic's last task type is used by whatever uses the logic; the others are only names."""
    last = _only_ones()
    found: dict[int, list[Usage]] = {}
    for users in LOGIC_USERS:
        for logic, usage in users().items():
            if logic in last:
                found.setdefault(last[logic], []).append(usage)
    return found


def _only_ones() -> dict[str, int]:
    """By logic: the key of the task type that is the only one of it."""
    counted = TaskType.objects.order_by().values("logic").annotate(types=Count("pk"), key=Min("pk"))
    return dict(counted.filter(types=1).values_list("logic", "key"))


def of_profile(profile: ComputeProfile) -> list[Usage]:
    return _some(users(profile) for users in PROFILE_USERS)


def names_of(found: list[Usage]) -> list[str]:
    """For a refusal's `used_by`."""
    return [name for usage in found for name in usage.names]


def in_short(found: list[Usage]) -> str:
    """For a refusal's sentence: the first few, and how many more there are."""
    names, total = names_of(found)[:_TOLD], sum(usage.count for usage in found)
    told = ", ".join(names)
    return f"{told} (+{total - len(names)})" if total > len(names) else told


def _some(found: Iterable[Usage]) -> list[Usage]:
    return [usage for usage in found if usage.count]
