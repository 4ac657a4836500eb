"""Routes of training templates and processes. Monitoring, reports and rehearsals have modules of their own."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.contract.tasks import Task
from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Access, Right, found, rule
from modelwright.server.core.schemas import Page
from modelwright.server.registry.schemas import VersionOut
from modelwright.server.registry.schemas_gate import GateOut
from modelwright.server.training import differences, parameters, readiness, services
from modelwright.server.training.models import Process, Template
from modelwright.server.training.schemas_differences import TemplateDifferencesOut
from modelwright.server.training.schemas_processes import (
    MachineChoices,
    ProcessDetail,
    ProcessIn,
    ProcessOut,
    PublishIn,
    StartIn,
)
from modelwright.server.training.schemas_templates import (
    LearningRateIn,
    LearningRateOut,
    ParametersCheckOut,
    ParametersSchemaOut,
    ParametersTextIn,
    ReadinessOut,
    TemplateEdit,
    TemplateIn,
    TemplateOut,
)

router = Router(tags=["training"])


@router.get("/parameters/schema", response=ParametersSchemaOut)
@rule(Access.SIGNED_IN)
def get_parameters_schema(
    request: HttpRequest, task: Task = Task.CLASSIFICATION, base_model: str = "", segmentation_model: str = ""
) -> Any:
    """`segmentation_model`: of a task that trains a segmentation beside its main network. Empty: the default ones."""
    return parameters.parameters_schema(task, base_model, segmentation_model)


@router.post("/parameters/check", response=ParametersCheckOut)
@rule(Access.SIGNED_IN)
def check_parameters(request: HttpRequest, body: ParametersTextIn) -> Any:
    return parameters.check_parameters_text(body.text, body.task, body.part)


@router.post("/parameters/learning-rate", response=LearningRateOut)
@rule(Access.SIGNED_IN)
def plot_learning_rate(request: HttpRequest, body: LearningRateIn) -> Any:
    return parameters.learning_rate_plot(body.solver, body.points)


@router.get("/projects/{project_id}/templates", response=Page[TemplateOut])
@rule(Right.TEMPLATES_VIEW)
def list_templates(
    request: HttpRequest,
    project_id: int,
    search: str = "",
    sort: str = "-created_at",
    cursor: str = "",
    limit: int = 50,
) -> Any:
    project = found(request, Project.objects.all(), project_id)
    return services.list_templates(request.user, project, search=search, sort=sort, cursor=cursor, limit=limit)


@router.post("/projects/{project_id}/templates", response={201: TemplateOut})
@rule(Right.TEMPLATES_CREATE)
def create_template(request: HttpRequest, project_id: int, body: TemplateIn) -> Any:
    project = found(request, Project.objects.all(), project_id)
    return Status(201, services.create_template(request.user, project, body))


@router.get("/templates/{template_id}", response=TemplateOut)
@rule(Right.TEMPLATES_VIEW)
def get_template(request: HttpRequest, template_id: int) -> Any:
    return services.template_out(found(request, Template.objects.all(), template_id))


@router.patch("/templates/{template_id}", response=TemplateOut)
@rule(Right.TEMPLATES_EDIT)
def edit_template(request: HttpRequest, template_id: int, body: TemplateEdit) -> Any:
    template = found(request, Template.objects.all(), template_id)
    return services.edit_template(request.user, template, body)


@router.delete("/templates/{template_id}", response={204: None})
@rule(Right.TEMPLATES_DELETE)
def delete_template(request: HttpRequest, template_id: int) -> Any:
    services.delete_template(request.user, found(request, Template.objects.all(), template_id))
    return Status(204, None)


@router.get("/templates/{template_id}/readiness", response=ReadinessOut)
@rule(Right.TEMPLATES_VIEW)
def get_readiness(request: HttpRequest, template_id: int, machine_id: int | None = None) -> Any:
    """With a machine, also what it cannot give."""
    return readiness.readiness(found(request, Template.objects.all(), template_id), machine_id)


@router.get("/templates/{template_id}/differences", response=TemplateDifferencesOut)
@rule(Right.TEMPLATES_VIEW)
def get_template_differences(request: HttpRequest, template_id: int) -> Any:
    """From its last run; else from the version that it starts from; else from the defaults of its base model."""
    return differences.differences(request.user, found(request, Template.objects.all(), template_id))


@router.get("/templates/{template_id}/machines", response=MachineChoices)
@rule(Right.TEMPLATES_VIEW)
def list_machine_choices(request: HttpRequest, template_id: int, compute_profile_id: int | None = None) -> Any:
    """Where a process of the template could run."""
    return services.choices(request.user, found(request, Template.objects.all(), template_id), compute_profile_id)


@router.post("/templates/{template_id}/processes", response={201: ProcessOut})
@rule(Right.PROCESSES_CREATE)
def create_process(request: HttpRequest, template_id: int, body: ProcessIn) -> Any:
    template = found(request, Template.objects.finished(), template_id)
    return Status(201, services.create_process(request.user, template, **body.model_dump()))


@router.get("/processes/{process_id}", response=ProcessDetail)
@rule(Right.PROCESSES_VIEW)
def get_process(request: HttpRequest, process_id: int) -> Any:
    return services.process_detail(request.user, found(request, Process.objects.all(), process_id))


@router.post("/processes/{process_id}/start", response=ProcessOut)
@rule(Right.PROCESSES_MANAGE)
def start_process(request: HttpRequest, process_id: int, body: StartIn) -> Any:
    process = found(request, Process.objects.all(), process_id)
    resume, limit = body.mode == "resume", body.time_limit_s
    return services.start_process(request.user, process, resume=resume, time_limit_s=limit, place=body.place)


@router.post("/processes/{process_id}/withdraw", response=ProcessOut)
@rule(Right.PROCESSES_MANAGE)
def withdraw_process(request: HttpRequest, process_id: int) -> Any:
    return services.withdraw_process(request.user, found(request, Process.objects.all(), process_id))


@router.post("/processes/{process_id}/stop", response=ProcessOut)
@rule(Right.PROCESSES_MANAGE)
def stop_process(request: HttpRequest, process_id: int) -> Any:
    return services.stop_process(request.user, found(request, Process.objects.all(), process_id))


@router.post("/processes/{process_id}/disable", response=ProcessOut)
@rule(Right.PROCESSES_MANAGE)
def disable_process(request: HttpRequest, process_id: int) -> Any:
    return services.set_disabled(request.user, found(request, Process.objects.all(), process_id), disabled=True)


@router.post("/processes/{process_id}/enable", response=ProcessOut)
@rule(Right.PROCESSES_MANAGE)
def enable_process(request: HttpRequest, process_id: int) -> Any:
    return services.set_disabled(request.user, found(request, Process.objects.all(), process_id), disabled=False)


@router.delete("/processes/{process_id}", response={204: None})
@rule(Right.PROCESSES_DELETE)
def delete_process(request: HttpRequest, process_id: int) -> Any:
    services.delete_process(request.user, found(request, Process.objects.all(), process_id))
    return Status(204, None)


@router.post("/processes/{process_id}/publish", response={201: VersionOut})
@rule(Right.PROCESSES_MANAGE, Right.MODELS_CREATE)
def publish_process(request: HttpRequest, process_id: int, body: PublishIn) -> Any:
    process = found(request, Process.objects.all(), process_id)
    return Status(201, services.publish_process(request.user, process, body))


@router.get("/processes/{process_id}/gate", response=GateOut)
@rule(Right.PROCESSES_VIEW)
def judge_process(request: HttpRequest, process_id: int) -> Any:
    """What the project's gate says, before it is published."""
    return services.gate_of(request.user, found(request, Process.objects.all(), process_id))
