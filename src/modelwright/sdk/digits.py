"""The demo's data: scikit-learn's 1,797 scanned digits as PNG files, a folder per digit."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE: Final = 32
"""Pixels; the scans are 8 by 8 and are enlarged, so that people can see them."""
TEST_EVERY: Final = 5
"""Every fifth scan of a digit is kept for the test dataset."""


def write_digits(folder: Path) -> tuple[Path, Path]:
    """Write `training/<digit>/*.png` and `test/<digit>/*.png` below `folder`, unless they are there; return the two folders."""
    training, test = folder / "training", folder / "test"
    complete = folder / ".complete"
    if not complete.exists():
        for target, scan in _scans(training, test):
            target.parent.mkdir(parents=True, exist_ok=True)
            _enlarged(scan).save(target)
        complete.touch()
    return training, test


def _scans(training: Path, test: Path) -> Iterator[tuple[Path, Any]]:
    from sklearn.datasets import load_digits

    digits = load_digits()
    seen = [0] * 10
    for number, (scan, digit) in enumerate(zip(digits.images, digits.target, strict=True)):
        seen[digit] += 1
        part = test if seen[digit] % TEST_EVERY == 0 else training
        yield part / str(digit) / f"digit_{number:04}.png", scan


def _enlarged(scan: Any) -> "Image":
    import numpy as np
    from PIL import Image

    pixels = np.asarray(scan) * (255 / 16)
    return Image.fromarray(pixels.round().astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
