"""Geti's library from random weights, as its README trains, with its recipes for small machines. Runs in its own environment.

Its recipes name weights to download; these are switched off. They load with four workers, which on two cores take a
minute to start: without workers it learns longer. Everything else is the recipe's.
"""

import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import torch
import yaml
from _job import Job, Picture, Run, installed
from datumaro.experimental import Dataset, Sample, export_dataset
from datumaro.experimental.categories import LabelCategories, MaskCategories
from datumaro.experimental.export_import import ExportMode
from datumaro.experimental.fields import (
    ImageInfo,
    Subset,
    bbox_field,
    image_info_field,
    image_path_field,
    label_field,
    mask_field,
    subset_field,
)
from getitune.engine import create_engine
from getitune.utils import list_models
from lightning.pytorch.callbacks import Callback
from PIL import Image

MODELS = {
    "classification": ("MULTI_CLASS_CLS", "mobilenet_v3_large", "val/f1-score"),
    "segmentation": ("SEMANTIC_SEGMENTATION", "litehrnet_s", "val/Dice"),
    "detection": ("DETECTION", "yolox_tiny", "val/map_50"),
}
"""Task, recipe and the series that is followed."""


class ClassSample(Sample):
    subset: Subset = subset_field()
    image: str = image_path_field()
    label: int = label_field(pl.UInt16())
    info: ImageInfo = image_info_field()


class MaskSample(Sample):
    subset: Subset = subset_field()
    image: str = image_path_field()
    masks: np.ndarray = mask_field(pl.UInt8(), channels_first=True, has_channels_dim=True)
    info: ImageInfo = image_info_field()


class BoxSample(Sample):
    subset: Subset = subset_field()
    image: str = image_path_field()
    label: np.ndarray = label_field(pl.UInt16(), is_list=True)
    bboxes: np.ndarray = bbox_field(dtype=pl.Float32())
    info: ImageInfo = image_info_field()


class Follow(Callback):
    """Remembers each validation, and the images that went through the training."""

    def __init__(self, run: Run, series: str) -> None:
        self.run, self.series, self.images, self.began, self.ended = run, series, 0, 0.0, 0.0

    def on_train_start(self, *_: Any) -> None:
        self.began = time.monotonic()

    def on_train_batch_end(self, trainer: Any, module: Any, outputs: Any, batch: Any, *_: Any) -> None:
        self.images += batch.batch_size
        self.ended = time.monotonic()

    def on_validation_end(self, trainer: Any, *_: Any) -> None:
        if self.series in trainer.callback_metrics:
            self.run.measured(float(trainer.callback_metrics[self.series]))


def main() -> None:
    run = Run.from_arguments()
    data = written(run.job, run.folder / "data")
    task, name, series = MODELS[run.job.kind]
    follow = Follow(run, series)
    engine = create_engine(
        model=recipe(task, name, run.folder), data=str(data), work_dir=str(run.folder / "work"), device="cpu"
    )
    try:
        engine.train(min_epochs=0, max_epochs=10_000, max_time={"seconds": run.seconds}, callbacks=[follow], seed=0)
    except FileNotFoundError:
        if engine.checkpoint:
            raise
        engine.checkpoint = None  # the time was over before its first validation: the last state predicts
    engine.model.hparams["best_confidence_threshold"] = 0.0  # all boxes: the threshold would cut the precision's curve
    answers = engine.predict()
    turn = {"classification": classes, "segmentation": masks, "detection": boxes}[run.job.kind]
    run.finish(
        turn(run, answers),
        model=f"{name}, {' x '.join(map(str, engine.datamodule.input_size))} px",
        images=follow.images,
        seconds=follow.ended - follow.began,
        versions=installed("getitune", "torch", "lightning"),
    )


def recipe(task: str, name: str, folder: Path) -> str:
    """A copy of the recipe without pretrained weights, with all loading in the process itself."""
    source = Path(
        next(path for path in list_models(task=task, pattern=name, return_recipes=True) if Path(path).stem == name)
    )
    content = yaml.safe_load(source.read_text())
    content["model"]["init_args"]["pretrained"] = False
    content["data"] = str((source.parent / content["data"]).resolve())
    loading = content.setdefault("overrides", {}).setdefault("data", {})
    for subset in ("train_subset", "val_subset", "test_subset"):
        loading.setdefault(subset, {})["num_workers"] = 0
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump(content))
    return str(file)


def written(job: Job, folder: Path) -> Path:
    """The job in the library's own format; validation images are its test images, too, because it predicts those."""
    kind, categories = {
        "classification": (ClassSample, {"label": LabelCategories(labels=job.classes)}),
        "segmentation": (
            MaskSample,
            {"masks": MaskCategories.generate(1 + len(job.classes), labels=["background", *job.classes])},
        ),
        "detection": (BoxSample, {"label": LabelCategories(labels=job.classes)}),
    }[job.kind]
    dataset = Dataset(kind, categories=categories)
    for subset, pictures in (
        (Subset.TRAINING, job.train),
        (Subset.VALIDATION, job.validation),
        (Subset.TESTING, job.validation),
    ):
        for picture in pictures:
            dataset.append(sample(job, picture, subset))
    export_dataset(dataset, folder, export_media=ExportMode.COPY)
    return folder


def sample(job: Job, picture: Picture, subset: Subset) -> Sample:
    width, height = picture.size
    common = {"subset": subset, "image": picture.path, "info": ImageInfo(width=width, height=height)}
    match job.kind:
        case "classification":
            return ClassSample(**common, label=picture.label)
        case "segmentation":
            return MaskSample(**common, masks=mask_of(picture)[None])
        case _:
            labels = np.array(picture.labels, np.uint16)
            return BoxSample(**common, label=labels, bboxes=np.array(picture.boxes, np.float32).reshape(-1, 4))


def mask_of(picture: Picture) -> np.ndarray:
    if not picture.mask:
        return np.zeros(picture.size[::-1], np.uint8)
    return (np.asarray(Image.open(picture.mask).convert("L")) > 0).astype(np.uint8) * (picture.label + 1)


def classes(_run: Run, answers: list[Any]) -> list[int]:
    return [int(torch.as_tensor(label).flatten()[0]) for answer in answers for label in answer.labels]


def masks(run: Run, answers: list[Any]) -> list[str]:
    paths = []
    found = (mask for answer in answers for mask in answer.masks)
    for number, (mask, picture) in enumerate(zip(found, run.job.validation, strict=True)):
        paths.append(run.folder / f"mask-{number}.png")
        image = Image.fromarray(mask.squeeze(0).byte().numpy())
        image.resize(picture.size, Image.Resampling.NEAREST).save(paths[-1])
    return [str(path) for path in paths]


def boxes(_run: Run, answers: list[Any]) -> list[dict[str, Any]]:
    return [
        {"boxes": edges.float().tolist(), "labels": labels.int().tolist(), "scores": scores.float().tolist()}
        for answer in answers
        for edges, labels, scores in zip(answer.bboxes, answer.labels, answer.scores, strict=True)
    ]


if __name__ == "__main__":
    main()
