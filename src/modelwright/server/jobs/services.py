"""Verbs of machines."""

from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.audit import record
from modelwright.server.core.errors import Conflict, Invalid, Sentence
from modelwright.server.core.names import LONGEST
from modelwright.server.jobs import wake
from modelwright.server.jobs.load import curves
from modelwright.server.jobs.models import Job, LoadSample, Machine, Status
from modelwright.server.jobs.outputs import cannot_remove, machine_out, machines_out
from modelwright.server.jobs.schemas import ADDRESS, MachineEdit

__all__ = [
    "curves",
    "edit_machine",
    "list_machines",
    "machine_out",
    "remove_machine",
    "set_enabled",
]


def list_machines(user: Any) -> list[dict[str, Any]]:
    return machines_out(list(Machine.objects.present().order_by("name")), user)


@transaction.atomic
def edit_machine(user: Any, machine: Machine, body: MachineEdit) -> dict[str, Any]:
    """Raises Invalid for a value that breaks its rule, Conflict where somebody else changed the machine meanwhile."""
    wanted = _checked(machine, body.model_dump(exclude={"version"}, exclude_none=True))
    before = {name: getattr(machine, name) for name in wanted}
    changes = {name: value for name, value in wanted.items() if value != before[name]}
    rows = Machine.objects.present().filter(pk=machine.pk, version=body.version)
    if not rows.update(version=F("version") + 1, **changes):
        raise _changed_meanwhile(machine, wanted)
    if changes:
        record(user, "machine.edited", machine, {"name": machine.name, "before": before, "after": wanted})
        transaction.on_commit(wake.up)  # more slots may begin what waits
    return machine_out(machine, user)


def _checked(machine: Machine, wanted: dict[str, Any]) -> dict[str, Any]:
    """With texts trimmed. All broken rules are told at once."""
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in wanted.items()}
    broken: dict[str, Sentence] = {}
    if "name" in cleaned and (refusal := _name_refused(machine, cleaned["name"])):
        broken["name"] = refusal
    if "address" in cleaned and not ADDRESS.fullmatch(cleaned["address"]):
        broken["address"] = _(
            "An address is an IP address or a DNS name: only Latin letters, digits, dots, hyphens and underscores."
        )
    if broken:
        raise Invalid(_("Some values are not accepted."), fields=broken)
    return cleaned


def _name_refused(machine: Machine, name: str) -> Sentence | None:
    if not name or len(name) > LONGEST or not name.isprintable():
        return _("A name has 1 to %(most)s characters, all of them visible.") % {"most": LONGEST}
    if Machine.objects.present().filter(name=name).exclude(pk=machine.pk).exists():
        return _("Another machine has this name already. Choose another one.")
    return None


def _changed_meanwhile(machine: Machine, wanted: dict[str, Any]) -> Conflict:
    """Tells at each field what it is now; sending the newer version with the same values overrides that."""
    now = Machine.objects.get(pk=machine.pk)
    differing = {name: getattr(now, name) for name, value in wanted.items() if getattr(now, name) != value}
    return Conflict(
        _("Somebody else changed this machine a moment ago. Look at what is there now, and save again to replace it."),
        fields={name: _("It is now: %(value)s") % {"value": value or "–"} for name, value in differing.items()},
        detail={"version": now.version},
    )


@transaction.atomic
def set_enabled(user: Any, machine: Machine, *, enabled: bool) -> dict[str, Any]:
    """A disabled machine begins nothing; what runs goes on, and what waits stays in its queue."""
    rows = Machine.objects.present().filter(pk=machine.pk, enabled=not enabled)
    when = None if enabled else timezone.now()
    if not rows.update(enabled=enabled, disabled_at=when, version=F("version") + 1):
        raise Conflict(_("The machine is enabled already.") if enabled else _("The machine is disabled already."))
    record(user, f"machine.{'enabled' if enabled else 'disabled'}", machine, {"name": machine.name})
    transaction.on_commit(wake.up)
    return machine_out(machine, user)


@transaction.atomic
def remove_machine(user: Any, machine: Machine) -> None:
    """The history keeps its name. Raises Conflict while anything runs on it or waits for it."""
    if not Machine.objects.present().filter(pk=machine.pk).update(removed_at=timezone.now()):  # locks the row: no claim
        raise Conflict(_("Somebody else has removed this machine already."))
    counts = (
        Job.objects.unfinished()
        .filter(machine=machine)
        .aggregate(
            running=Count("pk", filter=Q(status__in=Job.ACTIVE)), waiting=Count("pk", filter=Q(status=Status.WAITING))
        )
    )
    if refusal := cannot_remove(machine, counts["running"], counts["waiting"]):
        raise Conflict(refusal)
    LoadSample.objects.filter(machine=machine).delete()
    record(user, "machine.removed", machine, {"name": machine.name, "address": machine.address})
