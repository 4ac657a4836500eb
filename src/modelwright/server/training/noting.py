"""How the verbs of processes speak of what they did."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modelwright.server.core.audit import record
from modelwright.server.jobs.models import Job
from modelwright.server.training.models import Process

TOLD_AT_ONCE: Final = _("Somebody else changed this process a moment ago. Look at it again.")


def note(user: Any, verb: str, process: Process, detail: dict[str, Any], job: Job | None = None) -> None:
    """With the key of the attempt that it is about: the latest, unless another is given."""
    record(user, f"training_process.{verb}", process, detail, operation_key=(job or process.job).operation_key)
