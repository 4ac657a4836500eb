"""The index of a mirror: which object each of its files is, and which are still to be fetched. Memory stays flat."""

import hashlib
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from modelwright.server.datasets import keys

_AT_ONCE: Final = 1_000
_EXAMPLES: Final = 5
_TABLES: Final = """
create table if not exists objects (
    path text primary key, etag text not null, size integer not null, modified_s real not null,
    listed integer not null, held text not null default '', problem text not null default ''
) without rowid;
create table if not exists folders (path text primary key) without rowid;
"""
"""`held` is the etag of what lies on the disk, `problem` why the store does not give the object."""
_PUT: Final = """
insert into objects (path, etag, size, modified_s, listed) values (?, ?, ?, ?, 1)
on conflict (path) do update set etag = excluded.etag, size = excluded.size, modified_s = excluded.modified_s, listed = 1
"""


class Listed(NamedTuple):
    """One object, as its bucket lists it."""

    key: str
    """Relative to the mirror's address."""
    etag: str
    """Changes with the content."""
    size: int
    """Bytes."""
    modified_s: float

    @property
    def modified_ns(self) -> int:
        """The store's second, and a fraction that the content decides: a mirror made anew has the same stamps."""
        fraction = int.from_bytes(hashlib.sha256(self.etag.encode()).digest()[:4], "big") % 10**9
        return int(self.modified_s) * 10**9 + fraction


class Amount(NamedTuple):
    objects: int = 0
    bytes: int = 0

    def plus(self, size: int) -> "Amount":
        return Amount(self.objects + 1, self.bytes + size)


class Index:
    """Used by one thread, within `with`. Raises sqlite3.DatabaseError where its file is damaged or cannot be written."""

    def __init__(self, file: Path) -> None:
        self._rows = sqlite3.connect(file, isolation_level=None)
        self._refused: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = defaultdict(list)

    def __enter__(self) -> Self:
        self._rows.executescript(f"pragma journal_mode=wal; pragma synchronous=normal; {_TABLES}")
        return self

    def __exit__(self, *_error: object) -> None:
        self._rows.close()

    def begin(self) -> None:
        """A new listing comes."""
        self._rows.executescript("update objects set listed = 0, problem = ''; delete from folders;")

    def take(self, page: Iterable[Listed], room: int) -> None:
        """`room` is what the mirror's folder leaves for a path."""
        used = []
        for one in page:
            if reason := keys.refused(one.key, room=room):
                self._refuse(reason, one.key)
            else:
                used.append(one)
        with self._together():
            self._rows.executemany(_PUT, used)
            folders = {folder for one in used for folder in _folders_above(one.key)}
            self._rows.executemany("insert or ignore into folders values (?)", [(folder,) for folder in folders])

    def settle(self) -> Amount:
        """The listing has ended: what all of it is. A key that is the folder of other keys cannot be a file too."""
        torn = self._rows.execute("select path from objects join folders using (path) where listed").fetchall()
        for (path,) in torn:
            self._refuse("is_folder", path)
        self._rows.executemany("update objects set listed = 0 where path = ?", torn)
        return self.listed()

    def listed(self) -> Amount:
        return self._amount("listed")

    def held(self) -> Amount:
        return self._amount("listed and held = etag")

    def pop_gone(self) -> Iterator[str]:
        """Paths that the listing does not have; each is forgotten once the next ones are asked for."""
        while gone := self._rows.execute(f"select path from objects where not listed limit {_AT_ONCE}").fetchall():  # noqa: S608
            yield from (path for (path,) in gone)
            with self._together():
                self._rows.executemany("delete from objects where path = ?", gone)

    def on_disk(self) -> Iterator[Listed]:
        return self._each("listed and held = etag")

    def wanted(self) -> Iterator[Listed]:
        return self._each("listed and held != etag and problem = ''")

    def hold(self, one: Listed) -> None:
        """Its file is in place."""
        self._rows.execute("update objects set held = ? where path = ?", (one.etag, one.key))

    def forget(self, path: str, problem: str = "") -> None:
        """Its file is not in place."""
        self._rows.execute("update objects set held = '', problem = ? where path = ?", (problem, path))

    def left_out(self) -> list[dict[str, Any]]:
        """As DataPath.annotation_problems holds it, the most frequent first."""
        counts, examples = self._refused.copy(), dict(self._examples)
        for reason, count in self._rows.execute("select problem, count(*) from objects where problem != '' group by 1"):
            counts[reason] = count
            some = self._rows.execute("select path from objects where problem = ? limit ?", (reason, _EXAMPLES))
            examples[reason] = [path for (path,) in some]
        return [
            {"reason": reason, "count": count, "examples": examples[reason]} for reason, count in counts.most_common()
        ]

    def _refuse(self, reason: str, key: str) -> None:
        if reason == keys.MARKER:
            return
        self._refused[reason] += 1
        if len(self._examples[reason]) < _EXAMPLES:
            self._examples[reason].append(key.replace("\0", "�"))  # PostgreSQL stores none

    def _each(self, condition: str) -> Iterator[Listed]:
        """In the order of paths; rows may change meanwhile."""
        query = f"select path, etag, size, modified_s from objects where path > ? and {condition} order by path limit ?"  # noqa: S608
        last = ""
        while rows := self._rows.execute(query, (last, _AT_ONCE)).fetchall():
            yield from (Listed(*row) for row in rows)
            last = rows[-1][0]

    def _amount(self, condition: str) -> Amount:
        query = f"select count(*), coalesce(sum(size), 0) from objects where {condition}"  # noqa: S608
        return Amount(*self._rows.execute(query).fetchone())

    @contextmanager
    def _together(self) -> Iterator[None]:
        self._rows.execute("begin")
        yield
        self._rows.execute("commit")


def _folders_above(path: str) -> Iterator[str]:
    while (path := path.rpartition("/")[0]) != "":
        yield path
