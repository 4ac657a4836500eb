"""The engine's data side: data paths in, labelled batches of tensors out."""

from modelwright.engine.data.dataset import Dataset
from modelwright.engine.data.prepare import Prepared, prepare
from modelwright.engine.data.progress import NullWatcher, Watcher

__all__ = ["Dataset", "NullWatcher", "Prepared", "Watcher", "prepare"]
