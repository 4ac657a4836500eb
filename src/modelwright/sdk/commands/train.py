"""Train a classifier on a folder of images, one subfolder a class, with the engine of the server but without one.

OUT gets report.json, log.txt, the checkpoints and bundle.zip. Ctrl-C stops cleanly and keeps a checkpoint.
"""

import argparse
import signal
from pathlib import Path
from types import FrameType
from typing import Any

from modelwright.contract.catalogue import BASE_MODELS, BaseModel, base_model
from modelwright.contract.events import Finished, Outcome
from modelwright.contract.parameters import Parameters
from modelwright.contract.report import Report
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import NoWeights, PretrainedWeights, RunData, RunSpec, VersionWeights, Weights
from modelwright.sdk import settings
from modelwright.sdk.input_size import fitting_input_size
from modelwright.sdk.local import LocalRun, default_cache
from modelwright.sdk.problems import UsageProblem
from modelwright.sdk.terminal import Terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    names = ", ".join(entry.name for entry in BASE_MODELS)
    parser.add_argument("data", type=Path, metavar="DATA", help="folder with one subfolder of images per class")
    parser.add_argument("--test", type=Path, metavar="DATA2", help="a test set of the same shape, measured apart")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="new directory for everything that the run makes"
    )
    parser.add_argument(
        "--base-model", default=BASE_MODELS[0].name, metavar="NAME", help=f"one of {names}; default %(default)s"
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--iterations", type=int, metavar="N", help="how many batches to learn from")
    length.add_argument("--minutes", type=float, metavar="M", help="time budget for the whole run")
    parser.add_argument(
        "--params", type=Path, metavar="FILE", help="JSON file with parameters, as a template shows them"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="one parameter, such as base_lr=0.01"
    )
    parser.add_argument(
        "--seed", type=int, metavar="S", help="the same seed gives the same split and, on the CPU, the same losses"
    )
    parser.add_argument(
        "--weights", default="none", metavar="WHICH", help="none, pretrained, a folder of weights, or a checkpoint"
    )
    parser.add_argument(
        "--resume", type=Path, metavar="RUN", help="directory of a stopped run to continue with the same data"
    )


def run(options: argparse.Namespace) -> int:
    spec = _spec(options)
    local = LocalRun(options.out.resolve(), spec)
    terminal = Terminal()
    terminal.line(f"{spec.base_model}, images brought to {spec.parameters.preprocessing.input_size} px a side")
    finished = _followed(local, terminal)
    if finished is None:
        terminal.line(f"failed: the engine ended without a word; {local.last_words() or 'its output is empty'}")
        return 1
    if finished.outcome is Outcome.COMPLETED:
        _show_report(local.run_dir, terminal)
    elif finished.outcome is Outcome.STOPPED:
        terminal.line(f"Continue with --resume {local.run_dir.path}")
    return 1 if finished.outcome is Outcome.FAILED else 0


def _followed(local: LocalRun, terminal: Terminal) -> Finished | None:
    """Show the run to its end; the first Ctrl-C asks it to stop, and it still says how it ended."""

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        terminal.line("stopping, and saving a checkpoint")
        local.request_stop()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        for event in local.follow():
            terminal.show(event)
            if isinstance(event, Finished):
                return event
    finally:
        signal.signal(signal.SIGINT, before)
    return None


def _spec(options: argparse.Namespace) -> RunSpec:
    base = _base_model(options.base_model)
    parameters = settings.parameters(base, options.params, options.set, _overrides(options))
    train = _folder(options.data)
    if parameters.preprocessing.input_size is None:
        parameters = _with_input_size(parameters, fitting_input_size(Path(train), base.input_size))
    return RunSpec(
        base_model=base.name,
        weights=_weights(options.weights),
        parameters=parameters,
        data=RunData(train=(train,), test=() if options.test is None else (_folder(options.test),)),
        cache_dir=str(default_cache()),
        resume_from=None if options.resume is None else _earlier(options.resume),
    )


def _with_input_size(parameters: Parameters, side: int) -> Parameters:
    preprocessing = parameters.preprocessing.model_copy(update={"input_size": side})
    return parameters.model_copy(update={"preprocessing": preprocessing})


def _overrides(options: argparse.Namespace) -> dict[str, Any]:
    """What has an option of its own, by the path of its parameter."""
    given = {
        "training.classification.max_iter": options.iterations,
        "run.minutes": options.minutes,
        "run.seed": options.seed,
    }
    return {path: value for path, value in given.items() if value is not None}


def _base_model(name: str) -> BaseModel:
    try:
        return base_model(name)
    except KeyError as error:
        raise UsageProblem(f"--base-model: {error.args[0]}") from error


def _folder(path: Path) -> str:
    if not path.is_dir():
        raise UsageProblem(
            f"{path} is {'no folder' if path.exists() else 'not there'}; give a folder with one subfolder per class"
        )
    return str(path.resolve())


def _weights(which: str) -> Weights:
    match which:
        case "none":
            return NoWeights()
        case "pretrained":
            return PretrainedWeights()
    path = Path(which)
    if path.is_dir():
        return PretrainedWeights(folder=str(path.resolve()))
    if path.is_file():
        return VersionWeights(checkpoint=str(path.resolve()), name=path.name)
    raise UsageProblem(f"--weights {which}: neither none, pretrained, nor a folder or file that is there")


def _earlier(path: Path) -> str:
    if not RunDir(path).last_checkpoint.is_file():
        raise UsageProblem(f"--resume {path}: there is no checkpoint to continue from")
    return str(path.resolve())


def _show_report(run_dir: RunDir, terminal: Terminal) -> None:
    report = Report.model_validate_json(run_dir.report_file.read_bytes())
    for of in report.sets:
        low, high = of.accuracy_interval
        terminal.line(
            f"{of.part}: accuracy {of.accuracy:.4f} (95 %: {low:.3f} to {high:.3f}), macro F1 {of.macro_f1:.4f}, "
            f"{of.samples} samples"
        )
    terminal.line(f"report, log, checkpoints and bundle.zip are in {run_dir.path}")
