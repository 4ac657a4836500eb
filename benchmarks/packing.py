"""Preparing a data set against decoding its JPEG files once: reading, hashing, checking, scaling, writing the packed store.

`python benchmarks/packing.py [WIDTH]`; MODELWRIGHT_BENCH_FILES (2000; the promise is for 10,000) files are made, small ones
(640 x 480) and, a quarter as many, larger ones (1600 x 1200). Decoding is done in full, by as many threads as the machine has
cores, before and after the packing.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from PIL import Image

from _table import Figure, show
from modelwright.contract.catalogue import base_model
from modelwright.contract.run_spec import RunData, RunSpec
from modelwright.engine.data import NullWatcher, prepare
from modelwright.engine.data.parallel import usable_cores

FILES: Final = int(os.environ.get("MODELWRIGHT_BENCH_FILES", "2000"))
SURFACE: Final = (2400, 3200)
SMALL: Final = 640
LARGE: Final = 1600


def main() -> None:
    for width in map(int, sys.argv[1:] or (SMALL, LARGE)):
        measure(width, FILES if width == SMALL else FILES // 4)


def measure(width: int, count: int) -> None:
    height = width * 3 // 4
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        files = make_files(Path(scratch) / "images", count, width, height)
        before = seconds_of_decoding(files)
        first = seconds_of_preparing(Path(scratch))
        again = seconds_of_preparing(Path(scratch))
        decoding = (before + seconds_of_decoding(files)) / 2
    show(
        f"Packing {count:,} JPEG files of {width} x {height} for ResNet18",
        [
            Figure("decoding them once, a thread a core", decoding, "s"),
            Figure("preparing the data: check, split, pack", first, "s"),
            Figure("preparing / decoding", first / decoding, "x", below=1.3),
            Figure("preparing the same data again", again, "s"),
        ],
    )


def make_files(folder: Path, count: int, width: int, height: int) -> list[Path]:
    """Windows of a large grainy surface: all different, each quickly made."""
    random = np.random.default_rng(0)
    surface = random.normal(128, 24, (*SURFACE, 1)) + 40 * np.sin(np.arange(SURFACE[1]) / 90)[None, :, None]
    surface = (surface + random.normal(0, 6, (*SURFACE, 3))).clip(0, 255).astype(np.uint8)
    paths = [folder / f"class{number % 4}" / f"{number}.jpg" for number in range(count)]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        top, left = random.integers(0, SURFACE[0] - height), random.integers(0, SURFACE[1] - width)
        Image.fromarray(surface[top : top + height, left : left + width]).save(path, quality=85)
    return paths


def seconds_of_decoding(files: list[Path]) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(usable_cores()) as pool:
        for _ in pool.map(decode, files):
            pass
    return time.perf_counter() - started


def decode(path: Path) -> None:
    Image.open(path).convert("RGB").load()


def seconds_of_preparing(scratch: Path) -> float:
    data = RunData(train=(str(scratch / "images"),))
    parameters = base_model("ResNet18").parameters()
    spec = RunSpec(base_model="ResNet18", parameters=parameters, data=data, cache_dir=str(scratch / "cache"))
    started = time.perf_counter()
    prepare(spec, NullWatcher())
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
