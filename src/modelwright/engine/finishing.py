"""The last two stages: the best state is measured in full precision and written down, then exported and compared."""

import time
from dataclasses import replace

from modelwright.contract.events import StageName
from modelwright.contract.parameters import Precision
from modelwright.contract.report import Report
from modelwright.contract.run_dir import write_atomically
from modelwright.contract.tasks import Part
from modelwright.engine import checkpoint
from modelwright.engine.device import name_of
from modelwright.engine.evaluation import Measured, measure, results
from modelwright.engine.export import export
from modelwright.engine.parts import Parts, lines


def evaluate_and_export(parts: Parts, training_s: float) -> None:
    iteration = _load_best(parts)
    measured = _evaluate(parts)
    report = _report(parts, measured, iteration, training_s)
    write_atomically(parts.run_dir.results_file, lines(row for of in measured for row in results(of, parts.dataset)))
    write_atomically(parts.run_dir.report_file, report.model_dump_json(indent=2))
    parts.reporter.finish(samples=sum(of.samples for of in report.sets))
    for of in report.sets:
        parts.reporter.log(f"{of.part}: accuracy {of.accuracy:.4f}, macro F1 {of.macro_f1:.4f}, {of.samples} samples")
    parts.reporter.start(StageName.EXPORT)
    certificate = export(parts, measured[0], report)
    parts.reporter.finish(samples=certificate.samples)


def _load_best(parts: Parts) -> int:
    """Put the best weights into the network; returns the iteration at which they were saved."""
    state = checkpoint.load(parts.run_dir.best_checkpoint)
    parts.model.load_state_dict(state["model"])
    parts.model.eval()
    return int(state["iteration"])


def _evaluate(parts: Parts) -> list[Measured]:
    parts.reporter.start(StageName.EVALUATION, sum(len(parts.dataset.samples(part)) for part in parts.measured_parts))
    exact = replace(parts.arithmetic, precision=Precision.FLOAT32)
    stop = parts.reporter.stop_requested
    return [measure(parts.model, parts.dataset, part, exact, stop) for part in parts.measured_parts]


def _report(parts: Parts, measured: list[Measured], iteration: int, training_s: float) -> Report:
    dataset = parts.dataset
    return Report(
        task=parts.spec.task,
        base_model=parts.facts["base_model"],
        classes=dataset.classes,
        iteration=iteration,
        metric=parts.options.metric.value,
        sets=tuple(of.result(dataset.classes) for of in measured),
        non_compliant=len(dataset.non_compliant),
        training_samples=len(dataset.samples(Part.TRAIN)),
        manifest_hash=dataset.manifest.hash,
        training_s=training_s,
        total_s=time.monotonic() - parts.started,
        device=name_of(parts.arithmetic.device),
        precision=parts.arithmetic.precision.value,
    )
