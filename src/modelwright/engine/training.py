"""The training stage: puts step, batches and hooks together, from the beginning or where an earlier run ended."""

import time
from dataclasses import dataclass
from functools import partial

import torch
from torch import nn

from modelwright.contract.events import Code, Level, Plan, StageName
from modelwright.contract.parameters import Solver
from modelwright.contract.schedules import Schedule, schedule, vanishes
from modelwright.contract.tasks import Part
from modelwright.engine import optim
from modelwright.engine.budget import KeepToBudget
from modelwright.engine.device import Arithmetic, name_of
from modelwright.engine.hooks import FollowSchedule, ReportProgress, WatchLoss
from modelwright.engine.hooks_saving import Evaluate, KeepBest, KeepLast
from modelwright.engine.pace import MeasurePace, Pace, evaluation_interval
from modelwright.engine.parts import Parts
from modelwright.engine.resume import Earlier
from modelwright.engine.trainer import Hook, Trainer

FIRST_GUESS = 1000
"""Iterations planned for a time budget until the speed is known."""


@dataclass(frozen=True)
class Step:
    """Learns from one batch."""

    model: nn.Module
    optimizer: torch.optim.Optimizer
    loss: nn.Module
    arithmetic: Arithmetic

    def __call__(self, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        with self.arithmetic.autocast():
            logits = self.model(images)
        loss: torch.Tensor = self.loss(logits.float(), labels)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        return loss.detach()


def train(parts: Parts) -> float:
    """Train the network and return how long that took, in seconds; its best state is in the checkpoint."""
    parts.reporter.start(StageName.TRAINING)
    began = time.monotonic()
    parts.model.train()
    _trainer(parts).fit()
    parts.reporter.finish()
    return time.monotonic() - began


def _trainer(parts: Parts) -> Trainer:
    solver, options, reporter, model = parts.solver, parts.options, parts.reporter, parts.model
    optimizer = optim.build(model, solver)
    every = partial(evaluation_interval, wanted=options.evaluate_every)
    pace = Pace(every)
    rate = FollowSchedule(optimizer, partial(_schedule, solver))
    loss = WatchLoss(rate, check_every=1 if parts.arithmetic.device.type == "cpu" else options.log_every)
    best = KeepBest(parts.run_dir, reporter, model, parts.facts)
    last = KeepLast(parts.run_dir, reporter, model, optimizer, loss, parts.facts)
    first = _taken_up(parts, optimizer, loss, best)
    announce = partial(_announce, parts, first)
    hooks: list[Hook] = [
        rate,
        MeasurePace(pace),
        *KeepToBudget.hooks(options.minutes, parts.started, pace, announce),
        loss,
        ReportProgress(reporter, loss, rate, pace, options.log_every, parts.epoch),
        Evaluate(parts, rate, best, pace, every),
        last,
    ]
    iterations = solver.max_iter if options.minutes is None else max(solver.max_iter, FIRST_GUESS)
    announce(iterations)
    step = Step(model, optimizer, nn.CrossEntropyLoss(label_smoothing=solver.label_smoothing), parts.arithmetic)
    batches = parts.dataset.train_batches(first, parts.arithmetic.device)
    return Trainer(step, batches, iterations, hooks=hooks, should_stop=reporter.stop_requested, iteration=first)


def _taken_up(parts: Parts, optimizer: torch.optim.Optimizer, loss: WatchLoss, best: KeepBest) -> int:
    """The first iteration: 0, or where the earlier run was saved, with everything put back as it was."""
    if parts.spec.resume_from is None:
        return 0
    earlier = Earlier(parts.spec.resume_from, parts.run_dir)
    earlier.restore(parts.model, optimizer, loss, best)
    parts.reporter.log(f"Resuming at iteration {earlier.iteration} of {parts.spec.resume_from}")
    return earlier.iteration


def _schedule(solver: Solver, iterations: int) -> Schedule:
    return schedule(solver.model_copy(update={"max_iter": iterations}))


def _announce(parts: Parts, first_iteration: int, iterations: int) -> None:
    """Tell the plan, and warn when the learning rate would vanish under it."""
    dataset = parts.dataset
    parts.reporter.emit(
        Plan(
            time=time.time(),
            classes=dataset.classes,
            images=len(dataset.samples(Part.TRAIN)),
            validation_images=len(dataset.samples(Part.VALIDATION)),
            test_images=len(dataset.samples(Part.TEST)),
            batch_size=dataset.batch_size,
            iterations=iterations,
            epochs=max(1, round(parts.epoch(iterations))),
            first_iteration=first_iteration,
            device=name_of(parts.arithmetic.device),
            precision=parts.arithmetic.precision.value,
            measured_on=parts.measured_parts[-1],
        )
    )
    parts.reporter.log(f"Plan: {iterations} iterations of {dataset.batch_size} images")
    if vanishes(parts.solver.model_copy(update={"max_iter": iterations})):
        parts.reporter.message(Level.WARNING, Code.POLICY_VANISHES, policy=parts.solver.lr_policy.value)
