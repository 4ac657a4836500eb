"""Verbs of the waiting line's order: first come first served, until somebody who may moves something."""

import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.rights import Right, refusal
from modelwright.server.core.errors import Conflict, Forbidden, Invalid, Sentence
from modelwright.server.jobs import kinds
from modelwright.server.jobs.expectation import Waiter
from modelwright.server.jobs.line import Line
from modelwright.server.jobs.models import Job, Machine, Status

Target = Literal["up", "down", "front", "end", "before"]
_APART: Final = 10**9
"""One second, in the unit of places."""
_CHANGED: Final = _("Somebody else changed the order a moment ago. Look at the new order, and move it again.")
_GONE: Final = _("It is not waiting any more.")
_OTHERS: Final = _(
    "Somebody else's process would have to wait longer. Ask somebody who manages target machines, or let it change places "
    "with processes that you may manage."
)


class Move(NamedTuple):
    to: Target
    before: int | None = None
    """A job: with `to` = before."""
    machine_id: int | None = None
    """In whose row, for what stands in several; None: where it is furthest ahead."""
    seen: Sequence[int] | None = None
    """The jobs of the row as the person saw them, in order; None: whatever it is."""


class Moved(NamedTuple):
    before: int
    after: int
    """Positions in the row."""


@transaction.atomic
def move(user: Any, job: Job, wanted: Move) -> Moved:
    """Give a waiting job another place. Of two people who do so at once, the second is told that the order has changed.

    Raises Conflict for that, and where it does not wait any more; Forbidden where somebody else's would have to wait longer.
    """
    _one_by_one()
    line = _spread_out(Line.read())
    current = line.find(job.pk)
    if current is None:
        raise Conflict(_GONE)
    row = _row_of(line, current, wanted.machine_id)
    _insist_on_what_was_seen(row, wanted.seen)
    others = [other for other in row if other.pk != current.pk]
    before = next(number for number, other in enumerate(row) if other.pk == current.pk)
    after = _target(others, before, wanted)
    if after != before:
        forward = after < before
        line = _with_room(line, others, after, forward=forward)
        place = sum(_gap(line, others, after, forward=forward)) // 2
        _insist_on_right(user, line, job.pk, place)
        _write(user, job.pk, place)
    return Moved(before + 1, after + 1)


def _one_by_one() -> None:
    """Locks a row that everybody who changes the order takes first."""
    first = Machine.objects.order_by("pk").first()
    Machine.objects.filter(pk=first.pk if first else 0).update(slots=F("slots"))


def _row_of(line: Line, job: Waiter, machine_id: int | None) -> Sequence[Waiter]:
    takers = line.takers_of(job)
    if machine_id is not None and machine_id in takers:
        return line.rows[machine_id]
    rows = [line.rows[taker] for taker in sorted(takers)]
    if not rows:
        raise Conflict(_("No machine can take it now, so that it stands in no line."))
    return min(rows, key=lambda row: [one.pk for one in row].index(job.pk))


def _insist_on_what_was_seen(row: Sequence[Waiter], seen: Sequence[int] | None) -> None:
    """What has come or gone meanwhile does not matter; another order of the rest does."""
    if seen is None:
        return
    wanted, there = set(seen), {job.pk for job in row}
    if [job.pk for job in row if job.pk in wanted] != [pk for pk in seen if pk in there]:
        raise Conflict(_CHANGED)


def _target(others: Sequence[Waiter], now: int, wanted: Move) -> int:
    """How many of the others will be before it."""
    match wanted.to:
        case "up":
            return max(0, now - 1)
        case "down":
            return min(len(others), now + 1)
        case "front":
            return 0
        case "end":
            return len(others)
    found = next((number for number, other in enumerate(others) if other.pk == wanted.before), None)
    if found is None:
        sentence = _("What it should stand before does not wait there any more. Look at the new order.")
        raise Invalid(sentence, fields={"before": sentence})
    return found


def _with_room(line: Line, others: Sequence[Waiter], index: int, *, forward: bool) -> Line:
    """The line, spread where two neighbours have come too close to take one between them."""
    low, high = _gap(line, others, index, forward=forward)
    return line if high - low >= 2 else _spread(line)


def _gap(line: Line, others: Sequence[Waiter], index: int, *, forward: bool) -> tuple[int, int]:
    """Beside its new neighbour, so that it passes nobody of other rows who need not be passed."""
    places = {job.pk: job.place for job in line.waiting}
    if forward:
        high = places[others[index].pk]
        return max((place for place in places.values() if place < high), default=high - 2 * _APART), high
    low = places[others[index - 1].pk]
    behind_all = max(low + 2, 2 * time.time_ns() - low)  # in the middle is now
    return low, min((place for place in places.values() if place > low), default=behind_all)


def _spread_out(line: Line) -> Line:
    """Where places are equal, keys decide the order; to move something, each needs a place of its own."""
    if all(one.place < other.place for one, other in pairwise(line.waiting)):
        return line
    return _spread(line)


def _spread(line: Line) -> Line:
    """The same order with room between all."""
    first = time.time_ns() - _APART * (len(line.waiting) + 1)
    placed = [job._replace(place=first + _APART * number) for number, job in enumerate(line.waiting)]
    Job.objects.bulk_update([Job(pk=job.pk, place=job.place) for job in placed], ["place"], batch_size=500)
    return line.of(placed)


def _insist_on_right(user: Any, line: Line, job_id: int, place: int) -> None:
    """Who is passed, in any row that both stand in, must be one's to manage, or all machines are."""
    job = next(one for one in line.waiting if one.pk == job_id)
    takers = line.takers_of(job)
    passed = [one for one in line.waiting if place <= one.place < job.place and takers & line.takers_of(one)]
    jobs = Job.objects.filter(pk__in=[one.pk for one in passed])
    if passed and why_not_before(user, passed, kinds.managed(jobs, user)):
        raise Forbidden(_OTHERS)


def why_not_before(user: Any, passed: Sequence[Waiter], managed: set[int]) -> Sentence | None:
    """Why something may not be put before these; `managed`: what of them is the person's to manage."""
    may = all(job.pk in managed for job in passed) or refusal(user, Right.MACHINES_MANAGE) is None
    return None if may else _OTHERS


def _write(user: Any, job_id: int, place: int) -> None:
    rows = Job.objects.filter(pk=job_id, status=Status.WAITING)
    if not rows.update(place=place, moved_at=timezone.now(), moved_by=user):
        raise Conflict(_GONE)
