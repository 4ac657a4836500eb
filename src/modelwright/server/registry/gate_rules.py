"""The rules of a project's gate, as people set them."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project, User
from modelwright.server.core import audit
from modelwright.server.core.changes import Changed
from modelwright.server.core.errors import Invalid
from modelwright.server.registry.models import Gate
from modelwright.server.registry.schemas_gate import GateRulesIn, Rule


def rules_out(project: Project) -> dict[str, Any]:
    gate = Gate.objects.filter(project=project).select_related("modified_by").first()
    if gate is None:
        return {"rules": [], "revision": 0, "modified_at": None, "modified_by": None}
    return {name: getattr(gate, name) for name in ("rules", "revision", "modified_at", "modified_by")}


@transaction.atomic
def set_rules(user: User, project: Project, given: GateRulesIn) -> dict[str, Any]:
    """All of them at once. Raises Changed when somebody else has set them since the person looked."""
    _check(given.rules)
    before = rules_out(project)["rules"]
    rules = [rule.model_dump(mode="json") for rule in given.rules]
    if not _stored(user, project, rules, given.revision):
        message = _("Somebody else changed this meanwhile. Look at what is new, then save again.")
        raise Changed(message, detail={"current": _plain(project)})
    audit.record(user, "project.gate_changed", project, {"before": {"rules": before}, "after": {"rules": rules}})
    return rules_out(project)


def _stored(user: User, project: Project, rules: list[dict[str, Any]], revision: int) -> bool:
    if revision:
        rows = Gate.objects.filter(project=project, revision=revision)
        return bool(rows.update(rules=rules, revision=revision + 1, modified_by=user, modified_at=timezone.now()))
    try:
        with transaction.atomic():
            Gate.objects.create(project=project, rules=rules, modified_by=user)
    except IntegrityError:
        return False
    return True


def _plain(project: Project) -> dict[str, Any]:
    now = rules_out(project)
    return {"rules": now["rules"], "revision": now["revision"]}


def _check(rules: list[Rule]) -> None:
    """Each asks something else."""
    asked: set[tuple[str, str]] = set()
    for place, rule in enumerate(rules):
        key = (rule.kind, str(getattr(rule, "number", "")))
        if key in asked:
            sentence = _("There is a rule like this already. Change that one.")
            raise Invalid(sentence, fields={f"rules.{place}": sentence})
        asked.add(key)
