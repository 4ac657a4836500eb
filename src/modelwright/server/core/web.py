"""Serves the built web interface: its files, and its page for every other address."""

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

_ASSETS: Final = "assets/"
"""Their names change with their content."""
_TEXTS: Final = (".html", ".js", ".css", ".svg", ".json", ".map", ".txt")
_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Ant Design writes its styles into the page
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    file = _file(path) or (None if path.startswith(_ASSETS) else _file("index.html"))
    if file is None and path.startswith(_ASSETS):
        return HttpResponse("There is no such file.", status=404, content_type="text/plain")
    if file is None:
        return HttpResponse(
            "The web interface is not built. Run `make serve`, which builds it.", status=503, content_type="text/plain"
        )
    response = _answer(request, file)
    # theme.js and its like keep their names
    lasts = path.startswith(_ASSETS) and "-" in file.stem
    response["Cache-Control"] = "public, max-age=31536000, immutable" if lasts else "no-cache"
    response["Content-Security-Policy"] = _POLICY
    return response


def _file(path: str) -> Path | None:
    """The file of the build at that path; None where there is none, or the path leads out of the build."""
    try:
        file = Path(safe_join(settings.WEB_DIR, path))
        return file if file.is_file() and file.resolve().is_relative_to(settings.WEB_DIR.resolve()) else None
    except (SuspiciousFileOperation, ValueError, OSError):
        return None


def _answer(request: HttpRequest, file: Path) -> HttpResponse:
    changed = file.stat().st_mtime_ns
    packed = file.suffix in _TEXTS and "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{changed:x}{"-gzip" if packed else ""}"'
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    content = _gzipped(file, changed) if packed else file.read_bytes()
    response = HttpResponse(
        content, content_type=kind, headers={"ETag": etag, "Last-Modified": http_date(changed / 1e9)}
    )
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=etag, response=response) or response


@lru_cache(maxsize=64)
def _gzipped(file: Path, changed: int) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)
