"""Training throughput of the three default networks on JPEG files: ours, a bare loop in memory, and a plain one.

Bare: nothing but steps of the same network in the same arithmetic. Plain: what a tutorial writes for the same architecture
class, size and batch (float32; timm, segmentation-models-pytorch, torchvision; a DataLoader of two workers).
The three loops take turns, a few steps each, so that whatever else the machine does hits all of them alike.

`python benchmarks/throughput.py [NETWORK …]`; MODELWRIGHT_BENCH_ROUNDS (7) turns each. On a CUDA device the classifier is
also held against its rate on synthetic data that lie on the device: 0.9 of it is promised.
"""

import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import torch

from _loops import Loops, OneStep
from _pictures import make_pictures
from _table import Figure, show
from modelwright.contract.choices import Precision
from modelwright.contract.tasks import Network
from modelwright.engine import device

ROUNDS: Final = int(os.environ.get("MODELWRIGHT_BENCH_ROUNDS", "7"))
IMAGES: Final = int(os.environ.get("MODELWRIGHT_BENCH_COUNT", "192"))
STEPS: Final = 3
"""Steps of each loop in a round, after one that is not timed."""
BARE: Final = 0.85
ON_GPU: Final = 0.9
PLAIN: Final = 1.5


def main() -> None:
    networks = [Network(name) for name in sys.argv[1:]] or list(Network)
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        pictures = make_pictures(Path(scratch) / "pictures", IMAGES)
        for network in networks:
            data = pictures / ("boxes" if network is Network.DETECTION else "classes")
            loops = Loops(network, data, Path(scratch) / network.value)
            speed = {name: statistics.median(rates) for name, rates in measured(loops).items()}
            show(title(loops), figures(loops, speed))


def title(loops: Loops) -> str:
    height, width = loops.size
    where = f"{loops.arithmetic.precision} on {device.name_of(loops.arithmetic.device)}"
    return f"Training {loops.base.name}, {width} x {height} px, batch {loops.batch}, {where}"


def figures(loops: Loops, speed: dict[str, float]) -> list[Figure]:
    on_gpu = loops.arithmetic.device.type == "cuda" and loops.network is Network.CLASSIFICATION
    found = [
        Figure("our loop, from JPEG files", speed["ours"], "images/s"),
        Figure("bare loop over batches in memory, same arithmetic", speed["bare"], "images/s"),
        Figure("ours / bare", speed["ours"] / speed["bare"], "x", at_least=ON_GPU if on_gpu else BARE),
    ]
    if "plain" in speed:
        ratio = speed["ours"] / speed["plain"]
        found += [
            Figure("plain loop, float32, DataLoader with 2 workers", speed["plain"], "images/s"),
            Figure("ours / plain", ratio, "x", at_least=promised(loops.arithmetic)),
        ]
    return found


def promised(arithmetic: device.Arithmetic) -> float | None:
    """For CPUs with bfloat16 units, and for GPUs."""
    return PLAIN if arithmetic.precision is Precision.BFLOAT16 else None


def measured(loops: Loops) -> dict[str, list[float]]:
    """Images per second of each loop in each round; a first round warms up."""
    steps: dict[str, OneStep] = {"ours": loops.ours(), "bare": loops.bare()}
    if loops.arithmetic.device.type == "cpu":
        steps["plain"] = loops.plain()
    rates: dict[str, list[float]] = {name: [] for name in steps}
    for number in range(ROUNDS + 1):
        for name, step in steps.items():
            seconds = timed(step)
            if number:
                rates[name].append(STEPS * loops.batch / seconds)
    return rates


def timed(step: OneStep) -> float:
    step()
    wait()
    started = time.perf_counter()
    for _ in range(STEPS):
        step()
    wait()
    return time.perf_counter() - started


def wait() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()


if __name__ == "__main__":
    main()
