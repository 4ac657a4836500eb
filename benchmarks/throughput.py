"""Training throughput on real JPEG files against a bare loop in memory, and against torchvision's usual float32 loop.

`python benchmarks/throughput.py [FOLDER]`: a folder of images per class (or MODELWRIGHT_BENCH_IMAGES); else JPEGs are made.
The three loops take turns, a few steps each, so that whatever else the machine does hits all of them alike.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import timm
import torch
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import ImageFolder

from _table import Figure, show
from modelwright.contract.catalogue import base_model
from modelwright.contract.parameters import Parameters, Precision
from modelwright.contract.run_spec import RunData, RunSpec
from modelwright.engine import device, models, optim
from modelwright.engine.data import NullWatcher, prepare
from modelwright.engine.training import Step

NAME: Final = "ResNet18"
SIDE: Final = 224
BATCH: Final = 32
ROUNDS: Final = int(os.environ.get("MODELWRIGHT_BENCH_ROUNDS", "7"))
STEPS: Final = 3
"""Steps of each loop in a round, after one that is not timed."""

OneStep = Callable[[], object]


def main() -> None:
    with TemporaryDirectory() as scratch:
        folder = Path(images_given() or make_images(Path(scratch) / "images"))
        ours, arithmetic = our_loop(folder, Path(scratch))
        loops = {"ours": ours, "bare": bare_loop(arithmetic), "plain": plain_loop(folder)}
        speed = {name: statistics.median(rates) for name, rates in measured(loops).items()}
    show(
        f"Training {NAME}, {SIDE} px, batch {BATCH}, {arithmetic.precision} on {device.name_of(arithmetic.device)}",
        [
            Figure("our loop, from JPEG files", speed["ours"], "images/s"),
            Figure("bare loop over tensors in memory, same arithmetic", speed["bare"], "images/s"),
            Figure("float32, torchvision ImageFolder, DataLoader (2 workers)", speed["plain"], "images/s"),
            Figure("ours / bare", speed["ours"] / speed["bare"], "x", at_least=0.85),
            # the promise is for CPUs with bfloat16 units
            Figure("ours / plain", speed["ours"] / speed["plain"], "x", at_least=twice_where_promised(arithmetic)),
        ],
    )


def twice_where_promised(arithmetic: device.Arithmetic) -> float | None:
    return 2.0 if arithmetic.precision is Precision.BFLOAT16 else None


def images_given() -> str | None:
    return sys.argv[1] if len(sys.argv) > 1 else os.environ.get("MODELWRIGHT_BENCH_IMAGES")


def make_images(folder: Path) -> Path:
    """Grainy gradients of 640 x 480, which compress like photographs of surfaces."""
    random = np.random.default_rng(0)
    ramp = np.linspace(60, 190, 640)[None, :, None] + np.linspace(-40, 40, 480)[:, None, None]
    for number in range(256):
        path = folder / f"class{number % 4}" / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        grain = random.normal(0, 12, (480, 640, 3)) + random.uniform(-30, 30, 3)
        Image.fromarray((ramp + grain).clip(0, 255).astype(np.uint8)).save(path, quality=90)
    return folder


def our_loop(folder: Path, scratch: Path) -> tuple[OneStep, device.Arithmetic]:
    entry = base_model(NAME)
    wanted = {"training": {"classification": {"batch_size": BATCH}}, "preprocessing": {"input_size": SIDE}}
    parameters = Parameters.model_validate(
        {key: entry.parameters().model_dump(mode="json")[key] | value for key, value in wanted.items()}
    )
    spec = RunSpec(
        base_model=NAME, parameters=parameters, data=RunData(train=(str(folder),)), cache_dir=str(scratch / "cache")
    )
    dataset = prepare(spec, NullWatcher())
    model = models.build(NAME, dataset.classes, spec.weights, SIDE)
    arithmetic = device.choose(parameters.run, NullWatcher(), model, SIDE)
    optimizer = optim.build(model, parameters.training.classification)
    step = Step(model.train(), optimizer, nn.CrossEntropyLoss(), arithmetic)
    batches = dataset.train_batches(0, arithmetic.device)
    return lambda: step(*next(batches)), arithmetic


def bare_loop(arithmetic: device.Arithmetic) -> OneStep:
    """Nothing but steps: two batches of normalised tensors lie ready where the network computes."""
    model = arithmetic.place(timm.create_model(base_model(NAME).timm_name, num_classes=4)).train()
    step = Step(model, sgd(model), nn.CrossEntropyLoss(), arithmetic)
    ready = [
        (
            torch.randn(BATCH, 3, SIDE, SIDE, device=arithmetic.device).contiguous(memory_format=torch.channels_last),
            torch.randint(0, 4, (BATCH,), device=arithmetic.device),
        )
        for _ in range(2)
    ]
    batches = cycle(ready)
    return lambda: step(*next(batches))


def plain_loop(folder: Path) -> OneStep:
    """What a tutorial would write."""
    model = timm.create_model(base_model(NAME).timm_name, num_classes=len(list(folder.iterdir()))).train()
    optimizer, loss = sgd(model), nn.CrossEntropyLoss()
    batches = loaded(folder)

    def step() -> None:
        images, labels = next(batches)
        optimizer.zero_grad()
        loss(model(images), labels).backward()
        optimizer.step()

    return step


def loaded(folder: Path) -> Iterator[tuple[Tensor, Tensor]]:
    steps = [
        transforms.Resize((SIDE, SIDE)),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ]
    images = ImageFolder(str(folder), transforms.Compose(steps))
    loader = DataLoader(images, BATCH, shuffle=True, num_workers=2, drop_last=True, persistent_workers=True)
    while True:
        yield from loader


def sgd(model: nn.Module) -> torch.optim.Optimizer:
    return torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, weight_decay=1e-4)


def measured(loops: dict[str, OneStep]) -> dict[str, list[float]]:
    """Images per second of each loop in each round; a first round warms up."""
    rates: dict[str, list[float]] = {name: [] for name in loops}
    for number in range(ROUNDS + 1):
        for name, step in loops.items():
            step()
            started = time.perf_counter()
            for _ in range(STEPS):
                step()
            if number:
                rates[name].append(STEPS * BATCH / (time.perf_counter() - started))
    return rates


if __name__ == "__main__":
    main()
