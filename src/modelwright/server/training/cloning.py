"""The verb that copies a process: the same settings again, in its template or in one of the copy's own, to change and start."""

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import Task
from modelwright.server.core.errors import Conflict
from modelwright.server.jobs.matching import why_not_on
from modelwright.server.jobs.models import Job
from modelwright.server.training import specs
from modelwright.server.training.annotating import change_tags, tags_of
from modelwright.server.training.creating import create_process
from modelwright.server.training.differences import is_as_told
from modelwright.server.training.models import Process, Template
from modelwright.server.training.noting import note
from modelwright.server.training.schemas_templates import TemplateIn, WeightsIn
from modelwright.server.training.template_values import free_name
from modelwright.server.training.templates import create_template

_OTHER: Final = _("Its latest run had other settings than the template has. Give the copy a template of its own.")


def clone_offer(process: Process) -> dict[str, Any]:
    """Whether a copy can stay in the template, and a name that is free for one that does not."""
    stays, template = _stays(process), process.template
    name = free_name(template.project, template.name, "-copy")
    return {"same_template": stays, "reason": "" if stays else str(_OTHER), "name": name}


@transaction.atomic
def clone_process(user: Any, process: Process, name: str | None) -> dict[str, Any]:
    """One more process with the settings of the latest attempt, not started: in a template of that name, or in the same one.

    It keeps place, time limit and tags; a machine that cannot be chosen now gives way to the first that fits.
    Raises Conflict for a name that is taken, and where the template has changed since and no name is given.
    """
    if name is None and not _stays(process):
        raise Conflict(_OTHER, fields={"name": _OTHER})
    template = process.template if name is None else _copied(user, process, name)
    created = create_process(user, template, *_place(process.job), process.time_limit_s)
    copy = Process.objects.get(pk=created["id"])
    note(user, "cloned", copy, {"from": process.journal_name()})
    return change_tags(user, copy, add=tags_of(process))


def _copied(user: Any, process: Process, name: str) -> Template:
    template = process.template
    made = create_template(user, template.project, _settings(process, name))
    copies = Template.objects.filter(pk=made["id"])
    kept = {field: getattr(template, field) for field in ("retrains", "locked", "locked_paths", "environment")}
    copies.update(**kept)
    return copies.get()


def _stays(process: Process) -> bool:
    """A run that repeats a version was told what that one was: its template says something else."""
    spec = specs.told(process.job.run_dir)
    return process.reproduces_id is None and (spec is None or is_as_told(process.template, spec))


def _settings(process: Process, name: str) -> TemplateIn:
    """As the latest attempt was told; before the first, as the template says."""
    template, spec = process.template, specs.told(process.job.run_dir)
    given = {"base_model": template.base_model, "parameters": template.parameters, "weights": template.weights}
    if spec is not None:
        given |= {"base_model": spec.base_model, "parameters": spec.parameters.model_dump(mode="json")}
        given |= {"weights": _weights(template, spec)}
    return TemplateIn(
        name=name,
        description=template.description,
        task=Task(template.task),
        environment=[],
        base_model=given["base_model"],
        weights=WeightsIn(**given["weights"]),
        parameters=given["parameters"],
        training_datasets=list(template.training_datasets.values_list("pk", flat=True)),
        left_out=template.left_out,
        test_dataset=template.test_dataset_id,
    )


def _weights(template: Template, spec: RunSpec) -> dict[str, Any]:
    """As the run was told; those of a version as long as the template names one for the same network."""
    if spec.weights.kind != "version":
        return {"kind": spec.weights.kind}
    is_same = template.weights.get("kind") == "version" and template.base_model == spec.base_model
    return template.weights if is_same else {"kind": "none"}


def _place(job: Job) -> tuple[int | None, int | None]:
    if job.is_auto or job.machine is None or why_not_on(job.machine):
        return None, job.profile_id
    return job.machine_id, None
