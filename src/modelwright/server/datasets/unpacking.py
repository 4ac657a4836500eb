"""Takes files out of a zip that anybody may have made: nothing leaves the folder, nothing bursts the disk."""

import contextlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, NamedTuple

from django.utils.translation import get_language

from modelwright.contract.layout import IMAGE_SUFFIXES
from modelwright.server.datasets import limits
from modelwright.server.datasets.landing import Refused
from modelwright.server.datasets.naming import folder_name, safe_name, what_is_wrong

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

_Entry = tuple[zipfile.ZipInfo, tuple[str, ...]]


class Packed(NamedTuple):
    """One file of the zip, and where it is to lie below the dataset's own folder."""

    info: zipfile.ZipInfo
    name: str
    label: str
    place: str
    keeps_name: bool
    """Annotations find it by its name."""
    problem: str
    """Why it is refused before it is read: a key of problems.ARRIVAL_PROBLEMS."""


class NotUnpacked(Exception):
    """Nothing of the zip is taken in. `reason` is a key of problems.UPLOAD_PROBLEMS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """The zip, if it is one that can be unpacked safely. Raises NotUnpacked."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise NotUnpacked("not_a_zip") from error
    infos = archive.infolist()
    if len(infos) > limits.MOST_FILES_OF_A_ZIP:
        raise NotUnpacked("too_many_files")
    unpacked = sum(info.file_size for info in infos)
    packed = max(1, stream.seek(0, 2))
    if unpacked > MAX_UNPACKED or unpacked > max(_HARMLESS, MAX_RATIO * packed):
        raise NotUnpacked("bomb")
    return archive


def files_of(archive: zipfile.ZipFile, label: str, own_label: str) -> list[Packed]:
    """Every file of the zip, in its order. With a `label`, all images are of that class; without, the zip's folders say it.

    Where masks or annotations are in the zip, everything keeps its folders and names.
    """
    entries = [(info, parts) for info in archive.infolist() if (parts := _parts(info))]
    keeps = not label and any(_is_telling(parts) for _info, parts in entries)
    return list(_kept(entries) if keeps else _sorted(entries, label, own_label))


def contents(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The file's contents in blocks, never more than the zip declared. Raises Refused."""
    left = info.file_size
    try:
        with archive.open(info) as source:
            while block := source.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise Refused("larger_than_said")
                yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Refused("damaged") from error


def _sorted(entries: list[_Entry], label: str, own_label: str) -> Iterator[Packed]:
    """The class of each is its first folder, or `own_label` without a folder.

    A single folder around all the class folders, as packing a folder makes it, is not taken for a class.
    """
    skip = 1 if _has_wrapper([parts for _info, parts in entries]) else 0
    for info, parts in entries:
        below = parts[skip:]
        own = folder_name(label or (below[0] if len(below) > 1 else own_label))
        problem = _problem(info, parts, IMAGE_SUFFIXES) or what_is_wrong(own)
        yield Packed(info, parts[-1], own, f"{own}/{safe_name(parts[-1])}", keeps_name=False, problem=problem)


def _kept(entries: list[_Entry]) -> Iterator[Packed]:
    """Images, masks and annotations with their folders; a single folder around everything is left away."""
    first = {parts[0] for _info, parts in entries}
    is_wrapped = len(first) == 1 and all(len(parts) > 1 for _info, parts in entries)
    skip = 1 if is_wrapped and not {name.lower() for name in first} & (_TELLING_FOLDERS | {"images"}) else 0
    for info, parts in entries:
        below = parts[skip:]
        place = [*map(folder_name, below[:-1]), safe_name(parts[-1])]
        problem = _problem(info, parts, IMAGE_SUFFIXES | _ANNOTATION_SUFFIXES)
        problem = problem or next(filter(None, map(what_is_wrong, place[:-1])), "")
        yield Packed(info, "/".join(below), "", "/".join(place), keeps_name=True, problem=problem)


def _is_telling(parts: tuple[str, ...]) -> bool:
    """Masks and annotations find their images by name and place, so both must stay."""
    folders = (part.lower() for part in parts[:-1])
    return _suffix(parts[-1]) in _TELLING_SUFFIXES or not _TELLING_FOLDERS.isdisjoint(folders)


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


def _problem(info: zipfile.ZipInfo, parts: tuple[str, ...], suffixes: frozenset[str]) -> str:
    if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
        return "leads_out"
    if info.external_attr >> 28 == 0o12:
        return "link"
    if info.flag_bits & 1:
        return "encrypted"
    return "" if _suffix(parts[-1]) in suffixes else "not_an_image_name"


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"
