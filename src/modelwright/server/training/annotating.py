"""What people write on a process: a note, and tags."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.audit import difference
from modelwright.server.core.changes import Changed
from modelwright.server.core.errors import Invalid, NotFound
from modelwright.server.core.searching import folded
from modelwright.server.training.models import LONGEST_TAG, Process, ProcessTag
from modelwright.server.training.noting import note
from modelwright.server.training.outputs import process_out

MOST_TAGS: Final = 20


@transaction.atomic
def set_note(user: Any, process: Process, text: str, seen: int) -> dict[str, Any]:
    """`seen`: the note's version that the person had before them. Raises Changed where it is no longer the one."""
    before = Process.objects.filter(pk=process.pk).first()
    if before is None:
        raise NotFound(_("The process has been deleted meanwhile."))
    written = {"note": text, "note_version": F("note_version") + 1}
    if not Process.objects.filter(pk=process.pk, note_version=seen).update(**written):
        message = _("Somebody else changed this meanwhile. Look at what is new, then save again.")
        raise Changed(message, detail={"current": {"note": before.note, "note_version": before.note_version}})
    note(user, "noted", process, difference({"note": before.note}, {"note": text}))
    return process_out(process, user)


@transaction.atomic
def change_tags(user: Any, process: Process, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> dict[str, Any]:
    """Tags are put on and taken off one by one, so that two people at once take nothing from each other.

    Raises Invalid for a tag that breaks the rule, or too many.
    """
    wanted = checked_tags(add)
    before = tags_of(process)
    process.tags.filter(name__in=list(remove)).delete()
    kept = {folded(name) for name in tags_of(process)}
    known = _known(process)
    new = [known.get(folded(name), name) for name in wanted if folded(name) not in kept]
    ProcessTag.objects.bulk_create([ProcessTag(process=process, name=name) for name in new], ignore_conflicts=True)
    after = tags_of(process)
    if len(after) > MOST_TAGS:
        sentence = _("A process has at most %(most)s tags. Take some off first.") % {"most": MOST_TAGS}
        raise Invalid(sentence, fields={"add": sentence})
    if before != after:
        note(user, "tagged", process, difference({"tags": before}, {"tags": after}))
    return process_out(process, user)


def tags_of(process: Process) -> list[str]:
    return sorted(process.tags.values_list("name", flat=True))


def checked_tags(given: Iterable[str]) -> list[str]:
    """Without needless spaces, each once. Raises Invalid."""
    names = {folded(name): name for name in (" ".join(raw.split()) for raw in given)}
    if any(not name or len(name) > LONGEST_TAG or "," in name for name in names.values()):
        sentence = _("A tag has 1 to %(longest)s characters and no comma.") % {"longest": LONGEST_TAG}
        raise Invalid(sentence, fields={"add": sentence})
    return list(names.values())


def _known(process: Process) -> dict[str, str]:
    """How the project spells its tags: `Fast` and `fast` are one."""
    rows = ProcessTag.objects.filter(process__template__project=process.template.project_id)
    return {folded(name): name for name in rows.order_by("pk").values_list("name", flat=True).distinct()}
