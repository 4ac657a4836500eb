"""What the stages of a run share."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from modelwright.contract.events import StageName
from modelwright.contract.parameters import RunOptions
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.strict import Strict
from modelwright.contract.tasks import MAIN_NETWORK, Network
from modelwright.engine.data import Prepared
from modelwright.engine.device import Arithmetic
from modelwright.engine.reporting import Reporter
from modelwright.engine.tasks import NetworkTask


@dataclass(frozen=True)
class Parts:
    """Of the run."""

    spec: RunSpec
    run_dir: RunDir
    reporter: Reporter
    prepared: Prepared
    started: float
    """time.monotonic() at the start of the run."""

    @property
    def options(self) -> RunOptions:
        return self.spec.parameters.run

    @property
    def networks(self) -> tuple[Network, ...]:
        return self.spec.parameters.networks(self.spec.task)

    @property
    def main(self) -> Network:
        return MAIN_NETWORK[self.spec.task]


@dataclass(frozen=True)
class NetworkParts:
    """Of one network of the run."""

    run: Parts
    task: NetworkTask[Any]
    arithmetic: Arithmetic

    @property
    def network(self) -> Network:
        return self.task.network

    @property
    def position(self) -> int:
        """How many networks are trained before it."""
        return self.run.networks.index(self.network)

    @contextmanager
    def stage(self) -> Iterator[None]:
        """The network's training, with a log of its own beside the run's (E60)."""
        reporter = self.run.reporter
        with reporter.also_into(self.run.run_dir.network_log(self.network)):
            reporter.start(StageName.TRAINING if self.network is self.run.main else StageName.SEGMENTATION_TRAINING)
            yield
            reporter.finish()


def lines(rows: Iterable[Strict]) -> str:
    """One JSON object a line."""
    return "".join(f"{row.model_dump_json()}\n" for row in rows)
