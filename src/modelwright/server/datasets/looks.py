"""What an image looks like: how bright it is, how strong its contrasts are, and its fingerprint for near duplicates."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from modelwright.imaging.near import fingerprint
from modelwright.imaging.reading import read_square
from modelwright.server.datasets.models import Fingerprint

SIDE: Final = 224
"""Images are looked at in the size in which most networks see them."""
_GREY: Final = np.array([0.299, 0.587, 0.114], np.float32)


class Look(NamedTuple):
    brightness: int
    contrast: int
    fingerprint: bytes


def look_at(file: Path) -> Look:
    """Decodes the file to its end. Raises ImageProblem or OSError."""
    pixels = read_square(file, SIDE)
    grey = pixels.astype(np.float32) @ _GREY
    return Look(round(float(grey.mean())), round(float(grey.std())), fingerprint(pixels))


def keep(fingerprints: Mapping[str, bytes]) -> None:
    """Store them by the contents (sha256) that they belong to."""
    rows = [Fingerprint(sha256=sha256, data=data) for sha256, data in sorted(fingerprints.items())]
    Fingerprint.objects.bulk_create(rows, update_conflicts=True, unique_fields=["sha256"], update_fields=["data"])
