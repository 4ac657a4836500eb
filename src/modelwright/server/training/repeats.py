"""The verb that repeats a version's run."""

from typing import Any

from django.db import transaction

from modelwright.server.core.audit import record
from modelwright.server.registry.models import ModelVersion
from modelwright.server.training import reproductions
from modelwright.server.training.creating import create_process
from modelwright.server.training.models import Process
from modelwright.server.training.schemas_models import ReproduceIn
from modelwright.server.training.starting import start_process


@transaction.atomic
def reproduce_version(user: Any, version: ModelVersion, given: ReproduceIn) -> dict[str, Any]:
    """A new process that repeats the version's run, and is started at once; all of it or nothing."""
    template = reproductions.template_for(user, version)
    reproductions.spec_of(version)  # which says what is missing
    made = create_process(user, template, given.machine_id, given.compute_profile_id, reproduces=version)
    record(user, "model_version.reproduced", version, {"process": f"{template.name} #{made['number']}"})
    return start_process(user, Process.objects.get(pk=made["id"]), resume=False)
