"""What an administrator sets up before the first training: industries, their environment, task types, compute profiles."""

from typing import Any, Final, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from modelwright.contract.tasks import Task
from modelwright.server.masterdata.names import folded, sorting_key

MOST_LEVELS: Final = 10
_KEY_DIGITS: Final = 8
_BEHIND_ALL_KEYS: Final = "g"
"""Sorts behind every hexadecimal digit, in every collation."""


class EverybodysQuerySet(models.QuerySet[Any]):
    """Master data are for all to choose from; the routes that change them say who may."""

    def visible_to(self, user: object) -> Self:
        return self


class Industry(models.Model):
    """Owns a list of environment levels (E18). The first one becomes the default."""

    name = models.CharField(max_length=60, unique=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = EverybodysQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_industry"
            )
        ]


class Level(models.Model):
    """One storey of an industry's environment, such as factory, plant, site or product (E19)."""

    industry = models.ForeignKey(Industry, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField()
    """1 for the topmost."""
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["industry", "number"], name="level_number_in_industry"),
            models.UniqueConstraint(fields=["industry", "name"], name="level_name_in_industry"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=MOST_LEVELS), name="levels_are_1_to_10"
            ),
        ]


class NodeQuerySet(models.QuerySet["Node"]):
    def visible_to(self, user: object) -> Self:
        return self

    def below(self, node: "Node") -> Self:
        """Its descendants, without itself."""
        return self.filter(lineage__gte=node.branch, lineage__lt=node.branch + _BEHIND_ALL_KEYS)

    def within(self, *nodes: "Node") -> Self:
        """These nodes and all their descendants."""
        wanted = models.Q(pk__in=[node.pk for node in nodes])
        for node in nodes:
            wanted |= models.Q(lineage__gte=node.branch, lineage__lt=node.branch + _BEHIND_ALL_KEYS)
        return self.filter(wanted)


class Node(models.Model):
    """A place of the production environment (E20): one factory, one plant, one site, one product."""

    industry = models.ForeignKey(Industry, on_delete=models.PROTECT, related_name="nodes")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="nodes")
    parent = models.ForeignKey("self", null=True, on_delete=models.DO_NOTHING, related_name="children")
    """On the level above. Deleting goes by `within`, never by a node alone: the database refuses to leave orphans."""
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=200, editable=False)
    """The name as the search sees it."""
    sorting_key = models.CharField(max_length=400, editable=False)
    """Puts siblings in the order that people expect: Site 2 before Site 10."""
    lineage = models.CharField(max_length=_KEY_DIGITS * MOST_LEVELS, blank=True)
    """The branches above, from the root: each ancestor's key in 8 hexadecimal digits. Descendants share a prefix."""
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = NodeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["industry", "parent", "sorting_key"]),
            models.Index(fields=["industry", "level"]),
            models.Index(fields=["lineage"]),
            models.Index(fields=["industry", "sorting_key"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="node_name_among_siblings"),
            models.UniqueConstraint(
                fields=["industry", "name"],
                condition=models.Q(parent__isnull=True),
                name="node_name_among_roots",
            ),
        ]

    @property
    def branch(self) -> str:
        """The lineage of its children."""
        return f"{self.lineage}{self.pk:0{_KEY_DIGITS}x}"

    @property
    def ancestor_ids(self) -> list[int]:
        """From the root to the parent."""
        starts = range(0, len(self.lineage), _KEY_DIGITS)
        return [int(self.lineage[start : start + _KEY_DIGITS], 16) for start in starts]

    def rename(self, name: str) -> None:
        """Sets the name and what follows from it, unsaved; `name` keeps the rule already."""
        self.name, self.folded, self.sorting_key = name, folded(name), sorting_key(name)


class TaskType(models.Model):
    """A name for one of the logics that a training can have (E25)."""

    name = models.CharField(max_length=60, blank=True)
    """Empty for one that nobody renamed: it is called by its logic, in the reader's language."""
    logic = models.CharField(max_length=40, choices=[(task.value, task.value) for task in Task])
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = EverybodysQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=~models.Q(name=""), name="task_type_name"),
            models.UniqueConstraint(
                fields=["logic"], condition=models.Q(name=""), name="one_unnamed_task_type_of_a_logic"
            ),
        ]


class ProfileKind(models.TextChoices):
    GENERAL = "general", _("General")
    GPU = "gpu", _("GPU")


class ComputeProfile(models.Model):
    """What a process asks of its machine (E26). A change counts from the next look at it."""

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=ProfileKind.choices)
    cores = models.PositiveIntegerField()
    memory = models.PositiveBigIntegerField()
    """Bytes."""
    gpus = models.PositiveIntegerField(default=0)
    """Cards; 0 in a general profile."""
    gpu_memory = models.PositiveBigIntegerField(default=0)
    """Bytes that each card must have."""
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = EverybodysQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=ProfileKind.GENERAL, gpus=0, gpu_memory=0)
                | models.Q(kind=ProfileKind.GPU, gpus__gte=1),
                name="only_gpu_profiles_have_cards",
            )
        ]

    def is_satisfied_by(self, *, cores: int, memory: int, gpu_memories: list[int]) -> bool:
        """Whether a machine with so many cores, bytes, and cards of these bytes has what the profile asks for."""
        enough = sum(card >= self.gpu_memory for card in gpu_memories)
        return cores >= self.cores and memory >= self.memory and enough >= self.gpus


class GuideDismissal(models.Model):
    """A person who does not want to see the first-use guide any more."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
