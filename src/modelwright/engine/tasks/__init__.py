"""What differs between the networks that a run can train: a table from network to implementation."""

from collections.abc import Callable
from typing import Any, Final

from modelwright.contract.tasks import Network
from modelwright.engine.data.prepare import Prepared
from modelwright.engine.tasks.base import NetworkTask
from modelwright.engine.tasks.classification import Classification
from modelwright.engine.tasks.detection import Detection
from modelwright.engine.tasks.segmentation import Segmentation

__all__ = ["NetworkTask", "build"]

_TASKS: Final[dict[Network, Callable[[Prepared, Network], NetworkTask[Any]]]] = {
    Network.CLASSIFICATION: Classification,
    Network.SEGMENTATION: Segmentation,
    Network.DETECTION: Detection,
}


def build(prepared: Prepared, network: Network) -> NetworkTask[Any]:
    """The network's task with its data and its model, on the CPU. Raises RunFailure when the weights cannot be had.

    Uses torch's global random generator for weights that are not loaded.
    """
    return _TASKS[network](prepared, network)
