"""Every image of a run's folders with what is said about it, before any of them is opened."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from modelwright.contract.annotations import AnnotationProblem, Problem
from modelwright.contract.events import Code, Level, SpecProblem
from modelwright.contract.layout import FoundSample, Layout, look
from modelwright.contract.layouts.masks import UnreadableCodes
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import Network, Part
from modelwright.engine.data.groups import Groups
from modelwright.engine.data.masks import codes_of_values
from modelwright.engine.data.progress import Watcher
from modelwright.engine.errors import bad_spec

EXAMPLES: Final = 5


class Found(NamedTuple):
    """An image of the run's folders, not yet looked at. `position` counts the images that are looked at from 0."""

    position: int
    part: Part
    said: FoundSample
    mask_codes: dict[int, str]
    group: str

    @property
    def path(self) -> Path:
        return self.said.path

    @property
    def label(self) -> str:
        return self.said.label

    @property
    def annotated(self) -> bool:
        return self.said.annotated


def find(spec: RunSpec, watcher: Watcher) -> list[Found]:
    """Every image of the run, each path once in a part; training data comes first.

    Images without a class are left out where a classifier is trained. Tells of formats, groups and what cannot be used.
    Raises RunFailure when a folder or a table of groups cannot be read.
    """
    groups = Groups(spec)
    found: dict[tuple[Part, Path], Found] = {}
    problems: list[Problem] = []
    for part, folders in ((Part.TRAIN, spec.data.train), (Part.TEST, spec.data.test)):
        for folder in folders:
            layout, samples = _read(Path(folder), spec, watcher)
            codes = codes_of_values(layout, samples, spec.parameters.model.code_list)
            for said in samples:
                of_mask = {} if said.in_class_folder and not layout.mask_codes else codes
                image = Found(len(found), part, said, of_mask, groups.of(said.path, said.facts))
                found.setdefault((part, said.path), image)
            problems += layout.problems
    groups.check()
    tell_problems(problems, watcher)
    labelled = _with_class(_without_excluded(list(found.values()), spec, watcher), spec, watcher)
    _tell_groups(labelled, groups, watcher)
    return labelled


def tell_problems(problems: Iterable[Problem], watcher: Watcher) -> None:
    """One message per reason, with how many there are and the first few."""
    by_reason: dict[AnnotationProblem, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_reason[problem.reason].append(problem)
    for reason, those in by_reason.items():
        examples = [f"{of.file}: {of.detail}" if of.detail else of.file for of in sorted(those)[:EXAMPLES]]
        writable = [text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for text in examples]
        values = {"reason": reason.value, "count": len(those), "examples": writable}
        watcher.message(Level.WARNING, Code.ANNOTATIONS_LEFT_OUT, **values)


def _read(folder: Path, spec: RunSpec, watcher: Watcher) -> tuple[Layout, list[FoundSample]]:
    try:
        layout = look(folder)
        samples = list(layout.samples(spec.task))
    except UnreadableCodes as error:
        raise bad_spec(SpecProblem.MASK_CODES, error.strerror or str(error), file=str(error.file)) from error
    except OSError as error:
        detail = f"The data path {folder} cannot be read: {error.strerror}."
        reason = error.strerror or ""
        raise bad_spec(SpecProblem.DATA_PATH_UNREADABLE, detail, folder=str(folder), reason=reason) from error
    watcher.message(Level.INFO, Code.FORMAT_FOUND, folder=str(folder), format=layout.format.value)
    if not spec.parameters.model.code_list:
        held = {region.label for sample in samples for region in sample.regions}
        for label in layout.classes if held else ():
            if label not in held and not layout.mask_codes:
                watcher.message(Level.WARNING, Code.CLASS_WITHOUT_ANNOTATIONS, label=label)
    return layout, samples


def _without_excluded(found: list[Found], spec: RunSpec, watcher: Watcher) -> list[Found]:
    excluded = frozenset(spec.data.excluded)
    used = [image for image in found if str(image.path) not in excluded]
    if len(used) < len(found):
        watcher.message(Level.INFO, Code.EXCLUDED_SAMPLES, count=len(found) - len(used))
    return used


def _with_class(found: list[Found], spec: RunSpec, watcher: Watcher) -> list[Found]:
    if Network.CLASSIFICATION not in spec.parameters.networks(spec.task):
        return found
    labelled = [image for image in found if image.label]
    if len(labelled) < len(found):
        watcher.message(Level.WARNING, Code.IMAGES_WITHOUT_ANNOTATION, count=len(found) - len(labelled))
    return [image._replace(position=position) for position, image in enumerate(labelled)]


def _tell_groups(found: list[Found], groups: Groups, watcher: Watcher) -> None:
    if not groups.are_wanted:
        return
    named = [image.group for image in found if image.group]
    watcher.message(Level.INFO, Code.GROUPS_FOUND, groups=len(set(named)), images=len(named))
    if len(named) < len(found):
        watcher.message(Level.WARNING, Code.IMAGES_WITHOUT_GROUP, count=len(found) - len(named))
