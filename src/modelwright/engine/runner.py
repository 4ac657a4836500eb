"""Carries out a run: data, training, evaluation, export. A parts list; the variation is inside the parts."""

import torch

from modelwright.contract.run_dir import RunDir, write_atomically
from modelwright.contract.run_spec import Purpose, RunSpec
from modelwright.contract.tasks import Network
from modelwright.engine import data, device, models, tasks
from modelwright.engine.finishing import Trained, evaluate_and_export
from modelwright.engine.parts import NetworkParts, Parts, lines
from modelwright.engine.rehearsal import rehearse
from modelwright.engine.reporting import Reporter
from modelwright.engine.resume import Earlier
from modelwright.engine.training import train


def run(run_dir: RunDir, spec: RunSpec, reporter: Reporter, started: float) -> None:
    """`started` is the time.monotonic() at which the run began. Raises RunFailure or Stopped when it ends early."""
    if spec.purpose is Purpose.REHEARSAL:
        return rehearse(run_dir, spec, reporter, started)
    return _train(run_dir, spec, reporter, started)


def _train(run_dir: RunDir, spec: RunSpec, reporter: Reporter, started: float) -> None:
    prepared = data.prepare(spec, reporter)
    write_atomically(run_dir.manifest_file, prepared.manifest.model_dump_json())
    write_atomically(run_dir.non_compliant_file, lines(prepared.non_compliant))
    parts = Parts(spec, run_dir, reporter, prepared, started)
    earlier = None if spec.resume_from is None else Earlier(spec.resume_from, run_dir)
    with models.compiler_deferred():
        trained = [_trained(parts, network, earlier) for network in parts.networks]
    evaluate_and_export(parts, trained)


def _trained(parts: Parts, network: Network, earlier: Earlier | None) -> Trained:
    torch.manual_seed(parts.options.seed)
    task = tasks.build(parts.prepared, network)
    frame = task.data.frame
    parts.reporter.log(f"{task.base.name}: images are brought to {frame.width} x {frame.height} pixels")
    arithmetic = device.choose(parts.options, parts.reporter, task.model, task.data.source.crop)
    of = NetworkParts(parts, task, arithmetic)
    if earlier is not None and earlier.has_finished(network, parts.networks):
        return Trained(of, earlier.take_over(network))
    return Trained(of, train(of, earlier if earlier is not None and earlier.network is network else None))
