"""Who takes part in the quality benchmark, and what each one's turn leaves behind: a JSON file that is kept."""

import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from PIL import Image

from _jobs import ROOT, Contest
from _scores import Scores, score
from _watched import Watched, run_watched
from modelwright.bundle.predictor import Answer, Predictor
from modelwright.contract.events import EVENT, Finished, Metrics, Outcome, Plan
from modelwright.contract.report import Report
from modelwright.contract.run_dir import RunDir
from references._job import Job

REFERENCES: Final = Path(__file__).parent / "references"
ENVIRONMENTS: Final = Path(os.environ.get("MODELWRIGHT_REFERENCES") or ROOT / "build" / "references")
OURS: Final = "modelwright"
NEARLY: Final = 0.9


class TurnFailed(Exception):
    """The contestant's program did not come to its end; the message names its log."""


@dataclass(frozen=True)
class Turn:
    """What one contestant reached on one job."""

    contest: str
    contestant: str
    seed: int
    minutes: float
    model: str
    scores: Scores
    curve: list[tuple[float, float]]
    """Seconds since the start, and what its own evaluation on the way gave."""
    images: int
    """Learned from, as often as they came; a crop is an image."""
    training_s: float
    wall_s: float
    peak_mb: float
    versions: dict[str, str]
    threads: int
    load: float
    """The machine's load when it began: above 0.5 something else was running."""
    when: str

    @property
    def images_per_s(self) -> float:
        return self.images / self.training_s if self.training_s else 0.0

    @property
    def useful_after_s(self) -> float | None:
        """When its own evaluations first reached 0.9 of their highest value; None where they never rose."""
        highest = max((value for _, value in self.curve), default=0.0)
        return next((at for at, value in self.curve if highest and value >= NEARLY * highest), None)

    @staticmethod
    def file(contest: Contest, contestant: str, seed: int) -> Path:
        name = f"{contestant}-{seed}" if contestant == OURS else contestant
        return contest.results / "turns" / f"{name}.json"

    def save(self, contest: Contest) -> None:
        file = self.file(contest, self.contestant, self.seed)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self), indent=1))


def read_turns(contest: Contest, minutes: float) -> list[Turn]:
    """What is kept of this job at that budget."""
    files = sorted((contest.results / "turns").glob("*.json"))
    turns = [Turn(**json.loads(file.read_text())) for file in files]
    return [turn for turn in turns if turn.minutes == minutes]


@dataclass(frozen=True)
class Reference:
    """A program of `references/` and the Python that runs it."""

    name: str
    program: str
    python: Callable[[], Path]
    environment: Callable[[], dict[str, str]] = dict

    def take_turn(self, contest: Contest, minutes: float) -> Turn:
        folder = fresh(contest.results / "work" / self.name)
        program = REFERENCES / self.program.format(kind=contest.kind)
        command = [str(self.python()), str(program), str(contest.job_file()), str(folder), "--minutes", str(minutes)]
        load = os.getloadavg()[0]
        watched = run_watched(command, folder / "log.txt", self.environment())
        if watched.code:
            raise TurnFailed(f"{self.name} failed on {contest.name}: see {folder / 'log.txt'}")
        facts, predictions, curve = (_read(folder / f"{name}.json") for name in ("facts", "predictions", "curve"))
        blank = _blank(contest, self.name, 0, minutes, watched, load)
        return replace(
            blank,
            model=facts["model"],
            scores=score(contest.job(), predictions),
            curve=[(at - watched.began, value) for at, value in curve],
            images=facts["images"],
            training_s=facts["seconds"],
            versions=facts["versions"],
        )


def _ultralytics() -> Path:
    return ENVIRONMENTS / "ultralytics" / "bin" / "yolo"


REFERENCE: Final = {
    "ultralytics": Reference(
        "ultralytics", "ultralytics_cli.py", lambda: Path(sys.executable), lambda: {"YOLO": str(_ultralytics())}
    ),
    "plain": Reference("plain", "plain_{kind}.py", lambda: Path(sys.executable)),
    "getitune": Reference("getitune", "getitune_api.py", lambda: ENVIRONMENTS / "getitune" / "bin" / "python"),
}


def take_our_turn(contest: Contest, minutes: float, seed: int) -> Turn:
    """The spec that `modelwright train` wrote, with this seed and time; all of the run counts, from reading to export."""
    run = RunDir(fresh(contest.results / "work" / f"{OURS}-{seed}"))
    contest.manifest()
    spec = contest.spec()
    options = spec.parameters.run.model_copy(update={"seed": seed, "minutes": minutes})
    parameters = spec.parameters.model_copy(update={"run": options})
    cache = str(run.path / "cache")  # nothing is packed beforehand
    run.create(spec.model_copy(update={"parameters": parameters, "cache_dir": cache}))
    command = [sys.executable, "-m", "modelwright.engine", str(run.path)]
    load = os.getloadavg()[0]
    watched = run_watched(command, run.path / "bench.txt", {})
    shutil.rmtree(cache, ignore_errors=True)
    events = [EVENT.validate_python(event) for _number, _offset, event in run.events()]
    if not any(isinstance(event, Finished) and event.outcome is Outcome.COMPLETED for event in events):
        raise TurnFailed(f"{OURS} did not complete {contest.name}: see {run.log_file}")
    series = f"validation.{contest.series}"
    report = Report.model_validate_json(run.report_file.read_bytes())
    plan = [event for event in events if isinstance(event, Plan)][-1]
    steps = max(event.iteration for event in events if isinstance(event, Metrics))
    job = contest.job()
    return replace(
        _blank(contest, OURS, seed, minutes, watched, load),
        model=f"{report.base_model}, {plan.precision}",
        scores=score(job, our_predictions(job, run)),
        curve=[
            (event.time - watched.began, event.values[series])
            for event in events
            if isinstance(event, Metrics) and series in event.values
        ],
        images=steps * plan.batch_size,
        training_s=report.training_s,
        versions={"torch": torch.__version__},
    )


def our_predictions(job: Job, run: RunDir) -> list[Any]:
    """What the exported bundle says about each image of the validation part."""
    predictor = Predictor(run.bundle_file)
    answers = [predictor.predict(Path(picture.path), candidates=True) for picture in job.validation]
    match job.kind:
        case "classification":
            return [job.classes.index(answer.label) for answer in answers]
        case "segmentation":
            return [_saved(job, run, number, answer) for number, answer in enumerate(answers)]
        case "detection":
            return [_boxes(job, answer) for answer in answers]


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def median(turns: Sequence[Turn], of: Callable[[Turn], float | None]) -> float | None:
    values = [value for turn in turns if (value := of(turn)) is not None]
    return statistics.median(values) if values else None


def _saved(job: Job, run: RunDir, number: int, answer: Answer) -> str:
    """The masks at the image's own size, as a picture of class numbers."""
    size = job.validation[number].size
    numbers = np.zeros(size[::-1], np.uint8)
    for mask in answer.masks:
        values = np.arange(len(mask["runs"])) % 2 == 1
        inside = np.repeat(values, mask["runs"]).reshape(mask["size"])
        whole = np.asarray(Image.fromarray(inside).resize(size, Image.Resampling.NEAREST))
        numbers[whole] = 1 + job.classes.index(mask["label"])
    file = run.path / "masks" / f"{number}.png"
    file.parent.mkdir(exist_ok=True)
    Image.fromarray(numbers).save(file)
    return str(file)


def _boxes(job: Job, answer: Answer) -> dict[str, Any]:
    found = [*answer.boxes, *answer.extra.get("candidates", ())]
    edges = [(x, y, x + width, y + height) for x, y, width, height in (one["box"] for one in found)]
    return {
        "boxes": edges,
        "labels": [job.classes.index(one["label"]) for one in found],
        "scores": [one["confidence"] for one in found],
    }


def _blank(contest: Contest, name: str, seed: int, minutes: float, watched: Watched, load: float) -> Turn:
    return Turn(
        contest=contest.name,
        contestant=name,
        seed=seed,
        minutes=minutes,
        model="",
        scores={},
        curve=[],
        images=0,
        training_s=0,
        wall_s=watched.took_s,
        peak_mb=watched.peak_mb,
        versions={},
        threads=int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1),
        load=load,
        when=time.strftime("%Y-%m-%d %H:%M", time.gmtime()),
    )


def _read(file: Path) -> Any:
    return json.loads(file.read_text())
