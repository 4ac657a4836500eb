"""The files of dataset versions: which samples there were, a line each, compressed; and the hash over their content.

Lines are in the order of `Sample.key`, so that two manifests are compared while they are read: memory stays flat.
"""

import gzip
import hashlib
import heapq
import json
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

FORMAT: Final = 1
_LEVEL: Final = 6


class Entry(NamedTuple):
    """One sample of a version."""

    key: int
    """`examining.key_of` the path."""
    folder: int
    """Which of the manifest's folders it lies in."""
    path: str
    """Relative to the folder."""
    sha256: str
    label: str
    mark: str
    """Changes with what is said about the image; empty where nothing is."""
    split: str


@dataclass
class Counts:
    images: int = 0
    annotated: int = 0
    splits: Counter[str] = field(default_factory=Counter)

    def count(self, entry: Entry) -> None:
        self.images += 1
        self.annotated += bool(entry.mark)
        self.splits[entry.split] += 1


class Written(NamedTuple):
    hash: str
    counts: Counts
    partial: Path
    """To be put in place by `settle`, or removed."""


def write(dataset_id: int, folders: list[str], entries: Iterable[Entry]) -> Written:
    """Write entries that come in the order of their keys. The hash covers all but the folders: data may be moved."""
    folder = folder_of(dataset_id)
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{uuid.uuid4().hex}.partial"
    digest, counts = hashlib.sha256(), Counts()
    with gzip.open(partial, "wt", _LEVEL, encoding="utf-8", newline="\n") as file:
        file.write(json.dumps({"format": FORMAT, "folders": folders}) + "\n")
        for entry in _in_order(entries):
            line = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
            file.write(line + "\n")
            digest.update("\0".join((entry.path, *entry[3:], "\n")).encode("utf-8", "replace"))
            counts.count(entry)
    return Written(digest.hexdigest(), counts, partial)


def settle(written: Written, dataset_id: int) -> None:
    """Give the file its name. One that is there already has the same content."""
    written.partial.replace(file_of(dataset_id, written.hash))


def folder_of(dataset_id: int) -> Path:
    return Path(settings.MANIFESTS_DIR) / str(dataset_id)


def file_of(dataset_id: int, content_hash: str) -> Path:
    return folder_of(dataset_id) / f"{content_hash}.jsonl.gz"


def remove(dataset_id: int) -> None:
    shutil.rmtree(folder_of(dataset_id), ignore_errors=True)


def read(file: Path) -> Iterator[Entry]:
    """Raises OSError when the file is gone or damaged."""
    with gzip.open(file, "rt", encoding="utf-8", newline="\n") as lines:
        next(lines, None)
        for line in lines:
            yield Entry(*json.loads(line))


def folders(file: Path) -> list[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        said: list[str] = json.loads(next(lines))["folders"]
        return said


def _in_order(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries of the same key (one path in several folders) in an order that no database decides."""
    for _key, same in groupby(entries, key=lambda entry: entry.key):
        yield from sorted(same, key=lambda entry: entry[2:])


class Difference(NamedTuple):
    """One sample that differs between two versions; `before` or `after` is missing where it was added or removed."""

    kind: str
    before: Entry | None
    after: Entry | None

    @property
    def shown(self) -> Entry:
        """As it is, or else as it was."""
        entry = self.after or self.before
        if entry is None:
            raise ValueError("a difference of nothing")
        return entry


ADDED: Final = "added"
REMOVED: Final = "removed"
RELABELLED: Final = "relabelled"
"""The same content with another class or other annotations."""
CHANGED: Final = "changed"
"""Another content under the same path."""
MOVED: Final = "moved"
"""The same content with the same class and annotations under another path."""
SPLIT: Final = "split"
"""Only the part differs."""
KINDS: Final = (ADDED, REMOVED, RELABELLED, CHANGED, MOVED, SPLIT)


def differences(before: Path, after: Path) -> Iterator[Difference]:
    """What is different in `after`, in a stable order. Raises OSError. Holds only what one of the two does not have."""
    gone: list[Entry] = []
    new: list[Entry] = []
    for old, now in _paired(read(before), read(after)):
        if old is None and now is not None:
            new.append(now)
        elif old is not None and now is None:
            gone.append(old)
        elif old is not None and now is not None and (kind := _kind(old, now)):
            yield Difference(kind, old, now)
    yield from _matched(gone, new)


def _kind(old: Entry, now: Entry) -> str:
    if old.sha256 != now.sha256:
        return CHANGED
    if (old.label, old.mark) != (now.label, now.mark):
        return RELABELLED
    return SPLIT if old.split != now.split else ""


def _matched(gone: list[Entry], new: list[Entry]) -> Iterator[Difference]:
    """Content that left one path and came to another was moved, not removed and added."""
    left: dict[str, list[Entry]] = {}
    for entry in gone:
        left.setdefault(entry.sha256, []).append(entry)
    for now in new:
        if same := left.get(now.sha256):
            old = same.pop()
            yield Difference(_kind(old, now) or MOVED, old, now)
        else:
            yield Difference(ADDED, None, now)
    for remaining in left.values():
        yield from (Difference(REMOVED, old, None) for old in remaining)


_Pair = tuple[Entry | None, Entry | None]


def _paired(before: Iterator[Entry], after: Iterator[Entry]) -> Iterator[_Pair]:
    """The entries of both, side by side where key and path are the same."""
    tagged = heapq.merge(((entry, False) for entry in before), ((entry, True) for entry in after), key=_key)
    for _of, same in groupby(tagged, key=_key):
        olds: list[Entry] = []
        news: list[Entry] = []
        for entry, is_new in same:
            (news if is_new else olds).append(entry)
        yield from _of_one_key(olds, news)


def _key(tagged: tuple[Entry, bool]) -> int:
    return tagged[0].key


def _of_one_key(olds: list[Entry], news: list[Entry]) -> Iterator[_Pair]:
    """Several data paths may hold the same relative path: pairs of the same content come first."""
    rest = []
    for now in news:
        same = next((old for old in olds if old.sha256 == now.sha256), None)
        if same is None:
            rest.append(now)
            continue
        olds.remove(same)
        yield same, now
    yield from zip_longest(olds, rest)
