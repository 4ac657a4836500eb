"""What a person may set and probably does not mean: values that vanish, have no effect, or go against the sources' advice."""

import math
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as now

from modelwright.contract.parameters import Parameters
from modelwright.contract.schedules import schedule, vanishes
from modelwright.contract.solvers import Solver
from modelwright.contract.tasks import MAIN_NETWORK, NETWORKS, Network, Task
from modelwright.server.core.numbers import decimal
from modelwright.server.training.base_models import defaults_of
from modelwright.server.training.json_text import Path

MOST_ITERATIONS: Final = 5000
"""C13: a detector that learns for longer over-fits."""
FEWEST_WORKERS: Final = 4
"""C11: fewer slow the training of a detector."""

Warning_ = tuple[Path, str]


def warnings_of(parameters: Parameters, task: Task) -> list[Warning_]:
    """Each with the path that it is about."""
    rules = (_without_effect, _policies, _metric, _advice)
    return [warning for rule in rules for warning in rule(parameters, task)]


def _without_effect(parameters: Parameters, task: Task) -> Iterator[Warning_]:
    """E52: blocks that somebody filled in and that nothing reads."""
    trained = parameters.networks(task)
    given = parameters.model_dump(mode="json")
    main = parameters.model.name_of(MAIN_NETWORK[task])
    starts = (Parameters().model_dump(mode="json"), defaults_of(task, main, given))
    for network in Network:
        block = given["training"][network]
        if network not in trained and all(block != start["training"][network] for start in starts):
            yield ("training", network.value), _no_effect(network, task)


def _no_effect(network: Network, task: Task) -> str:
    if network in NETWORKS[task]:
        return now("The segmentation is switched off: the values for segmentation have no effect.")
    match network:
        case Network.SEGMENTATION:
            return now("The task has no segmentation: the values for segmentation have no effect.")
        case Network.CLASSIFICATION:
            return now("The task has no classification: the values for classification have no effect.")
        case Network.DETECTION:
            return now("The task has no detection: the values for detection have no effect.")


def _policies(parameters: Parameters, task: Task) -> Iterator[Warning_]:
    for network in parameters.networks(task):
        if sentence := policy_warning(parameters.training.of(network)):
            yield ("training", network.value, "lr_policy"), sentence


def policy_warning(solver: Solver) -> str:
    """Says so when the learning rate vanishes at once (X13), or grows without end; empty otherwise."""
    values = {"policy": solver.lr_policy.value, "gamma": decimal(solver.gamma, 12)}
    if not math.isfinite(schedule(solver)(solver.max_iter)):
        return now("The policy “%(policy)s” with gamma %(gamma)s grows without end. Choose a gamma below 1.") % values
    if vanishes(solver):
        return (
            now(
                "With the policy “%(policy)s” and gamma %(gamma)s the learning rate is practically zero before a tenth of "
                "the run is over: the model would stop learning. Choose a gamma close to 1, or the policy “poly”."
            )
            % values
        )
    return ""


def _metric(parameters: Parameters, task: Task) -> Iterator[Warning_]:
    """The best checkpoint is chosen by a number that the main network does not have."""
    main = MAIN_NETWORK[task]
    if not parameters.run.metric.fits(main):
        message = now("The metric “%(chosen)s” is not measured in this task: “%(used)s” is used.")
        yield ("run", "metric"), message % {"chosen": parameters.run.metric, "used": parameters.metric(main)}


def _advice(parameters: Parameters, task: Task) -> Iterator[Warning_]:
    """What the sources recommend for field detection (C11, C13)."""
    if task is not Task.DETECTION:
        return
    iterations, workers = parameters.training.detection.max_iter, parameters.run.num_workers
    if iterations > MOST_ITERATIONS:
        message = now("More than %(most)s iterations are not recommended: the model may over-fit.")
        yield ("training", "detection", "max_iter"), message % {"most": MOST_ITERATIONS}
    if workers is not None and workers < FEWEST_WORKERS:
        message = now("Fewer than %(least)s loading threads are not recommended: they can slow the training.")
        yield ("run", "num_workers"), message % {"least": FEWEST_WORKERS}
