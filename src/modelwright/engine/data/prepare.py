"""From a run spec to its data set: find, look at, choose classes, split, pack."""

import errno
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from modelwright.contract.catalogue import BaseModel, base_model
from modelwright.contract.events import Code, Level, StageName
from modelwright.contract.report import Manifest, ManifestSample, NonCompliant
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import Part
from modelwright.engine.data import classes as labels
from modelwright.engine.data.dataset import Dataset
from modelwright.engine.data.known import KnownFiles
from modelwright.engine.data.parallel import in_order, usable_cores, watched
from modelwright.engine.data.progress import Watcher
from modelwright.engine.data.split import manifest_of, report_oddities, split
from modelwright.engine.data.store import Cache, Pack, Store
from modelwright.engine.data.survey import Found, Inspector, decode, find, rule_of
from modelwright.engine.errors import RunFailure
from modelwright.imaging.reading import ImageProblem


def prepare(spec: RunSpec, watcher: Watcher) -> Dataset:
    """The data set of a run, packed for quick reading. Tells the watcher of the stages compliance, split, augmentation.

    Raises RunFailure when nothing can be learned from the data or the disk is full; Stopped when asked to stop.
    """
    try:
        return _Preparation(spec, watcher).carry_out()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RunFailure(Code.DISK_FULL, str(error), folder=spec.cache_dir) from error
        raise


class _Preparation:
    """The steps share the spec, the cache and the watcher."""

    def __init__(self, spec: RunSpec, watcher: Watcher) -> None:
        self.spec = spec
        self.watcher = watcher
        self.base = _base_model(spec.base_model)
        self.side = spec.parameters.preprocessing.input_size or self.base.input_size
        self.cache = Cache(Path(spec.cache_dir), spec.cache_limit_gb)
        self.threads = max(2, min(16, usable_cores()))

    def carry_out(self) -> Dataset:
        if self.spec.resume_from is not None:
            manifest, non_compliant = self._taken_over(RunDir(self.spec.resume_from))
            store = self._packed(manifest)
        else:
            found = labels.keep_wanted(find(self.spec.data), self.spec.parameters.model, self.watcher)
            with self.cache.pack(len(found), self.side) as pack:
                samples, non_compliant = self._surveyed(found, pack)
                manifest = self._split(samples, len(found))
                store = self._packed(manifest, pack)
        dataset = Dataset(manifest, non_compliant, store, self.spec.parameters, self.side)
        self._warn_of_small_data(dataset)
        return dataset

    def _surveyed(self, found: list[Found], pack: Pack) -> tuple[list[ManifestSample], list[NonCompliant]]:
        self.watcher.start(StageName.COMPLIANCE, len(found))
        known = KnownFiles(self.cache.root, [*self.spec.data.train, "", *self.spec.data.test])
        rule = rule_of(self.spec.parameters.preprocessing, self.base)
        inspector = Inspector(self.side, rule, known, pack.write)
        samples: list[ManifestSample] = []
        out: list[NonCompliant] = []
        for seen in watched(in_order(inspector.look_at, found, self.threads, 4 * self.threads), self.watcher):
            out.append(seen) if isinstance(seen, NonCompliant) else samples.append(seen)
        known.save()
        self.watcher.finish(images=len(found), non_compliant=len(out))
        return samples, out

    def _split(self, samples: list[ManifestSample], found: int) -> Manifest:
        self.watcher.start(StageName.SPLIT, len(samples))
        parameters = self.spec.parameters
        classes = labels.choose(samples, parameters.model, found)
        divided = split(samples, classes, parameters.preprocessing.split_ratio, parameters.run.seed)
        manifest = manifest_of(divided, classes)
        report_oddities(manifest, self.watcher)
        self.watcher.finish(**_counts(manifest))
        return manifest

    def _taken_over(self, earlier: RunDir) -> tuple[Manifest, list[NonCompliant]]:
        """A resumed run learns from what the earlier one learned from."""
        try:
            manifest = Manifest.model_validate_json(earlier.manifest_file.read_bytes())
            lines = earlier.non_compliant_file.read_bytes().splitlines() if earlier.non_compliant_file.exists() else []
            non_compliant = [TypeAdapter(NonCompliant).validate_json(line) for line in lines]
        except (OSError, ValidationError) as error:
            raise RunFailure(Code.CHECKPOINT_UNREADABLE, str(error), path=str(earlier.manifest_file)) from error
        self.watcher.start(StageName.COMPLIANCE)
        self.watcher.finish(images=len(manifest.samples) + len(non_compliant), non_compliant=len(non_compliant))
        self.watcher.start(StageName.SPLIT)
        self.watcher.finish(**_counts(manifest))
        return manifest, non_compliant

    def _packed(self, manifest: Manifest, begun: Pack | None = None) -> Store:
        """The store of the manifest's contents: an earlier run's, or the begun pack, completed."""
        contents = {sample.sha256: sample for sample in manifest.samples}
        self.watcher.start(StageName.AUGMENTATION, len(contents))
        store = self.cache.open(contents, self.side)
        if store is not None:
            self.watcher.finish(packed=0, reused=len(contents))
            return store
        if begun is not None and begun.written >= contents.keys():
            store = self.cache.keep(begun, contents, self.side)
        else:
            store = self._pack_anew(contents)
        self.watcher.finish(packed=len(contents), reused=0)
        return store

    def _pack_anew(self, contents: dict[str, ManifestSample]) -> Store:
        with self.cache.pack(len(contents), self.side) as pack:

            def add(numbered: tuple[int, ManifestSample]) -> None:
                row, sample = numbered
                pack.write(row, sample.sha256, _read_again(sample, self.side))

            results = in_order(add, enumerate(contents.values()), self.threads, 4 * self.threads)
            for _ in watched(results, self.watcher):
                pass
            return self.cache.keep(pack, contents, self.side)

    def _warn_of_small_data(self, dataset: Dataset) -> None:
        asked = self.spec.parameters.training.classification.batch_size
        if dataset.batch_size < asked:
            values = {"batch_size": dataset.batch_size, "samples": len(dataset.samples(Part.TRAIN))}
            self.watcher.message(Level.WARNING, Code.BATCH_REDUCED, **values)


def _base_model(name: str) -> BaseModel:
    try:
        return base_model(name)
    except KeyError as error:
        raise RunFailure(Code.BAD_SPEC, error.args[0], detail=error.args[0]) from error


def _counts(manifest: Manifest) -> dict[str, int]:
    return {part.value: _number(manifest.samples, part) for part in Part}


def _number(samples: Iterable[ManifestSample], part: Part) -> int:
    return sum(sample.part is part for sample in samples)


def _read_again(sample: ManifestSample, side: int) -> np.ndarray:
    try:
        return decode(Path(sample.path).read_bytes(), side, sample.width * sample.height)
    except (OSError, ImageProblem) as error:
        detail = f"{sample.path} can no longer be read, though it was part of this training: {error}"
        raise RunFailure(Code.BAD_SPEC, detail, detail=detail) from error
