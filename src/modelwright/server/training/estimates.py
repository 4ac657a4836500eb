"""What a training will take of the disk, for the disk guard: as a rehearsal said, or by its images and networks."""

from typing import Final

from django.db.models import Q, Sum

from modelwright.contract.catalogue import BaseModel
from modelwright.contract.tasks import Network
from modelwright.server.datasets.models import DataPath, PathStatus
from modelwright.server.jobs.models import Machine
from modelwright.server.training import base_models, forecasts
from modelwright.server.training.models import Template

_BYTES_A_WEIGHT: Final = 4
_COPIES: Final = 10
"""Of each network's weights: checkpoints with the state of the optimiser, one more while they are replaced, the export."""


def needed_bytes(template: Template, machine: Machine | None, *, resumed: bool) -> int:
    """A resumed run finds its images packed."""
    if resumed:
        return _networks(template)
    told = forecasts.of_machines(template).get(machine.pk) if machine else None
    return int(told.disk_mb * 1e6) if told else _networks(template) + _images(template)


def _networks(template: Template) -> int:
    weights: int = sum(_base(template, network).parameter_count for network in template.networks())
    return weights * _BYTES_A_WEIGHT * _COPIES


def _images(template: Template) -> int:
    """Packed: three bytes a pixel of the frame, for each network; one for a mask."""
    of_both = Q(pk__in=template.training_paths().values("pk")) | Q(dataset=template.test_dataset_id)
    paths = DataPath.objects.filter(of_both, status=PathStatus.VALID)
    count = paths.aggregate(images=Sum("images"))["images"] or 0
    asked = template.parameters["preprocessing"]["input_size"]
    sides = {network: asked or _base(template, network).input_size for network in template.networks()}
    pixels = sum(side**2 * (4 if network is Network.SEGMENTATION else 3) for network, side in sides.items())
    return int(count * pixels)


def _base(template: Template, network: Network) -> BaseModel:
    return base_models.known_base_model(base_models.name_in(template.parameters, network))
