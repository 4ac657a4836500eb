"""The verb that copies a process: the same settings under another name, to change and start."""

from typing import Any

from django.db import transaction

from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Task
from modelwright.server.jobs.matching import why_not_on
from modelwright.server.jobs.models import Job
from modelwright.server.training.annotating import change_tags, tags_of
from modelwright.server.training.creating import create_process
from modelwright.server.training.models import Process, Template
from modelwright.server.training.noting import note
from modelwright.server.training.schemas_templates import TemplateIn, WeightsIn
from modelwright.server.training.templates import create_template


@transaction.atomic
def clone_process(user: Any, process: Process, name: str) -> dict[str, Any]:
    """A template of that name with the settings of the latest attempt, and in it one process, which is not started.

    It keeps place, time limit and tags; a machine that cannot be chosen now gives way to the first that fits.
    Raises Conflict for a name that is taken.
    """
    template, job = process.template, process.job
    made = create_template(user, template.project, _settings(process, name))
    copies = Template.objects.filter(pk=made["id"])
    copies.update(retrains=template.retrains, locked=template.locked, environment=template.environment)
    created = create_process(user, copies.get(), *_place(job), process.time_limit_s)
    copy = Process.objects.get(pk=created["id"])
    note(user, "cloned", copy, {"from": process.journal_name()})
    return change_tags(user, copy, add=tags_of(process))


def _settings(process: Process, name: str) -> TemplateIn:
    """As the latest attempt was told; before the first, as the template says."""
    template = process.template
    given = {"base_model": template.base_model, "parameters": template.parameters, "weights": template.weights}
    try:
        spec = RunDir(process.job.run_dir).read_spec()
    except (OSError, ValueError):
        pass
    else:
        given |= {"base_model": spec.base_model, "parameters": spec.parameters.model_dump(mode="json")}
        if spec.base_model != template.base_model:  # the template has been given another one since
            given |= {"weights": {"kind": "pretrained" if spec.weights.kind == "pretrained" else "none"}}
    return TemplateIn(
        name=name,
        description=template.description,
        task=Task(template.task),
        environment=[],
        base_model=given["base_model"],
        weights=WeightsIn(**given["weights"]),
        parameters=given["parameters"],
        training_datasets=list(template.training_datasets.values_list("pk", flat=True)),
        test_dataset=template.test_dataset_id,
    )


def _place(job: Job) -> tuple[int | None, int | None]:
    if job.is_auto or job.machine is None or why_not_on(job.machine):
        return None, job.profile_id
    return job.machine_id, None
