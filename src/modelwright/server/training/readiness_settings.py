"""Readiness rules about the settings: parameters, weights to start from, and the machine."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from modelwright.contract.choices import Device
from modelwright.contract.events import Code
from modelwright.contract.tasks import NETWORKS, Network
from modelwright.server.core.errors import UserError
from modelwright.server.jobs.failures import sentence
from modelwright.server.training.json_text import Path
from modelwright.server.training.machines import too_many_workers
from modelwright.server.training.parameter_warnings import warnings_of
from modelwright.server.training.readiness_look import Look, item
from modelwright.server.training.schemas_templates import ReadinessItem
from modelwright.server.training.specs import classes_of, version_of

_CODES: Final = {"lr_policy": "policy_vanishes", "max_iter": "many_iterations", "num_workers": "few_workers"}
"""By the parameter that a warning is about; blocks have no effect."""


def parameters(look: Look) -> Iterator[ReadinessItem]:
    for path, message in warnings_of(look.parameters, look.task):
        yield item(_code(path), "warning", message, examples=[".".join(map(str, path))])


def _code(path: Path) -> str:
    return _CODES.get(str(path[-1]), "metric_does_not_fit" if path[-1] == "metric" else "no_effect")


def segmentation_switch(look: Look) -> Iterator[ReadinessItem]:
    """E52, E56."""
    if Network.SEGMENTATION in NETWORKS[look.task] and Network.SEGMENTATION not in look.networks:
        yield item("segmentation_off", "warning", sentence(Code.SEGMENTATION_OFF, {}))


def weights(look: Look) -> Iterator[ReadinessItem]:
    """The model version to continue from: is it there, of this network, and of the same classes?"""
    try:
        version = version_of(look.template)
    except UserError as error:
        message = _("%(reason)s. Choose another one, or none.") % {"reason": error.message}
        yield item("version_gone", "blocking", message)
        return
    if version is None:
        return
    name = f"{version.model.name} {version.name}"
    if version.base_model != look.template.base_model:
        message = _(
            "%(version)s was trained on %(theirs)s, this template uses %(ours)s. Choose one of the same network."
        )
        values = {"version": name, "theirs": version.base_model, "ours": look.template.base_model}
        yield item("weights_do_not_fit", "blocking", message % values)
        return
    now = list(look.wanted) or sorted(look.classes)
    before = classes_of(version)
    added = [label for label in now if label not in before]
    removed = [label for label in before if label not in now]
    if now and (added or removed):
        message = sentence(Code.LABELS_CHANGED, {"added": added, "removed": removed})
        yield item("labels_changed", "warning", message, len(added) + len(removed), examples=added + removed)


def machine(look: Look) -> Iterator[ReadinessItem]:
    if look.machine is None:
        return
    if refusal := too_many_workers(look.template, look.machine):
        yield item("too_many_workers", "blocking", str(refusal), look.machine.cores)
    if look.parameters.run.device is Device.CUDA and not look.machine.gpus:
        yield item("cuda_missing", "warning", sentence(Code.CUDA_MISSING, {}))
