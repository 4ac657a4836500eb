"""Near duplicates: the same picture saved, resized or compressed again. Training and the server find the same ones.

Parts of one product line look alike and are not the same picture; so three things must agree: the brightness of every
spot, the fine differences between neighbours, of which a picture must have some to be told from others, and the size of
what would be joined.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from PIL import Image

SPOTS: Final = 16
"""Brightness is compared in 16 x 16 spots, fine differences inside each of them."""
FINGERPRINT_BYTES: Final = SPOTS * SPOTS + 2 * SPOTS * SPOTS // 8

_MEAN_DIFFERENCE: Final = 1.5
_LARGEST_DIFFERENCE: Final = 6
"""Of any spot, of 255. Saved again as JPEG of quality 30 or at half the size: 5 at most; other receipts: 22 at least."""
_EDGE: Final = 2
"""A difference between neighbours of more than this, of 255, is detail."""
_LEAST_EDGES: Final = 12
_SHARED_EDGES: Final = 0.7
"""Share of the details that both have: 0.7 or more when saved again, 0.3 or less for another piece of the same texture."""
_BANDS: Final = 8
_NEIGHBOURS: Final = 16
"""Images of the same coarse look are compared with so many of the most similar brightness."""
_FEW: Final = 17
"""Every so many spots are compared before all are."""
_PAIRS_AT_ONCE: Final = 50_000
_ALWAYS_JOINED: Final = 4
_LARGEST_SHARE: Final = 0.2
"""What would join more than this share of a class is a class whose images look alike."""


def fingerprint(pixels: np.ndarray) -> bytes:
    """Of an image, uint8 (height, width, 3)."""
    grey = Image.fromarray(pixels).convert("L")
    fine = np.asarray(grey.resize((2 * SPOTS, 2 * SPOTS), Image.Resampling.BOX)).astype(np.int16)
    steps = fine[::2, ::2] - fine[::2, 1::2]
    edges = np.packbits(np.stack([steps > _EDGE, steps < -_EDGE]))
    spots = (fine[::2, ::2] + fine[::2, 1::2] + fine[1::2, ::2] + fine[1::2, 1::2] + 2) // 4
    return spots.astype(np.uint8).tobytes() + edges.tobytes()


def clusters(fingerprints: Mapping[str, bytes]) -> list[tuple[str, ...]]:
    """Contents (sha256) that show the same picture, two or more each; in an order that depends on the contents alone."""
    found = pairs(fingerprints)
    alike = sorted({name for pair in found for name in pair})
    return [tuple(members) for members in joined(alike, found)]


def pairs(fingerprints: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Contents (sha256) two by two that show the same picture; each pair once."""
    names = sorted(fingerprints)
    if len(names) < 2:
        return []
    data = np.frombuffer(b"".join(fingerprints[name] for name in names), np.uint8).reshape(len(names), -1)
    spots, edges = data[:, : SPOTS * SPOTS], np.unpackbits(data[:, SPOTS * SPOTS :], axis=1)
    found = [np.empty((0, 2), np.int64)]
    for first, second in _candidates(spots, edges):
        same = _are_same(spots, edges, first, second)
        found.append(np.stack([first[same], second[same]], axis=1))
    return [(names[one], names[other]) for one, other in np.unique(np.concatenate(found), axis=0).tolist()]


def same_pictures(
    found: Iterable[tuple[str, ...]], labels: Mapping[str, Collection[str]]
) -> tuple[list[tuple[str, ...]], int]:
    """Of the clusters those that are near duplicates, and how many contents are in the others.

    `labels` gives the classes of each content. What would join too much of a class are look-alikes of one product line.
    """
    sizes = Counter(label for of in labels.values() for label in of)
    kept, alike = [], 0
    for cluster in found:
        if _is_too_large(cluster, labels, sizes):
            alike += len(cluster)
        else:
            kept.append(cluster)
    return kept, alike


def joined(items: Iterable[str], sets: Iterable[Collection[str]]) -> list[list[str]]:
    """The items, each in one list with everything that a chain of overlapping sets joins it with."""
    above = {item: item for item in items}

    def top(item: str) -> str:
        while above[item] != item:
            above[item] = above[above[item]]
            item = above[item]
        return item

    for members in sets:
        present = [item for item in members if item in above]
        for item in present[1:]:
            above[top(item)] = top(present[0])
    of: dict[str, list[str]] = defaultdict(list)
    for item in above:
        of[top(item)].append(item)
    return list(of.values())


def _is_too_large(cluster: Sequence[str], labels: Mapping[str, Collection[str]], sizes: Counter[str]) -> bool:
    swallowed = Counter(label for sha256 in cluster for label in labels[sha256])
    return any(count > max(_ALWAYS_JOINED, _LARGEST_SHARE * sizes[label]) for label, count in swallowed.items())


def _candidates(spots: np.ndarray, edges: np.ndarray) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    """Pairs of positions that share a band of their coarse look; never all pairs."""
    detailed = np.flatnonzero(edges.sum(1) >= _LEAST_EDGES)
    half = SPOTS // 2
    coarse = spots[detailed].reshape(-1, half, 2, half, 2).mean((2, 4), dtype=np.float32)
    steps = coarse[:, :, 1:] > coarse[:, :, :-1], coarse[:, 1:] > coarse[:, :-1]
    look = np.concatenate([of.reshape(len(detailed), half * (half - 1)) for of in steps], axis=1)
    brightness = coarse.mean((1, 2))
    for band in np.array_split(look, _BANDS, axis=1):
        keys = band @ (1 << np.arange(band.shape[1]))
        order = np.lexsort((brightness, keys))
        for distance in range(1, min(_NEIGHBOURS, len(order) - 1) + 1):
            first, second = order[:-distance], order[distance:]
            near = (keys[first] == keys[second]) & (np.abs(brightness[first] - brightness[second]) <= _MEAN_DIFFERENCE)
            yield from _in_pieces(detailed[first[near]], detailed[second[near]])


def _in_pieces(first: np.ndarray, second: np.ndarray) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    for start in range(0, len(first), _PAIRS_AT_ONCE):
        yield first[start : start + _PAIRS_AT_ONCE], second[start : start + _PAIRS_AT_ONCE]


def _are_same(spots: np.ndarray, edges: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    same: np.ndarray = _differences(spots[:, ::_FEW], first, second).max(1, initial=0) <= _LARGEST_DIFFERENCE
    first, second = first[same], second[same]
    difference = _differences(spots, first, second)
    shared, either = edges[first] & edges[second], edges[first] | edges[second]
    same[same] = (
        (difference.mean(1) <= _MEAN_DIFFERENCE)
        & (difference.max(1, initial=0) <= _LARGEST_DIFFERENCE)
        & (shared.sum(1) >= _SHARED_EDGES * either.sum(1))
    )
    return same


def _differences(spots: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    differences: np.ndarray = np.abs(spots[first].astype(np.int16) - spots[second])
    return differences
