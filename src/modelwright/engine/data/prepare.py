"""From a run spec to its data set: find, look at, choose classes, split, pack."""

import errno
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import TypeAdapter, ValidationError

from modelwright.contract.catalogue import BaseModel, base_model
from modelwright.contract.events import Code, Level, SpecProblem, StageName
from modelwright.contract.report import Manifest, ManifestSample, NonCompliant
from modelwright.contract.run_dir import RunDir
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import MAIN_NETWORK, Network, Part
from modelwright.engine.data import classes as labels
from modelwright.engine.data.classification import ClassificationDataset
from modelwright.engine.data.dataset import Dataset, Source
from modelwright.engine.data.detection import DetectionDataset
from modelwright.engine.data.finding import Found, find
from modelwright.engine.data.frames import Frame, frame_of
from modelwright.engine.data.known import KnownFiles
from modelwright.engine.data.near import kept_together
from modelwright.engine.data.parallel import in_order, usable_cores, watched
from modelwright.engine.data.progress import Watcher
from modelwright.engine.data.segmentation import SegmentationDataset
from modelwright.engine.data.split import manifest_of, report_oddities, split
from modelwright.engine.data.store import Cache, Pack, Rows, Store
from modelwright.engine.data.survey import Inspector, KeepPixels, decode, rule_of
from modelwright.engine.data.targets import class_mask, mask_key, mask_rows
from modelwright.engine.errors import RunFailure, bad_spec
from modelwright.imaging.reading import ImageProblem


@dataclass(frozen=True)
class Prepared:
    """What all networks of a run share: the samples in their parts, and the pixels packed in each network's frame."""

    spec: RunSpec
    manifest: Manifest
    non_compliant: list[NonCompliant]
    frames: dict[Network, Frame]
    pixels: dict[Frame, Store]
    masks: Store | None
    """Class numbers in the segmentation's frame."""

    def dataset(self, network: Network) -> Dataset[Any]:
        """What the network learns from and is measured on."""
        return _DATASETS[network](self.source(network))

    def source(self, network: Network) -> Source:
        frame = self.frames[network]
        asked = self.spec.parameters.preprocessing.crop_size
        crop = base_of(self.spec, network).crop_size if asked is None else asked
        return Source(network, self.spec.parameters, self.manifest, frame, self.pixels[frame], self.masks, crop)


_DATASETS: Final[dict[Network, Callable[[Source], Dataset[Any]]]] = {
    Network.CLASSIFICATION: ClassificationDataset,
    Network.SEGMENTATION: SegmentationDataset,
    Network.DETECTION: DetectionDataset,
}


Narrow = Callable[[list[Found]], list[Found]]
"""Which of the images of a run are looked at."""


def prepare(spec: RunSpec, watcher: Watcher, narrow: Narrow = lambda found: found) -> Prepared:
    """The data of a run, packed for quick reading. Tells the watcher of the stages compliance, split, augmentation.

    Raises RunFailure when nothing can be learned from the data or the disk is full; Stopped when asked to stop.
    """
    try:
        return _Preparation(spec, watcher, narrow).carry_out()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RunFailure(Code.DISK_FULL, str(error), folder=spec.cache_dir) from error
        raise


class _Preparation:
    """The steps share the spec, the cache and the watcher."""

    def __init__(self, spec: RunSpec, watcher: Watcher, narrow: Narrow) -> None:
        self.spec = spec
        self.watcher = watcher
        self.narrow = narrow
        self.networks = spec.parameters.networks(spec.task)
        self.bases = {network: base_of(spec, network) for network in self.networks}
        self.cache = Cache(Path(spec.cache_dir), spec.cache_limit_gb)
        self.threads = max(2, min(16, usable_cores()))
        self.fingerprints: dict[str, bytes] = {}

    def carry_out(self) -> Prepared:
        if self.spec.resume_from is not None:
            manifest, non_compliant = self._taken_over(RunDir(self.spec.resume_from))
            frames = self._frames([Path(sample.path) for sample in manifest.samples if sample.part is not Part.TEST])
            return self._packed(manifest, non_compliant, frames, [])
        found = labels.keep_wanted(find(self.spec, self.watcher), self.spec, self.watcher)
        frames = self._frames([image.path for image in found if image.part is Part.TRAIN])
        found = [image._replace(position=position) for position, image in enumerate(self.narrow(found))]
        with ExitStack() as closing:
            packs = [closing.enter_context(self.cache.pack(len(found), rows_of(f))) for f in _distinct(frames)]
            samples, non_compliant = self._surveyed(found, _distinct(frames), packs)
            return self._packed(self._split(samples, len(found)), non_compliant, frames, packs)

    def _frames(self, images: list[Path]) -> dict[Network, Frame]:
        asked = self.spec.parameters.preprocessing.input_size
        return {network: frame_of(network, asked or base.input_size, images) for network, base in self.bases.items()}

    def _surveyed(
        self, found: list[Found], frames: list[Frame], packs: list[Pack]
    ) -> tuple[list[ManifestSample], list[NonCompliant]]:
        self.watcher.start(StageName.COMPLIANCE, len(found))
        known = KnownFiles(self.cache.root, [*self.spec.data.train, "", *self.spec.data.test], frames[0].name)
        rule = rule_of(self.spec.parameters.preprocessing, self.bases[self.networks[-1]])
        inspector = Inspector(tuple(frames), rule, known, _keeper(packs))
        samples: list[ManifestSample] = []
        out: list[NonCompliant] = []
        for seen in watched(in_order(inspector.look_at, found, self.threads, 4 * self.threads), self.watcher):
            out.append(seen) if isinstance(seen, NonCompliant) else samples.append(seen)
        known.save()
        samples = inspector.finish(samples, self.watcher)
        self.fingerprints = inspector.fingerprints
        self.watcher.finish(images=len(found), non_compliant=len(out))
        return samples, out

    def _split(self, samples: list[ManifestSample], found: int) -> Manifest:
        self.watcher.start(StageName.SPLIT, len(samples))
        parameters = self.spec.parameters
        classes = labels.choose(samples, self.spec, found, self.watcher)
        main = classes[MAIN_NETWORK[self.spec.task]]
        together = kept_together(self.fingerprints, samples, self.watcher)
        given = self._given(samples)
        divided = split(samples, main, parameters.preprocessing.split_ratio, parameters.split_seed, together, given)
        if divided.torn:
            self.watcher.message(Level.WARNING, Code.GIVEN_PARTS_TEAR, count=divided.torn)
        manifest = manifest_of(divided.samples, main).model_copy(update={"networks": classes})
        report_oddities(manifest, parameters.preprocessing.split_ratio, self.watcher)
        self.watcher.finish(**_counts(manifest))
        return manifest

    def _given(self, samples: list[ManifestSample]) -> dict[str, Part]:
        """By content: the parts that somebody gave to images of this run."""
        parts = self.spec.data.parts
        given = dict.fromkeys(parts.train, Part.TRAIN) | dict.fromkeys(parts.validation, Part.VALIDATION)
        count = sum(sample.sha256 in given for sample in samples if sample.part is not Part.TEST)
        if count:
            self.watcher.message(Level.INFO, Code.PARTS_KEPT, count=count)
        return given

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

    def _packed(
        self, manifest: Manifest, non_compliant: list[NonCompliant], frames: dict[Network, Frame], begun: list[Pack]
    ) -> Prepared:
        """With the stores of the manifest's contents: an earlier run's, or the begun packs, completed."""
        contents = {sample.sha256: sample for sample in manifest.samples}
        self.watcher.start(StageName.AUGMENTATION, len(contents))
        stores: dict[Frame, Store] = {}
        packed = 0
        for position, frame in enumerate(_distinct(frames)):
            store = self.cache.open(contents, rows_of(frame))
            packed += len(contents) if store is None else 0
            pack = begun[position] if begun else None
            stores[frame] = store or self._pixels(contents, frame, pack)
        masks = self._masks(manifest, frames[Network.SEGMENTATION]) if Network.SEGMENTATION in frames else None
        every = len(contents) * len(stores)
        self.watcher.finish(packed=packed, reused=every - packed)
        prepared = Prepared(self.spec, manifest, non_compliant, frames, stores, masks)
        self._warn_of_small_data(prepared)
        return prepared

    def _pixels(self, contents: dict[str, ManifestSample], frame: Frame, begun: Pack | None) -> Store:
        if begun is not None and begun.written >= contents.keys():
            return self.cache.keep(begun, contents)

        def pixels(sample: ManifestSample) -> np.ndarray:
            return _read_again(sample, frame)

        return self._pack(contents, rows_of(frame), pixels)

    def _masks(self, manifest: Manifest, frame: Frame) -> Store:
        """Class numbers of every sample that has a mask or regions."""
        contents = {mask_key(sample): sample for sample in manifest.samples if sample.is_annotated}
        classes = manifest.networks[Network.SEGMENTATION]
        kind = mask_rows(frame, classes)

        def pixels(sample: ManifestSample) -> np.ndarray:
            return class_mask(sample, classes, frame)

        return self.cache.open(contents, kind) or self._pack(contents, kind, pixels)

    def _pack(
        self, contents: dict[str, ManifestSample], kind: Rows, pixels: Callable[[ManifestSample], np.ndarray]
    ) -> Store:
        with self.cache.pack(len(contents), kind) as pack:

            def add(numbered: tuple[int, tuple[str, ManifestSample]]) -> None:
                row, (key, sample) = numbered
                pack.write(row, key, pixels(sample))

            results = in_order(add, enumerate(contents.items()), self.threads, 4 * self.threads)
            for _ in watched(results, self.watcher):
                pass
            return self.cache.keep(pack, contents)

    def _warn_of_small_data(self, prepared: Prepared) -> None:
        for network in self.networks:
            asked = self.spec.parameters.training.of(network).batch_size
            dataset = prepared.dataset(network)
            if dataset.batch_size < asked:
                values = {"batch_size": dataset.batch_size, "samples": len(dataset.samples(Part.TRAIN))}
                self.watcher.message(Level.WARNING, Code.BATCH_REDUCED, **values)


def base_of(spec: RunSpec, network: Network) -> BaseModel:
    """The base model of one of the run's networks. Raises RunFailure when the catalogue has none of that name."""
    name = spec.base_model if network is MAIN_NETWORK[spec.task] else spec.parameters.model.name_of(network)
    try:
        base = base_model(name)
    except KeyError as error:
        raise bad_spec(SpecProblem.UNKNOWN_BASE_MODEL, error.args[0], name=name) from error
    if base.network is not network:
        detail = f"{base.name} is a network for {base.network}, not for {network}"
        raise bad_spec(SpecProblem.OTHER_NETWORK, detail, name=base.name, network=network.value)
    return base


def rows_of(frame: Frame) -> Rows:
    return Rows(frame.name, (frame.height, frame.width, 3))


def _distinct(frames: dict[Network, Frame]) -> list[Frame]:
    return list(dict.fromkeys(frames.values()))


def _keeper(packs: list[Pack]) -> KeepPixels:
    def keep(position: int, sha256: str, pixels: Sequence[np.ndarray]) -> None:
        for pack, of in zip(packs, pixels, strict=True):
            pack.write(position, sha256, of)

    return keep


def _counts(manifest: Manifest) -> dict[str, int]:
    return {part.value: _number(manifest.samples, part) for part in Part}


def _number(samples: Iterable[ManifestSample], part: Part) -> int:
    return sum(sample.part is part for sample in samples)


def _read_again(sample: ManifestSample, frame: Frame) -> np.ndarray:
    try:
        (pixels,) = decode(Path(sample.path).read_bytes(), (frame,), sample.width * sample.height)
    except ImageProblem as error:
        raise RunFailure(
            Code.UNREADABLE_DATA, f"{sample.path}: {error}", path=sample.path, detail=error.reason
        ) from error
    except OSError as error:
        raise RunFailure(Code.UNREADABLE_DATA, path=sample.path, detail=error.strerror or str(error)) from error
    return pixels
