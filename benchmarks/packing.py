"""Preparing a data set against decoding its JPEG files once: reading, hashing, checking, scaling, writing the packed store.

`python benchmarks/packing.py`; MODELWRIGHT_BENCH_FILES (2000; the promise is for 10,000) files are made. Decoding is done
by as many threads as the machine has cores, before and after the packing.
"""

import os
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
WIDTH, HEIGHT = 640, 480


def main() -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        files = make_files(Path(scratch) / "images")
        before = seconds_of_decoding(files)
        first = seconds_of_preparing(Path(scratch))
        again = seconds_of_preparing(Path(scratch))
        decoding = (before + seconds_of_decoding(files)) / 2
    show(
        f"Packing {FILES:,} JPEG files of {WIDTH} x {HEIGHT} for ResNet18",
        [
            Figure("decoding them once, a thread a core", decoding, "s"),
            Figure("preparing the data: check, split, pack", first, "s"),
            Figure("preparing / decoding", first / decoding, "x", below=1.3),
            Figure("preparing the same data again", again, "s"),
        ],
    )


def make_files(folder: Path) -> list[Path]:
    """Windows of a large grainy surface: all different, each quickly made."""
    random = np.random.default_rng(0)
    surface = random.normal(128, 24, (2400, 3200, 1)) + 40 * np.sin(np.arange(3200) / 90)[None, :, None]
    surface = (surface + random.normal(0, 6, (2400, 3200, 3))).clip(0, 255).astype(np.uint8)
    paths = [folder / f"class{number % 4}" / f"{number}.jpg" for number in range(FILES)]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        top, left = random.integers(0, surface.shape[0] - HEIGHT), random.integers(0, surface.shape[1] - WIDTH)
        Image.fromarray(surface[top : top + HEIGHT, left : left + WIDTH]).save(path, quality=85)
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
