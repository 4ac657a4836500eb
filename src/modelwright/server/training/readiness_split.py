"""Readiness rules about the split: what stays together, and what lies on both sides of training and test."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from modelwright.server.datasets import likeness, surveying
from modelwright.server.datasets.models import Sample
from modelwright.server.training.readiness_look import Look, item
from modelwright.server.training.schemas_templates import ReadinessItem

_REPEATED_GROUP: Final = re.compile(r"\)[*+{]")
_MOST_REPEATS: Final = 3


def near_duplicates(look: Look) -> Iterator[ReadinessItem]:
    if not look.test_ids or not look.paths:
        return
    if not all(surveying.is_done(dataset) for dataset in look.training_ids + look.test_ids):
        message = _("Images are still being compared: test images that look like training images are not known yet.")
        yield item("near_duplicates_unknown", "ok", message)
        return
    alike = likeness.between(look.training_ids, look.test_ids, look.template.left_out)
    rows = look.tests.filter(sha256__in=alike)
    if count := rows.count():
        message = _(
            "Test images that show the same picture as a training image, saved, resized or compressed again: %(count)s. "
            "The test would look better than the model is. Exclude them on one side."
        )
        yield item("near_duplicates_in_training", "warning", message % {"count": count}, count, rows)


def groups(look: Look) -> Iterator[ReadinessItem]:
    """What the split between learning and validating will keep on one side."""
    preprocessing = look.parameters.preprocessing
    if preprocessing.group_column:
        message = _(
            "The split keeps images together that have the same “%(column)s” in the tables beside the data paths. If no "
            "table has this column, the training does not start."
        )
        yield item("groups_by_column", "ok", message % {"column": preprocessing.group_column})
    if preprocessing.group_pattern and not _is_quick(preprocessing.group_pattern):
        message = _("The split keeps images together in whose file names the pattern %(pattern)s finds the same.")
        yield item("groups_by_name", "ok", message % {"pattern": preprocessing.group_pattern})
    elif preprocessing.group_pattern:
        yield _by_name(look, preprocessing.group_pattern)
    together = look.usable.exclude(near_group=None)
    found = (
        together.order_by().values("near_group").annotate(several=Count("sha256", distinct=True)).filter(several__gt=1)
    )
    if count := found.count():
        rows = together.filter(near_group__in=found.values("near_group"))
        message = _(
            "Images that show the same picture: %(images)s in %(groups)s groups. The split keeps each on one side."
        )
        images = rows.count()
        yield item("near_duplicates", "ok", message % {"images": images, "groups": count}, images, rows)


def _is_quick(pattern: str) -> bool:
    """Whether the pattern can be tried here: repeats of repeats could keep the server busy for ever."""
    return not _REPEATED_GROUP.search(pattern) and sum(map(pattern.count, "*+{")) <= _MOST_REPEATS


def _by_name(look: Look, pattern: str) -> ReadinessItem:
    named = _groups_in_names(look.usable, re.compile(pattern))
    without = named.pop("", 0)
    values = {"pattern": pattern, "groups": len(named), "images": sum(named.values()), "without": without}
    if len(named) < 2:
        message = _(
            "The pattern %(pattern)s finds %(groups)s groups in the file names: nothing could be split. Correct the pattern."
        )
        return item("groups_by_name", "warning", message % values, len(named))
    message = _(
        "The split keeps images together in whose file names the pattern %(pattern)s finds the same: %(images)s images in "
        "%(groups)s groups; without a group: %(without)s."
    )
    return item("groups_by_name", "ok", message % values, len(named), examples=sorted(named))


def _groups_in_names(rows: "QuerySet[Sample]", pattern: "re.Pattern[str]") -> dict[str, int]:
    """Images per group, as the engine reads it from the name; of those without one under an empty name."""
    counts: dict[str, int] = {}
    for path in rows.order_by().values_list("path", flat=True).iterator(chunk_size=5_000):
        found = pattern.search(PurePosixPath(path).name)
        group = ((found.group(1) if pattern.groups else found.group()) or "") if found else ""
        counts[group] = counts.get(group, 0) + 1
    return counts
