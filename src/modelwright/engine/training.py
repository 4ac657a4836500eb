"""The training of one network: puts step, batches and hooks together, from the beginning or where an earlier run ended."""

import time
from functools import partial
from typing import Any

import torch

from modelwright.contract.events import Code, Level, Plan
from modelwright.contract.schedules import Schedule, schedule, vanishes
from modelwright.contract.solvers import Solver
from modelwright.contract.tasks import Part
from modelwright.engine import optim
from modelwright.engine.average import WeightAverage
from modelwright.engine.budget import KeepToBudget
from modelwright.engine.coach import BRISK, Coach
from modelwright.engine.curves import Curves
from modelwright.engine.data import Watcher
from modelwright.engine.device import Arithmetic, name_of
from modelwright.engine.distributed import ALONE, Devices, sharing
from modelwright.engine.hooks import FollowSchedule, ReportProgress, Share, WatchLoss
from modelwright.engine.hooks_saving import Evaluate, KeepBest, KeepLast, Stateful
from modelwright.engine.memory import Accumulated
from modelwright.engine.pace import MeasurePace, Pace, evaluation_interval
from modelwright.engine.parts import NetworkParts
from modelwright.engine.resume import Earlier
from modelwright.engine.tasks import NetworkTask
from modelwright.engine.trainer import Hook, Trainer

FIRST_GUESS = 1000
"""Iterations planned for a time budget until the speed is known."""


def step_of(
    task: NetworkTask[Any],
    optimizer: torch.optim.Optimizer,
    arithmetic: Arithmetic,
    watcher: Watcher,
    devices: Devices = ALONE,
) -> Accumulated:
    """Learns from one batch, in as many parts as the parameters ask for, or memory demands."""

    def forward_loss(images: torch.Tensor, targets: Any) -> torch.Tensor:
        with arithmetic.autocast():
            output = task.model(images)
        return task.loss(output, targets)

    def combine(loss: torch.Tensor) -> torch.Tensor:
        loss = devices.combine(loss)
        if task.solver.max_grad_norm:
            torch.nn.utils.clip_grad_norm_(task.model.parameters(), task.solver.max_grad_norm)
        return loss

    return Accumulated(forward_loss, optimizer, task.solver.accumulate, watcher, combine)


def train(parts: NetworkParts, earlier: Earlier | None) -> float:
    """Train the network and return how long that took, in seconds; its best state is in the checkpoint."""
    with parts.stage():
        began = time.monotonic()
        parts.task.model.train()
        with sharing(parts, earlier.iteration if earlier is not None else 0) as devices:
            _trainer(parts, earlier, devices).fit()
    return time.monotonic() - began


def _trainer(parts: NetworkParts, earlier: Earlier | None, devices: Devices) -> Trainer:
    run, task, solver = parts.run, parts.task, parts.task.solver
    reporter, options = run.reporter, run.options
    optimizer = optim.build(task.model, solver)
    average = WeightAverage(task.model, solver.ema)
    every = partial(evaluation_interval, wanted=options.evaluate_every)
    pace = Pace(every)
    rate = FollowSchedule(optimizer, partial(_schedule, solver))
    loss = WatchLoss(rate, check_every=1 if parts.arithmetic.device.type == "cpu" else options.log_every)
    curves = Curves(floor=task.loss_floor, chance=task.loss_by_chance, brisk=BRISK[solver.optimizer])
    coach = Coach(reporter, task.network, task.metric, options.coach, rate, curves, options.log_every)
    best = KeepBest(run.run_dir, reporter, average, task)
    stateful: dict[str, Stateful] = {"loss": loss, "average": average, "coach": coach}
    last = KeepLast(run.run_dir, reporter, task, optimizer, loss, stateful, options.file_update_s)
    first = 0
    if earlier is not None:
        earlier.restore(task.model, optimizer, stateful, best)
        reporter.log(f"Resuming at iteration {earlier.iteration} of {run.spec.resume_from}")
        first = earlier.iteration
    announce = partial(_announce, parts, first)
    share = Share(parts.position, len(run.networks))
    hooks: list[Hook] = [
        rate,
        MeasurePace(pace),
        *KeepToBudget.hooks(_minutes(parts), run.started, pace, announce),
        loss,
        average,
        ReportProgress(reporter, task.network, loss, rate, pace, share, options.log_every, task.data.epoch),
        Evaluate(parts, average, rate, best, coach, pace, every),
        coach,
        last,
    ]
    iterations = solver.max_iter if options.minutes is None else max(solver.max_iter, FIRST_GUESS)
    announce(iterations)
    step = devices.shared(step_of(task, optimizer, parts.arithmetic, reporter, devices))
    batches = task.data.train_batches(first, parts.arithmetic.device)
    return Trainer(step, batches, iterations, hooks=hooks, should_stop=reporter.stop_requested, iteration=first)


def _minutes(parts: NetworkParts) -> float | None:
    """Since the start of the run: of two networks the first one ends at half of the budget."""
    budget = parts.run.options.minutes
    return None if budget is None else budget * (parts.position + 1) / len(parts.run.networks)


def _schedule(solver: Solver, iterations: int) -> Schedule:
    return schedule(solver.model_copy(update={"max_iter": iterations}))


def _announce(parts: NetworkParts, first_iteration: int, iterations: int) -> None:
    """Tell the plan, and warn when the learning rate would vanish under it."""
    task, reporter = parts.task, parts.run.reporter
    data = task.data
    reporter.emit(
        Plan(
            time=time.time(),
            network=task.network,
            classes=task.classes,
            images=len(data.samples(Part.TRAIN)),
            validation_images=len(data.samples(Part.VALIDATION)),
            test_images=len(data.samples(Part.TEST)),
            batch_size=data.batch_size,
            iterations=iterations,
            epochs=max(1, round(data.epoch(iterations))),
            first_iteration=first_iteration,
            device=name_of(parts.arithmetic.device),
            precision=parts.arithmetic.precision.value,
            measured_on=task.measured_parts[-1],
            metric=task.metric,
        )
    )
    reporter.log(f"Plan: {iterations} iterations of {data.batch_size} images")
    if vanishes(task.solver.model_copy(update={"max_iter": iterations})):
        policy = task.solver.lr_policy.value
        reporter.message(Level.WARNING, Code.POLICY_VANISHES, policy=policy)
