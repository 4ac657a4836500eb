"""The four jobs of the quality benchmark: their data, what groups them, and the one split that every contestant gets."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from modelwright.contract.report import Manifest, ManifestSample
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import Network, Part
from references._job import Job, Kind, Picture

ROOT: Final = Path(__file__).parent.parent
RESULTS: Final = ROOT / "build" / "benchmarks" / "quality"
PREPARATION_S: Final = 300


@dataclass(frozen=True)
class Contest:
    """A job with the figure that decides it."""

    name: str
    title: str
    kind: Kind
    folder: str
    """In the folder of the sample data."""
    metric: str
    series: str
    """The series of our validation that follows the metric."""
    base_model: str
    """Of ours: the one that its summary recommends for such data."""

    @property
    def data(self) -> Path:
        return data_folder() / self.folder

    @property
    def results(self) -> Path:
        return RESULTS / self.name

    @property
    def manifest_file(self) -> Path:
        """The split of all contestants, as `modelwright train` makes it; it stays until it is removed."""
        return self.results / "manifest.json"

    def manifest(self) -> Manifest:
        if not self.manifest_file.exists():
            run = _begun(self, lambda run: run.manifest_file)
            self.manifest_file.write_bytes(run.manifest_file.read_bytes())
        return Manifest.model_validate_json(self.manifest_file.read_bytes())

    def spec(self) -> RunSpec:
        """What `modelwright train` makes of the data and of today's defaults."""
        return _begun(self, lambda run: run.spec_file).read_spec()

    def job(self) -> Job:
        manifest = self.manifest()
        classes = manifest.networks[Network(self.kind)]
        parts = {
            part: tuple(_picture(sample, classes) for sample in manifest.samples if sample.part is part)
            for part in (Part.TRAIN, Part.VALIDATION)
        }
        return Job(self.name, self.kind, classes, parts[Part.TRAIN], parts[Part.VALIDATION])

    def job_file(self) -> Path:
        file = self.results / "job.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asdict(self.job())))
        return file


CONTESTS: Final = (
    Contest(
        "tiles",
        "Magnetic tile classification",
        "classification",
        "magnetic_tile",
        "macro F1",
        "macro_f1",
        "ResNet10-Light",
    ),
    Contest(
        "defects",
        "Magnetic tile segmentation",
        "segmentation",
        "magnetic_tile",
        "mIoU of the defects",
        "mean_iou",
        "U-Net-Light",
    ),
    Contest("pcb", "PCB boxes", "detection", "pcb_boxes", "AP50", "ap50", "base-Parts-01"),
    Contest("receipts", "Receipts", "detection", "receipts_sroie", "AP50", "ap50", "base-SmartOCR-01"),
)


def data_folder() -> Path:
    """The sample data: MODELWRIGHT_BENCH_DATA, or `shared/data` beside the checkout."""
    return Path(os.environ.get("MODELWRIGHT_BENCH_DATA") or ROOT.parent / "shared" / "data")


def groups_of(contest: Contest) -> str:
    """A table and its column, as `modelwright train --group` takes them: physical tile, panel, or shop."""
    if contest.folder == "magnetic_tile":
        return f"{contest.data / 'meta.csv'}:tile_group"
    table = contest.results / "groups.csv"
    table.parent.mkdir(parents=True, exist_ok=True)
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([("file", "group"), *_groups(contest)])
    return f"{table}:group"


def _groups(contest: Contest) -> Iterator[tuple[str, str]]:
    images: list[dict[str, Any]] = json.loads((contest.data / "annotations_coco.json").read_text())["images"]
    if contest.folder == "pcb_boxes":
        yield from ((image["file_name"], image["panel_group"]) for image in images)
        return
    fields = json.loads((contest.data / "fields.json").read_text())
    for image in images:
        yield image["file_name"], re.sub(r"\W", "", fields[image["file_name"]]["company"]).lower()


def _begun(contest: Contest, file: Callable[[RunDir], Path]) -> RunDir:
    """`modelwright train` with its own defaults, which is asked to stop as soon as it has written the file."""
    run = RunDir(contest.results / "begun")
    shutil.rmtree(run.path, ignore_errors=True)
    command = [sys.executable, "-m", "modelwright.sdk.cli", "train", str(contest.data), "--out", str(run.path)]
    command += ["--task", contest.kind, "--group", groups_of(contest), "--minutes", "6", "--seed", "0"]
    command += ["--base-model", contest.base_model, "--set", "split_seed=0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until = time.monotonic() + PREPARATION_S
    while process.poll() is None and not file(run).exists() and time.monotonic() < until:
        time.sleep(0.2)
    time.sleep(0.5)  # until it listens to the signal
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=PREPARATION_S)
    if not file(run).exists():
        raise SystemExit(f"{' '.join(command)} did not make {file(run)}:\n{said.decode()}")
    return run


def _picture(sample: ManifestSample, classes: tuple[str, ...]) -> Picture:
    regions = [region for region in sample.regions if region.label in classes]
    is_marked = bool(sample.mask) and sample.label in classes
    return Picture(
        path=sample.path,
        label=classes.index(sample.label) if sample.label in classes else -1,
        mask=sample.mask if is_marked else "",
        boxes=tuple((x, y, x + width, y + height) for x, y, width, height in (region.box for region in regions)),
        labels=tuple(classes.index(region.label) for region in regions),
        size=(sample.width, sample.height),
    )
