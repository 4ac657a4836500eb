"""Names of classes and files that people give, made fit for the disk."""

import unicodedata
from typing import Final

from modelwright.server.core.errors import Invalid
from modelwright.server.datasets.problems import ARRIVAL_PROBLEMS

_MAX_NAME_BYTES: Final = 200
"""Leaves room for a suffix in the 255 bytes of a file name."""


def checked_label(label: str) -> str:
    """The class name as a folder name. Raises Invalid."""
    label = folder_name(label)
    if problem := what_is_wrong(label):
        message = ARRIVAL_PROBLEMS[problem]
        raise Invalid(message, fields={"label": message})
    return label


def folder_name(label: str) -> str:
    return unicodedata.normalize("NFC", label.strip())


def what_is_wrong(folder: str) -> str:
    """Why no folder can have this name: a key of problems.ARRIVAL_PROBLEMS; empty for nothing."""
    if folder.startswith(".") or any(letter in "/\\\0" or ord(letter) < 32 for letter in folder):
        return "bad_label"
    return "long_label" if len(folder.encode("utf-8", "replace")) > _MAX_NAME_BYTES else ""


def safe_name(name: str) -> str:
    """The last part of a file name, without what no file system should see; its end stays, it says the kind."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(letter if ord(letter) >= 32 else "_" for letter in last).lstrip(". ") or "image"
    stem, dot, suffix = kept.rpartition(".")
    while len(stem.encode("utf-8", "replace")) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{dot}{suffix[:20]}" if stem else kept[-_MAX_NAME_BYTES // 4 :]
