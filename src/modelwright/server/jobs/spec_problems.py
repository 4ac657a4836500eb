"""Why a spec cannot be carried out, as a part of the sentence of a BAD_SPEC."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modelwright.contract.events import SpecProblem
from modelwright.contract.tasks import Network
from modelwright.server.core import validation
from modelwright.server.core.lists import listed
from modelwright.server.core.system_errors import system_error
from modelwright.server.jobs.sentences import Values

WORDS: Final[dict[SpecProblem, Promise]] = {
    SpecProblem.NUM_OF_CLASSES: _(
        "num_of_classes is %(asked)s, but the data holds %(found)s classes; name those to learn in code_list"
    ),
    SpecProblem.GROUP_TABLE_UNREADABLE: _("the table of groups %(file)s cannot be read: %(reason)s"),
    SpecProblem.GROUP_COLUMN_MISSING: _(
        "the table %(file)s has no column “%(column)s” beside one that names the images"
    ),
    SpecProblem.GROUP_COLUMN_NOWHERE: _(
        "no CSV file in or above the data paths, and no COCO file, has a column “%(column)s”"
    ),
    SpecProblem.NOTHING_TO_VALIDATE: _(
        "every class has only one group, or the groups hang together by copies: nothing is left to validate on"
    ),
    SpecProblem.DATA_PATH_UNREADABLE: _("the data path %(folder)s cannot be read: %(reason)s"),
    SpecProblem.MASK_CODES: _("%(file)s does not say which class each value of the masks stands for"),
    SpecProblem.UNKNOWN_BASE_MODEL: _("this version of the engine has no base model “%(name)s”"),
    SpecProblem.OTHER_NETWORK: _("the base model %(name)s does not suit the network “%(network)s”"),
    SpecProblem.FOLDERS_GONE: _("folders that it was trained on are gone: %(names)s"),
}
_NETWORKS: Final[dict[str, Promise]] = {
    Network.CLASSIFICATION: _("Classification"),
    Network.SEGMENTATION: _("Segmentation"),
    Network.DETECTION: _("Detection"),
}


def said(values: Mapping[str, Any]) -> str:
    """What the values of a BAD_SPEC tell; of an older engine, and of what the server itself refused, the detail."""
    problem = values.get("problem")
    if problem == SpecProblem.FIELDS:
        return "; ".join(_broken(one) for one in values.get("errors", []))
    if problem not in WORDS:
        detail = str(values.get("detail", "–"))
        return gettext(detail) if detail else "–"
    return str(WORDS[SpecProblem(problem)]) % Values((name, _shown(name, value)) for name, value in values.items())


def _broken(problem: Mapping[str, Any]) -> str:
    return f"{problem['loc']}: {validation.sentence(problem)}".rstrip(".。")


def _shown(name: str, value: Any) -> object:
    match name:
        case "reason":
            return system_error(str(value))
        case "network":
            return _NETWORKS.get(str(value), value)
        case _:
            return listed(value) if isinstance(value, list | tuple) else value
