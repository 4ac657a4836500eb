"""Ultralytics from its configuration files (random weights), through its command line: it is AGPL, so nothing is imported.

Its own defaults everywhere, early stopping off: the time budget is what ends it. YOLO is the path of its `yolo` command.
"""

import csv
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from _job import Job, Picture, Run

MODELS = {
    "classification": ("classify", "yolo11n-cls.yaml", 224),
    "segmentation": ("semantic", "yolo26n-sem.yaml", 640),
    "detection": ("detect", "yolo11n.yaml", 640),
}
SERIES = {
    "classification": "metrics/accuracy_top1",
    "segmentation": "metrics/mIoU",
    "detection": "metrics/mAP50(B)",
}
BACKGROUND = "background"


def main() -> None:
    run = Run.from_arguments()
    data = written(run.job, run.folder / "data")
    task, model, side = MODELS[run.job.kind]
    began = time.time()
    call(
        run,
        *(task, "train", f"model={model}", f"data={data}", f"imgsz={side}", "name=train"),
        *(f"time={run.seconds / 3600}", "patience=0", "pretrained=False", "device=cpu", "plots=False"),
    )
    rows = results(run.folder / "train" / "results.csv")
    # its clock starts with its training: what comes before it is told by the file's age
    started = (run.folder / "train" / "results.csv").stat().st_mtime - rows[-1]["time"] if rows else began
    run.curve = [(started + row["time"], row[SERIES[run.job.kind]]) for row in rows]
    predictions = {"classification": classes, "segmentation": masks, "detection": boxes}[run.job.kind](run, data)
    shutil.rmtree(run.folder / "data")
    run.finish(
        predictions,
        model=f"{model}, {side} px",
        images=len(rows) * len(run.job.train),
        seconds=rows[-1]["time"] if rows else 0.0,
        versions={"ultralytics": version(run)},
    )


def call(run: Run, *arguments: str) -> None:
    command = [os.environ["YOLO"], *arguments, f"project={run.folder}", "exist_ok=True"]
    subprocess.run(command, check=True, env=environment(run), cwd=run.folder)


def environment(run: Run) -> dict[str, str]:
    """Its settings stay in the run's folder, and it looks nothing up."""
    return {**os.environ, "YOLO_CONFIG_DIR": str(run.folder / "config"), "YOLO_OFFLINE": "true"}


def version(run: Run) -> str:
    command = [os.environ["YOLO"], "version"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(run))
    return said.stdout.split()[-1]


def results(file: Path) -> list[dict[str, float]]:
    """A row an epoch."""
    with file.open() as lines:
        return [{name.strip(): float(value) for name, value in row.items()} for row in csv.DictReader(lines)]


def written(job: Job, folder: Path) -> Path:
    """The job's images and labels as Ultralytics wants them; returns what its `data` is to be."""
    for part, pictures in (("train", job.train), ("val", job.validation)):
        for number, picture in enumerate(pictures):
            place(job, folder, part, number, picture)
    if job.kind == "classification":
        return folder
    names = [BACKGROUND, *job.classes] if job.kind == "segmentation" else list(job.classes)
    content = {"path": str(folder), "train": "images/train", "val": "images/val", "names": dict(enumerate(names))}
    file = folder / "data.yaml"
    file.write_text(json.dumps({**content, **({"masks_dir": "masks"} if job.kind == "segmentation" else {})}))
    return file


def place(job: Job, folder: Path, part: str, number: int, picture: Picture) -> None:
    suffix = Path(picture.path).suffix
    if job.kind == "classification":
        link(picture.path, folder / part / job.classes[picture.label] / f"{number:05}{suffix}")
        return
    link(picture.path, folder / "images" / part / f"{number:05}{suffix}")
    if job.kind == "segmentation":
        save_mask(picture, folder / "masks" / part / f"{number:05}.png")
        return
    file = folder / "labels" / part / f"{number:05}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(label_lines(picture)))


def label_lines(picture: Picture) -> list[str]:
    width, height = picture.size
    lines = []
    for label, (left, top, right, bottom) in zip(picture.labels, picture.boxes, strict=True):
        middle = ((left + right) / 2 / width, (top + bottom) / 2 / height)
        lines.append(f"{label} {middle[0]} {middle[1]} {(right - left) / width} {(bottom - top) / height}\n")
    return lines


def link(source: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(source)


def save_mask(picture: Picture, target: Path) -> None:
    from PIL import Image

    target.parent.mkdir(parents=True, exist_ok=True)
    if not picture.mask:
        Image.new("L", picture.size).save(target)
        return
    Image.open(picture.mask).convert("L").point(lambda value: (picture.label + 1) if value else 0).save(target)


def predict(run: Run, *arguments: str) -> Path:
    """Its answers for the validation part, and where they are."""
    pictures = [str(path) for path in sorted(run.folder.glob("data/**/val/**/*")) if path.is_file()]
    listed = run.folder / "validation.txt"
    listed.write_text("\n".join(path for path in pictures if "/masks/" not in path and "/labels/" not in path))
    task, _model, side = MODELS[run.job.kind]
    best = run.folder / "train" / "weights" / "best.pt"
    call(run, task, "predict", f"model={best}", f"source={listed}", f"imgsz={side}", "name=predict", *arguments)
    return run.folder / "predict" / "labels"


def classes(run: Run, _data: Path) -> list[int]:
    """The most likely class: lines are a probability and a name, the likeliest first."""
    folder = predict(run, "save_txt=True", "save=False")
    lines = [(folder / f"{number:05}.txt").read_text().splitlines() for number in range(len(run.job.validation))]
    return [run.job.classes.index(first.split(maxsplit=1)[1]) for first, *_ in lines]


def boxes(run: Run, _data: Path) -> list[dict[str, Any]]:
    folder = predict(run, "save_txt=True", "save_conf=True", "save=False", "conf=0.001")
    return [boxes_of(folder / f"{n:05}.txt", picture.size) for n, picture in enumerate(run.job.validation)]


def boxes_of(file: Path, size: tuple[int, int]) -> dict[str, Any]:
    """Lines are class, middle, width and height as shares, and confidence; no file: nothing was found."""
    found: dict[str, Any] = {"boxes": [], "labels": [], "scores": []}
    for line in file.read_text().splitlines() if file.exists() else ():
        label, x, y, width, height, score = map(float, line.split())
        across, down = size
        edges = ((x - width / 2) * across, (y - height / 2) * down, (x + width / 2) * across, (y + height / 2) * down)
        found["boxes"].append(edges)
        found["labels"].append(int(label))
        found["scores"].append(score)
    return found


def masks(run: Run, data: Path) -> list[str]:
    """Its validation saves class numbers at each image's own size."""
    best = run.folder / "train" / "weights" / "best.pt"
    call(run, "semantic", "val", f"model={best}", f"data={data}", "name=val", "save_json=True", "plots=False")
    return [str(run.folder / "val" / "results" / f"{number:05}.png") for number in range(len(run.job.validation))]


if __name__ == "__main__":
    main()
