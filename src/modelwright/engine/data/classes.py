"""Which classes each network of a run learns, and which samples that leaves out (E44)."""

from collections import Counter
from collections.abc import Iterable

from modelwright.contract.events import Code, Level, SpecProblem
from modelwright.contract.model_parameters import ModelParameters
from modelwright.contract.report import ManifestSample
from modelwright.contract.run_spec import RunSpec
from modelwright.contract.tasks import Network, Part
from modelwright.engine.data.finding import Found
from modelwright.engine.data.progress import Watcher
from modelwright.engine.errors import RunFailure, bad_spec


def keep_wanted(found: list[Found], spec: RunSpec, watcher: Watcher) -> list[Found]:
    """The images that a network of the run learns from; the others are left out with a notice that counts them."""
    networks = spec.parameters.networks(spec.task)
    if Network.CLASSIFICATION in networks:
        kept = _of_wanted_classes(found, spec, Network.SEGMENTATION in networks, watcher)
    else:
        kept = [image for image in found if image.annotated]
        if len(kept) < len(found):
            watcher.message(Level.WARNING, Code.IMAGES_WITHOUT_ANNOTATION, count=len(found) - len(kept))
    return [image._replace(position=position) for position, image in enumerate(kept)]


def _of_wanted_classes(found: list[Found], spec: RunSpec, segmented: bool, watcher: Watcher) -> list[Found]:
    """Those of the codes that the classifier predicts, and with a segmentation those of the special codes, too."""
    model = spec.parameters.model
    wanted = set(model.predicted_codes) or {image.label for image in found if image.part is Part.TRAIN}
    special = set(model.code_list) - wanted
    if segmented:
        wanted, special = wanted | special, set()
    _notice(watcher, Code.SPECIAL_CODES_LEFT_OUT, (image.label for image in found if image.label in special))
    unlisted = (image.label for image in found if image.label not in wanted | special)
    _notice(watcher, Code.UNLISTED_CODES_LEFT_OUT, unlisted)
    return [image for image in found if image.label in wanted]


def _notice(watcher: Watcher, code: Code, labels: Iterable[str]) -> None:
    counts = Counter(labels)
    if counts:
        watcher.message(Level.WARNING, code, count=counts.total(), codes=sorted(counts))


def choose(
    samples: list[ManifestSample], spec: RunSpec, found: int, watcher: Watcher
) -> dict[Network, tuple[str, ...]]:
    """The classes of each network in the order of its outputs. `found` is how many images there were before compliance.

    Raises RunFailure when there is nothing that could be learned.
    """
    training = [sample for sample in samples if sample.part is Part.TRAIN]
    if not training:
        raise RunFailure(Code.NO_USABLE_SAMPLES, found=found, non_compliant=found - len(samples))
    model = spec.parameters.model
    return {
        network: _of_images(training, model)
        if network is Network.CLASSIFICATION
        else _of_annotations(training, model, watcher)
        for network in spec.parameters.networks(spec.task)
    }


def _of_images(training: list[ManifestSample], model: ModelParameters) -> tuple[str, ...]:
    counts = Counter(sample.label for sample in training if sample.label not in model.special_codes)
    classes = model.predicted_codes or tuple(sorted(counts))
    for label in classes:
        if not counts[label]:
            raise RunFailure(Code.CLASS_WITHOUT_SAMPLES, label=label)
    if len(classes) == 1:
        raise RunFailure(Code.ONE_CLASS, label=classes[0])
    _check_number(classes, model)
    return classes


def _of_annotations(training: list[ManifestSample], model: ModelParameters, watcher: Watcher) -> tuple[str, ...]:
    """Those of the masks and regions. A listed class that none of them has stays, so that the label map is the same."""
    held = {code for sample in training for code in sample.codes}
    if not held:
        raise RunFailure(Code.NO_USABLE_SAMPLES, found=len(training), non_compliant=0)
    classes = tuple(code for code in model.code_list if code in held) if model.code_list else tuple(sorted(held))
    for label in model.code_list:
        if label not in held:
            watcher.message(Level.WARNING, Code.CLASS_WITHOUT_ANNOTATIONS, label=label)
    return classes


def _check_number(classes: tuple[str, ...], model: ModelParameters) -> None:
    asked = model.classification.num_of_classes
    if asked is not None and asked != len(classes):
        detail = (
            f"num_of_classes is {asked}, but the data holds {len(classes)} classes; name those to learn in code_list."
        )
        raise bad_spec(SpecProblem.NUM_OF_CLASSES, detail, asked=asked, found=len(classes))
