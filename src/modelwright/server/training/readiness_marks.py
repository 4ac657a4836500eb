"""Readiness rules about what is marked on the images: masks, outlines and boxes."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from modelwright.contract.layout import Format
from modelwright.contract.tasks import Network
from modelwright.server.datasets.problems import annotation_sentence
from modelwright.server.training.readiness_look import EXAMPLES, Look, item, names
from modelwright.server.training.schemas_templates import ReadinessItem
from modelwright.server.training.words import format_name

_NOT_MARKED: Final[dict[Network, Callable[[], str]]] = {
    Network.SEGMENTATION: lambda: _(
        "No image has a mask or an outline, which a segmentation learns from. Put masks beside the images, or choose another "
        "task."
    ),
    Network.DETECTION: lambda: _(
        "No image has a box, which a detection learns from. Put a file of boxes (COCO, YOLO, VOC) beside the images, or "
        "choose another task."
    ),
}
_MASKS: Final = frozenset({"mask_size", "mask_unreadable", "mask_unknown_value"})
"""Of these the image is left out; of the others, the annotation."""


def formats(look: Look) -> Iterator[ReadinessItem]:
    """Said where it is more than folders of classes: it was found by looking."""
    for path in look.paths[:EXAMPLES]:
        if path.format not in ("", Format.FOLDERS):
            message = _("The data path %(path)s is read as %(format)s.")
            values = {"path": path.path, "format": format_name(path.format)}
            yield item("format", "ok", message % values, path.images)


def labels(look: Look) -> Iterator[ReadinessItem]:
    """Images of which no class is said teach a classifier nothing."""
    if not look.classifies:
        return
    rows = look.compliant.filter(label="")
    if not (count := rows.count()):
        return
    if count == look.compliant.count():
        message = _(
            "The data does not say the class of any image as a whole, which a classification learns from. Sort the images "
            "into a folder per class, or choose segmentation or detection as the task."
        )
        yield item("task_does_not_fit", "blocking", message, count, rows)
    else:
        message = _("Images without a class, or with marks of several classes, are left out: %(count)s.")
        yield item("images_without_class", "warning", message % {"count": count}, count, rows)


def marked(look: Look) -> Iterator[ReadinessItem]:
    if look.marks is None or not any(path.images for path in look.paths):
        return
    rows = look.compliant.exclude(look.is_marked)
    count = rows.count()
    if not look.marked_images:
        yield item("task_does_not_fit", "blocking", _NOT_MARKED[look.marks](), count)
    elif count:
        message = _(
            "Images on which nothing is marked, not even that nothing is there: %(count)s. The training on marks leaves them "
            "out. Mark them, or add an empty mask or entry where there is nothing."
        )
        yield item("images_without_annotation", "warning", message % {"count": count}, count, rows)


def declared_classes(look: Look) -> Iterator[ReadinessItem]:
    """Those that the annotations name and no image shows."""
    if look.marks is None:
        return
    counts: Counter[str] = Counter()
    for path in look.paths:
        if path.dataset_id in look.training_ids:
            counts.update(path.region_counts)
    missing = sorted(label for label, count in counts.items() if not count)
    if missing:
        message = _(
            "Classes without any mark: %(labels)s. They cannot be learned. Mark some, or take them off the list."
        )
        yield item("class_without_annotations", "warning", message % {"labels": names(missing)}, len(missing))


def problems(look: Look) -> Iterator[ReadinessItem]:
    """Annotations that are not used as they are given, by reason."""
    if look.marks is None:
        return
    counts: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    for path in look.paths:
        for problem in path.annotation_problems:
            counts[problem["reason"]] += problem["count"]
            examples.setdefault(problem["reason"], []).extend(problem["examples"])
    for reason, count in sorted(counts.items()):
        message = f"{annotation_sentence(reason)} {_advice(reason) % {'count': count}}"
        samples = look.samples.filter(annotation_problem=reason)
        yield item(f"annotations_{reason}", "warning", message, count, samples, examples[reason])


def _advice(reason: str) -> str:
    if reason in _MASKS:
        return _("Images that are left out for this: %(count)s. Correct their masks.")
    return _("Annotations that this is about: %(count)s. Correct them, and check the data path again.")
