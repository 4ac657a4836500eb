"""Folders of drawn images with masks or annotations, and what a run makes of them before it trains."""

import json
import zlib

import numpy as np
from PIL import Image
from tests.engine.data.conftest import Witness

from modelwright.contract.parameters import Parameters
from modelwright.contract.run_spec import RunData, RunSpec
from modelwright.contract.tasks import MAIN_NETWORK, Network, Task
from modelwright.engine.data import prepare

BASES = {
    Network.CLASSIFICATION: "ResNet18",
    Network.SEGMENTATION: "U-Net-ResNet18",
    Network.DETECTION: "base-SmartOCR-01",
}


class Drawn:
    """A data path under construction."""

    def __init__(self, root):
        self.root, self.cache = root / "data", root / "cache"
        self.parameters, self.groups = {"preprocessing": {"input_size": 32}}, None

    def image(self, name, seed=None, size=(40, 30), mode="RGB"):
        """A picture that depends on `seed`, by default on its name."""
        path = self._place(name)
        number = zlib.crc32(name.encode()) if seed is None else seed
        coarse = np.random.default_rng(number).integers(0, 256, (8, 8, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC).convert(mode).save(path)
        return path

    def mask(self, name, value=255, spot=(4, 4, 12, 12), size=(40, 30)):
        """Black, with a rectangle of `value`."""
        values = np.zeros((size[1], size[0]), np.uint8)
        left, top, right, down = spot
        values[top:down, left:right] = value
        Image.fromarray(values).save(self._place(name))

    def write(self, name, content):
        self._place(name).write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")

    def regions(self, said):
        """regions.json from {image: [(label, x, y, width, height)]}."""
        images = [
            {"file": file, "regions": [{"label": label, "box": box} for label, *box in boxes]}
            for file, boxes in said.items()
        ]
        self.write("regions.json", {"images": images})

    def spec(self, task, **data):
        return RunSpec(
            task=task,
            base_model=BASES[MAIN_NETWORK[task]],
            parameters=Parameters.model_validate(self.parameters),
            data=RunData(train=(str(self.root),), groups=self.groups, **data),
            cache_dir=str(self.cache),
        )

    def prepare(self, task=Task.CLASSIFICATION, **data):
        self.watcher = Messages()
        return prepare(self.spec(task, **data), self.watcher)

    def samples(self, task=Task.CLASSIFICATION):
        """The manifest's samples by path below the data path."""
        return {sample.path[len(str(self.root)) + 1 :]: sample for sample in self.prepare(task).manifest.samples}

    def told(self, code):
        """The values of every message of that code."""
        return [values for said, values in self.watcher.every if said == code]

    def _place(self, name):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


class Messages(Witness):
    """Remembers several messages of one code, too."""

    def __init__(self):
        super().__init__()
        self.every = []

    def message(self, level, code, **values):
        super().message(level, code, **values)
        self.every.append((code, values))
