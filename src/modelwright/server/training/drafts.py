"""Verbs of the wizard's drafts: begun, gone on with on any machine, and finished as a template, or as a process that starts."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.core.audit import record
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Conflict, NotFound
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import retrains, starting
from modelwright.server.training.creating import create_process
from modelwright.server.training.draft_rows import Draft
from modelwright.server.training.models import Process, Template
from modelwright.server.training.rehearsals import delete_rehearsals_of
from modelwright.server.training.schemas_drafts import DraftEdit, DraftIn
from modelwright.server.training.schemas_processes import ProcessIn
from modelwright.server.training.schemas_templates import TemplateIn
from modelwright.server.training.template_values import put, put_data, save
from modelwright.server.training.templates import template_out, told

_MOST: Final = 50
_GONE: Final = _("This draft is not there any more: it was finished or thrown away. Begin anew.")
_TAKEN: Final = _("There is a template with this name in the project already.")


def list_drafts(user: Any, project: Project) -> list[dict[str, Any]]:
    """The person's own, latest first."""
    drafts = list(_own(user, project).defer("content").order_by("-modified_at", "-pk"))
    templates = _templates_of(drafts)
    return [_row(draft, templates.get(draft.pk)) for draft in drafts]


def draft_out(user: Any, project: Project, key: int) -> dict[str, Any]:
    return _out(_found(user, project, key))


@transaction.atomic
def begin_draft(user: Any, project: Project, given: DraftIn) -> dict[str, Any]:
    """Raises Conflict for somebody who has begun too many."""
    if _own(user, project).count() >= _MOST:
        raise Conflict(
            _("You have begun %(count)s models and not finished them. Finish or throw away one first.")
            % {"count": _MOST}
        )
    return _out(Draft.objects.create(project=project, person=user, **given.model_dump()))


@transaction.atomic
def begin_retraining(user: Any, version: ModelVersion) -> dict[str, Any]:
    """With the version's data, weights and parameters (E67); the person goes on with one that is begun already."""
    begun = Draft.objects.filter(person=user, pk__in=Template.objects.filter(retrains=version).values("draft")).first()
    if begun is not None:
        return _out(begun)
    draft = Draft.objects.create(project=version.model.project, person=user)
    draft.name = retrains.make(user, version, draft).name
    draft.save(update_fields=["name"])
    return _out(draft)


@transaction.atomic
def save_draft(user: Any, project: Project, key: int, given: DraftEdit) -> dict[str, Any]:
    """What was typed so far. Raises Changed where the person has gone on elsewhere meanwhile."""
    draft = _found(user, project, key)
    changes = given.model_dump(exclude={"modified_at"})
    update_unless_changed(draft, changes, seen=given.modified_at, current=lambda: _shown(draft))
    return _out(draft)


@transaction.atomic
def discard_draft(user: Any, project: Project, key: int) -> None:
    """With what was tried of it. Raises Conflict while a rehearsal of it runs."""
    draft = _held(user, project, key)
    for template in Template.objects.filter(draft=draft):
        delete_rehearsals_of(template)
    draft.delete()


@transaction.atomic
def try_draft(user: Any, project: Project, key: int, given: TemplateIn) -> dict[str, Any]:
    """The choices as a template that only this person sees, to be checked, forecast and rehearsed."""
    return template_out(_tried(user, project, _held(user, project, key), given))


@transaction.atomic
def finish_draft(user: Any, project: Project, key: int, given: TemplateIn) -> dict[str, Any]:
    """A template like any other; the draft is gone."""
    return {"template_id": _finished(user, project, key, given).pk, "process_id": None}


@transaction.atomic
def start_draft(user: Any, project: Project, key: int, given: TemplateIn, process: ProcessIn) -> dict[str, Any]:
    """The template and its process, started; all of it or nothing."""
    template = _finished(user, project, key, given)
    made = create_process(user, template, **process.model_dump())
    row = Process.objects.select_related("template", "job").get(pk=made["id"])
    starting.start_process(user, row, resume=False)
    return {"template_id": template.pk, "process_id": row.pk}


def _finished(user: Any, project: Project, key: int, given: TemplateIn) -> Template:
    """Raises Conflict where it was finished at the same moment, or the name has been taken."""
    draft = _held(user, project, key)
    template = _tried(user, project, draft, given)
    try:
        with transaction.atomic():
            mine = Template.objects.filter(pk=template.pk, draft=draft).update(draft=None)
    except IntegrityError as error:
        raise Conflict(_TAKEN, fields={"name": _TAKEN}) from error
    if not mine:
        raise Conflict(_GONE)
    template.refresh_from_db()
    draft.delete()
    if template.retrains:
        retrains.record_retraining(user, template, template.retrains)
    else:
        record(user, "training_template.created", template, {"after": told(template)})
    return template


def _tried(user: Any, project: Project, draft: Draft, given: TemplateIn) -> Template:
    template = Template.objects.filter(draft=draft).first()
    template = template or Template(project=project, created_by=user, draft=draft)
    put(template, given.model_dump())
    if Template.objects.finished().filter(project=project, name=template.name).exists():
        raise Conflict(_TAKEN, fields={"name": _TAKEN})
    save(template)
    put_data(template, given.training_datasets, given.left_out)
    return template


def _own(user: Any, project: Project) -> "QuerySet[Draft]":
    return Draft.objects.filter(person=user, project=project)


def _found(user: Any, project: Project, key: int) -> Draft:
    """Raises NotFound."""
    draft = _own(user, project).filter(pk=key).first()
    if draft is None:
        raise NotFound(_GONE)
    return draft


def _held(user: Any, project: Project, key: int) -> Draft:
    """Until the transaction ends: of two requests at once, one waits and finds what the other has left. Raises NotFound."""
    if not _own(user, project).filter(pk=key).update(step=F("step")):  # locks the row
        raise NotFound(_GONE)
    return _found(user, project, key)


def _templates_of(drafts: list[Draft]) -> dict[int | None, Template]:
    rows = Template.objects.filter(draft__in=drafts).select_related("retrains__model").defer("parameters")
    return {template.draft_id: template for template in rows}


def _row(draft: Draft, template: Template | None) -> dict[str, Any]:
    version = template.retrains if template else None
    plain = ("id", "name", "step", "created_at", "modified_at")
    return {
        **{name: getattr(draft, name) for name in plain},
        "template_id": template.pk if template else None,
        "retrains": f"{version.model.name} {version.name}" if version else "",
    }


def _out(draft: Draft) -> dict[str, Any]:
    return {**_row(draft, _templates_of([draft]).get(draft.pk)), "content": draft.content}


def _shown(draft: Draft) -> dict[str, Any]:
    """For a refusal, which is told as plain JSON."""
    draft.refresh_from_db()
    told_of = _out(draft)
    return {**told_of, **{name: told_of[name].isoformat() for name in ("created_at", "modified_at")}}
