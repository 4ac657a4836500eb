"""The engine's data side: folders of images in, labelled batches of tensors out."""

from modelwright.engine.data.dataset import Dataset
from modelwright.engine.data.prepare import prepare
from modelwright.engine.data.progress import NullWatcher, Watcher

__all__ = ["Dataset", "NullWatcher", "Watcher", "prepare"]
