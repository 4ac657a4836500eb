"""Builds the optimiser that the parameters ask for."""

import torch
from torch import nn

from modelwright.contract.choices import Optimizer
from modelwright.contract.solvers import Solver


def build(model: nn.Module, solver: Solver) -> torch.optim.Optimizer:
    """SGD as the sources define it (E50): momentum and weight decay on every weight; or AdamW."""
    match solver.optimizer:
        case Optimizer.SGD:
            return torch.optim.SGD(
                model.parameters(), lr=solver.base_lr, momentum=solver.momentum, weight_decay=solver.weight_decay
            )
        case Optimizer.ADAMW:
            return torch.optim.AdamW(_decayed_apart(model, solver.weight_decay), lr=solver.base_lr)


def _decayed_apart(model: nn.Module, weight_decay: float) -> list[dict[str, object]]:
    """AdamW's decay is strong: norms and biases, the parameters with one dimension, are spared."""
    weights = [parameter for parameter in model.parameters() if parameter.ndim > 1]
    rest = [parameter for parameter in model.parameters() if parameter.ndim <= 1]
    return [{"params": weights, "weight_decay": weight_decay}, {"params": rest, "weight_decay": 0.0}]
