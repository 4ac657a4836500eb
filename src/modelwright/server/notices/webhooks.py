"""Verbs of a project's webhooks and of what is sent to them."""

import secrets
import uuid
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project, User
from modelwright.server.core import audit
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.pagination import page
from modelwright.server.notices.events import EVENTS, TEST
from modelwright.server.notices.guard import check_url
from modelwright.server.notices.models import Channel, Delivery, Happening, State, Webhook
from modelwright.server.notices.schemas import WebhookEdit, WebhookIn, WebhookOut

_MOST: Final = 20
_SORTS: Final = {"created_at": "created_at"}


def list_webhooks(project: Project) -> list[Webhook]:
    """Few: at most 20 a project."""
    return list(project.webhooks.select_related("created_by").order_by("pk"))


@transaction.atomic
def create_webhook(user: User, project: Project, body: WebhookIn) -> dict[str, Any]:
    """With its secret, which is shown this once."""
    if project.webhooks.count() >= _MOST:
        raise Conflict(_("A project has at most %(most)s webhooks. Delete one first.") % {"most": _MOST})
    hook = Webhook(project=project, created_by=user, secret=_new_secret(), **_checked(body))
    hook.save()
    audit.record(user, "webhook.created", hook, {"after": _facts(hook)})
    return {"webhook": hook, "secret": hook.secret}


@transaction.atomic
def edit_webhook(user: User, hook: Webhook, body: WebhookEdit) -> Webhook:
    """Raises Invalid, or Changed where somebody else was first."""
    before = _facts(hook)
    update_unless_changed(hook, _checked(body), seen=body.modified_at, current=lambda: _current(hook))
    audit.record(user, "webhook.edited", hook, audit.difference(before, _facts(hook)))
    return hook


@transaction.atomic
def replace_secret(user: User, hook: Webhook) -> dict[str, Any]:
    """From now on; what is under way may still carry the old one."""
    hook.secret = _new_secret()
    hook.save(update_fields=["secret"])
    audit.record(user, "webhook.replaced", hook)
    return {"webhook": hook, "secret": hook.secret}


@transaction.atomic
def delete_webhook(user: User, hook: Webhook) -> None:
    audit.record(user, "webhook.deleted", hook, {"before": _facts(hook)})
    hook.delete()


@transaction.atomic
def test_webhook(user: User, hook: Webhook) -> Delivery:
    """Sends a trial as everything else is sent."""
    _insist_on_enabled(hook)
    now = timezone.now()
    happening = Happening.objects.create(
        key=f"test-{uuid.uuid4()}", event=TEST, project=hook.project, actor=user, spread_at=now
    )
    audit.record(user, "webhook.tested", hook)
    return Delivery.objects.create(happening=happening, channel=Channel.WEBHOOK, webhook=hook, next_at=now)


def list_deliveries(hook: Webhook, *, cursor: str, limit: int) -> dict[str, Any]:
    rows = hook.deliveries.select_related("happening")
    return page(rows, sort="-created_at", sorts=_SORTS, cursor=cursor, limit=limit)


@transaction.atomic
def send_again(user: User, delivery: Delivery) -> Delivery:
    """From the first attempt on. What is waiting is only brought forward."""
    if delivery.webhook:
        _insist_on_enabled(delivery.webhook)
    now = timezone.now()
    Delivery.objects.filter(pk=delivery.pk).update(state=State.WAITING, attempts=0, next_at=now, delivered_at=None)
    audit.record(user, "webhook.sent_again", delivery.webhook, {"event": delivery.happening.event})
    delivery.refresh_from_db()
    return delivery


def _insist_on_enabled(hook: Webhook) -> None:
    if not hook.enabled:
        raise Conflict(_("The webhook is switched off. Switch it on first."))


def _checked(body: WebhookIn) -> dict[str, Any]:
    unknown = sorted(set(body.events) - set(EVENTS))
    if unknown or not body.events:
        sentence = _("Choose among these events: %(events)s.") % {"events": ", ".join(EVENTS)}
        raise Invalid(sentence, fields={"events": sentence})
    return {"url": check_url(body.url), "events": sorted(set(body.events)), "enabled": body.enabled}


def _new_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


def _facts(hook: Webhook) -> dict[str, Any]:
    return {"url": hook.url, "events": hook.events, "enabled": hook.enabled}


def _current(hook: Webhook) -> dict[str, Any]:
    return WebhookOut.from_orm(Webhook.objects.get(pk=hook.pk)).model_dump(mode="json")
