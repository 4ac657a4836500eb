"""The first-use guide (E3): what is still missing before the first training, in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from modelwright.server.accounts.models import Project, User
from modelwright.server.masterdata.models import ComputeProfile, GuideDismissal, Industry, Node, TaskType
from modelwright.server.masterdata.schemas import Shown


@dataclass(frozen=True)
class Step:
    key: str
    count: Callable[[], int]
    """How many there are of what the step makes."""
    is_done: Callable[[User, int], bool] = lambda _user, count: count > 0
    optional: bool = False
    project: Callable[[User], int | None] = lambda _user: None
    """Where it is best done, where it is done in a project."""


def _places() -> int:
    return Node.objects.filter(industry__is_default=True).count()


STEPS: Final[list[Step]] = [
    Step("password", lambda: 1, lambda user, _count: not user.must_set_password),
    Step("people", lambda: User.objects.filter(is_active=True).count(), lambda _user, count: count > 1, optional=True),
    Step("industry", lambda: Industry.objects.filter(levels__isnull=False).distinct().count()),
    Step("environment", _places),
    Step("task_types", TaskType.objects.count),
    Step("compute_profiles", ComputeProfile.objects.count),
    Step("project", Project.objects.count),
]
"""In order; apps above put theirs in by `insert_after`."""


def insert_after(key: str, step: Step) -> None:
    """Called when the apps are ready, once for each step of theirs."""
    place = next(number for number, known in enumerate(STEPS) if known.key == key)
    STEPS.insert(place + 1, step)


def guide_of(user: User) -> Shown:
    return {
        "steps": [_shown(user, step) for step in STEPS],
        "dismissed": GuideDismissal.objects.filter(user=user).exists(),
    }


def dismiss(user: User) -> Shown:
    GuideDismissal.objects.get_or_create(user=user)
    return guide_of(user)


def bring_back(user: User) -> Shown:
    GuideDismissal.objects.filter(user=user).delete()
    return guide_of(user)


def _shown(user: User, step: Step) -> dict[str, Any]:
    count = step.count()
    told = {"key": step.key, "done": step.is_done(user, count), "count": count, "optional": step.optional}
    return {**told, "project_id": step.project(user)}
