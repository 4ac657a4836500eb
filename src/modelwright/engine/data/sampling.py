"""Which samples make up which batch: a pure function of seed and iteration, so that a resumed run goes on exactly."""

from collections.abc import Iterator

import numpy as np


def batches(labels: np.ndarray, batch_size: int, *, seed: int, balance: float, start: int) -> Iterator[np.ndarray]:
    """Endless index arrays of `batch_size`, beginning with that of iteration `start`.

    `labels` are class numbers (int64, one a sample). Every epoch draws as many samples as there are, in a new order;
    batches run across the border of two epochs. `balance` 0 takes each sample once an epoch, 1 every class equally often.
    """
    count = len(labels)
    position = start * batch_size
    epoch, inside = divmod(position, count)
    ready = _epoch(labels, seed, epoch, balance)[inside:]
    while True:
        while len(ready) < batch_size:
            epoch += 1
            ready = np.concatenate([ready, _epoch(labels, seed, epoch, balance)])
        yield ready[:batch_size]
        ready = ready[batch_size:]


def _epoch(labels: np.ndarray, seed: int, epoch: int, balance: float) -> np.ndarray:
    random = np.random.default_rng([seed, 0, epoch])
    order = random.permutation(len(labels))
    return order if balance == 0 else random.permutation(_drawn(labels, order, balance, random))


def _drawn(labels: np.ndarray, order: np.ndarray, balance: float, random: np.random.Generator) -> np.ndarray:
    """Systematic sampling: each sample comes as often as its weight says, rounded up or down by chance."""
    sizes = np.bincount(labels)
    weights = sizes[labels[order]].astype(np.float64) ** -balance
    ends = np.cumsum(weights / weights.sum() * len(labels))
    ends[-1] = len(labels)
    return order[np.searchsorted(ends, np.arange(len(labels)) + random.random(), side="right")]
