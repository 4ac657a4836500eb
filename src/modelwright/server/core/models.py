"""The journal: every change and security event, who, what, before and after."""

from django.conf import settings
from django.db import models


class JournalEntry(models.Model):
    """Written by `core.audit.record` only."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=60, db_index=True)
    """`entity.verb`, such as training_process.started."""
    entity = models.CharField(max_length=60)
    entity_id = models.BigIntegerField(null=True)
    project_id = models.BigIntegerField(null=True, db_index=True)
    address = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["entity", "entity_id"])]
