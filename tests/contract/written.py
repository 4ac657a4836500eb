"""What people's folders hold, in every format; written by the tests of the layouts."""

import json

from modelwright.contract.layout import look
from modelwright.contract.tasks import Task


class Folder:
    """A data path; its files need only names, because nobody opens an image here."""

    def __init__(self, root):
        self.root = root

    def file(self, name, content=""):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
        return path

    def files(self, *names):
        for name in names:
            self.file(name)
        return self

    def read(self, task=Task.DETECTION, below="", **options):
        """Layout, and samples by path relative to the data path."""
        layout = look(self.root / below, **options)
        return layout, {str(found.path.relative_to(self.root)): found for found in layout.samples(task)}

    def reasons(self, task=Task.DETECTION):
        layout, _samples = self.read(task)
        return [problem.reason for problem in layout.problems]


def coco(images, annotations, categories=({"id": 1, "name": "scratch"}, {"id": 2, "name": "缺陷"})):
    return {"images": list(images), "annotations": list(annotations), "categories": list(categories)}


def image(number=1, name="a.jpg", **more):
    return {"id": number, "file_name": name, **more}


def box(*numbers, image_id=1, category=1, **more):
    return {"id": 7, "image_id": image_id, "category_id": category, "bbox": list(numbers), **more}


def voc(*objects, size=(100, 50)):
    boxes = "".join(
        f"<object><name>{name}</name><bndbox><xmin>{x}</xmin><ymin>{y}</ymin><xmax>{right}</xmax><ymax>{down}</ymax>"
        "</bndbox></object>"
        for name, x, y, right, down in objects
    )
    width, height = size
    return f"<annotation><size><width>{width}</width><height>{height}</height></size>{boxes}</annotation>"
