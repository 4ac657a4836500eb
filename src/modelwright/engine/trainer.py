"""The training loop: takes batches, steps, and lets hooks do everything else."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch

from modelwright.engine.errors import Stopped

Batch = tuple[torch.Tensor, Any]
Step = Callable[[torch.Tensor, Any], torch.Tensor]
"""Learns from one batch (images, targets) and returns its loss, a detached scalar."""


class Hook:
    """Something that happens around the steps. Each method does nothing unless overridden."""

    def before_training(self, trainer: "Trainer") -> None: ...

    def before_step(self, trainer: "Trainer") -> None: ...

    def after_step(self, trainer: "Trainer", loss: torch.Tensor) -> None: ...

    def before_stop(self, trainer: "Trainer") -> None:
        """A person asked to stop: last chance to save, between two steps."""

    def after_training(self, trainer: "Trainer") -> None:
        """Training is over, for whatever reason."""


class Trainer:
    """Steps until `iterations` are done; a hook may change that number. `iteration` counts the steps that are done."""

    def __init__(
        self,
        step: Step,
        batches: Iterable[Batch],
        iterations: int,
        *,
        hooks: Sequence[Hook],
        should_stop: Callable[[], bool],
        iteration: int = 0,
    ) -> None:
        self.step, self.batches, self.hooks, self.should_stop = step, batches, hooks, should_stop
        self.iterations, self.iteration = iterations, iteration

    @property
    def finished(self) -> bool:
        return self.iteration >= self.iterations

    def fit(self) -> None:
        """Raises Stopped when asked to stop before the last iteration, and whatever step or hooks raise."""
        for hook in self.hooks:
            hook.before_training(self)
        try:
            for images, targets in self.batches:
                if self.finished:
                    return
                self._stop_if_asked()
                self._one_step(images, targets)
        finally:
            for hook in self.hooks:
                hook.after_training(self)

    def _one_step(self, images: torch.Tensor, targets: Any) -> None:
        for hook in self.hooks:
            hook.before_step(self)
        loss = self.step(images, targets)
        self.iteration += 1
        for hook in self.hooks:
            hook.after_step(self, loss)

    def _stop_if_asked(self) -> None:
        if self.should_stop():
            for hook in self.hooks:
                hook.before_stop(self)
            raise Stopped
