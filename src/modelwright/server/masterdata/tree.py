"""The environment's tree, changed (E20 to E24): add, rename, move, remove. Changes of one industry come one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from modelwright.server.core import audit
from modelwright.server.core.changes import update_unless_changed
from modelwright.server.core.errors import Conflict, Invalid, NotFound, Sentence
from modelwright.server.masterdata import usage
from modelwright.server.masterdata.industries import hold
from modelwright.server.masterdata.models import Industry, Level, Node, NodeQuerySet
from modelwright.server.masterdata.names import check_free_name, tidy, what_is_wrong
from modelwright.server.masterdata.nodes import nodes_out
from modelwright.server.masterdata.rows import one, one_name_each
from modelwright.server.masterdata.schemas import (
    MOST_AT_ONCE,
    ConfirmedRemovalIn,
    MoveIn,
    NodeEdit,
    NodesIn,
    Shown,
)

MOST_NEW: Final = 20_000
_SHOWN: Final = 100
_BATCH: Final = 2_000


@contextmanager
def changing(industry_id: int) -> Iterator[None]:
    """A change to the tree: nobody else's comes between its reading and its writing."""
    try:
        with transaction.atomic():
            hold(industry_id)
            yield
    except IntegrityError as error:
        raise Conflict(_("The environment was changed at the same moment. Reload the page and try again.")) from error


def add_nodes(user: Any, body: NodesIn, *, dry_run: bool) -> Shown:
    """Every name below every parent (E21, E23); those that exist already stay as they are. Raises Invalid."""
    industry = one(Industry.objects.all(), body.industry_id)
    names = _checked_lines(body.names)
    with changing(industry.pk):
        parents = _parents(industry, body.parent_ids)
        level = _level_below(industry, parents)
        existing = _existing(industry, parents)
        _check_count(len(parents) * len(names))
        wanted = [(parent, name) for parent in parents for name in names]
        fresh = [(parent, name) for parent, name in wanted if (parent and parent.pk, name) not in existing]
        there = [(parent, name) for parent, name in wanted if (parent and parent.pk, name) in existing]
        made = [] if dry_run else _create(user, industry, level, fresh)
    return {
        "added": len(fresh),
        "existing": [{"parent_id": parent and parent.pk, "name": name} for parent, name in there[:_SHOWN]],
        "existing_count": len(there),
        "ids": [node.pk for node in made[:MOST_AT_ONCE]],
    }


@transaction.atomic
def rename_node(user: Any, node: Node, body: NodeEdit) -> Shown:
    """Raises Invalid, Conflict or Changed."""
    before = node.name
    node.rename(check_free_name(body.name))
    changes = {field: getattr(node, field) for field in ("name", "folded", "sorting_key")}
    with one_name_each(node.name):
        update_unless_changed(node, changes, seen=body.modified_at, current=lambda: node_out(node.pk))
    audit.record(user, "environment_node.renamed", node, {"before": before, "after": node.name})
    return node_out(node.pk)


def move_nodes(user: Any, body: MoveIn) -> list[Shown]:
    """With all that is below them, to a parent on the level of the one that they have. Raises Invalid or Conflict."""
    parent = one(Node.objects.select_related("level"), body.parent_id)
    with changing(parent.industry_id):
        parent = one(Node.objects.select_related("level"), parent.pk)
        nodes = list(_chosen(body.ids).select_related("level"))
        _check_move(parent, nodes)
        for node in nodes:
            audit.record(
                user, "environment_node.moved", node, {"name": node.name, "before": node.parent_id, "after": parent.pk}
            )
            _move(node, parent)
        return nodes_out(nodes)


def count_removal(ids: list[int]) -> Shown:
    """What would go with these places: how many places of each level, and what is bound to them."""
    return _counted(_going(_chosen(ids)))


def remove_nodes(user: Any, body: ConfirmedRemovalIn) -> Shown:
    """The places with all that is below them (E22, E24). Raises Conflict when by now more would go than was shown."""
    chosen = _chosen(body.ids)
    with changing(_industry_of(chosen)):
        going = _going(chosen)
        counts = _counted(going)
        if counts["nodes"] > body.nodes or counts["bound"] > body.bound:
            message = _("Meanwhile there is more below these places. Look at the new numbers, then confirm again.")
            raise Conflict(message, detail=_plain(counts))
        names = list(chosen.values_list("name", flat=True)[:_SHOWN])
        audit.record(user, "environment_node.removed", chosen.first(), {"names": names, **_plain(counts)})
        going.delete()
    return counts


def node_out(pk: int) -> Shown:
    return nodes_out([one(Node.objects.select_related("level"), pk)])[0]


def _checked_lines(lines: list[str]) -> list[str]:
    """Empty lines do not count, and a name that comes twice counts once."""
    names = [tidy(line) for line in lines]
    problems: dict[str, Sentence] = {
        f"names.{number}": problem
        for number, name in enumerate(names)
        if name and (problem := what_is_wrong(name)) is not None
    }
    if problems:
        raise Invalid(_("Some names break the rule. Nothing was added."), fields=problems)
    if not any(names):
        sentence = _("Write at least one name, one per line.")
        raise Invalid(sentence, fields={"names": sentence})
    return list(dict.fromkeys(name for name in names if name))


def _check_count(count: int) -> None:
    if count > MOST_NEW:
        sentence = _("At most %(most)s places can be added at once; these are %(count)s.")
        raise Invalid(sentence % {"most": MOST_NEW, "count": count})


def _parents(industry: Industry, ids: list[int]) -> list[Node | None]:
    """The chosen parents, or nobody for the top."""
    if not ids:
        return [None]
    found = {node.pk: node for node in Node.objects.filter(pk__in=ids, industry=industry).select_related("level")}
    if missing := set(ids) - set(found):
        raise NotFound(
            _("%(count)s of the chosen places do not exist any more. Reload the page.") % {"count": len(missing)}
        )
    if len({node.level_id for node in found.values()}) > 1:
        raise Invalid(_("Choose places of one level only."))
    return [found[pk] for pk in dict.fromkeys(ids)]


def _level_below(industry: Industry, parents: list[Node | None]) -> Level:
    number = parents[0].level.number + 1 if parents[0] else 1
    level = industry.levels.filter(number=number).first()
    if level is None:
        raise Invalid(_("The industry has no level below this one. Add a level first."))
    return level


def _existing(industry: Industry, parents: list[Node | None]) -> set[tuple[int | None, str]]:
    siblings = Node.objects.filter(industry=industry)
    ids = [parent.pk for parent in parents if parent]
    siblings = siblings.filter(parent_id__in=ids) if ids else siblings.filter(parent=None)
    return set(siblings.values_list("parent_id", "name"))


def _create(user: Any, industry: Industry, level: Level, wanted: list[tuple[Node | None, str]]) -> list[Node]:
    if not wanted:
        return []
    nodes = [_new(industry, level, parent, name) for parent, name in wanted]
    made = Node.objects.bulk_create(nodes, batch_size=_BATCH)
    audit.record(
        user,
        "environment_node.added",
        made[0],
        {
            "level": level.name,
            "count": len(made),
            "names": list(dict.fromkeys(name for _parent, name in wanted))[:_SHOWN],
            "parents": list(dict.fromkeys(parent.name for parent, _name in wanted if parent))[:_SHOWN],
        },
    )
    return made


def _new(industry: Industry, level: Level, parent: Node | None, name: str) -> Node:
    node = Node(industry=industry, level=level, parent=parent, lineage=parent.branch if parent else "")
    node.rename(name)
    return node


def _chosen(ids: list[int]) -> NodeQuerySet:
    return Node.objects.filter(pk__in=ids).order_by("pk")


def _check_move(parent: Node, nodes: list[Node]) -> None:
    if not nodes:
        raise NotFound(_("These places do not exist any more. Reload the page."))
    if any(node.industry_id != parent.industry_id for node in nodes):
        raise Invalid(_("A place cannot move to another industry."))
    if any(node.level.number != parent.level.number + 1 for node in nodes):
        sentence = _("A place keeps its level: choose a new parent on the level of the one that it has.")
        raise Invalid(sentence, fields={"parent_id": sentence})
    moving = [node.pk for node in nodes]
    names = [node.name for node in nodes]
    taken = parent.children.exclude(pk__in=moving).filter(name__in=names).values_list("name", flat=True).first()
    if taken is not None or len(set(names)) < len(names):
        name = taken or next(name for name in names if names.count(name) > 1)
        raise Conflict(_("“%(parent)s” has a place named “%(name)s” already.") % {"parent": parent.name, "name": name})


def _move(node: Node, parent: Node) -> None:
    """Descendants keep the end of their lineage; its beginning becomes the new parent's branch."""
    below, old = Node.objects.below(node), len(node.lineage)
    below.update(lineage=Concat(Value(parent.branch), Substr("lineage", old + 1)))
    node.parent, node.lineage = parent, parent.branch
    node.save(update_fields=["parent", "lineage", "modified_at"])


def _going(chosen: NodeQuerySet) -> NodeQuerySet:
    return Node.objects.within(*chosen)


def _industry_of(chosen: NodeQuerySet) -> int:
    industries = list(chosen.order_by().values_list("industry_id", flat=True).distinct())
    if not industries:
        raise NotFound(_("These places do not exist any more. Reload the page."))
    if len(industries) > 1:
        raise Invalid(_("Choose places of one industry only."))
    return industries[0]


def _counted(going: NodeQuerySet) -> Shown:
    levels = going.order_by("level__number").values_list("level__name").annotate(count=Count("pk"))
    by_level = [{"name": name, "count": count} for name, count in levels]
    used_by = usage.of_nodes(going)
    return {
        "nodes": sum(level["count"] for level in by_level),
        "by_level": by_level,
        "bound": sum(used.count for used in used_by),
        "used_by": used_by,
    }


def _plain(counts: Shown) -> Shown:
    return {**counts, "used_by": [vars(used) for used in counts["used_by"]]}
