"""The stages of versions: the one door to a change, the gate before production, and the way back."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project, User
from modelwright.server.accounts.rights import Right, Scope, held, refusal
from modelwright.server.core import audit
from modelwright.server.core.errors import Conflict, Forbidden, Invalid, NotFound, Sentence
from modelwright.server.core.pagination import page
from modelwright.server.registry import gates, shapes
from modelwright.server.registry.models import Model, ModelVersion, Stage, StageChange
from modelwright.server.registry.schemas_gate import RollBackIn, RuleResult, StageIn

_TOLD_AT_ONCE: Final = _("Somebody else changed the stage of this version meanwhile. Look at it again.")


class GateRefused(Conflict):
    """The gate holds the version up; `detail.gate` says by which rule."""


def gate_of(user: User, version: ModelVersion) -> dict[str, Any]:
    """What the gate would say if the version went into production now."""
    return gate_out(user, version.model.project, version.model, _judged(version), version)


def gate_out(
    user: User, project: Project, model: Model | None, results: list[RuleResult], version: ModelVersion | None = None
) -> dict[str, Any]:
    production = gates.in_production(model, without=version)
    return {
        "passed": gates.passed(results),
        "results": shapes.results_out(results),
        "may_not_override": _told(may_not_override(user, project)),
        "production": production.name if production else "",
    }


def may_not_override(user: User, project: Project) -> Sentence | None:
    """A gate that everybody could pass with their own models would bind nobody: it takes the right to everybody's."""
    if held(user).get(Right.MODELS_MANAGE) is Scope.ALL or refusal(user, Right.PROJECTS_MANAGE, project) is None:
        return None
    return _(
        "Only who manages all models, not just their own, or manages this project may go on all the same. Ask one of them."
    )


@transaction.atomic
def set_stage(user: User, version: ModelVersion, given: StageIn) -> dict[str, Any]:
    """Raises GateRefused on the way into production, and Conflict for who saw another stage than it has."""
    before = Stage(version.stage)
    if given.seen not in (None, before):
        raise Conflict(_TOLD_AT_ONCE)
    if given.stage is before:
        raise Conflict(_("The version has this stage already."))
    gate: dict[str, Any] = {}
    if given.stage is Stage.PRODUCTION:
        results = _judged(version)
        gate = gates.stored(results, insist(user, version.model.project, results, given.override, given.reason))
    _move(user, version, given.stage, reason=given.reason.strip(), gate=gate)
    return shapes.version_out(version)


def insist(
    user: User, project: Project, results: list[RuleResult], override: bool, reason: str
) -> dict[str, str] | None:
    """Who overrode the gate and why, or None where it had nothing against. Raises GateRefused, Forbidden or Invalid."""
    if gates.passed(results):
        return None
    if not override:
        told = [result.model_dump(mode="json") for result in shapes.results_out(results)]
        raise GateRefused(_("The gate of this project holds the version up."), detail={"gate": told})
    if sentence := may_not_override(user, project):
        raise Forbidden(sentence, detail={"right": Right.MODELS_MANAGE})
    if not reason.strip():
        sentence = _("Say why the gate is overridden.")
        raise Invalid(sentence, fields={"reason": sentence})
    return {"by": user.get_full_name() or user.username, "reason": reason.strip()}


@transaction.atomic
def roll_back(user: User, model: Model, given: RollBackIn) -> dict[str, Any]:
    """The version that was in production before is there again. It passed the gate then and is not asked again."""
    now = _in_production(model).first()
    if now is None or given.seen_version_id not in (None, now.pk):
        raise Conflict(_("Another version is in production by now. Look at it again."))
    earlier = before_in_production(now)
    if earlier is None:
        raise Conflict(_("No other version of this model was in production before."))
    if not given.reason.strip():
        sentence = _("Say why it is rolled back.")
        raise Invalid(sentence, fields={"reason": sentence})
    _move(user, earlier, Stage.PRODUCTION, reason=given.reason.strip(), is_roll_back=True)
    return shapes.version_out(earlier)


def before_in_production(version: ModelVersion) -> ModelVersion | None:
    """What was there when this version was promoted: steps back go further back, never to and fro."""
    changes = StageChange.objects.filter(version__model=version.model_id).select_related(
        "version__model__project", "version__published_by", "counterpart__model__project", "counterpart__published_by"
    )
    changes = changes.defer(*(f"{which}__{name}" for which in ("version", "counterpart") for name in shapes.LARGE))
    promoted = changes.filter(version=version, after=Stage.PRODUCTION, is_roll_back=False).order_by("-pk").first()
    if promoted is None or promoted.counterpart:
        return promoted.counterpart if promoted else None
    left = changes.filter(before=Stage.PRODUCTION, pk__lt=promoted.pk).exclude(version=version).order_by("-pk").first()
    return left.version if left else None


def version_of_stage(model: Model, stage: Stage) -> ModelVersion:
    """The newest of that stage. Raises NotFound when there is none."""
    rows = model.versions.filter(stage=stage).select_related("model__project", "published_by")
    version = rows.order_by("-major", "-minor").first()
    if version is None:
        sentence = _("No version of “%(model)s” has the stage “%(stage)s”.")
        raise NotFound(sentence % {"model": model.name, "stage": stage.label})
    return version


def list_changes(model: Model, *, cursor: str, limit: int) -> dict[str, Any]:
    """Newest first."""
    rows = StageChange.objects.filter(version__model=model).select_related("version", "by", "counterpart")
    return page(rows, sort="-id", sorts={"id": "id"}, cursor=cursor, limit=limit, show=shapes.changes_out)


def _judged(version: ModelVersion) -> list[RuleResult]:
    production = gates.in_production(version.model, without=version)
    return gates.judge(gates.rules_of(version.model.project), gates.judged_version(version), production)


def _in_production(model: Model) -> "QuerySet[ModelVersion]":
    return model.versions.filter(stage=Stage.PRODUCTION).select_related("model__project", "published_by")


def _move(
    user: User,
    version: ModelVersion,
    stage: Stage,
    *,
    reason: str,
    gate: dict[str, Any] | None = None,
    is_roll_back: bool = False,
) -> None:
    """The one door. What was in production makes room; of two people at once one gets Conflict."""
    made_room = None
    if stage is Stage.PRODUCTION and (made_room := _in_production(version.model).exclude(pk=version.pk).first()):
        _write(user, made_room, Stage.ARCHIVED, counterpart=version)
    facts = {"reason": reason, "gate": gate or {}, "is_roll_back": is_roll_back}
    _write(user, version, stage, counterpart=made_room, **facts)
    model = version.model
    model.modified_by = user
    model.save(update_fields=["modified_by", "modified_at"])


def _write(user: User, version: ModelVersion, stage: Stage, **facts: Any) -> None:
    before = version.stage
    try:
        with transaction.atomic():
            moved = ModelVersion.objects.filter(pk=version.pk, stage=before).update(stage=stage)
    except IntegrityError as error:  # another version went into production at the same moment
        raise Conflict(_TOLD_AT_ONCE) from error
    if not moved:
        raise Conflict(_TOLD_AT_ONCE)
    version.stage = stage
    StageChange.objects.create(version=version, before=before, after=stage, by=user, **facts)
    changed = audit.difference({"stage": str(before)}, {"stage": str(stage)})
    override = (facts.get("gate") or {}).get("override")
    more = {"reason": facts.get("reason", ""), **({"gate_overridden": True} if override else {})}
    verb = "rolled_back_to" if facts.get("is_roll_back") else "stage_changed"
    audit.record(user, f"model_version.{verb}", version, {**changed, **more})


def _told(sentence: Any) -> str | None:
    return None if sentence is None else str(sentence)
