"""The journal: every change and security event, who, what, before and after; and how far its chain of hashes has come."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EventClass(models.TextChoices):
    INFO = "info", _("Information")
    ERROR = "error", _("Error")
    SECURITY = "security", _("Security")
    CORRECTION = "correction", _("Correction")
    """A change to, or the removal of, what was there."""


class JournalEntry(models.Model):
    """Written by `core.audit.record` only, changed once, by `core.chain.seal`, and removed by `journal.pruning` only."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    """Stays when the person is deleted: what is chained is never changed. Read the name from `user_name`."""
    user_name = models.CharField(max_length=150, blank=True)
    """Empty: the server itself."""
    event_class = models.CharField(max_length=10, choices=EventClass.choices, default=EventClass.INFO)
    action = models.CharField(max_length=60)
    """`entity.verb`, such as training_process.started."""
    entity = models.CharField(max_length=60)
    entity_id = models.BigIntegerField(null=True)
    entity_name = models.CharField(max_length=255, blank=True)
    """As it was then."""
    project_id = models.BigIntegerField(null=True)
    operation_key = models.CharField(max_length=80, blank=True)
    """The same in all entries of one attempt, from its start to its end."""
    address = models.CharField(max_length=64, blank=True)
    """Where the request came from; empty: from the server itself."""
    detail = models.JSONField(default=dict)
    """Facts; of a change `before` and `after`, each with the same paths."""
    position = models.BigIntegerField(null=True, unique=True)
    """Place in the chain, from 1 without gaps; none yet: it waits for the seal."""
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    searchable = models.TextField(null=True, editable=False)  # noqa: DJ001 - none yet is not the same as nothing in it
    """What the search looks at (`core.entry_text`), derived and no part of the chain; none yet: it waits for the seal.
    Its index is kept by triggers on SQLite: a migration that makes this table anew must make them anew, too."""

    class Meta:
        indexes = [
            # each in the list's order, whatever it is filtered by
            models.Index(fields=["at", "id"], name="journal_at"),
            models.Index(fields=["action", "at", "id"], name="journal_action"),
            models.Index(fields=["event_class", "at", "id"], name="journal_class"),
            models.Index(fields=["entity", "entity_id", "at", "id"], name="journal_thing"),
            models.Index(fields=["entity", "at", "id"], name="journal_entity"),
            models.Index(fields=["user", "at", "id"], name="journal_user"),
            models.Index(fields=["project_id", "at", "id"], name="journal_project"),
            models.Index(fields=["operation_key", "at", "id"], name="journal_of_run"),
            models.Index(fields=["id"], name="journal_waits_for_seal", condition=Q(position=None)),
        ]


class ChainHead(models.Model):
    """One row: where the chain ends, and where it begins. Its lock lets one process seal at a time."""

    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    pruned_position = models.BigIntegerField(default=0)
    """The last entry that was removed from the beginning; the chain begins behind it."""
    pruned_hash = models.CharField(max_length=64, blank=True)
