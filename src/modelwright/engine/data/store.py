"""Images at working size, packed into one memory-mapped file that later runs with the same contents use again."""

import fcntl
import hashlib
import json
import math
import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, NamedTuple

import numpy as np

from modelwright.contract.events import Code
from modelwright.engine.errors import RunFailure
from modelwright.imaging.reading import PREPROCESSING_VERSION

_PIXELS: Final = "pixels.u8"
_ROWS: Final = "rows.json"
_IN_USE: Final = "in_use"
_PARTIAL: Final = "partial-"


class Rows(NamedTuple):
    """What the rows of a store hold: a name that tells it from others of the same shape, and the shape of a row."""

    name: str
    shape: tuple[int, ...]

    @property
    def bytes(self) -> int:
        return math.prod(self.shape)


class Store:
    """Read side: `pixels` has shape (rows, *row), uint8; `row_of` says which row holds which content."""

    def __init__(self, folder: Path, kind: Rows) -> None:
        """Raises OSError, ValueError or KeyError when the folder does not hold a whole store."""
        hashes: list[str | None] = json.loads((folder / _ROWS).read_bytes())["sha256"]
        self.row_of = {sha256: row for row, sha256 in enumerate(hashes) if sha256}
        self.pixels = np.memmap(folder / _PIXELS, np.uint8, "r", shape=(len(hashes), *kind.shape))

    def rows(self, contents: Iterable[str]) -> np.ndarray:
        """The row of each content, int64."""
        return np.fromiter((self.row_of[sha256] for sha256 in contents), np.int64)


class Pack:
    """Write side: rows in any order and from several threads; the files appear with the first row."""

    def __init__(self, cache: "Cache", rows: int, kind: Rows) -> None:
        self._cache = cache
        self.kind = kind
        self._hashes: list[str | None] = [None] * rows
        self._row_bytes = kind.bytes
        self.written: set[str] = set()
        self.folder: Path | None = None
        self._file = -1
        self._closing = ExitStack()

    def write(self, row: int, sha256: str, pixels: np.ndarray) -> None:
        """Raises RunFailure or OSError when the disk is full."""
        with self._cache.thread_lock:
            if self.folder is None:
                self._open()
            if sha256 in self.written:
                return
            self.written.add(sha256)
        data = memoryview(pixels.tobytes())
        offset = row * self._row_bytes
        while data:
            count = os.pwrite(self._file, data, offset)
            data, offset = data[count:], offset + count
        self._hashes[row] = sha256

    def _open(self) -> None:
        self.folder = self._cache.begin(len(self._hashes) * self._row_bytes, self._closing)
        self._file = os.open(self.folder / _PIXELS, os.O_RDWR | os.O_CREAT, 0o644)
        self._closing.callback(os.close, self._file)

    def complete(self) -> Path:
        """Everything on the disk, ready to be renamed into place."""
        if self.folder is None:
            raise ValueError("nothing was packed")
        os.ftruncate(self._file, len(self._hashes) * self._row_bytes)
        os.fsync(self._file)
        (self.folder / _ROWS).write_text(json.dumps({"sha256": self._hashes}))
        return self.folder

    def close(self) -> None:
        """Safe to call again; what was not kept is removed."""
        self._closing.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


class Cache:
    """The folder of all packed stores of a machine. Several runs may use it at once."""

    def __init__(self, root: Path, limit_gb: float) -> None:
        self.root = root
        self.limit_bytes = int(limit_gb * 1e9)
        self.thread_lock = threading.Lock()
        root.mkdir(parents=True, exist_ok=True)

    def open(self, contents: Iterable[str], kind: Rows) -> Store | None:
        """The store that holds exactly these contents, or None."""
        folder = self.root / store_name(contents, kind)
        try:
            store = Store(folder, kind)
            os.utime(folder)  # the least recently used go first
        except (OSError, ValueError, KeyError):
            return None
        return store

    @contextmanager
    def pack(self, rows: int, kind: Rows) -> Iterator[Pack]:
        """A store to be written; removed at the end unless it was kept."""
        pack = Pack(self, rows, kind)
        try:
            yield pack
        finally:
            pack.close()

    def keep(self, pack: Pack, contents: Iterable[str]) -> Store:
        """Put the finished pack in its place, unless another run was faster, and open it."""
        place = self.root / store_name(contents, pack.kind)
        partial = pack.complete()
        store = Store(partial, pack.kind)  # stays readable wherever the files go
        with self._locked():
            if not place.exists():
                (partial / _IN_USE).unlink(missing_ok=True)
                partial.rename(place)
            self._make_room(0, spare=place)
        return store

    def begin(self, size: int, closing: ExitStack) -> Path:
        """A fresh folder for `size` bytes, marked as in use until `closing` closes. Raises RunFailure on a full disk."""
        with self._locked():
            self._remove_abandoned()
            self._make_room(size)
            free = shutil.disk_usage(self.root).free
            if free < size:
                detail = f"{self.root} has {free >> 20} MB free, the packed images need {size >> 20} MB."
                raise RunFailure(Code.DISK_FULL, detail, folder=str(self.root))
            folder = Path(mkdtemp(prefix=_PARTIAL, dir=self.root))
            folder.chmod(0o755)
            closing.enter_context(_lock_held(folder / _IN_USE))
        return folder

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with _lock_held(self.root / "lock"):
            yield

    def _remove_abandoned(self) -> None:
        """Packs of runs that were killed: nobody holds their lock any more."""
        for folder in self.root.glob(f"{_PARTIAL}*"):
            with suppress(OSError), _lock_held(folder / _IN_USE, wait=False):
                shutil.rmtree(folder, ignore_errors=True)

    def _make_room(self, size: int, spare: Path | None = None) -> None:
        """Remove the least recently used entries until `size` more bytes stay within the limit.

        Runs that read a removed store are not harmed: its memory stays mapped until they end.
        """
        entries = [_Entry(path) for path in self.root.iterdir() if not path.name.startswith((_PARTIAL, "lock"))]
        total = size + sum(entry.size for entry in entries)
        for entry in sorted(entries, key=lambda entry: entry.used):
            if total <= self.limit_bytes:
                return
            if entry.path != spare:
                total -= entry.size
                entry.remove()


class _Entry:
    """A store (a folder) or a list of known files (a file) in the cache."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.used = path.stat().st_mtime
        files = path.iterdir() if path.is_dir() else [path]
        self.size = sum(file.stat().st_blocks * 512 for file in files)

    def remove(self) -> None:
        if self.path.is_dir():
            shutil.rmtree(self.path, ignore_errors=True)
        else:
            self.path.unlink(missing_ok=True)


def store_name(contents: Iterable[str], kind: Rows) -> str:
    """The same contents in the same shape have the same store, whatever their labels, places and parts are."""
    digest = hashlib.sha256("".join(sorted(set(contents))).encode()).hexdigest()
    return f"store-{PREPROCESSING_VERSION}-{kind.name}-{digest[:32]}"


@contextmanager
def _lock_held(path: Path, *, wait: bool = True) -> Iterator[None]:
    """A lock between processes, which ends with its holder. Raises OSError when it is taken and must not be waited for."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
