"""The roles that every installation has. They follow this table at each migration; people copy them to change them."""

from typing import Any, Final, NamedTuple

from modelwright.server.accounts.matrix import CELLS, ENTITIES, Right, Scope

Cells = dict[str, str]


class Preset(NamedTuple):
    name: str
    """In English; the interface translates by key."""
    cells: Cells


def _all(*rights: Right) -> Cells:
    return dict.fromkeys(rights, Scope.ALL)


def _own(*rights: Right) -> Cells:
    return dict.fromkeys(rights, Scope.OWN)


_VIEWS: Final = _all(*(right for right in CELLS if right.action == "view" and ENTITIES[right.entity].in_projects))
_DATASETS: Final = _all(Right.DATASETS_VIEW, Right.DATASETS_CREATE, Right.DATASETS_EDIT, Right.DATASETS_DELETE)
_OWN_PROJECTS: Final = _all(Right.PROJECTS_CREATE) | _own(Right.PROJECTS_MANAGE)
_WORK: Final = tuple(
    right
    for right in CELLS
    if right.entity in ("training_templates", "training_processes", "models") and right.action not in ("view", "create")
)
_CREATE: Final = _all(Right.TEMPLATES_CREATE, Right.PROCESSES_CREATE, Right.MODELS_CREATE)

SUPER_ADMINISTRATOR: Final = "super_administrator"
MODEL_TRAINER: Final = "model_trainer"
REVIEWER: Final = "reviewer"

PRESETS: Final[dict[str, Preset]] = {
    SUPER_ADMINISTRATOR: Preset("Super administrator", {right: scopes[-1] for right, scopes in CELLS.items()}),
    # E4 to E11: datasets of all, own models and own trainings; lists show everybody's (X24)
    MODEL_TRAINER: Preset("Model trainer", _VIEWS | _DATASETS | _CREATE | _own(*_WORK) | _OWN_PROJECTS),
    "data_scientist": Preset("Data scientist", _VIEWS | _DATASETS | _CREATE | _all(*_WORK) | _OWN_PROJECTS),
    "labeller": Preset("Labeller", _all(Right.DATASETS_VIEW, Right.DATASETS_EDIT)),
    REVIEWER: Preset("Reviewer", _VIEWS),
}


def make_presets(**_signal: Any) -> None:
    """Bring the rows up to this table: at each start, so that rights which came later reach them."""
    from modelwright.server.accounts.models import Role

    known = {role.preset: role for role in Role.objects.exclude(preset="")}
    for key, (name, cells) in PRESETS.items():
        role = known.get(key) or Role(preset=key, name=name)
        if role.cells != cells:
            role.cells = cells
            role.save()
