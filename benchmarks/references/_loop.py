"""The loop of the plain scripts: as many epochs as fit into the time, float32, the best weights are kept."""

import copy
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

import torch
from _job import Run, cosine
from torch import nn

EVALUATIONS: Final = 12
"""About how often it looks at the validation part on its way."""


def train(
    run: Run,
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    loader: Iterable[Any],
    loss_of: Callable[[Any], torch.Tensor],
    measure: Callable[[], float],
    count: Callable[[Any], int],
) -> tuple[int, float]:
    """Train until the time is over and leave the best weights in `model`. Returns images learned from, and seconds."""
    began = time.monotonic()
    highest, best, images, measured_at = -1.0, copy.deepcopy(model.state_dict()), 0, began
    rates = [group["lr"] for group in optimizer.param_groups]
    over = False
    while not over:
        for batch in loader:
            share = (time.monotonic() - began) / run.seconds
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * cosine(share)
            optimizer.zero_grad()
            loss_of(batch).backward()
            optimizer.step()
            images += count(batch)
            over = share >= 1
            if over or time.monotonic() - measured_at > run.seconds / EVALUATIONS:
                value = measure()
                model.train()
                run.measured(value)
                measured_at = time.monotonic()
                if value > highest:
                    highest, best = value, copy.deepcopy(model.state_dict())
            if over:
                break
    model.load_state_dict(best)
    model.eval()
    return images, time.monotonic() - began
