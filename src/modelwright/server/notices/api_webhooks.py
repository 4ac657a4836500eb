"""Routes of a project's webhooks."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from modelwright.server.accounts.models import Project
from modelwright.server.accounts.rights import Right, found, person, rule
from modelwright.server.core.schemas import Page
from modelwright.server.notices import webhooks
from modelwright.server.notices.models import Delivery, Webhook
from modelwright.server.notices.schemas import DeliveryOut, WebhookEdit, WebhookIn, WebhookMade, WebhookOut

router = Router(tags=["notices"])


@router.get("/projects/{project_id}/webhooks", response=list[WebhookOut])
@rule(Right.PROJECTS_MANAGE)
def list_webhooks(request: HttpRequest, project_id: int) -> Any:
    return webhooks.list_webhooks(found(request, Project.objects.all(), project_id))


@router.post("/projects/{project_id}/webhooks", response={201: WebhookMade})
@rule(Right.PROJECTS_MANAGE)
def create_webhook(request: HttpRequest, project_id: int, body: WebhookIn) -> Any:
    project = found(request, Project.objects.all(), project_id)
    return Status(201, webhooks.create_webhook(person(request), project, body))


@router.patch("/webhooks/{webhook_id}", response=WebhookOut)
@rule(Right.PROJECTS_MANAGE)
def edit_webhook(request: HttpRequest, webhook_id: int, body: WebhookEdit) -> Any:
    return webhooks.edit_webhook(person(request), _hook(request, webhook_id), body)


@router.delete("/webhooks/{webhook_id}", response={204: None})
@rule(Right.PROJECTS_MANAGE)
def delete_webhook(request: HttpRequest, webhook_id: int) -> Any:
    webhooks.delete_webhook(person(request), _hook(request, webhook_id))
    return Status(204, None)


@router.post("/webhooks/{webhook_id}/secret", response=WebhookMade)
@rule(Right.PROJECTS_MANAGE)
def replace_webhook_secret(request: HttpRequest, webhook_id: int) -> Any:
    """The old one stops counting at once."""
    return webhooks.replace_secret(person(request), _hook(request, webhook_id))


@router.post("/webhooks/{webhook_id}/test", response={201: DeliveryOut})
@rule(Right.PROJECTS_MANAGE)
def try_webhook(request: HttpRequest, webhook_id: int) -> Any:
    return Status(201, webhooks.test_webhook(person(request), _hook(request, webhook_id)))


@router.get("/webhooks/{webhook_id}/deliveries", response=Page[DeliveryOut])
@rule(Right.PROJECTS_MANAGE)
def list_deliveries(request: HttpRequest, webhook_id: int, cursor: str = "", limit: int = 20) -> Any:
    """Newest first; those of the last 90 days."""
    return webhooks.list_deliveries(_hook(request, webhook_id), cursor=cursor, limit=limit)


@router.post("/deliveries/{delivery_id}/send-again", response=DeliveryOut)
@rule(Right.PROJECTS_MANAGE)
def send_delivery_again(request: HttpRequest, delivery_id: int) -> Any:
    rows = Delivery.objects.select_related("webhook__project", "happening")
    return webhooks.send_again(person(request), found(request, rows, delivery_id))


def _hook(request: HttpRequest, webhook_id: int) -> Webhook:
    return found(request, Webhook.objects.select_related("project", "created_by"), webhook_id)
