"""Learns from a batch in parts, and in more of them when memory runs out: the same step, a little slower."""

import gc
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import torch
from torch import Tensor

from modelwright.contract.events import Code, Level
from modelwright.engine.data.progress import Watcher
from modelwright.engine.errors import RunFailure, out_of_memory

ForwardLoss = Callable[[Tensor, Any], Tensor]
"""Images and their targets -> the mean loss over these images, with its graph."""
Combine = Callable[[Tensor], Tensor]
"""Called with the batch's loss when all gradients are there, before they are used: where several devices share a batch."""

_TOO_FEW: Final = "more than 1 value per channel"
"""PyTorch's words where a batch norm would have to normalise a single number."""
_SIGNS: Final = ("out of memory", "can't allocate memory", "CUBLAS_STATUS_ALLOC_FAILED", "bad_alloc")


class Accumulated:
    """One step from one batch. Its gradient is that of the whole batch, in however many parts it is worked off.

    That is exact where the loss of a batch is the mean over its images. Where it is a mean over the pixels that count, or
    over the boxes, parts with few of them weigh as much as parts with many. Batch norms normalise each part by itself and
    move their running statistics once a part: with parts of a few images they become noisier.
    """

    def __init__(
        self,
        forward_loss: ForwardLoss,
        optimizer: torch.optim.Optimizer,
        parts: int,
        watcher: Watcher,
        combine: Combine = lambda loss: loss,
    ) -> None:
        """`parts` is how many to begin with; where a batch has fewer images, each is a part."""
        self.parts = parts
        self._fewest = 1
        """Images that a part must have: two, where so little is left of an image that a norm cannot do with one."""
        self._forward_loss, self._optimizer, self._watcher, self._combine = forward_loss, optimizer, watcher, combine

    def __call__(self, images: Tensor, targets: Sequence[Any] | Tensor) -> Tensor:
        """Learn from the batch and return its loss, a detached scalar. Raises RunFailure (out of memory) when parts of one

        image are too large. Further parts are kept for the rest of the run: the next batch is as large as this one.
        """
        loss = self._combine(self.gradients(images, targets))
        self._optimizer.step()
        return loss

    def gradients(self, images: Tensor, targets: Sequence[Any] | Tensor) -> Tensor:
        """Put the gradient of the batch into the weights, and return its loss; nothing is learned yet."""
        while True:
            try:
                return self._in_parts(images, targets)
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error):
                    raise
                if self.parts >= self._most_parts(images):
                    raise out_of_memory(str(error), images.device.type) from error
            except ValueError as error:
                if _TOO_FEW not in str(error):
                    raise
                if self._fewest > 1 or len(images) == 1:
                    raise RunFailure(Code.BATCH_OF_ONE, str(error)) from error
                self._fewest = 2
                continue
            self._divide(images)  # not above: there, the error still holds the tensors of the step that failed

    def _in_parts(self, images: Tensor, targets: Sequence[Any] | Tensor) -> Tensor:
        self._optimizer.zero_grad(set_to_none=True)
        total = torch.zeros((), device=images.device)
        for part in divided(len(images), min(self.parts, self._most_parts(images))):
            loss = self._forward_loss(images[part], targets[part]) * ((part.stop - part.start) / len(images))
            loss.backward()
            total += loss.detach()
        return total

    def _most_parts(self, images: Tensor) -> int:
        return max(1, len(images) // self._fewest)

    def _divide(self, images: Tensor) -> None:
        self._optimizer.zero_grad(set_to_none=True)
        gc.collect()
        if images.device.type == "cuda":
            torch.cuda.empty_cache()
        self.parts = min(2 * self.parts, self._most_parts(images))
        size = max(part.stop - part.start for part in divided(len(images), self.parts))
        values = {"batch_size": len(images), "parts": self.parts, "part_size": size}
        self._watcher.message(Level.WARNING, Code.BATCH_HALVED, **values)


def divided(count: int, parts: int) -> Iterator[slice]:
    """`count` things in `parts` slices of nearly the same size; in fewer where there are fewer things."""
    parts = min(parts, count)
    for part in range(parts):
        yield slice(count * part // parts, count * (part + 1) // parts)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory ran out, of the machine or of a device."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in _SIGNS)
