"""Images on their way to the browser: thumbnails from a bounded cache on disk, and whole images in a form it can show."""

import contextlib
import hashlib
import io
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import numpy as np
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from PIL import Image

from modelwright.imaging.reading import ImageProblem, read_image, read_mask
from modelwright.server.core.errors import Invalid, NotFound, UserError
from modelwright.server.datasets.problems import SAMPLE_PROBLEMS

SIDES: Final = (96, 160, 256, 512)
CACHE_BYTES: Final = 2 * 2**30
"""Thumbnails on disk; the ones that were not asked for longest go first."""
_KEPT_SHARE: Final = 0.8
_MASK_COLOURS: Final = ((255, 77, 79), (22, 119, 255), (82, 196, 26), (250, 173, 20), (146, 84, 222), (19, 194, 194))
"""Of values 1 to 6 of a mask; further ones begin again."""
_VERSION: Final = 1
"""Raised when the same file would give another thumbnail."""
_UNCHANGING: Final = "private, max-age=31536000, immutable"
"""A changed file becomes a new sample with an address of its own."""
_SHOWABLE: Final = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))


class FileGone(NotFound):
    """The database knows the image, the disk no longer has it."""


class NotShowable(UserError):
    """The file is there and is no readable image."""

    status = 404


def thumbnail(request: HttpRequest, file: Path, side: int) -> HttpResponse:
    """A WebP that fits a square of `side` pixels. Raises Invalid, FileGone or NotShowable."""
    if side not in SIDES:
        raise Invalid(_("A thumbnail is 96, 160, 256 or 512 pixels large."))
    key = f"{_key(file)}-{side}"
    if request.headers.get("If-None-Match") == f'"{key}"':
        return _with_headers(HttpResponse(status=304), key)
    return _with_headers(HttpResponse(_thumbnail(file, key, side), content_type="image/webp"), key)


def image(file: Path, *, download: bool = False) -> HttpResponse:
    """The file as it is where browsers can show it, else as PNG. Raises FileGone or NotShowable."""
    key = _key(file)
    data = _read(file)
    kind = _showable_kind(data)
    name = file.name
    if kind is None:
        data, kind, name = _as_png(data), "image/png", f"{file.stem}.png"
    response = _with_headers(HttpResponse(data, content_type=kind), key)
    response["Content-Disposition"] = disposition(name, download=download)
    return response


def mask(file: Path) -> HttpResponse:
    """A PNG of the mask: each value in a colour of its own, 0 transparent. Raises FileGone or NotShowable."""
    key = _key(file)
    try:
        values = read_mask(_read(file))
    except ImageProblem as problem:
        raise NotShowable(SAMPLE_PROBLEMS[problem.reason]) from problem
    numbers = np.where(values > 0, (values.astype(np.int32) - 1) % len(_MASK_COLOURS) + 1, 0).astype(np.uint8)
    picture = Image.fromarray(numbers)
    picture.putpalette([0, 0, 0, *(channel for colour in _MASK_COLOURS for channel in colour)])
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", transparency=0)
    return _with_headers(HttpResponse(buffer.getvalue(), content_type="image/png"), key)


def disposition(name: str, *, download: bool) -> str:
    """Content-Disposition for a file name in any script."""
    ascii_name = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in Path(name).stem)
    suffix = "".join(letter for letter in Path(name).suffix if letter.isalnum() and letter.isascii())
    encoded = quote(name.encode("utf-8", "replace"), safe="")
    kind = "attachment" if download else "inline"
    return f"{kind}; filename=\"{ascii_name[:80]}.{suffix}\"; filename*=UTF-8''{encoded}"


def trim() -> None:
    """Bring the cache back under its size."""
    files = sorted(cached_files(), reverse=True)
    kept = 0
    limit = CACHE_BYTES if sum(size for _, size, _ in files) <= CACHE_BYTES else CACHE_BYTES * _KEPT_SHARE
    for _used, size, path in files:
        kept += size
        if kept > limit:
            path.unlink(missing_ok=True)


def cached_files() -> Iterator[tuple[float, int, Path]]:
    """(last use, bytes, path) of every thumbnail."""
    for folder, _folders, names in os.walk(_cache()):
        for name in names:
            path = Path(folder, name)
            with contextlib.suppress(OSError):
                stat = path.stat()
                yield stat.st_mtime, stat.st_size, path


def _cache() -> Path:
    return Path(settings.CACHE_DIR) / "thumbnails"


def _key(file: Path) -> str:
    """Changes with the file. Raises FileGone."""
    try:
        stat = file.stat()
    except (OSError, ValueError) as error:
        raise gone() from error
    stamp = f"{_VERSION}\0{file}\0{stat.st_size}\0{stat.st_mtime_ns}"
    return hashlib.sha256(stamp.encode("utf-8", "surrogateescape")).hexdigest()[:40]


def _thumbnail(file: Path, key: str, side: int) -> bytes:
    cached = _cache() / key[:2] / f"{key}.webp"
    with contextlib.suppress(OSError):
        if data := cached.read_bytes():  # empty after a power failure
            _mark_used(cached)
            return data
    data = _render(file, side)
    with contextlib.suppress(OSError):  # a full disk must not hide the images
        _keep(cached, data)
    return data


def _keep(cached: Path, data: bytes) -> None:
    """Two may write at once; a reader sees a whole file. Not flushed to the disk: it can be made again."""
    cached.parent.mkdir(parents=True, exist_ok=True)
    partial = cached.with_name(f".{cached.name}.{os.getpid()}.{threading.get_ident()}")
    partial.write_bytes(data)
    partial.replace(cached)


def _mark_used(cached: Path) -> None:
    """Once a day is enough to know what is in use."""
    if time.time() - cached.stat().st_mtime > 24 * 3600:
        os.utime(cached)


def _render(file: Path, side: int) -> bytes:
    try:
        picture = read_image(file, at_least=side)
    except ImageProblem as problem:
        raise _not_showable(problem) from problem
    except OSError as error:
        raise gone() from error
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=80, method=2)
    return buffer.getvalue()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise gone() from error


def _showable_kind(data: bytes) -> str | None:
    """By content, never by name: what a browser gets is what its type says."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _SHOWABLE if data.startswith(start)), None)


def _as_png(data: bytes) -> bytes:
    try:
        picture = read_image(data)
    except ImageProblem as problem:
        raise _not_showable(problem) from problem
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def gone() -> FileGone:
    return FileGone(_("The file is no longer where it was. Bring it back, or check the data path again."))


def _not_showable(problem: ImageProblem) -> NotShowable:
    return NotShowable(SAMPLE_PROBLEMS[problem.reason], detail={"reason": problem.reason})


def _with_headers(response: HttpResponse, key: str) -> HttpResponse:
    response["ETag"] = f'"{key}"'
    response["Cache-Control"] = _UNCHANGING
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
