"""Several devices of one machine share each batch: this process is the run, the others give it gradients.

Each process works off its slice of the very batch that one process would learn from. Before a step the others get the
weights, after it they give the gradients of their slice; they keep no state, so a resumed run needs nothing of them.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Protocol

import torch
from torch import Tensor, distributed, nn
from torch._C._distributed_c10d import FileStore, Store

from modelwright.contract.events import Code
from modelwright.contract.parameters import RunOptions
from modelwright.engine.errors import RunFailure, Stopped, out_of_memory
from modelwright.engine.memory import Accumulated, divided
from modelwright.engine.parts import NetworkParts
from modelwright.engine.trainer import Step

PATIENCE: Final = timedelta(days=1)
"""The others wait while this process evaluates. A process that died is noticed at once, by its closed connection."""
NO_MEMORY: Final = 3
"""Exit code of a process whose device has not enough memory for a single image."""
_POLL_S: Final = 0.02


class Devices(Protocol):
    """Whoever shares the batches."""

    def combine(self, loss: Tensor) -> Tensor:
        """What a step does between its gradients and their use (`memory.Combine`)."""

    def shared(self, step: Accumulated) -> Step:
        """Of a step that learns from a slice of a batch, with `combine`: one that learns from the batch, all together."""


class Alone:
    """One device has each batch for itself."""

    def combine(self, loss: Tensor) -> Tensor:
        return loss

    def shared(self, step: Accumulated) -> Step:
        return step


ALONE: Final = Alone()


class Group:
    """All processes of one network's training, seen from one of them. Rank 0 is the run."""

    def __init__(self, rank: int, count: int, model: nn.Module, device: torch.device, store: Store) -> None:
        """Waits for the others."""
        if sys.platform == "linux":
            os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
        self.rank, self._count, self._device = rank, count, device
        self._weights = list(model.parameters())
        self._share = 1.0
        backend = "cpu:gloo,cuda:nccl" if device.type == "cuda" else "gloo"
        distributed.init_process_group(backend, store=store, rank=rank, world_size=count, timeout=PATIENCE)

    def begin(self) -> None:
        """Before a step: all get the weights of rank 0."""
        distributed.broadcast(torch.zeros(1), 0)  # over the CPU: what waits for the run there ends when it ends
        flat = torch.cat([weight.detach().flatten() for weight in self._weights])
        distributed.broadcast(flat, 0)
        if self.rank:
            self._spread(flat, [weight.data for weight in self._weights])

    def mine(self, size: int) -> slice:
        """This process's slice of a batch of that size."""
        slices = list(divided(size, self._count))
        self._share = (slices[self.rank].stop - slices[self.rank].start) / size
        return slices[self.rank]

    def combine(self, loss: Tensor) -> Tensor:
        """Rank 0 gets the gradients and the loss of the whole batch from those of the slices; the mean over its images."""
        if self._device.type == "cuda":
            distributed.all_reduce(
                torch.zeros(1)
            )  # over the CPU: tells of a dead process, where a GPU would wait for it
        gradients = [torch.zeros_like(weight) if weight.grad is None else weight.grad for weight in self._weights]
        flat = torch.cat([*(gradient.flatten() for gradient in gradients), loss.detach().view(1)]) * self._share
        distributed.reduce(flat, 0)
        self._spread(flat[:-1], [weight.grad for weight in self._weights])
        return flat[-1]

    def _spread(self, flat: Tensor, targets: Sequence[Tensor | None]) -> None:
        pieces = torch.split(flat, [weight.numel() for weight in self._weights])
        for piece, target in zip(pieces, targets, strict=True):
            if target is not None:
                target.copy_(piece.view(target.shape))


class Leader:
    """The run's side of a group: turns a lost connection into the reason why a process was lost."""

    def __init__(self, group: Group, workers: "Workers") -> None:
        self._group, self._workers = group, workers

    def combine(self, loss: Tensor) -> Tensor:
        with self._workers.at_hand():
            return self._group.combine(loss)

    def shared(self, step: Accumulated) -> Step:
        def together(images: Tensor, targets: Any) -> Tensor:
            with self._workers.at_hand():
                self._group.begin()
            mine = self._group.mine(len(images))
            return step(images[mine], targets[mine])

        return together


class Workers:
    """The processes that the run has started."""

    def __init__(self, commands: Sequence[Sequence[str]], threads: int) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
        self._processes = [subprocess.Popen(of, stdin=subprocess.DEVNULL, env=environment) for of in commands]

    def wait_until(self, ready: Callable[[], bool], should_stop: Callable[[], bool]) -> None:
        """Raises RunFailure when one of them ends before, Stopped when the run is asked to stop."""
        while not ready():
            if any(process.poll() is not None for process in self._processes):
                raise self._loss("ended before the training began")
            if should_stop():
                raise Stopped
            time.sleep(_POLL_S)

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """For an exchange with them. Raises RunFailure saying which one was lost when it fails."""
        try:
            yield
        except RuntimeError as error:
            raise self._loss(str(error)) from error

    def _loss(self, detail: str) -> RunFailure:
        codes = [code for code in map(self._exit_code, self._processes) if code]
        if not codes:
            return RunFailure(Code.UNEXPECTED, detail, detail=detail)
        if codes[0] == NO_MEMORY:
            return out_of_memory("", "cuda" if torch.cuda.is_available() else "cpu")
        if codes[0] < 0:
            return RunFailure(Code.KILLED, signal=signal.Signals(-codes[0]).name)
        return RunFailure(Code.ENDED_WITHOUT_A_WORD, detail, exit_code=codes[0])

    def _exit_code(self, process: "subprocess.Popen[bytes]") -> int | None:
        """Of a process that has ended or is about to."""
        with suppress(subprocess.TimeoutExpired):
            return process.wait(1)
        return None

    def end(self) -> None:
        """They keep nothing that could be lost."""
        for process in self._processes:
            process.kill()  # harmless to one that has ended
            process.wait()


def processes(options: RunOptions, device: torch.device, batch_size: int) -> int:
    """How many share each batch: all GPUs or as many as asked for; on the CPU one, unless more are asked for."""
    if device.type == "cuda":
        cards = torch.cuda.device_count()
        return min(options.processes or cards, cards, batch_size)
    return min(options.processes or 1, batch_size)


@contextmanager
def sharing(parts: NetworkParts, first_iteration: int) -> Iterator[Devices]:
    """The devices that share the batches of this network from that iteration on; the others end with the block.

    Raises RunFailure when one of them is lost.
    """
    run, device = parts.run, parts.arithmetic.device
    count = processes(run.options, device, parts.task.data.batch_size)
    if count == 1:
        yield ALONE
        return
    run.reporter.log(f"{count} processes share each batch")
    meeting = run.run_dir.path / f"ranks-{parts.network}"
    meeting.unlink(missing_ok=True)
    threads = torch.get_num_threads()
    own = max(1, threads // count) if device.type == "cpu" else threads
    facts = [str(run.run_dir.path), parts.network.value, str(count), str(first_iteration), str(meeting)]
    worker = [sys.executable, "-m", "modelwright.engine.worker"]
    workers = Workers([[*worker, str(rank), *facts] for rank in range(1, count)], own)
    torch.set_num_threads(own)
    try:
        store = met(meeting, count)
        names = [name_of(rank) for rank in range(1, count)]
        workers.wait_until(lambda: store.check(names), run.reporter.stop_requested)
        yield Leader(Group(0, count, parts.task.model, device, store), workers)
    finally:
        workers.end()
        torch.set_num_threads(threads)
        meeting.unlink(missing_ok=True)
        if distributed.is_initialized():
            distributed.destroy_process_group()


def met(meeting: Path, count: int) -> Store:
    """Where the processes find each other."""
    return FileStore(str(meeting), count)


def name_of(rank: int) -> str:
    """Under which a process says that it is there."""
    return f"ready-{rank}"
