"""A journal of 1,000,000 entries: what one entry costs, lists, searches, a deep page, sealing, verifying, exporting.

On SQLite, or with `DATABASE_URL` on PostgreSQL. MODELWRIGHT_BENCH_ENTRIES (1000000).
"""

import os
import resource
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

import _django  # noqa: F401 - first: it makes the tables
from _table import Figure, median_of, show
from modelwright.server.accounts import people
from modelwright.server.accounts.models import User
from modelwright.server.core import audit, chain
from modelwright.server.core.models import JournalEntry
from modelwright.server.journal.exporting import export
from modelwright.server.journal.schemas import ExportFormat, JournalFilter

ENTRIES = int(os.environ.get("MODELWRIGHT_BENCH_ENTRIES", "1000000"))
SEALED = 5_000
ACTIONS = (
    "dataset.edited",
    "training_process.started",
    "training_process.run_failed",
    "session.signed_in",
    "model.deleted",
)


def main() -> None:
    user = User.objects.create(username="root")
    people.make_administrator(user)
    client = Client(headers={"host": "localhost"}, raise_request_exception=True)
    client.force_login(user)
    show(f"Writing and sealing ({connection.vendor})", writing(user))
    fill(user)
    show(f"Lists of {ENTRIES:,} entries ({connection.vendor})", lists(client, user))
    show(f"Export ({connection.vendor})", exporting(user))


def writing(user: User) -> list[Figure]:
    def write() -> None:
        with transaction.atomic():
            for _number in range(100):
                audit.record(user, "dataset.edited", None, {"before": {"name": "Nuts"}, "after": {"name": "Bolts"}})

    one = median_of(write) / 100
    while JournalEntry.objects.count() < SEALED:
        write()
    seconds = timed(chain.seal_all)
    checked = timed(chain.verify)
    return [
        Figure("one entry, in the transaction of its change", one * 1000, "ms", 1),
        Figure("sealing, for each entry, in the background", seconds / SEALED * 1000, "ms", 1),
        Figure("verifying 1,000 entries", checked / SEALED * 1_000_000, "ms"),
    ]


NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %s - 1) ",
    "postgresql": "WITH n(i) AS (SELECT * FROM generate_series(0, %s - 1)) ",
}
MOMENT = {
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '-' || (({entries} - i) * 31.536) || ' seconds')",
    "postgresql": "now() - make_interval(secs => ({entries} - i) * 31.536)",
}
COLUMNS = (
    "at, user_id, user_name, event_class, action, entity, entity_id, entity_name, project_id, operation_key, address, detail,"
    " previous_hash, hash, position, searchable"
)
TEXT = (
    "'thing ' || (i %% 5000) || chr || 'root' || chr || 'training-' || (i / 8) || '-1' || chr || '10.0.0.1' || chr"
    " || CASE {which} {actions} END || chr || 'name' || chr || 'bolts ' || i || chr || 'ꙮ10ꙮ1ꙮ0ꙮ'"
).replace("chr", "chr(10)")


def fill(user: User) -> None:
    """A year of them, made by the database itself."""
    JournalEntry.objects.all().delete()
    moment = MOMENT[connection.vendor].format(entries=ENTRIES)
    actions = " ".join(f"WHEN {number} THEN '{action}'" for number, action in enumerate(ACTIONS))
    classes = " ".join(f"WHEN {number} THEN '{audit.class_of(action)}'" for number, action in enumerate(ACTIONS))
    kinds = " ".join(f"WHEN {number} THEN '{action.partition('.')[0]}'" for number, action in enumerate(ACTIONS))
    which = f"i %% {len(ACTIONS)}"
    json_text = '\'{{"after": {{"name": "Bolts \' || i || \'"}}}}\''
    detail = json_text.replace("{{", "{").replace("}}", "}")
    detail = f"({detail})::jsonb" if connection.vendor == "postgresql" else detail
    text = TEXT.format(which=which, actions=actions)
    text = text if connection.vendor == "postgresql" else text.replace("chr(", "char(")
    sql = (
        f"INSERT INTO core_journalentry ({COLUMNS}) {NUMBERS[connection.vendor]}"  # noqa: S608
        f"SELECT {moment}, CASE WHEN i %% 3 = 0 THEN NULL ELSE {user.pk} END, 'root', CASE {which} {classes} END,"
        f" CASE {which} {actions} END, CASE {which} {kinds} END, i %% 5000, 'Thing ' || (i %% 5000), i %% 200,"
        f" CASE WHEN i %% 2 = 0 THEN '' ELSE 'training-' || (i / 8) || '-1' END, '10.0.0.1', {detail}, '', '',"
        f" i + 1, {text} FROM n"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [ENTRIES])
        cursor.execute("ANALYZE")


def lists(client: Client, user: User) -> list[Figure]:
    week = (timezone.now() - timedelta(days=7)).isoformat()
    asked = {
        "all, the newest": {},
        "the last hour": {"from": (timezone.now() - timedelta(hours=1)).isoformat()},
        "by class": {"class": "error"},
        "by action": {"action": "model.deleted"},
        "by kind of thing": {"entity": "dataset"},
        "of one thing": {"entity": "dataset", "entity_id": 4_000},
        "of one project": {"project_id": 77},
        "of one person": {"user_id": user.pk},
        "of one run": {"operation_key": "training-100000-1"},
        "class, person and project": {"class": "security", "user_id": user.pk, "project_id": 8},
        "a search within a week": {"from": week, "search": "Thing 4711"},
        "a search of all that finds nothing": {"search": "nowhere"},
        "a search of all that finds one": {"search": "BOLTS 123456"},
        "a search of all that finds hundreds": {"search": "thing 4711"},
        "a search of all that finds each": {"search": "bolts"},
        "a search of all by a word of one letter": {"search": "1"},
    }
    figures = [
        Figure(f"list {name}", median_of(lambda query=query: get(client, **query), 5) * 1000, "ms", bound(query))
        for name, query in asked.items()
    ]
    deep = client.get(
        "/api/journal", {"to": (timezone.now() - timedelta(seconds=ENTRIES * 31.536 / 2)).isoformat()}
    ).json()["next"]
    words = median_of(lambda: client.get("/api/journal/actions"), 5)
    return [
        *figures,
        Figure("list, half of all entries deep", median_of(lambda: get(client, cursor=deep), 5) * 1000, "ms", 100),
        Figure("the words to filter by", words * 1000, "ms", 100),
    ]


def bound(query: dict[str, object]) -> int:
    return 300 if "search" in query else 100


def get(client: Client, **query: object) -> None:
    answer = client.get("/api/journal", query)
    assert answer.status_code == 200, answer.content


def exporting(user: User) -> list[Figure]:
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user = user
    given = JournalFilter(**{"from": timezone.now() - timedelta(days=73)})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sent = 0
    begin = time.perf_counter()
    for piece in export(request, given, ExportFormat.CSV):
        sent += len(piece)
    took = time.perf_counter() - begin
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return [
        Figure("200,000 entries as CSV", took, "s"),
        Figure("memory that it took beyond what was there", grown / 1000, "MB", 50),
        Figure("sent", sent / 1e6, "MB"),
    ]


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
