"""A folder of small images per class, a spec over it, and a watcher that remembers what it was told."""

import hashlib

import numpy as np
import pytest
from PIL import Image

from modelwright.contract.parameters import Parameters
from modelwright.contract.run_spec import RunData, RunSpec
from modelwright.contract.tasks import Network
from modelwright.engine.data import NullWatcher, prepare


class Witness(NullWatcher):
    """Remembers stages with their counts, and messages."""

    def __init__(self, stop_after=None):
        self.stages, self.messages = {}, {}
        self.asked, self.stop_after = 0, stop_after

    def start(self, name, total=None):
        self.current = name

    def finish(self, **counts):
        self.stages[self.current.value] = counts

    def message(self, level, code, **values):
        self.messages[code.value] = values

    def stop_requested(self):
        self.asked += 1
        return self.stop_after is not None and self.asked > self.stop_after


class World:
    """Where the data of a test lies."""

    def __init__(self, root):
        self.root, self.watcher = root, Witness()
        self.parameters = {"preprocessing": {"input_size": 8}}
        self.base_model, self.limit_gb, self.stop_after = "ResNet18", 1.0, None

    def image(self, name, seed=None, size=(12, 10)):
        """Write an image whose contents depend on `seed` (by default on its name); returns its path."""
        path = self.root / "train" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        number = int(hashlib.sha256((name if seed is None else str(seed)).encode()).hexdigest()[:8], 16)
        pixels = np.random.default_rng(number).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
        Image.fromarray(pixels).save(path)
        return path

    def classes(self, **counts):
        for label, count in counts.items():
            for number in range(count):
                self.image(f"{label}/{number}.png")
        return self

    def spec(self, **options):
        return RunSpec(
            base_model=self.base_model,
            parameters=Parameters.model_validate(self.parameters),
            data=RunData(
                train=(str(self.root / "train"),),
                **{name: options.pop(name) for name in ("test", "excluded", "parts") if name in options},
            ),
            cache_dir=str(self.root / "cache"),
            cache_limit_gb=self.limit_gb,
            **options,
        )

    def prepare(self, **options):
        """What all networks of a run share."""
        self.watcher = Witness(self.stop_after)
        return prepare(self.spec(**options), self.watcher)

    def dataset(self, **options):
        """What the classifier of a run learns from."""
        return self.prepare(**options).dataset(Network.CLASSIFICATION)


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)
