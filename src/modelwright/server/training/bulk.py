"""One action on several processes: what was done, and of each that was refused, why."""

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.core.errors import UserError
from modelwright.server.training import actions
from modelwright.server.training.annotating import change_tags, checked_tags
from modelwright.server.training.changing import stop_process, withdraw_process
from modelwright.server.training.deleting import delete_process
from modelwright.server.training.models import Process
from modelwright.server.training.outputs import shown
from modelwright.server.training.schemas_list import BulkAction, BulkIn
from modelwright.server.training.starting import start_process

_VERBS: Final[dict[BulkAction, tuple[str, Callable[[Any, Process, BulkIn], object]]]] = {
    "start": ("start", lambda user, process, _given: start_process(user, process, resume=False)),
    "stop": ("stop", lambda user, process, _given: stop_process(user, process)),
    "withdraw": ("withdraw", lambda user, process, _given: withdraw_process(user, process)),
    "delete": ("delete", lambda user, process, _given: delete_process(user, process)),
    "tag": ("annotate", lambda user, process, given: change_tags(user, process, add=given.tags)),
    "untag": ("annotate", lambda user, process, given: change_tags(user, process, remove=given.tags)),
}
"""What asks for the rights and the state, and what does it."""


def act_on_several(user: Any, project: Project, given: BulkIn) -> dict[str, Any]:
    """Each by itself: what one is refused, the others are not."""
    checked_tags(given.tags)
    rows = shown(Process.objects.visible_to(user).filter(template__project=project, pk__in=given.ids))
    found = {process.pk: process for process in rows}
    return {"results": [_result(user, key, found.get(key), given) for key in dict.fromkeys(given.ids)]}


def _result(user: Any, key: int, process: Process | None, given: BulkIn) -> dict[str, Any]:
    if process is None:
        reason = str(_("It is not there any more."))
        return {"id": key, "template_name": "", "number": None, "done": False, "reason": reason}
    told = {"id": key, "template_name": process.template.name, "number": process.number}
    reason = _tried(user, process, given)
    return {**told, "done": not reason, "reason": reason}


def _tried(user: Any, process: Process, given: BulkIn) -> str:
    """Why it was refused; empty: it is done."""
    rule, verb = _VERBS[given.action]
    if refusal := actions.why_not(rule, process, user):
        return str(refusal)
    try:
        verb(user, process, given)
    except UserError as refused:
        return str(refused.message)
    return ""
