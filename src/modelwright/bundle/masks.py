"""Masks as run lengths, areas, and the rule of the special codes. NumPy only: every bundle carries a copy of this file."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np


def run_lengths(mask: np.ndarray) -> list[int]:
    """Lengths of the runs of a mask (height, width) of booleans, row by row, beginning with pixels outside."""
    flat = np.asarray(mask, bool).ravel()
    edges = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    lengths: list[int] = np.diff(np.concatenate([[0], edges, [flat.size]])).tolist()
    return [0, *lengths] if flat.size and flat[0] else lengths


def from_run_lengths(runs: Sequence[int], size: tuple[int, int]) -> np.ndarray:
    """The mask of `size` (height, width) again, bool. Raises ValueError when the runs do not cover it exactly."""
    inside = np.arange(len(runs)) % 2 == 1
    return np.repeat(inside, runs).reshape(size)


def area_shares(classes: np.ndarray, labels: Sequence[str]) -> dict[str, float]:
    """Share of the image that each label covers, largest first, without those that cover nothing.

    `classes` (height, width) holds 0 for the background and k for the k-th label.
    """
    pixels = np.bincount(classes.ravel(), minlength=1 + len(labels))[1:]
    order = np.argsort(-pixels, kind="stable")
    return {labels[index]: float(pixels[index] / classes.size) for index in order if pixels[index]}


def overriding_code(areas: Mapping[str, float], special: Collection[str], smallest: float) -> str | None:
    """E44: the special code that takes the place of the classifier's: the largest of those that cover `smallest` or more."""
    reaching = [code for code in special if areas.get(code, 0.0) >= smallest]
    return max(reaching, key=lambda code: areas[code], default=None)
