"""What is to be known before a start, from the database alone: what blocks, what to put right, and where."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from modelwright.server.core.errors import Invalid
from modelwright.server.core.sentences import anew
from modelwright.server.jobs.models import Machine
from modelwright.server.training import readiness_images as images
from modelwright.server.training import readiness_marks as marks
from modelwright.server.training import readiness_settings as settings
from modelwright.server.training import readiness_split as split
from modelwright.server.training.models import Template
from modelwright.server.training.readiness_look import Look
from modelwright.server.training.schemas_templates import ReadinessItem, ReadinessOut


def readiness(template: Template, machine_id: int | None = None) -> ReadinessOut:
    """With a machine, also what it cannot give."""
    machine = Machine.objects.present().filter(pk=machine_id).first() if machine_id is not None else None
    looked = Look(template, machine)
    items = [item for rule in _RULES for item in rule(looked)]
    ready = all(item.level != "blocking" for item in items)
    return ReadinessOut(ready=ready, images=looked.images, classes=dict(looked.classes), items=items)


def insist_on_readiness(template: Template) -> None:
    """Raises Invalid, with what keeps the template from being started."""
    reasons = _blocking(template)
    if reasons:
        language = get_language()
        raise Invalid(
            anew(lambda: _cannot_start(reasons if get_language() == language else _blocking(template) or reasons)),
            fields={item.code: item.message for item in reasons},
            detail={"items": [item.model_dump() for item in reasons]},
        )


def _blocking(template: Template) -> list[ReadinessItem]:
    """In the language of the moment."""
    return [item for item in readiness(template).items if item.level == "blocking"]


def _cannot_start(reasons: Sequence[ReadinessItem]) -> str:
    return _("The training cannot start yet. %(reasons)s") % {"reasons": " ".join(item.message for item in reasons)}


_RULES: Final[tuple[Callable[[Look], Iterator[ReadinessItem]], ...]] = (
    images.data,
    images.paths,
    images.paths_left_out,
    marks.formats,
    marks.labels,
    marks.marked,
    images.enough,
    images.listed_classes,
    images.left_out,
    images.small_classes,
    images.batch,
    images.unreadable,
    marks.problems,
    marks.declared_classes,
    images.excluded,
    images.duplicates,
    split.near_duplicates,
    split.groups,
    images.test_set,
    settings.parameters,
    settings.segmentation_switch,
    settings.weights,
    settings.machine,
)
