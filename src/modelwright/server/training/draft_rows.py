"""What a person has begun in the wizard and not finished: their own, and nobody else's."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from modelwright.server.accounts.models import Project

STEPS = 5


class Draft(models.Model):
    """What was typed, as the page keeps it; the template that is made of it hangs on it until it is finished."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    """As far as it was typed."""
    step = models.PositiveSmallIntegerField(default=1)
    content = models.TextField(blank=True)
    """The page's own text; the server does not read it."""
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["person", "project", "-modified_at"], name="drafts_of_a_person")]
