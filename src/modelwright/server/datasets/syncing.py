"""Brings a mirror up to what its bucket holds now: fetches what is new or has changed, removes what is gone.

What is there already is not fetched again, so that an interrupted sync goes on where it stopped.
"""

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from typing import Any, Final

from modelwright.server.datasets import buckets, keys
from modelwright.server.datasets.mirror_index import Amount, Index, Listed
from modelwright.server.datasets.mirrors import Address, Mirror
from modelwright.server.datasets.places import PathProblem

THREADS: Final = 8
_ON_THEIR_WAY: Final = 64
"""Objects that are fetched or about to be: few enough to end soon, enough that no thread waits."""
ROOM: Final = 2**28
"""Bytes that stay free on the disk."""
TELL_S: Final = 0.5
_ATTEMPTS: Final = 3
_AGAIN_S: Final = 1.0

Tell = Callable[[dict[str, Any]], None]
"""Takes how far it is; raises Interrupted when it is no longer wanted."""


class Interrupted(Exception):
    """The process ends, the path was removed, or its check was cancelled or begun anew."""


def sync(address: Address, mirror: Mirror, tell: Tell) -> list[dict[str, Any]]:
    """Returns what is left out, as DataPath.annotation_problems holds it. The mirror's lock is the caller's.

    Raises Interrupted, PathProblem, or OSError or sqlite3.DatabaseError from this machine's disk.
    """
    mirror.folder.mkdir(parents=True, exist_ok=True)
    mirror.address.write_text(str(address))
    shutil.rmtree(mirror.partial, ignore_errors=True)
    mirror.partial.mkdir()
    with Index(mirror.index_file) as index:
        _Sync(address, mirror, index, tell).run()
        return index.left_out()


class _Sync:
    def __init__(self, address: Address, mirror: Mirror, index: Index, tell: Tell) -> None:
        self.address = address
        self.mirror = mirror
        self.index = index
        self.listed = self.held = Amount()
        self.is_over = threading.Event()
        self._tell = tell
        self._told = float("-inf")

    def run(self) -> None:
        self._list()
        self._remove_gone()
        self._look_at_disk()
        self._check_room()
        self._fetch()
        self.tell(now=True)
        denied = [what["reason"] for what in self.index.left_out() if what["reason"] == "denied"]
        if denied and not self.held.objects:
            raise PathProblem("s3_denied_objects", bucket=self.address.bucket)

    def tell(self, *, now: bool = False, is_listing: bool = False) -> None:
        if not now and time.monotonic() - self._told < TELL_S:
            return
        self._told = time.monotonic()
        held, of = self.held, self.listed
        done = {"objects": held.objects, "bytes": held.bytes, "of_objects": of.objects, "of_bytes": of.bytes}
        self._tell({"is_listing": is_listing, **done})

    def _list(self) -> None:
        room = keys.room_in(str(self.mirror.folder))
        self.index.begin()
        for page in buckets.pages(self.address, patient=True):
            self.index.take(page, room)
            self.listed = Amount(self.listed.objects + len(page))
            self.tell(is_listing=True)
        self.listed = self.index.settle()

    def _remove_gone(self) -> None:
        """What the bucket no longer holds, and folders that are empty then."""
        for path in self.index.pop_gone():
            self._remove(path)
            self.tell(is_listing=True)

    def _remove(self, path: str) -> None:
        file = self.mirror.folder / path
        with contextlib.suppress(NotADirectoryError):
            file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # a folder that holds other files
            for folder in file.parents[: path.count("/")]:
                folder.rmdir()

    def _look_at_disk(self) -> None:
        """Somebody may have changed or removed files of the mirror."""
        for one in self.index.on_disk():
            if _size(self.mirror.folder / one.key) != one.size:
                self.index.forget(one.key)
            self.tell(is_listing=True)
        self.held = self.index.held()

    def _check_room(self) -> None:
        needed = self.listed.bytes - self.held.bytes
        free = shutil.disk_usage(self.mirror.root).free
        if needed and needed + ROOM > free:
            raise PathProblem("s3_no_room", needed=needed + ROOM, free=free)

    def _fetch(self) -> None:
        wanted = self.index.wanted()
        with ThreadPoolExecutor(THREADS) as pool:
            try:
                running = self._begun(pool, wanted, _ON_THEIR_WAY)
                while running:
                    done, running = wait(running, timeout=TELL_S, return_when=FIRST_COMPLETED)
                    for one in done:
                        self._note(*one.result())
                    self.tell()
                    running |= self._begun(pool, wanted, _ON_THEIR_WAY - len(running))
            finally:
                self.is_over.set()
                pool.shutdown(cancel_futures=True)

    def _begun(self, pool: ThreadPoolExecutor, wanted: Iterator[Listed], most: int) -> set[Future[tuple[Listed, str]]]:
        return {pool.submit(self._arrived, one) for one in islice(wanted, most)}

    def _note(self, one: Listed, withheld: str) -> None:
        if withheld:
            self._remove(one.key)  # what it was before
            self.index.forget(one.key, withheld)
            return
        self.index.hold(one)
        self.held = self.held.plus(one.size)

    def _arrived(self, one: Listed) -> tuple[Listed, str]:
        """In a thread: the object in its place, or why it was withheld."""
        partial = self.mirror.partial / str(threading.get_ident())
        try:
            self._write(partial, one.key)
        except buckets.Withheld as withheld:
            return one, withheld.reason
        file = self.mirror.folder / one.key
        os.utime(partial, ns=(one.modified_ns, one.modified_ns))
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(file)
        return one, ""

    def _write(self, partial: Path, key: str) -> None:
        """A connection that breaks is tried again."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._write_once(partial, key)
            except PathProblem as problem:
                if problem.code != "s3_unreachable" or attempt == _ATTEMPTS or self.is_over.wait(_AGAIN_S):
                    raise
        return None

    def _write_once(self, partial: Path, key: str) -> None:
        with partial.open("wb") as file:
            for piece in buckets.pieces(self.address, key):
                if self.is_over.is_set():
                    raise Interrupted
                file.write(piece)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return -1
