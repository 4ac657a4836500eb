"""Verbs of task types (E25)."""

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from modelwright.contract.tasks import Task
from modelwright.server.core import audit
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Conflict, Sentence
from modelwright.server.core.pagination import page
from modelwright.server.masterdata import usage
from modelwright.server.masterdata.models import TaskType
from modelwright.server.masterdata.names import check_free_name
from modelwright.server.masterdata.rows import one_name_each
from modelwright.server.masterdata.schemas import Shown, TaskTypeEdit, TaskTypeIn

LOGICS: Final[dict[Task, Sentence]] = {
    Task.CLASSIFICATION: _("Classification"),
    Task.SEGMENTATION_CLASSIFICATION: _("Segmentation and classification"),
    Task.SEGMENTATION: _("Segmentation"),
    Task.DETECTION: _("Field detection"),
}
"""What a task type is called as long as nobody names it otherwise."""


def list_task_types(*, cursor: str, limit: int) -> Shown:
    rows = TaskType.objects.all()
    return page(rows, sort="id", sorts={"id": "id"}, cursor=cursor, limit=limit, show=_shown)


def out(task_type: TaskType) -> Shown:
    return _shown([task_type])[0]


def _shown(task_types: list[TaskType]) -> list[Shown]:
    used_by = usage.of_task_types()
    return [_shape(task_type, used_by.get(task_type.pk, [])) for task_type in task_types]


def _shape(task_type: TaskType, used_by: list[usage.Usage]) -> Shown:
    return {
        "id": task_type.pk,
        "name": shown_name(task_type),
        "logic": task_type.logic,
        "used_by": [vars(used) for used in used_by],
        "modified_at": task_type.modified_at,
    }


def shown_name(task_type: TaskType) -> str:
    return task_type.name or str(LOGICS[Task(task_type.logic)])


@transaction.atomic
def create_task_type(user: Any, body: TaskTypeIn) -> Shown:
    task_type = TaskType(name=_free(body.name), logic=body.logic)
    with one_name_each(task_type.name):
        task_type.save()
    audit.record(user, "task_type.created", task_type, {"name": task_type.name, "logic": body.logic})
    return out(task_type)


@transaction.atomic
def rename_task_type(user: Any, task_type: TaskType, body: TaskTypeEdit) -> Shown:
    """Raises Invalid, Conflict or Changed."""
    before, name = shown_name(task_type), _free(body.name, besides=task_type)
    with one_name_each(name):
        update_unless_changed(task_type, {"name": name}, seen=body.modified_at, current=lambda: _again(task_type))
    audit.record(user, "task_type.renamed", task_type, {"before": before, "after": name})
    return out(task_type)


@transaction.atomic
def delete_task_type(user: Any, task_type: TaskType) -> None:
    """Raises InUse."""
    if used_by := usage.of_task_types().get(task_type.pk):
        raise usage.InUse(
            _("The task type is in use. Change what uses it first."), detail={"used_by": usage.names_of(used_by)}
        )
    audit.record(user, "task_type.deleted", task_type, {"name": shown_name(task_type), "logic": task_type.logic})
    task_type.delete()


def _again(task_type: TaskType) -> Shown:
    return out(TaskType.objects.get(pk=task_type.pk))


def _free(name: str, besides: TaskType | None = None) -> str:
    """The name, unless an unnamed type is called so in the person's language. Raises Invalid or Conflict."""
    name = check_free_name(name)
    unnamed = TaskType.objects.filter(name="").exclude(pk=besides.pk if besides else None)
    if name in [shown_name(task_type) for task_type in unnamed]:
        sentence = _("“%(name)s” exists already. Choose another name.") % {"name": name}
        raise Conflict(sentence, fields={"name": sentence})
    return name
