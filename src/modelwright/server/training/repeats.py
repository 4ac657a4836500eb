"""The verb that repeats a version's run."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.audit import record
from modelwright.server.core.errors import NotFound
from modelwright.server.core.names import process_name
from modelwright.server.registry.models import ModelVersion
from modelwright.server.registry.services import hold_model
from modelwright.server.training import reproductions
from modelwright.server.training.creating import create_process
from modelwright.server.training.models import Process
from modelwright.server.training.schemas_models import ReproduceIn
from modelwright.server.training.starting import start_process


def reproduce_version(user: Any, version: ModelVersion, given: ReproduceIn) -> dict[str, Any]:
    """A new process that repeats the version's run, and is started at once; all of it or nothing.

    Raises Conflict or Invalid where something that it needs is gone, NotFound where the version is deleted meanwhile.
    """
    reproductions.insist_on_whole(version)  # reads its files: nobody waits for that
    return _repeated(user, version, given)


@transaction.atomic
def _repeated(user: Any, version: ModelVersion, given: ReproduceIn) -> dict[str, Any]:
    if not hold_model(version.model):
        raise NotFound(_("The model of this version has been deleted."))
    template = reproductions.template_for(user, version)
    made = create_process(user, template, given.machine_id, given.compute_profile_id, reproduces=version)
    record(user, "model_version.reproduced", version, {"process": process_name(template.name, made["number"])})
    return start_process(user, Process.objects.get(pk=made["id"]), resume=False)
