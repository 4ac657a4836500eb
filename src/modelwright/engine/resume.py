"""Takes up an earlier run where its last checkpoint left it, so that the two together equal one uninterrupted run."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import nn

from modelwright.contract.events import Code
from modelwright.contract.run_dir import RunDir, write_atomically
from modelwright.contract.tasks import Network
from modelwright.engine import checkpoint
from modelwright.engine.errors import RunFailure
from modelwright.engine.hooks_saving import KeepBest, Stateful


class Earlier:
    """The state of an earlier run. Raises RunFailure when it has none that can be read."""

    def __init__(self, earlier: Path | str, here: RunDir) -> None:
        self._earlier, self._here = RunDir(earlier), here
        self._state = checkpoint.load(self._earlier.last_checkpoint)
        self.iteration: int = self._state["iteration"]
        self.network = Network(self._state["network"])
        """The one that was in training."""

    def has_finished(self, network: Network, networks: Sequence[Network]) -> bool:
        """Whether the network was trained before the one that was in training."""
        return networks.index(network) < networks.index(self.network)

    def take_over(self, network: Network) -> float:
        """The best state of a network whose training is over. Returns the seconds that training it takes now."""
        best = self._earlier.best_checkpoint(network)
        if best != self._here.best_checkpoint(network):
            write_atomically(self._here.best_checkpoint(network), best.read_bytes())
        return 0.0

    def restore(
        self, model: nn.Module, optimizer: torch.optim.Optimizer, others: Mapping[str, Stateful], best: KeepBest
    ) -> None:
        try:
            model.load_state_dict(self._state["model"])
            optimizer.load_state_dict(self._state["optimizer"])
            for name, of in others.items():
                of.restore(self._state[name])
        except (RuntimeError, ValueError, KeyError) as error:
            path = self._earlier.last_checkpoint
            detail = f"{path} was saved by a training with another network or optimiser"
            raise RunFailure(Code.CHECKPOINT_UNREADABLE, detail, path=str(path)) from error
        checkpoint.restore_random_state(self._state["random"])
        self._take_over_best(best)

    def _take_over_best(self, best: KeepBest) -> None:
        """The best state may be newer than the last one; going on, the run will meet and keep it again."""
        path = self._earlier.best_checkpoint(self.network)
        if path.exists():
            best.score = tuple(checkpoint.load(path)["score"])
            self.take_over(self.network)
