"""What a training would take on this machine, and what it would see: a few batches and samples tell it beforehand."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from modelwright.contract.events import StageName
from modelwright.contract.report import NetworkForecast, Preview, Rehearsal
from modelwright.contract.run_dir import RunDir, write_atomically
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import Part
from modelwright.engine import data, models, tasks
from modelwright.engine.data.finding import Found
from modelwright.engine.data.prepare import Prepared
from modelwright.engine.data.progress import NullWatcher
from modelwright.engine.machine import MB, Room, room_for
from modelwright.engine.measuring import Counts, Measured, MeasureNetwork
from modelwright.engine.pace import EXPORT_S, evaluation_interval
from modelwright.engine.previews import draw_previews, spread
from modelwright.engine.reporting import Reporter
from modelwright.engine.tasks import NetworkTask

IMAGES: Final = 80
"""How many are read: enough for a batch and the previews, and, up to MOST_IMAGES, two of every class."""
MOST_IMAGES: Final = 200
PREVIEWS: Final = 8
AGREEMENT_S: Final = 20.0
"""At most so long the export compares with the trained network."""
EXPORT_MB: Final = 400.0
"""Main memory that the conversion takes beside the training."""
BAND: Final = (0.8, 1.3)
"""Of the total; widened by the spread of the measured steps."""
ON_TIME: Final = (0.93, 1.05)
"""Of the total of a run that keeps to a time budget."""


@dataclass(frozen=True)
class Extent:
    """How many images the whole run has, and how long it takes to look at one of them and to pack it."""

    learning: int
    test: int
    looked_at: int
    seconds_per_image: float

    @property
    def images(self) -> int:
        return self.learning + self.test

    def of(self, task: NetworkTask[Any]) -> Counts:
        """The images of one network, which may not use all: those that were looked at stand for the rest."""
        train, validation = (len(task.data.samples(part)) for part in (Part.TRAIN, Part.VALIDATION))
        scale = self.learning / self.looked_at
        used = (train + validation) / self.looked_at
        return Counts(max(1, round(train * scale)), round(validation * scale) + round(self.test * used))


def rehearse(run_dir: RunDir, spec: RunSpec, reporter: Reporter, started: float) -> None:
    """Write rehearsal.json and the previews. `started` is the time.monotonic() at which the program began.

    Raises RunFailure or Stopped as the training itself would.
    """
    start_up_s = time.monotonic() - started
    room = room_for(run_dir.path, Path(spec.cache_dir))
    with tempfile.TemporaryDirectory(dir=run_dir.path, prefix="rehearsal-") as folder, models.compiler_deferred():
        narrowed = spec.model_copy(update={"cache_dir": folder, "resume_from": None})
        prepared, extent = _prepared(narrowed, reporter)
        reporter.start(StageName.TRAINING)
        measured, previews = _measured(prepared, extent, room, reporter, run_dir, Path(folder))
        reporter.finish()
    slowness = max(1.0, (time.monotonic() - started) / time.process_time())
    told = Forecast(spec, extent, measured, start_up_s, _packed_mb(prepared, extent), slowness).rehearsal(
        room, previews
    )
    write_atomically(run_dir.rehearsal_file, told.model_dump_json(indent=2))
    reporter.log(f"Forecast: {told.total_s:.0f} s, {told.peak_memory_mb:.0f} MB of {told.memory_mb:.0f} MB memory")


class _Quiet(NullWatcher):
    """Passes on the stages and the wish to stop: notices about a few images would be wrong about all of them."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter

    def start(self, name: StageName, total: int | None = None) -> None:
        self._reporter.start(name, total)

    def advance(self, done: int) -> None:
        self._reporter.advance(done)

    def finish(self, **counts: int) -> None:
        self._reporter.finish(**counts)

    def stop_requested(self) -> bool:
        return self._reporter.stop_requested()


class _Narrowed:
    """Takes a few of the run's images, spread over the classes, and remembers how many there were."""

    def __init__(self) -> None:
        self.began = 0.0
        self.learning = self.test = 0

    def __call__(self, found: list[Found]) -> list[Found]:
        learning = [image for image in found if image.part is Part.TRAIN]  # files often lie sorted by size or source
        self.learning, self.test = len(learning), len(found) - len(learning)
        learning = [learning[index] for index in np.random.default_rng(0).permutation(len(learning))]
        names, strata = np.unique([_stratum(image) for image in learning], return_inverse=True)
        count = min(MOST_IMAGES, max(IMAGES, 2 * len(names)))
        self.began = time.monotonic()
        return [learning[index] for index in spread(strata, count)]


def _stratum(image: Found) -> str:
    return image.label or " ".join(sorted({region.label for region in image.said.regions}))


def _prepared(spec: RunSpec, reporter: Reporter) -> tuple[Prepared, Extent]:
    narrowed = _Narrowed()
    prepared = data.prepare(spec, _Quiet(reporter), narrowed)
    took = time.monotonic() - narrowed.began
    looked_at = len(prepared.manifest.samples) + len(prepared.non_compliant)
    return prepared, Extent(narrowed.learning, narrowed.test, looked_at, took / looked_at)


def _measured(
    prepared: Prepared, extent: Extent, room: Room, reporter: Reporter, run_dir: RunDir, folder: Path
) -> tuple[list[Measured], list[Preview]]:
    measured, previews = [], []
    networks = prepared.spec.parameters.networks(prepared.spec.task)
    for network in networks:
        torch.manual_seed(prepared.spec.parameters.run.seed)
        task = tasks.build(prepared, network)
        previews += draw_previews(task, run_dir, PREVIEWS // len(networks))
        measured.append(MeasureNetwork(task, extent.of(task), reporter, room).measure(folder))
    return measured, previews


def _packed_mb(prepared: Prepared, extent: Extent) -> float:
    """Of the whole run, packed like the few images."""
    stores = [*prepared.pixels.values(), *([prepared.masks] if prepared.masks is not None else [])]
    return sum(store.pixels.nbytes for store in stores) / extent.looked_at * extent.images / MB


@dataclass(frozen=True)
class Forecast:
    """What follows from the measurements for the whole run."""

    spec: RunSpec
    extent: Extent
    measured: Sequence[Measured]
    start_up_s: float
    packed_mb: float
    slowness: float = 1.0
    """Seconds that pass while this process computes for one: above 1 where others compute, too."""

    @property
    def before_s(self) -> float:
        return self.start_up_s + self.extent.images * self.extent.seconds_per_image

    @property
    def after_s(self) -> float:
        """After the last step: the best states are measured in full precision, exported, and compared."""
        exact = [of.counts.measured * of.exact_s for of in self.measured]
        return sum(exact) + sum(min(AGREEMENT_S, of) for of in exact) + EXPORT_S * self.slowness * len(self.measured)

    def iterations(self, of: Measured) -> int:
        """As the parameters say; with a time budget, what its share of the time allows."""
        minutes = self.spec.parameters.run.minutes
        if minutes is None:
            return of.iterations
        share_s = (minutes * 60 - self.before_s - self.after_s) / len(self.measured)
        planned = max(1, int(share_s / of.seconds))
        return max(1, int((share_s - self._beside_s(of, planned)) / of.seconds))

    def _beside_s(self, of: Measured, iterations: int) -> float:
        """What a training does beside its steps: it measures itself, and saves the best state and the last one."""
        run = self.spec.parameters.run
        every = evaluation_interval(iterations, run.evaluate_every)
        evaluations = max(1, iterations / every) * (of.counts.measured * of.evaluation_s + of.saving_s)
        return evaluations + iterations * of.seconds / run.file_update_s * of.saving_s

    @property
    def total_s(self) -> float:
        each = ((of, self.iterations(of)) for of in self.measured)
        return self.before_s + self.after_s + sum(n * of.seconds + self._beside_s(of, n) for of, n in each)

    @property
    def band(self) -> tuple[float, float]:
        """An earlier run may have left its packed images, so that the lower end goes without packing."""
        if self.spec.parameters.run.minutes is not None:
            return self.total_s * ON_TIME[0], self.total_s * ON_TIME[1]
        spread_s = max(of.spread for of in self.measured) * self.total_s
        lower = (self.total_s - self.extent.images * self.extent.seconds_per_image) * BAND[0] - spread_s
        return max(0.3 * self.total_s, lower), self.total_s * BAND[1] + spread_s

    @property
    def disk_mb(self) -> float:
        """Packed images, checkpoints (one more of each while it is replaced), the exported network and its bundle."""
        largest = max(of.state_mb for of in self.measured)
        return self.packed_mb + 2 * largest + sum(4 * of.weights_mb for of in self.measured)

    def rehearsal(self, room: Room, previews: Sequence[Preview]) -> Rehearsal:
        peak = max(of.peak_memory_mb for of in self.measured) + EXPORT_MB
        gpu = [of.peak_gpu_mb for of in self.measured if of.peak_gpu_mb is not None]
        gpu_mb = self.measured[0].gpu_mb
        fits = peak <= room.memory_mb and self.disk_mb <= room.disk_mb and not (gpu and gpu_mb and max(gpu) > gpu_mb)
        return Rehearsal(
            networks=tuple(self._network(of) for of in self.measured),
            total_s=self.total_s,
            total_band=self.band,
            peak_memory_mb=peak,
            memory_mb=room.memory_mb,
            peak_gpu_mb=max(gpu) if gpu else None,
            gpu_mb=gpu_mb,
            disk_mb=self.disk_mb,
            free_disk_mb=room.disk_mb,
            fits=fits,
            device=self.measured[0].device,
            previews=tuple(previews),
        )

    def _network(self, of: Measured) -> NetworkForecast:
        return NetworkForecast(
            network=of.network,
            iterations=self.iterations(of),
            seconds_per_iteration=of.seconds,
            batch_size=of.batch_size,
            parts=of.parts,
        )
