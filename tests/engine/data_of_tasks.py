"""Small data sets for the tasks beside classification: noisy grey pictures with dark squares and bright discs."""

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

SIDE = 64
SHAPES = {"disc": 235, "square": 30}


def picture(number: int, shapes: list[tuple[str, tuple[int, int, int, int]]]) -> Image.Image:
    noise = np.random.default_rng(number).integers(120, 140, (SIDE, SIDE)).astype(np.uint8)
    image = Image.fromarray(noise)
    for kind, box in shapes:
        draw(image, kind, box, SHAPES[kind])
    return image


def draw(image: Image.Image, kind: str, box: tuple[int, int, int, int], value: int) -> None:
    pen = ImageDraw.Draw(image)
    (pen.ellipse if kind == "disc" else pen.rectangle)(box, fill=value)


def placed(number: int, kind: str) -> tuple[str, tuple[int, int, int, int]]:
    random = np.random.default_rng([number, len(kind)])
    left, top, side = (int(value) for value in random.integers([2, 2, 18], [36, 36, 26]))
    return kind, (left, top, left + side, top + side)


def write_masks(folder: Path, each: int = 8) -> Path:
    """`images/<class>` and `masks/<class>`: discs, squares and pictures without either, whose masks are empty."""
    for kind in (*SHAPES, "good"):
        for where in ("images", "masks"):
            (folder / where / kind).mkdir(parents=True)
        for number in range(each):
            shapes = [placed(number, kind)] if kind in SHAPES else []
            picture(number + 100 * len(kind), shapes).save(folder / "images" / kind / f"{number}.png")
            mask = Image.new("L", (SIDE, SIDE))
            for shape, box in shapes:
                draw(mask, shape, box, 255)
            mask.save(folder / "masks" / kind / f"{number}.png")
    return folder


def write_coco(folder: Path, count: int = 16) -> Path:
    """`images/` and a COCO file: a disc and a square on every picture but the last, which has none."""
    (folder / "images").mkdir(parents=True)
    categories = {kind: number for number, kind in enumerate(SHAPES, start=1)}
    images, annotations = [], []
    for number in range(count):
        shapes = [placed(number, kind) for kind in SHAPES] if number < count - 1 else []
        picture(number, shapes).save(folder / "images" / f"{number}.png")
        images.append({"id": number, "file_name": f"{number}.png", "width": SIDE, "height": SIDE})
        for kind, (left, top, right, bottom) in shapes:
            box = [left, top, right - left + 1, bottom - top + 1]
            annotations.append(
                {"id": len(annotations) + 1, "image_id": number, "category_id": categories[kind], "bbox": box}
            )
    named = [{"id": number, "name": kind} for kind, number in categories.items()]
    told = {"images": images, "annotations": annotations, "categories": named}
    (folder / "annotations.json").write_text(json.dumps(told))
    return folder
