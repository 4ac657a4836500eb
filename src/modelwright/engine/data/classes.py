"""Which classes a run learns, and which samples that leaves out (E44)."""

from collections import Counter
from collections.abc import Iterable

from modelwright.contract.events import Code, Level
from modelwright.contract.parameters import ModelParameters
from modelwright.contract.report import ManifestSample
from modelwright.contract.tasks import Part
from modelwright.engine.data.progress import Watcher
from modelwright.engine.data.survey import Found
from modelwright.engine.errors import RunFailure


def keep_wanted(found: list[Found], model: ModelParameters, watcher: Watcher) -> list[Found]:
    """The images whose label the classifier predicts; the others are left out with a notice that counts them."""
    wanted = set(model.predicted_codes) or {image.label for image in found if image.part is Part.TRAIN}
    special = set(model.code_list) - wanted
    _notice(watcher, Code.SPECIAL_CODES_LEFT_OUT, (image.label for image in found if image.label in special))
    unlisted = (image.label for image in found if image.label not in wanted | special)
    _notice(watcher, Code.UNLISTED_CODES_LEFT_OUT, unlisted)
    kept = (image for image in found if image.label in wanted)
    return [image._replace(position=position) for position, image in enumerate(kept)]


def _notice(watcher: Watcher, code: Code, labels: Iterable[str]) -> None:
    counts = Counter(labels)
    if counts:
        watcher.message(Level.WARNING, code, count=counts.total(), codes=sorted(counts))


def choose(samples: list[ManifestSample], model: ModelParameters, found: int) -> tuple[str, ...]:
    """The classes in the order of the network's outputs. `found` is how many images there were before compliance.

    Raises RunFailure when there is nothing that could be learned.
    """
    counts = Counter(sample.label for sample in samples if sample.part is Part.TRAIN)
    if not counts:
        raise RunFailure(Code.NO_USABLE_SAMPLES, found=found, non_compliant=found - len(samples))
    classes = model.predicted_codes or tuple(sorted(counts))
    for label in classes:
        if not counts[label]:
            raise RunFailure(Code.CLASS_WITHOUT_SAMPLES, label=label)
    if len(classes) == 1:
        raise RunFailure(Code.ONE_CLASS, label=classes[0])
    _check_number(classes, model)
    return classes


def _check_number(classes: tuple[str, ...], model: ModelParameters) -> None:
    asked = model.classification.num_of_classes
    if asked is not None and asked != len(classes):
        detail = (
            f"num_of_classes is {asked}, but the data holds {len(classes)} classes; name those to learn in code_list."
        )
        raise RunFailure(Code.BAD_SPEC, detail, detail=detail)
