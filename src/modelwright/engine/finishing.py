"""The last two stages: the best states are measured in full precision and written down, then exported and compared."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import torch

from modelwright.contract.choices import Precision
from modelwright.contract.events import StageName
from modelwright.contract.report import Report, Result, SetResult, TrainedNetwork, in_words
from modelwright.contract.run_dir import write_atomically
from modelwright.contract.tasks import Network, Part
from modelwright.engine import checkpoint
from modelwright.engine.combined import combined
from modelwright.engine.device import name_of
from modelwright.engine.export import export
from modelwright.engine.machine import MB, peak_memory_mb
from modelwright.engine.parts import NetworkParts, Parts, lines
from modelwright.engine.tasks.base import Measured


@dataclass(frozen=True)
class Trained:
    """A network whose training is over."""

    parts: NetworkParts
    training_s: float


Sets = dict[Network, list[Measured]]
"""Of each network: validation, and the test set where there is one."""


def evaluate_and_export(parts: Parts, trained: list[Trained]) -> None:
    states = {of.parts.network: _load_best(of.parts) for of in trained}
    measured = _evaluate(parts, trained)
    results, rows = _results(parts, measured)
    report = _report(parts, trained, states, results)
    write_atomically(parts.run_dir.results_file, lines(rows))
    write_atomically(parts.run_dir.report_file, report.model_dump_json(indent=2))
    parts.reporter.finish(samples=sum(of.samples for of in report.sets))
    for of in report.sets:
        parts.reporter.log(in_words(of))
    parts.reporter.start(StageName.EXPORT)
    certificate = export(parts, [of.parts.task for of in trained], report)
    whole = report.model_copy(update={"total_s": time.monotonic() - parts.started, **_peaks(trained)})
    write_atomically(parts.run_dir.report_file, whole.model_dump_json(indent=2))
    parts.reporter.finish(samples=certificate.samples)


def _load_best(parts: NetworkParts) -> dict[str, Any]:
    """Put the best weights into the network; returns what the checkpoint says beside them."""
    state = checkpoint.load(parts.run.run_dir.best_checkpoint(parts.network))
    parts.task.model.load_state_dict(state.pop("model"))
    parts.task.model.eval()
    return state


def _evaluate(parts: Parts, trained: list[Trained]) -> Sets:
    parts.reporter.start(StageName.EVALUATION)
    return {of.parts.network: list(_measured(of.parts)) for of in trained}


def _measured(of: NetworkParts) -> Iterator[Measured]:
    exact = replace(of.arithmetic, precision=Precision.FLOAT32)
    for part in of.task.measured_parts:
        yield of.task.measure(of.task.model, part, exact, of.run.reporter.stop_requested, keep=True)


def _results(parts: Parts, measured: Sets) -> tuple[list[SetResult], list[Result]]:
    """The numbers by network, the main one first, and one row a sample."""
    if len(measured) == 1:
        (sets,) = measured.values()
        return [of.result() for of in sets], [row for of in sets for row in of.rows()]
    return combined(parts.spec.parameters.model, parts.prepared.manifest, measured)


def _report(parts: Parts, trained: list[Trained], states: dict[Network, Any], results: list[SetResult]) -> Report:
    main = next(of for of in trained if of.parts.network is parts.main)
    manifest = parts.prepared.manifest
    return Report(
        task=parts.spec.task,
        base_model=main.parts.task.base.name,
        classes=manifest.classes,
        networks=tuple(_network(of, states[of.parts.network]) for of in trained),
        sets=tuple(results),
        non_compliant=len(parts.prepared.non_compliant),
        manifest_hash=manifest.hash,
        training_s=sum(of.training_s for of in trained),
        total_s=time.monotonic() - parts.started,
        device=name_of(main.parts.arithmetic.device),
        forecast_s=parts.spec.forecast_s,
    )


def _peaks(trained: list[Trained]) -> dict[str, float | None]:
    """What the run took of main memory and of its first GPU at most."""
    cuda = any(of.parts.arithmetic.device.type == "cuda" for of in trained)
    return {"peak_memory_mb": peak_memory_mb(), "peak_gpu_mb": torch.cuda.max_memory_reserved() / MB if cuda else None}


def _network(of: Trained, state: dict[str, Any]) -> TrainedNetwork:
    task = of.parts.task
    return TrainedNetwork(
        network=task.network,
        base_model=task.base.name,
        classes=task.classes,
        iteration=state["iteration"],
        metric=task.metric,
        best=state["score"][0],
        training_samples=len(task.data.samples(Part.TRAIN)),
        training_s=of.training_s,
        precision=of.parts.arithmetic.precision.value,
    )
