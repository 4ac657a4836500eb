"""Names of classes and files that people give, made fit for the disk."""

import unicodedata
from typing import Final

from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid, Sentence

_MAX_NAME_BYTES: Final = 200
"""Leaves room for a suffix in the 255 bytes of a file name."""


def checked_label(label: str) -> str:
    """The class name as a folder name. Raises Invalid."""
    label = unicodedata.normalize("NFC", label.strip())
    if label.startswith(".") or any(letter in "/\\\0" or ord(letter) < 32 for letter in label):
        raise _bad_label(_("A class name may not begin with a dot or hold a slash."))
    if len(label.encode("utf-8", "replace")) > _MAX_NAME_BYTES:
        raise _bad_label(_("The class name is too long."))
    return label


def _bad_label(message: Sentence) -> Invalid:
    return Invalid(message, fields={"label": message})


def safe_name(name: str) -> str:
    """The last part of a file name, without what no file system should see; its end stays, it says the kind."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(letter if ord(letter) >= 32 else "_" for letter in last).lstrip(". ") or "image"
    stem, dot, suffix = kept.rpartition(".")
    while len(stem.encode("utf-8", "replace")) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{dot}{suffix[:20]}" if stem else kept[-_MAX_NAME_BYTES // 4 :]
