"""A moving average of the weights: steadier than the weights themselves, which a few images pull about."""

import copy
from typing import Any

import torch
from torch import nn

from modelwright.engine.trainer import Hook, Trainer


class WeightAverage(Hook):
    """`model` is what is measured and kept: the averaged weights, or without a decay those in training."""

    def __init__(self, trained: nn.Module, decay: float) -> None:
        """`decay` 0 is off; 0.99 looks back over about 100 iterations, over fewer at the start."""
        self._trained, self._decay = trained, decay
        self.model = copy.deepcopy(trained) if decay else trained

    @torch.no_grad()
    def after_step(self, trainer: Trainer, loss: torch.Tensor) -> None:
        if not self._decay:
            return
        decay = min(self._decay, (1 + trainer.iteration) / (10 + trainer.iteration))
        pairs = zip(self.model.state_dict().values(), self._trained.state_dict().values(), strict=True)
        averaged, current = [], []
        for mine, now in pairs:
            if mine.is_floating_point():
                averaged.append(mine)
                current.append(now)
            else:
                mine.copy_(now)
        torch._foreach_lerp_(averaged, current, 1 - decay)

    def state(self) -> dict[str, Any]:
        return self.model.state_dict() if self._decay else {}

    def restore(self, state: dict[str, Any]) -> None:
        if self._decay:
            self.model.load_state_dict(state)
