"""What depends on master data. Apps above say it by adding a function to these lists; nothing here knows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

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
TASK_TYPE_USERS: Final[list[Callable[[TaskType], Usage]]] = []
PROFILE_USERS: Final[list[Callable[[ComputeProfile], Usage]]] = []


class InUse(Conflict):
    """Something depends on it; `detail.used_by` lists what."""


def of_nodes(nodes: NodeQuerySet) -> list[Usage]:
    return _some(users(nodes) for users in NODE_USERS)


def of_task_type(task_type: TaskType) -> list[Usage]:
    return _some(users(task_type) for users in TASK_TYPE_USERS)


def of_profile(profile: ComputeProfile) -> list[Usage]:
    return _some(users(profile) for users in PROFILE_USERS)


def names_of(found: list[Usage]) -> list[str]:
    """For a refusal's `used_by`."""
    return [name for usage in found for name in usage.names]


def _some(found: Iterable[Usage]) -> list[Usage]:
    return [usage for usage in found if usage.count]
