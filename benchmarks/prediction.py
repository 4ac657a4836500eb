"""Prediction through an exported bundle against plain float32 PyTorch, and an evaluation of 1,000 images by the command line.

Both read the same JPEG files; the plain loop goes as a tutorial does: Pillow, torchvision, batches of 32, inference mode.
MODELWRIGHT_BENCH_FILES (1000) images are predicted.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import timm
import torch
from PIL import Image
from torch import nn
from torchvision import transforms

from _pictures import make_pictures
from _table import Figure, median_of, show
from modelwright.bundle.predictor import Predictor

FILES: Final = int(os.environ.get("MODELWRIGHT_BENCH_FILES", "1000"))
COMPARED: Final = 256
SIDE: Final = 224
BATCH: Final = 32
TIMES: Final = 3
READ: Final = transforms.Compose(
    [
        transforms.Resize((SIDE, SIDE)),
        transforms.ToTensor(),
        transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ]
)


def main() -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = make_pictures(Path(scratch), FILES) / "classes" / "images"
        bundle = trained(folder, Path(scratch) / "run")
        files = sorted(folder.rglob("*.jpg"))[:COMPARED]
        predictor = Predictor(bundle, threads=1)
        model = timm.create_model("resnet18", num_classes=4).eval()
        ours = COMPARED / median_of(lambda: list(predictor.predict_many(files)), TIMES)
        plain = COMPARED / median_of(lambda: plainly(model, files), TIMES)
        took = evaluated(bundle, folder, Path(scratch) / "answers.jsonl")
    show(
        f"Predicting with ResNet18, {SIDE} px, from JPEG files of 640 x 480",
        [
            Figure("through the bundle", ours, "images/s"),
            Figure("plain PyTorch, float32, batches of 32", plain, "images/s"),
            Figure("bundle / plain", ours / plain, "x", at_least=2),
            Figure(f"modelwright predict on {FILES:,} images", took, "s", below=60 if FILES == 1000 else None),
        ],
    )


def trained(folder: Path, run: Path) -> Path:
    """A few steps: what it says does not matter here."""
    command = [sys.executable, "-m", "modelwright.sdk.cli", "train", str(folder), "--task", "classification"]
    command += ["--out", str(run), "--base-model", "ResNet18", "--iterations", "4"]
    command += ["--set", f"preprocessing.input_size={SIDE}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return run / "bundle.zip"


def plainly(model: nn.Module, files: list[Path]) -> list[int]:
    answers: list[int] = []
    with torch.inference_mode():
        for start in range(0, len(files), BATCH):
            images = torch.stack([READ(Image.open(file).convert("RGB")) for file in files[start : start + BATCH]])
            answers += model(images).argmax(1).tolist()
    return answers


def evaluated(bundle: Path, folder: Path, answers: Path) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "modelwright.sdk.cli", "predict", str(bundle), str(folder), "--out", str(answers)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
