"""What the readiness rules look at: every question is asked of the database once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from django.db.models import Count, Q, QuerySet

from modelwright.contract import catalogue
from modelwright.contract.parameters import Parameters
from modelwright.contract.tasks import MAIN_NETWORK, Network, Task
from modelwright.server.core.lists import listed
from modelwright.server.datasets.models import DataPath, Sample
from modelwright.server.jobs.models import Machine
from modelwright.server.training.models import Template
from modelwright.server.training.schemas_templates import ReadinessItem

EXAMPLES: Final = 20
_NONE: Final = Q(pk__in=[])

Level = Literal["ok", "warning", "blocking"]


@dataclass
class Look:
    template: Template
    machine: Machine | None
    """The one to start on, where it is known."""

    @cached_property
    def parameters(self) -> Parameters:
        return self.template.parameters_of()

    @cached_property
    def task(self) -> Task:
        return Task(self.template.task)

    @cached_property
    def networks(self) -> tuple[Network, ...]:
        return self.template.networks()

    @cached_property
    def classifies(self) -> bool:
        """Whether the class of a whole image counts, rather than what is marked on it."""
        return MAIN_NETWORK[self.task] is Network.CLASSIFICATION

    @cached_property
    def marks(self) -> Network | None:
        """The network that learns from what is marked on the images."""
        return next((network for network in self.networks if network is not Network.CLASSIFICATION), None)

    @cached_property
    def training_ids(self) -> list[int]:
        return list(self.template.training_datasets.order_by("pk").values_list("pk", flat=True))

    @cached_property
    def test_ids(self) -> list[int]:
        return [self.template.test_dataset_id] if self.template.test_dataset_id else []

    @cached_property
    def paths(self) -> list[DataPath]:
        """Without those that are left out."""
        rows = DataPath.objects.filter(dataset__in=self.training_ids + self.test_ids)
        return list(rows.exclude(pk__in=self.template.left_out).select_related("dataset").order_by("pk"))

    @cached_property
    def samples(self) -> "QuerySet[Sample]":
        """Of these paths: training and test."""
        rows = Sample.objects.filter(dataset__in=self.training_ids + self.test_ids)
        return rows.exclude(data_path__in=self.template.left_out) if self.template.left_out else rows

    @cached_property
    def training(self) -> "QuerySet[Sample]":
        return self.samples.filter(dataset__in=self.training_ids)

    @cached_property
    def readable(self) -> "QuerySet[Sample]":
        """Of the training data, without what somebody excluded."""
        return self.training.filter(problem="", excluded_because="")

    @cached_property
    def tests(self) -> "QuerySet[Sample]":
        """The readable images of the test dataset, without what somebody excluded."""
        return Sample.objects.filter(dataset__in=self.test_ids, problem="", excluded_because="")

    @cached_property
    def compliant(self) -> "QuerySet[Sample]":
        return self.readable.exclude(self.odd_sizes)

    @cached_property
    def usable(self) -> "QuerySet[Sample]":
        """Compliant, and with something for the main network to learn: a class that it predicts, or marks."""
        if not self.classifies:
            return self.marked
        rows = self.compliant.exclude(label="")
        return rows.filter(label__in=self.wanted) if self.wanted else rows

    @cached_property
    def images(self) -> int:
        """The usable ones."""
        return self.usable.count() if self.classifies else self.marked_images

    @cached_property
    def marked(self) -> "QuerySet[Sample]":
        """Compliant images of which somebody said what is on them, in a way that the marking network can use."""
        return self.compliant.filter(self.is_marked)

    @cached_property
    def marked_images(self) -> int:
        return self.marked.count()

    @cached_property
    def is_marked(self) -> Q:
        usable = Q(is_annotated=True)
        return usable & Q(mask="") if self.marks is Network.DETECTION else usable

    @cached_property
    def odd_sizes(self) -> Q:
        """The rule for non-compliant samples (E54), as the engine reads it."""
        rule = self.parameters.preprocessing
        if not rule.normalization:
            return _NONE
        least = catalogue.base_model(self.template.base_model).min_side
        odd = Q(width__lt=rule.min_width or least) | Q(height__lt=rule.min_height or least)
        odd |= Q(width__gt=rule.max_width) if rule.max_width else _NONE
        return odd | Q(height__gt=rule.max_height) if rule.max_height else odd

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The codes that the main network is to predict; empty: all that there are."""
        model = self.parameters.model
        return model.predicted_codes if self.classifies else model.code_list

    @cached_property
    def classes(self) -> Counter[str]:
        """Usable images per class; where marks count, those that show it."""
        found = self.count(self.usable)
        return Counter({label: found[label] for label in found if not self.wanted or label in self.wanted})

    @cached_property
    def other_classes(self) -> Counter[str]:
        """Readable images of classes that the main network does not predict."""
        if not self.wanted:
            return Counter()
        found = self.count(self.readable)
        return Counter({label: found[label] for label in found if label not in self.wanted})

    @cached_property
    def test_classes(self) -> Counter[str]:
        return self.count(self.tests)

    def count(self, rows: "QuerySet[Sample]") -> Counter[str]:
        """Images per class."""
        if self.classifies:
            return _tally(rows.exclude(label=""), "label")
        counts: Counter[str] = Counter()
        for shows, count in _tally(rows, "shows").items():
            counts.update(dict.fromkeys(filter(None, shows.split("\n")), count))
        return counts

    def showing(self, rows: "QuerySet[Sample]", labels: Iterable[str]) -> "QuerySet[Sample]":
        """Those of the rows that are of one of the classes, or show one."""
        if self.classifies:
            return rows.filter(label__in=labels)
        any_of = _NONE
        for label in list(labels)[:EXAMPLES]:
            any_of |= Q(shows__contains=f"\n{label}\n")
        return rows.filter(any_of)


def _tally(rows: "QuerySet[Sample]", column: str) -> Counter[str]:
    return Counter(dict(rows.order_by(column).values_list(column).annotate(count=Count("pk"))))


def item(
    code: str, level: Level, message: str, count: int = 0, samples: Any = None, examples: Iterable[str] = ()
) -> ReadinessItem:
    ids = [] if samples is None else list(samples.order_by("pk").values_list("pk", flat=True)[:EXAMPLES])
    shown = list(examples)[:EXAMPLES]
    return ReadinessItem(code=code, level=level, message=message, count=count, samples=ids, examples=shown)


def names(labels: list[str]) -> str:
    return listed(labels[:EXAMPLES]) + ("…" if len(labels) > EXAMPLES else "")
