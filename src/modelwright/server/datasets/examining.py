"""Reads one image file for the check: its stamps, which tell whether it changed, its hash and its size."""

import hashlib
import os
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import Final, NamedTuple

from modelwright.contract.layout import FoundSample
from modelwright.contract.report import NonComplianceReason
from modelwright.imaging.reading import ImageProblem, probe
from modelwright.server.datasets import places
from modelwright.server.datasets.annotating import annotation_key, stamp_of
from modelwright.server.datasets.looks import Look, look_at

LARGE_PIXELS: Final = 24_000_000
"""Larger images are decoded one at a time, so that memory does not depend on the number of threads."""
_one_large_at_a_time: Final = threading.Lock()


class Contents(NamedTuple):
    """What was read from a file; sizes in pixels, upright."""

    sha256: str = ""
    width: int | None = None
    height: int | None = None
    problem: str = ""
    look: Look | None = None


class File(NamedTuple):
    """One found file: where, what is said about it, and its stamps, which change with its contents and with what is said."""

    said: FoundSample
    annotation_key: str
    path: Path
    relative: str
    key: int
    label: str
    size: int
    modified_ns: int


def stamped(said: FoundSample, folder: Path) -> File:
    relative = str(said.path)[len(str(folder)) :].lstrip("/")
    label = _storable(said.label)
    return File(
        said, annotation_key(said), said.path, _storable(relative), key_of(relative), label, *stamp_of(said.path)
    )


def key_of(relative: str) -> int:
    """63 bits that stand for a path below its data path."""
    return int.from_bytes(hashlib.sha256(os.fsencode(relative)).digest()[:8], "big") >> 1


def _storable(name: str) -> str:
    """Names in another encoding than UTF-8 fit into no database; what cannot be written becomes a question mark."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def examine(file: Path, folder: Path) -> Contents:
    """Hash, size and looks of one image file, or why it cannot be used; it is decoded once. Never raises."""
    if not places.may_be_read(file, folder):
        return Contents(problem="outside")
    if _storable(str(file)) != str(file):
        return Contents(problem=NonComplianceReason.UNREADABLE)
    try:
        width, height = probe(file)
        with _one_large_at_a_time if width * height > LARGE_PIXELS else nullcontext():
            look = look_at(file)
        return Contents(sha256_of(file), width, height, look=look)
    except ImageProblem as problem:
        return Contents(problem=problem.reason)
    except MemoryError:
        return Contents(problem=NonComplianceReason.TOO_MANY_PIXELS)
    except (OSError, ValueError):
        return Contents(problem=NonComplianceReason.UNREADABLE)


def sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
