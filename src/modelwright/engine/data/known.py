"""What earlier runs learned about files that have not changed since, so that a second run reads none of them again."""

import contextlib
import hashlib
import json
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from modelwright.contract.run_dir import write_atomically
from modelwright.imaging.reading import PREPROCESSING_VERSION

FORMAT: Final = 2
"""Raised when the entries of the files change."""

SETTLED_NS: Final = 2_000_000_000
"""A file changed this shortly before it was read may change again within the same time stamp; it is not remembered."""


class Contents(NamedTuple):
    sha256: str
    width: int
    height: int
    seen: str = ""
    """Of an image its fingerprint, base64; of a mask its values, separated by commas."""


Stamp = tuple[int, int, int]
"""Size, time of the last change of the contents, and of the entry; all unchanged means: the same contents."""


class KnownFiles:
    """Readable files by path, one file on disk per set of data folders and frame. Safe to use from several threads.

    The frame belongs to it because fingerprints are made of the pixels in it: the same run must find the same duplicates.
    """

    def __init__(self, cache: Path, folders: Iterable[str], frame: str = "") -> None:
        place = "\0".join((*folders, frame))
        name = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:24]
        self.file = cache / f"known-{PREPROCESSING_VERSION}.{FORMAT}-{name}.json"
        self._before = _load(self.file)
        self._now: dict[str, list[object]] = {}
        self._lock = threading.Lock()

    def get(self, path: Path) -> Contents | None:
        """What is known of the file, or None when it is new or has changed."""
        entry = self._before.get(str(path))
        if entry is None or tuple(entry[:3]) != self.stamp(path):
            return None
        with self._lock:
            self._now[str(path)] = entry
        return Contents(str(entry[3]), int(str(entry[4])), int(str(entry[5])), str(entry[6]))

    def stamp(self, path: Path) -> Stamp | None:
        try:
            status = path.stat()
        except OSError:
            return None
        return status.st_size, status.st_mtime_ns, status.st_ctime_ns

    def put(self, path: Path, stamp: Stamp | None, contents: Contents) -> None:
        """Remember what was read from the file, whose stamp was taken before."""
        if stamp is not None and time.time_ns() - max(stamp[1:]) > SETTLED_NS:
            with self._lock:
                self._now[str(path)] = [*stamp, *contents]

    def save(self) -> None:
        """Write what this run and earlier ones saw: a rehearsal looks at a few files only. Those that are gone are forgotten."""
        unseen = {path: entry for path, entry in self._before.items() if path not in self._now and Path(path).exists()}
        every = unseen | self._now
        if every != self._before:
            write_atomically(self.file, json.dumps(every, separators=(",", ":")))
        else:
            with contextlib.suppress(OSError):
                os.utime(self.file)


def _load(file: Path) -> dict[str, list[object]]:
    try:
        entries: dict[str, list[object]] = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return entries
