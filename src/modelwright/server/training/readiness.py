"""What is to be known before a start, from the database alone: what blocks, what to put right, and where."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from modelwright.contract import catalogue
from modelwright.contract.parameters import Parameters
from modelwright.server.core.errors import Invalid
from modelwright.server.datasets.models import DataPath, PathStatus, Sample
from modelwright.server.jobs.models import Machine
from modelwright.server.training.models import Template
from modelwright.server.training.parameter_warnings import policy_warning
from modelwright.server.training.schemas import ReadinessItem, ReadinessOut

FEW_IMAGES: Final = 10
"""A class with fewer images is warned about."""
EXAMPLES: Final = 20

Level = Literal["ok", "warning", "blocking"]


def readiness(template: Template, machine_id: int | None = None) -> ReadinessOut:
    """With a machine, also what it cannot give."""
    looked = _Look(template, Machine.objects.filter(pk=machine_id).first() if machine_id is not None else None)
    items = [item for rule in _RULES for item in rule(looked)]
    ready = all(item.level != "blocking" for item in items)
    return ReadinessOut(ready=ready, images=looked.classes.total(), classes=dict(looked.classes), items=items)


def insist_on_readiness(template: Template) -> None:
    """Raises Invalid, with what keeps the template from being started."""
    reasons = [item for item in readiness(template).items if item.level == "blocking"]
    if reasons:
        raise Invalid(
            _("The training cannot start yet. %(reasons)s") % {"reasons": " ".join(item.message for item in reasons)},
            fields={item.code: item.message for item in reasons},
            detail={"items": [item.model_dump() for item in reasons]},
        )


@dataclass
class _Look:
    """What the rules look at; every question is asked of the database once."""

    template: Template
    machine: Machine | None

    @cached_property
    def parameters(self) -> Parameters:
        return self.template.parameters_of()

    @cached_property
    def training_ids(self) -> list[int]:
        return list(self.template.training_datasets.order_by("pk").values_list("pk", flat=True))

    @cached_property
    def test_ids(self) -> list[int]:
        return [self.template.test_dataset_id] if self.template.test_dataset_id else []

    @cached_property
    def paths(self) -> list[DataPath]:
        both = self.training_ids + self.test_ids
        return list(DataPath.objects.filter(dataset__in=both).select_related("dataset").order_by("pk"))

    @cached_property
    def readable(self) -> "QuerySet[Sample]":
        return Sample.objects.filter(dataset__in=self.training_ids, problem="")

    @cached_property
    def usable(self) -> "QuerySet[Sample]":
        """Readable, of a compliant size, and of a class that the classifier predicts."""
        rows = self.readable.exclude(self.odd_sizes)
        return rows.filter(label__in=self.wanted) if self.wanted else rows

    @cached_property
    def odd_sizes(self) -> Q:
        """The rule for non-compliant samples (E54), as the engine reads it."""
        rule = self.parameters.preprocessing
        if not rule.normalization:
            return Q(pk__in=[])
        least = catalogue.base_model(self.template.base_model).min_side
        odd = Q(width__lt=rule.min_width or least) | Q(height__lt=rule.min_height or least)
        odd |= Q(width__gt=rule.max_width) if rule.max_width else Q(pk__in=[])
        return odd | Q(height__gt=rule.max_height) if rule.max_height else odd

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        return self.parameters.model.predicted_codes

    @cached_property
    def classes(self) -> Counter[str]:
        """Usable images per class."""
        return _per_class(self.usable)

    @cached_property
    def other_classes(self) -> Counter[str]:
        """Readable images of classes that the classifier does not predict."""
        return _per_class(self.readable.exclude(label__in=self.wanted)) if self.wanted else Counter()

    @cached_property
    def test_classes(self) -> Counter[str]:
        return _per_class(Sample.objects.filter(dataset__in=self.test_ids, problem=""))


def _per_class(rows: "QuerySet[Sample]") -> Counter[str]:
    return Counter(dict(rows.order_by("label").values_list("label").annotate(count=Count("pk"))))


def _item(code: str, level: Level, message: str, count: int = 0, samples: Any = None) -> ReadinessItem:
    ids = [] if samples is None else list(samples.order_by("pk").values_list("pk", flat=True)[:EXAMPLES])
    return ReadinessItem(code=code, level=level, message=message, count=count, samples=ids)


def _data(look: _Look) -> Iterator[ReadinessItem]:
    if not look.training_ids:
        message = _("The template names no training dataset. Choose one.")
        yield _item("no_dataset", "blocking", message)
    elif not any(path.dataset_id in look.training_ids for path in look.paths):
        message = _("The training datasets have no data path. Add a folder of images to one of them.")
        yield _item("no_data_path", "blocking", message)
    elif look.classes:
        message = _("Images to learn from: %(images)s, classes: %(classes)s.")
        values = {"images": look.classes.total(), "classes": len(look.classes)}
        yield _item("data", "ok", message % values, look.classes.total())


def _paths(look: _Look) -> Iterator[ReadinessItem]:
    """E47: with an invalid path it goes no further."""
    for path in look.paths:
        values = {"path": path.path, "dataset": path.dataset.name}
        if path.status == PathStatus.INVALID:
            message = _("The data path %(path)s of the dataset “%(dataset)s” is invalid. Correct or remove it.")
            yield _item("path_invalid", "blocking", message % values)
        elif path.status == PathStatus.CHECKING:
            message = _("The data path %(path)s of the dataset “%(dataset)s” is still being checked. Wait for it.")
            yield _item("path_checking", "blocking", message % values)


def _enough(look: _Look) -> Iterator[ReadinessItem]:
    if not any(path.images for path in look.paths):
        return
    if not look.classes:
        message = _(
            "No image can be used: all are unreadable, of a wrong size, or of classes that are not in code_list."
        )
        yield _item("no_usable_samples", "blocking", message)
    elif len(look.classes) == 1 and not look.wanted:
        message = _(
            "All images are of one class, “%(label)s”. A classifier needs two: add a folder with images of another class."
        )
        yield _item("one_class", "blocking", message % {"label": next(iter(look.classes))}, look.classes.total())
    elif max(look.classes.values()) == 1:
        message = _("Every class has one image only: nothing is left to validate on. Add images.")
        yield _item("too_few_samples", "blocking", message, look.classes.total())


def _listed_classes(look: _Look) -> Iterator[ReadinessItem]:
    for label in look.wanted:
        if not look.classes[label]:
            message = _(
                "code_list names the class “%(label)s”, but no usable image has it. Add images, or take it out."
            )
            yield _item("class_without_samples", "blocking", message % {"label": label})
    asked = look.parameters.model.classification.num_of_classes
    if asked and not look.wanted and look.classes and len(look.classes) != asked:
        message = _(
            "num_of_classes is %(asked)s, but the images have %(found)s classes. Name the classes to learn in code_list, "
            "or leave num_of_classes empty."
        )
        yield _item("number_of_classes", "blocking", message % {"asked": asked, "found": len(look.classes)})


def _left_out(look: _Look) -> Iterator[ReadinessItem]:
    special = set(look.parameters.model.code_list) - set(look.wanted)
    for code, labels in (
        ("special_codes_left_out", [label for label in look.other_classes if label in special]),
        ("unlisted_codes_left_out", [label for label in look.other_classes if label not in special]),
    ):
        if labels:
            count = sum(look.other_classes[label] for label in labels)
            rows = look.readable.filter(label__in=labels)
            message = _LEFT_OUT[code]() % {"count": count, "codes": ", ".join(labels)}
            yield _item(code, "warning", message, count, rows)


_LEFT_OUT: Final[dict[str, Callable[[], str]]] = {
    "special_codes_left_out": lambda: _(
        "Images of special codes are left out, because the task has no segmentation: %(count)s (%(codes)s)."
    ),
    "unlisted_codes_left_out": lambda: _(
        "Images whose class is not in code_list are left out: %(count)s (%(codes)s). Add the classes to learn them."
    ),
}


def _small_classes(look: _Look) -> Iterator[ReadinessItem]:
    single = sorted(label for label, count in look.classes.items() if count == 1)
    if single:
        message = _("Classes with a single image: %(labels)s. It is learned, but never validated. Add images.")
        rows = look.usable.filter(label__in=single)
        yield _item("class_with_one_image", "warning", message % {"labels": _names(single)}, len(single), rows)
    few = sorted(label for label, count in look.classes.items() if 1 < count < FEW_IMAGES)
    if few:
        message = _(
            "Classes with fewer than %(least)s images: %(labels)s. Their numbers will be uncertain. Add images."
        )
        yield _item("few_images", "warning", message % {"labels": _names(few), "least": FEW_IMAGES}, len(few))


def _names(labels: list[str]) -> str:
    return ", ".join(labels[:EXAMPLES]) + ("…" if len(labels) > EXAMPLES else "")


def _batch(look: _Look) -> Iterator[ReadinessItem]:
    size = look.parameters.training.classification.batch_size
    learned = round(look.classes.total() * look.parameters.preprocessing.split_ratio)
    if 0 < learned < size:
        message = _(
            "A batch of %(size)s images is more than the %(learned)s images to learn from. The batch is made smaller; set "
            "a batch size of %(learned)s or less."
        )
        yield _item("fewer_images_than_a_batch", "warning", message % {"size": size, "learned": learned}, learned)


def _unreadable(look: _Look) -> Iterator[ReadinessItem]:
    rows = Sample.objects.filter(dataset__in=look.training_ids).exclude(problem="")
    if count := rows.count():
        message = _("Files that cannot be read are left out: %(count)s. Look at them in the dataset's gallery.")
        yield _item("unreadable", "warning", message % {"count": count}, count)  # without samples: nothing can be shown
    odd = look.readable.filter(look.odd_sizes)
    if count := odd.count():
        message = _("Images whose size breaks the preprocessing rule are left out as non-compliant: %(count)s.")
        yield _item("non_compliant", "warning", message % {"count": count}, count, odd)


def _duplicates(look: _Look) -> Iterator[ReadinessItem]:
    contents = look.usable.exclude(sha256="").order_by().values("sha256")
    torn = contents.annotate(labels=Count("label", distinct=True)).filter(labels__gt=1)
    if count := torn.count():
        message = _(
            "The same image lies in several classes: %(count)s. The model cannot learn both. Keep each in its true class."
        )
        rows = look.usable.filter(sha256__in=torn.values("sha256"))
        yield _item("conflicting_duplicates", "warning", message % {"count": count}, count, rows)
    if look.test_ids:
        tests = Sample.objects.filter(dataset__in=look.test_ids, problem="").exclude(sha256="")
        seen = tests.filter(sha256__in=contents)
        if count := seen.count():
            message = _(
                "Test images that are also training images: %(count)s. The test would look better than the model is. "
                "Remove them from one side."
            )
            yield _item("test_samples_in_training", "warning", message % {"count": count}, count, seen)


def _test_set(look: _Look) -> Iterator[ReadinessItem]:
    if not look.test_ids or not look.classes:
        return
    others = sorted(set(look.test_classes) - set(look.classes))
    if others:
        count = sum(look.test_classes[label] for label in others)
        message = _("Test images of classes that are not learned are left out: %(count)s (%(labels)s).")
        rows = Sample.objects.filter(dataset__in=look.test_ids, label__in=others)
        yield _item(
            "test_has_other_classes", "warning", message % {"count": count, "labels": _names(others)}, count, rows
        )
    missing = sorted(set(look.classes) - set(look.test_classes))
    if missing:
        message = _("The test dataset has no image of: %(labels)s. These classes will not be tested.")
        yield _item("test_lacks_classes", "warning", message % {"labels": _names(missing)}, len(missing))


def _policy(look: _Look) -> Iterator[ReadinessItem]:
    if sentence := policy_warning(look.parameters.training.classification):
        yield _item("policy_vanishes", "warning", sentence)


_RULES: Final[tuple[Callable[[_Look], Iterator[ReadinessItem]], ...]] = (
    _data,
    _paths,
    _enough,
    _listed_classes,
    _left_out,
    _small_classes,
    _batch,
    _unreadable,
    _duplicates,
    _test_set,
    _policy,
)
