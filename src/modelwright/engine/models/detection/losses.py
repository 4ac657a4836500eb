"""What a detector learns from boxes: a bright spot at the centre of each, and around it how far away the four sides are.

The spots are Gaussians as wide and as high as the box demands, so that one box, large or small, is one positive example and
its neighbourhood is forgiven (Liu et al., Training-Time-Friendly Network for Real-Time Object Detection, AAAI 2020).
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

SPREAD: Final = 0.09
"""Standard deviation of a spot as a share of the box's side."""
LEAST_SPREAD: Final = 0.35
"""The least standard deviation of a spot, in cells of the map."""
FAINT: Final = 1e-3
"""Below this brightness a place belongs to no box."""
UNIT: Final = 8.0
"""Distances to the sides are learned as logarithms, in units of this many pixels."""
LARGEST: Final = 7.0
"""Limit of those logarithms: exp(7) units are more than any canvas."""
SIDES_WEIGHT: Final = 2.0
"""Weight of the loss of the sides against the loss of the spots."""


class Boxes(NamedTuple):
    """The labelled boxes of one image: float (k, 4), left, top, right, bottom in pixels of the canvas; classes int64 (k,)."""

    boxes: Tensor
    labels: Tensor


class Spots(NamedTuple):
    """What a batch should look like to the detector."""

    heat: Tensor
    """(n, classes, h, w), 1 at the centre of each box, falling to 0."""
    where: Tensor
    """(3, p): image, row and column of every place that belongs to a box."""
    boxes: Tensor
    """(p, 4) pixels: the box that each of these places belongs to."""
    weights: Tensor
    """(p,), positive."""


def centres(height: int, width: int, stride: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Where the rows (height,) and columns (width,) of a map have their centres, in pixels."""
    rows, columns = torch.arange(height, device=device), torch.arange(width, device=device)
    return (rows + 0.5) * stride, (columns + 0.5) * stride


def decode(sides: Tensor, down: Tensor, right: Tensor) -> Tensor:
    """Boxes (…, 4) from logarithms of distances to left, top, right, bottom (…, 4), at the points `down`, `right` (…)."""
    distance = sides.clamp(-LARGEST, LARGEST).exp() * UNIT
    return torch.stack(
        [right - distance[..., 0], down - distance[..., 1], right + distance[..., 2], down + distance[..., 3]], dim=-1
    )


def detection_loss(heat: Tensor, sides: Tensor, targets: Sequence[Boxes], stride: int) -> Tensor:
    """Mean over the boxes of the batch, a float32 scalar; finite, with gradients, also where the batch has no box.

    `heat` are logits (n, classes, h, w), `sides` (n, 4, h, w) what `decode` takes, `stride` pixels a cell.
    """
    heat, sides = heat.float(), sides.float()
    spots = paint(targets, heat.shape, stride, heat.device)
    count = max(1, sum(len(target.labels) for target in targets))
    return _heat_loss(heat, spots.heat) / count + SIDES_WEIGHT * _sides_loss(sides, spots, stride)


def paint(targets: Sequence[Boxes], shape: Sequence[int], stride: int, device: torch.device) -> Spots:
    """The spots of a batch for a map of `shape` (n, classes, h, w). Where boxes overlap the smaller one has the place."""
    _, classes, height, width = shape
    down, right = centres(height, width, stride, device)
    heats, places, boxes, weights = [], [], [], []
    for index, given in enumerate(targets):
        target = _smallest_last(given, device)
        bright = _brightness(target.boxes, down, right, stride)
        heats.append(_by_class(bright, target.labels, classes))
        rows, columns, owner = _owned(bright)
        share = bright[owner, rows, columns]
        whole = torch.zeros(len(target.labels), device=device).index_add_(0, owner, share)
        places.append(torch.stack([torch.full_like(rows, index), rows, columns]))
        boxes.append(target.boxes[owner])
        weights.append(share / whole[owner] * (_area(target.boxes) + math.e).log()[owner])
    return Spots(torch.stack(heats), torch.cat(places, 1), torch.cat(boxes), torch.cat(weights))


def _smallest_last(target: Boxes, device: torch.device) -> Boxes:
    boxes, labels = target.boxes.to(device, torch.float32).reshape(-1, 4), target.labels.to(device)
    order = torch.argsort(_area(boxes), descending=True, stable=True)
    return Boxes(boxes[order], labels[order])


def _brightness(boxes: Tensor, down: Tensor, right: Tensor, stride: int) -> Tensor:
    """The spot of every box: (k, h, w), 1 at the cell that holds its centre."""
    middle, size = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]
    spread = (size * SPREAD).clamp(min=LEAST_SPREAD * stride)
    across = torch.exp(-((right - middle[:, :1]) ** 2) / (2 * spread[:, :1] ** 2))
    along = torch.exp(-((down - middle[:, 1:]) ** 2) / (2 * spread[:, 1:] ** 2))
    bright = along[:, :, None] * across[:, None, :]
    bright = bright.where(bright >= FAINT, 0.0)
    column = (middle[:, 0] / stride).long().clamp(0, len(right) - 1)
    row = (middle[:, 1] / stride).long().clamp(0, len(down) - 1)
    bright[torch.arange(len(boxes), device=boxes.device), row, column] = 1.0
    return bright


def _by_class(bright: Tensor, labels: Tensor, classes: int) -> Tensor:
    heat = bright.new_zeros(classes, *bright.shape[1:])
    for index, label in enumerate(labels.tolist()):
        torch.maximum(heat[label], bright[index], out=heat[label])
    return heat


def _owned(bright: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Rows, columns and owners (p,) of the places that belong to one of the spots (k, h, w): to the last that reaches it."""
    rank = torch.arange(1, len(bright) + 1, device=bright.device)[:, None, None]
    owner = ((bright > 0) * rank).amax(0) if len(bright) else torch.zeros(bright.shape[1:], device=bright.device)
    rows, columns = torch.nonzero(owner, as_tuple=True)
    return rows, columns, owner[rows, columns].long() - 1


def _heat_loss(logits: Tensor, heat: Tensor) -> Tensor:
    """Focal loss, summed: the centres count as positive, other places the less the brighter the spot should be there."""
    probability = logits.sigmoid()
    centre = heat == 1
    positive = functional.logsigmoid(logits) * (1 - probability) ** 2
    negative = functional.logsigmoid(-logits) * probability**2 * (1 - heat) ** 4
    return -torch.where(centre, positive, negative).sum()


def _sides_loss(sides: Tensor, spots: Spots, stride: int) -> Tensor:
    """1 - generalised IoU, the weighted mean over the places of the spots."""
    if not spots.weights.numel():
        return sides.sum() * 0.0
    image, row, column = spots.where
    given = sides[image, :, row, column]
    down, right = (row + 0.5) * stride, (column + 0.5) * stride
    off = 1 - _generalised_iou(decode(given, down, right), spots.boxes)
    return (off * spots.weights).sum() / spots.weights.sum()


def _generalised_iou(first: Tensor, second: Tensor) -> Tensor:
    """Of each pair of boxes (p, 4): (p,), -1 to 1."""
    low, high = torch.maximum(first[:, :2], second[:, :2]), torch.minimum(first[:, 2:], second[:, 2:])
    shared = (high - low).clamp(min=0).prod(1)
    union = (_area(first) + _area(second) - shared).clamp(min=1e-6)
    frame = torch.maximum(first[:, 2:], second[:, 2:]) - torch.minimum(first[:, :2], second[:, :2])
    hull = frame.prod(1).clamp(min=1e-6)
    return shared / union - (hull - union) / hull


def _area(boxes: Tensor) -> Tensor:
    return (boxes[:, 2:] - boxes[:, :2]).clamp(min=0).prod(1)
