"""`python -m modelwright.engine.worker RANK RUN_DIR NETWORK COUNT FIRST_ITERATION MEETING`: one more device of a run.

Started by the run itself (`distributed.sharing`), and ends with it.
"""

import signal
import sys
from pathlib import Path

import torch

from modelwright.contract.events import Code
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network
from modelwright.engine import data, device, models, optim, tasks
from modelwright.engine.data.progress import NullWatcher
from modelwright.engine.distributed import NO_MEMORY, Group, met, name_of
from modelwright.engine.errors import RunFailure
from modelwright.engine.reporting import complain
from modelwright.engine.training import step_of


def main(arguments: list[str]) -> int:
    """Only what goes wrong ends it, with an exit code: NO_MEMORY, or 1 when the run has gone or something failed."""
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, signal.SIG_IGN)  # meant for the run, which ends us
    rank, path, network, count, first, meeting = arguments
    try:
        give_gradients(int(rank), RunDir(path), Network(network), int(count), int(first), Path(meeting))
    except RunFailure as failure:
        complain(f"Process {rank}: {failure}")
        return NO_MEMORY if failure.code in (Code.OUT_OF_MEMORY, Code.GPU_OUT_OF_MEMORY) else 1
    except RuntimeError as error:  # the run has gone
        complain(f"Process {rank}: {error}")
        return 1
    return 0


def give_gradients(rank: int, run_dir: RunDir, network: Network, count: int, first: int, meeting: Path) -> None:
    """Work off a slice of each batch until the run ends this process. The weights come from the run."""
    spec = run_dir.read_spec().model_copy(update={"resume_from": str(run_dir.path)})
    options = spec.parameters.run
    if torch.cuda.is_available():
        torch.cuda.set_device(rank % torch.cuda.device_count())
    prepared = data.prepare(spec, NullWatcher())
    with models.compiler_deferred():
        task = tasks.build(prepared, network)
        arithmetic = device.choose(options, NullWatcher(), task.model, task.data.source.crop)
        step = step_of(task, optim.build(task.model, task.solver), arithmetic, NullWatcher())
    torch.manual_seed(options.seed + rank)  # what is left out at random differs from device to device
    task.model.train()
    store = met(meeting, count)
    store.set(name_of(rank), "yes")
    group = Group(rank, count, task.model, arithmetic.device, store)
    for images, targets in task.data.train_batches(first, arithmetic.device):
        group.begin()
        mine = group.mine(len(images))
        group.combine(step.gradients(images[mine], targets[mine]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
