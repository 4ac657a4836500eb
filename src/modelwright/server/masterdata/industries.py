"""Verbs of industries and their levels (E18, E19)."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from modelwright.server.core import audit
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Conflict, Invalid
from modelwright.server.core.pagination import page
from modelwright.server.masterdata.models import MOST_LEVELS, Industry, Level
from modelwright.server.masterdata.names import check_free_name, check_industry_name
from modelwright.server.masterdata.rows import one_name_each
from modelwright.server.masterdata.schemas import IndustryEdit, IndustryIn, LevelIn, LevelsIn, Shown


def list_industries(*, search: str, cursor: str, limit: int) -> Shown:
    rows = Industry.objects.filter(name__icontains=search.strip())
    return page(rows, sort="name", sorts={"name": "name"}, cursor=cursor, limit=limit, show=_shown)


def industry_out(industry: Industry) -> Shown:
    return _shown([industry])[0]


def hold(industry_id: int) -> None:
    """Until the transaction ends, nobody else changes this industry's levels and places: others wait here."""
    Industry.objects.filter(pk=industry_id).update(name=F("name"))


@transaction.atomic
def create_industry(user: Any, body: IndustryIn) -> Shown:
    """The first one becomes the default."""
    industry = Industry(name=check_industry_name(body.name), is_default=not Industry.objects.exists())
    names = _checked_names(body.levels)
    with one_name_each(body.name):
        industry.save()
    Level.objects.bulk_create(Level(industry=industry, number=n, name=name) for n, name in enumerate(names, 1))
    audit.record(user, "industry.created", industry, {"name": industry.name, "levels": names})
    return industry_out(industry)


@transaction.atomic
def rename_industry(user: Any, industry: Industry, body: IndustryEdit) -> Shown:
    """Raises Invalid, Conflict or Changed."""
    before, name = industry.name, check_industry_name(body.name)
    with one_name_each(name):
        update_unless_changed(
            industry, {"name": name}, seen=body.modified_at, current=lambda: industry_out(_again(industry))
        )
    audit.record(user, "industry.renamed", industry, {"before": before, "after": name})
    return industry_out(industry)


def make_default(user: Any, industry: Industry) -> Shown:
    """The environment that people are shown and choose from is this industry's from now on."""
    try:
        with transaction.atomic():
            before = Industry.objects.filter(is_default=True).values_list("name", flat=True).first()
            Industry.objects.filter(is_default=True).exclude(pk=industry.pk).update(is_default=False)
            Industry.objects.filter(pk=industry.pk).update(is_default=True)
            audit.record(user, "industry.made_default", industry, {"before": before, "after": industry.name})
    except IntegrityError as error:
        raise Conflict(_("Somebody else chose a default at the same moment. Reload the page.")) from error
    return industry_out(_again(industry))


@transaction.atomic
def set_levels(user: Any, industry: Industry, body: LevelsIn) -> Shown:
    """Rename levels, append new ones, take empty ones away from the end (E19). Raises Invalid, Conflict or Changed."""
    hold(industry.pk)
    levels, names = list(industry.levels.all()), _checked_names([level.name for level in body.levels])
    update_unless_changed(industry, {}, seen=body.modified_at, current=lambda: industry_out(_again(industry)))
    kept = _kept(levels, body.levels)
    before = [level.name for level in levels]
    _remove(levels[len(kept) :])
    _rename(kept, names)
    fresh = enumerate(names[len(kept) :], len(kept) + 1)
    Level.objects.bulk_create(Level(industry=industry, number=number, name=name) for number, name in fresh)
    audit.record(user, "industry.levels_changed", industry, {"before": before, "after": names})
    return industry_out(industry)


@transaction.atomic
def delete_industry(user: Any, industry: Industry) -> None:
    """Raises Conflict while it has places, or is the default of several."""
    hold(industry.pk)
    if count := industry.nodes.count():
        raise Conflict(_("This industry has an environment of %(count)s places. Remove them first.") % {"count": count})
    if industry.is_default and Industry.objects.count() > 1:
        raise Conflict(_("This is the default industry. Make another one the default first."))
    levels = list(industry.levels.values_list("name", flat=True))
    audit.record(user, "industry.deleted", industry, {"name": industry.name, "levels": levels})
    industry.delete()


def _shown(industries: list[Industry]) -> list[Shown]:
    levels = Level.objects.filter(industry__in=industries).annotate(places=Count("nodes")).order_by("number")
    by_industry: dict[int, list[Shown]] = {industry.pk: [] for industry in industries}
    for level in levels:
        shape = {"id": level.pk, "number": level.number, "name": level.name, "nodes": level.places}
        by_industry[level.industry_id].append(shape)
    return [
        {
            **{name: getattr(industry, name) for name in ("id", "name", "is_default", "modified_at")},
            "levels": by_industry[industry.pk],
            "nodes": sum(level["nodes"] for level in by_industry[industry.pk]),
        }
        for industry in industries
    ]


def _again(industry: Industry) -> Industry:
    return Industry.objects.get(pk=industry.pk)


def _checked_names(names: list[str]) -> list[str]:
    if len(names) > MOST_LEVELS:
        sentence = _("An environment has at most %(most)s levels.") % {"most": MOST_LEVELS}
        raise Invalid(sentence, fields={"levels": sentence})
    checked = [check_free_name(name, f"levels.{number}") for number, name in enumerate(names)]
    for number, name in enumerate(checked):
        if name in checked[:number]:
            sentence = _("Two levels cannot have the same name: “%(name)s”.") % {"name": name}
            raise Invalid(sentence, fields={f"levels.{number}": sentence})
    return checked


def _kept(levels: list[Level], wanted: list[LevelIn]) -> list[Level]:
    """The levels that stay: all, or all but some at the end."""
    named = [level.id for level in wanted if level.id is not None]
    comes_first = [level.id for level in wanted[: len(named)]] == named
    if not comes_first or [level.pk for level in levels[: len(named)]] != named:
        sentence = _("Levels keep their order: new ones are added at the end, and only the last one can be deleted.")
        raise Invalid(sentence, fields={"levels": sentence})
    return levels[: len(named)]


def _remove(levels: list[Level]) -> None:
    for level in reversed(levels):
        if count := level.nodes.count():
            sentence = _("“%(name)s” has %(count)s places. A level with places can be renamed, not deleted.")
            raise Conflict(sentence % {"name": level.name, "count": count})
        level.delete()


def _rename(levels: list[Level], names: list[str]) -> None:
    """Two steps, because two levels may exchange their names."""
    changed = [(level, name) for level, name in zip(levels, names, strict=False) if level.name != name]
    for level, _name in changed:
        Level.objects.filter(pk=level.pk).update(name=f"\x1a{level.pk}")
    for level, name in changed:
        Level.objects.filter(pk=level.pk).update(name=name)
