"""JPEG files that compress like photographs of surfaces, with a bright patch that masks and boxes mark."""

import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 640, 480


def make_pictures(folder: Path, count: int) -> Path:
    """`images/<class>/` and `masks/<class>/`: to be classified or segmented; and, in `boxes/`, a COCO file for detection."""
    random = np.random.default_rng(0)
    ramp = np.linspace(60, 190, WIDTH)[None, :, None] + np.linspace(-40, 40, HEIGHT)[:, None, None]
    annotations = []
    for number in range(count):
        left, top = (int(random.integers(0, side - 80)) for side in (WIDTH, HEIGHT))
        box = (left, top, *(int(random.integers(24, 80)) for _ in range(2)))
        pixels = ramp + random.normal(0, 12, (HEIGHT, WIDTH, 3)) + random.uniform(-30, 30, 3)
        inside = np.zeros((HEIGHT, WIDTH), bool)
        inside[box[1] : box[1] + box[3], box[0] : box[0] + box[2]] = True
        pixels[inside] += 60
        image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
        _save(image, folder / "classes" / "images" / f"class{number % 4}" / f"{number}.jpg")
        _save(Image.fromarray(inside.astype(np.uint8) * 255), folder / f"classes/masks/class{number % 4}/{number}.png")
        _save(image, folder / "boxes" / "images" / f"{number}.jpg")
        annotations.append({"id": number, "image_id": number, "category_id": 1 + number % 4, "bbox": box, "iscrowd": 0})
    images = [{"id": n, "file_name": f"{n}.jpg", "width": WIDTH, "height": HEIGHT} for n in range(count)]
    categories = [{"id": 1 + number, "name": f"class{number}"} for number in range(4)]
    content = {"images": images, "annotations": annotations, "categories": categories}
    (folder / "boxes" / "annotations_coco.json").write_text(json.dumps(content))
    return folder


def _save(image: Image.Image, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, quality=90)


def jpegs(folder: Path, count: int) -> list[Path]:
    """Files of 20 classes with contents of their own, quickly: forty pictures, each with another end behind the image."""
    random = np.random.default_rng(0)
    ramp = np.linspace(60, 190, WIDTH)[None, :, None] + np.linspace(-40, 40, HEIGHT)[:, None, None]
    contents = []
    for _ in range(40):
        buffer = io.BytesIO()
        pixels = (ramp + random.normal(0, 12, (HEIGHT, WIDTH, 3))).clip(0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(buffer, "JPEG", quality=85)
        contents.append(buffer.getvalue())
    paths = [folder / f"class{number % 20}" / f"{number}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents[number % 40] + number.to_bytes(8, "big"))
    return paths
