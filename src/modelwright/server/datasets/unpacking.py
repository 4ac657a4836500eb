"""Takes images out of a zip that anybody may have made: nothing leaves the folder, nothing bursts the disk."""

import contextlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from modelwright.contract.layout import IMAGE_SUFFIXES
from modelwright.server.core.errors import Invalid, Sentence

MAX_FILES: Final = 200_000
MAX_UNPACKED: Final = 100 * 2**30
MAX_RATIO: Final = 200
"""Images hardly get smaller by packing; a zip that unpacks to more than this many times its size is a bomb."""
_HARMLESS: Final = 64 * 2**20
"""Below this size the ratio does not matter."""
_BLOCK: Final = 2**20
_CODE_PAGES: Final = {"ru": "cp866", "zh-hans": "gbk"}
"""How programs of that language's Windows write names into a zip that does not say UTF-8."""


_TELLING_SUFFIXES: Final = frozenset({".json", ".xml", ".yaml", ".yml", ".csv"})
_TELLING_FOLDERS: Final = frozenset({"masks", "mask", "labels", "annotations"})
_ANNOTATION_SUFFIXES: Final = _TELLING_SUFFIXES | {".txt", ".names"}


class Packed(NamedTuple):
    """One file of the zip. `problem` says why it is refused before it is read."""

    name: str
    label: str
    info: zipfile.ZipInfo
    problem: Sentence
    folders: tuple[str, ...] = ()
    """Where it belongs in a zip that keeps its folders."""


class Damaged(Exception):
    """One file of the zip cannot be unpacked. The argument is the sentence for the person."""


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """The zip, if it is one that can be unpacked safely. Raises Invalid."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Invalid(_("The file is not a zip, or it is damaged. Pack it again.")) from error
    infos = archive.infolist()
    if len(infos) > MAX_FILES:
        raise Invalid(_("The zip holds more than %(limit)s files. Divide it.") % {"limit": MAX_FILES})
    unpacked = sum(info.file_size for info in infos)
    packed = max(1, stream.seek(0, 2))
    if unpacked > MAX_UNPACKED or unpacked > max(_HARMLESS, MAX_RATIO * packed):
        raise Invalid(_("The zip would unpack to far more than its size, which images never do. It was not unpacked."))
    return archive


def images_of(archive: zipfile.ZipFile, own_label: str) -> Iterator[Packed]:
    """The files of the zip with the class of each: the first folder, or `own_label` for files without a folder.

    A single folder around all the class folders, as packing a folder makes it, is not taken for a class.
    """
    entries = [(info, parts) for info in archive.infolist() if (parts := _parts(info))]
    skip = 1 if _has_wrapper([parts for _info, parts in entries]) else 0
    for info, parts in entries:
        below = parts[skip:]
        label = below[0] if len(below) > 1 else own_label
        yield Packed(parts[-1], label, info, _problem(info, parts, IMAGE_SUFFIXES))


def keeps_folders(archive: zipfile.ZipFile) -> bool:
    """Whether masks or annotations are in the zip: they find their images by name and place, so both must stay."""
    files = [parts for info in archive.infolist() if (parts := _parts(info))]
    return any(
        _suffix(parts[-1]) in _TELLING_SUFFIXES or not _TELLING_FOLDERS.isdisjoint(part.lower() for part in parts[:-1])
        for parts in files
    )


def files_of(archive: zipfile.ZipFile) -> Iterator[Packed]:
    """Images, masks and annotations with their folders; a single folder around everything is left away."""
    entries = [(info, parts) for info in archive.infolist() if (parts := _parts(info))]
    first = {parts[0] for _info, parts in entries}
    is_wrapped = len(first) == 1 and all(len(parts) > 1 for _info, parts in entries)
    skip = 1 if is_wrapped and not {name.lower() for name in first} & (_TELLING_FOLDERS | {"images"}) else 0
    for info, parts in entries:
        problem = _problem(info, parts, IMAGE_SUFFIXES | _ANNOTATION_SUFFIXES)
        yield Packed(parts[-1], "", info, problem, parts[skip:-1])


def unpack(archive: zipfile.ZipFile, packed: Packed, target: BinaryIO) -> None:
    """Write the file's contents to `target`, never more than the zip declared. Raises Damaged."""
    left = packed.info.file_size
    try:
        with archive.open(packed.info) as source:
            while block := source.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise Damaged(_("It is larger than the zip says."))
                target.write(block)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Damaged(_("It is damaged in the zip, or packed in a way that cannot be read.")) from error


def _parts(info: zipfile.ZipInfo) -> tuple[str, ...]:
    """The folders and the name of a file; empty for folders and for what systems hide."""
    if info.is_dir():
        return ()
    parts = tuple(part for part in PurePosixPath(_name(info).replace("\\", "/")).parts if part != "/")
    if any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts):
        return ()
    return parts


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant. Old programs write names in their system's encoding and do not say which."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", _CODE_PAGES.get(get_language() or "", "cp437")):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return info.filename


def _has_wrapper(files: list[tuple[str, ...]]) -> bool:
    first = {parts[0] for parts in files}
    second = {parts[1] for parts in files if len(parts) > 2}
    return len(first) == 1 and len(second) > 1 and all(len(parts) > 2 for parts in files)


def _problem(info: zipfile.ZipInfo, parts: tuple[str, ...], suffixes: frozenset[str]) -> Sentence:
    if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return _("Its path leads out of the zip.")
    if info.external_attr >> 28 == 0o12:
        return _("It is a link, not a file.")
    if info.flag_bits & 1:
        return _("It is encrypted.")
    if _suffix(parts[-1]) not in suffixes:
        return _("Its name does not end like that of an image.")
    return ""


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"
