"""Readiness rules about images: are there any, of which classes, and is each where it belongs?"""

from collections.abc import Callable, Iterator
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _

from modelwright.contract.tasks import Network
from modelwright.server.core.lists import listed
from modelwright.server.datasets.limits import FEW_IMAGES
from modelwright.server.datasets.models import DataPath, PathStatus
from modelwright.server.training.readiness_look import Look, item, names
from modelwright.server.training.schemas_templates import ReadinessItem


def data(look: Look) -> Iterator[ReadinessItem]:
    if not look.training_ids:
        message = _("The template names no training dataset. Choose one.")
        yield item("no_dataset", "blocking", message)
    elif not any(path.dataset_id in look.training_ids for path in look.paths):
        message = _("The training datasets have no data path. Add a folder of images to one of them.")
        yield item("no_data_path", "blocking", message)
    elif look.classes:
        message = _("Images to learn from: %(images)s, classes: %(classes)s.")
        values = {"images": look.images, "classes": len(look.classes)}
        yield item("data", "ok", message % values, look.images)


def paths(look: Look) -> Iterator[ReadinessItem]:
    """E47: with an invalid path it goes no further."""
    for path in look.paths:
        values = {"path": path.path, "dataset": path.dataset.name}
        if path.status == PathStatus.INVALID:
            message = _("The data path %(path)s of the dataset “%(dataset)s” is invalid. Correct or remove it.")
            yield item("path_invalid", "blocking", message % values)
        elif path.status == PathStatus.CHECKING:
            message = _("The data path %(path)s of the dataset “%(dataset)s” is still being checked. Wait for it.")
            yield item("path_checking", "blocking", message % values)


def paths_left_out(look: Look) -> Iterator[ReadinessItem]:
    rows = DataPath.objects.filter(dataset__in=look.training_ids, pk__in=look.template.left_out).order_by("pk")
    if names := [row.path for row in rows]:
        message = _("Data paths of the datasets that are left out of this training: %(count)s.")
        yield item("paths_left_out", "ok", message % {"count": len(names)}, len(names), examples=names)


def enough(look: Look) -> Iterator[ReadinessItem]:
    if not any(path.images for path in look.paths) or not (look.classifies or look.marked_images):
        return  # other rules say so
    if not look.classes:
        message = _(
            "No image can be used: all are unreadable, of a wrong size, or of classes that are not in code_list."
        )
        yield item("no_usable_samples", "blocking", message)
    elif len(look.classes) == 1 and not look.wanted and look.classifies:
        message = _(
            "All images are of one class, “%(label)s”. A classifier needs two: add a folder with images of another class."
        )
        yield item("one_class", "blocking", message % {"label": next(iter(look.classes))}, look.classes.total())
    elif max(look.classes.values()) == 1:
        message = _("Every class has one image only: nothing is left to validate on. Add images.")
        yield item("too_few_samples", "blocking", message, look.classes.total())


def listed_classes(look: Look) -> Iterator[ReadinessItem]:
    for label in look.wanted:
        if not look.classes[label]:
            message = _(
                "code_list names the class “%(label)s”, but no usable image has it. Add images, or take it out."
            )
            yield item("class_without_samples", "blocking", message % {"label": label})
    asked = look.parameters.model.classification.num_of_classes
    if asked and look.classifies and not look.wanted and look.classes and len(look.classes) != asked:
        message = _(
            "num_of_classes is %(asked)s, but the images have %(found)s classes. Name the classes to learn in code_list, "
            "or leave num_of_classes empty."
        )
        yield item("number_of_classes", "blocking", message % {"asked": asked, "found": len(look.classes)})


def left_out(look: Look) -> Iterator[ReadinessItem]:
    asked = set(look.parameters.model.code_list)
    special = asked - set(look.wanted)
    if Network.SEGMENTATION in look.networks:
        special = set()  # it learns them
    for code, labels in (
        ("special_codes_left_out", [label for label in look.other_classes if label in special]),
        ("unlisted_codes_left_out", [label for label in look.other_classes if label not in asked]),
    ):
        if labels:
            count = sum(look.other_classes[label] for label in labels)
            rows = look.showing(look.readable, labels)
            message = _LEFT_OUT[code]() % {"count": count, "codes": listed(labels)}
            yield item(code, "warning", message, count, rows)


_LEFT_OUT: Final[dict[str, Callable[[], str]]] = {
    "special_codes_left_out": lambda: _(
        "Images of special codes are left out, because no segmentation is trained: %(count)s (%(codes)s)."
    ),
    "unlisted_codes_left_out": lambda: _(
        "Images whose class is not in code_list are left out: %(count)s (%(codes)s). Add the classes to learn them."
    ),
}


def small_classes(look: Look) -> Iterator[ReadinessItem]:
    single = sorted(label for label, count in look.classes.items() if count == 1)
    if single:
        message = _("Classes with a single image: %(labels)s. It is learned, but never validated. Add images.")
        rows = look.showing(look.usable, single)
        yield item("class_with_one_image", "warning", message % {"labels": names(single)}, len(single), rows)
    few = sorted(label for label, count in look.classes.items() if 1 < count < FEW_IMAGES)
    if few:
        message = _(
            "Classes with fewer than %(least)s images: %(labels)s. Their numbers will be uncertain. Add images."
        )
        yield item("few_images", "warning", message % {"labels": names(few), "least": FEW_IMAGES}, len(few))


def batch(look: Look) -> Iterator[ReadinessItem]:
    for network in look.networks:
        count = look.marked_images if network is look.marks else look.images
        size = look.parameters.training.of(network).batch_size
        learned = round(count * look.parameters.preprocessing.split_ratio)
        if not 0 < learned < size:
            continue
        message = _(
            "A batch of %(size)s images is more than the %(learned)s images to learn from. The batch is made smaller; set "
            "a batch size of %(learned)s or less."
        )
        yield item("fewer_images_than_a_batch", "warning", message % {"size": size, "learned": learned}, learned)


def unreadable(look: Look) -> Iterator[ReadinessItem]:
    rows = look.training.exclude(problem="")
    if count := rows.count():
        message = _("Files that cannot be read are left out: %(count)s. Look at them in the dataset's gallery.")
        yield item("unreadable", "warning", message % {"count": count}, count)  # without samples: nothing can be shown
    odd = look.readable.filter(look.odd_sizes)
    if count := odd.count():
        message = _("Images whose size breaks the preprocessing rule are left out as non-compliant: %(count)s.")
        yield item("non_compliant", "warning", message % {"count": count}, count, odd)


def excluded(look: Look) -> Iterator[ReadinessItem]:
    rows = look.samples.filter(problem="").exclude(excluded_because="")
    if count := rows.count():
        message = _("Images that were excluded from use in their dataset are left out: %(count)s.")
        yield item("excluded", "ok", message % {"count": count}, count, rows)


def duplicates(look: Look) -> Iterator[ReadinessItem]:
    contents = look.usable.exclude(sha256="").order_by().values("sha256")
    torn = contents.annotate(labels=Count("label", distinct=True)).filter(labels__gt=1)
    if look.classifies and (count := torn.count()):
        message = _(
            "The same image lies in several classes: %(count)s. The model cannot learn both. Keep each in its true class."
        )
        rows = look.usable.filter(sha256__in=torn.values("sha256"))
        yield item("conflicting_duplicates", "warning", message % {"count": count}, count, rows)
    if look.test_ids:
        seen = look.tests.exclude(sha256="").filter(sha256__in=contents)
        if count := seen.count():
            message = _(
                "Test images that are also training images: %(count)s. The test would look better than the model is. "
                "Remove them from one side."
            )
            yield item("test_samples_in_training", "warning", message % {"count": count}, count, seen)


def test_set(look: Look) -> Iterator[ReadinessItem]:
    if not look.test_ids or not look.classes:
        return
    others = sorted(set(look.test_classes) - set(look.classes))
    if others:
        count = sum(look.test_classes[label] for label in others)
        message = _("Test images of classes that are not learned are left out: %(count)s (%(labels)s).")
        rows = look.showing(look.tests, others)
        yield item(
            "test_has_other_classes", "warning", message % {"count": count, "labels": names(others)}, count, rows
        )
    missing = sorted(set(look.classes) - set(look.test_classes))
    if missing:
        message = _("The test dataset has no image of: %(labels)s. These classes will not be tested.")
        yield item("test_lacks_classes", "warning", message % {"labels": names(missing)}, len(missing))
