"""Carries out a run: data, training, evaluation, export. A parts list; the variation is inside the parts."""

import torch

from modelwright.contract.run_dir import RunDir, write_atomically
from modelwright.contract.run_spec import RunSpec
from modelwright.engine import data, device, models
from modelwright.engine.finishing import evaluate_and_export
from modelwright.engine.parts import Parts, lines
from modelwright.engine.reporting import Reporter
from modelwright.engine.training import train


def run(run_dir: RunDir, spec: RunSpec, reporter: Reporter, started: float) -> None:
    """`started` is the time.monotonic() at which the run began. Raises RunFailure or Stopped when it ends early."""
    dataset = data.prepare(spec, reporter)
    write_atomically(run_dir.manifest_file, dataset.manifest.model_dump_json())
    write_atomically(run_dir.non_compliant_file, lines(dataset.non_compliant))
    reporter.log(f"Images are brought to {dataset.input_size} x {dataset.input_size} pixels")
    torch.manual_seed(spec.parameters.run.seed)
    with models.compiler_deferred():
        model = models.build(spec.base_model, dataset.classes, spec.weights, dataset.input_size)
        arithmetic = device.choose(spec.parameters.run, reporter, model, dataset.input_size)
        parts = Parts(spec, run_dir, reporter, dataset, arithmetic, model, started)
        training_s = train(parts)
    evaluate_and_export(parts, training_s)
