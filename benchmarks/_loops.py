"""The three loops of the throughput benchmark, for each of the three networks: ours, a bare one, a plain one."""

from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import segmentation_models_pytorch as smp
import timm
import torch
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torchvision.models.detection import FCOS
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import resnet_fpn_backbone
from torchvision.ops.feature_pyramid_network import LastLevelP6P7
from torchvision.transforms import functional

from modelwright.contract.catalogue import DEFAULT_BASE_MODELS, BaseModel, base_model
from modelwright.contract.report import ManifestSample
from modelwright.contract.run_spec import RunData, RunSpec
from modelwright.contract.tasks import Network, Part, Task
from modelwright.engine import device, optim, tasks
from modelwright.engine.data import NullWatcher, Prepared, prepare
from modelwright.engine.tasks import NetworkTask
from modelwright.engine.training import step_of

OneStep = Callable[[], object]
WORKERS: Final = 2
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class Loops:
    """What all three loops of one network share: the data, the size, the batch."""

    def __init__(self, network: Network, data: Path, scratch: Path) -> None:
        self.network = network
        self.base: BaseModel = base_model(DEFAULT_BASE_MODELS[network])
        parameters = self.base.parameters()
        self.spec = RunSpec(
            task=Task(network.value),
            base_model=self.base.name,
            parameters=parameters,
            data=RunData(train=(str(data),)),
            cache_dir=str(scratch / "cache"),
        )
        self.prepared: Prepared = prepare(self.spec, NullWatcher())
        task = self._task()
        self.batch = task.data.batch_size
        self.size = task.data.source.crop
        self.arithmetic = device.choose(parameters.run, NullWatcher(), task.model, self.size)

    def ours(self) -> OneStep:
        """From the packed files to the step, augmented."""
        task = self._placed()
        step = step_of(task, optim.build(task.model, task.solver), self.arithmetic, NullWatcher())
        batches = task.data.train_batches(0, self.arithmetic.device)
        return lambda: step(*next(batches))

    def bare(self) -> OneStep:
        """Nothing but steps of the same network: two augmented batches lie ready where it computes."""
        task = self._placed()
        optimizer = optim.build(task.model, task.solver)
        batches = cycle(list(islice(task.data.train_batches(0, self.arithmetic.device), 2)))

        def step() -> None:
            images, targets = next(batches)
            optimizer.zero_grad(set_to_none=True)
            with self.arithmetic.autocast():
                output = task.model(images)
            task.loss(output, targets).backward()
            optimizer.step()

        return step

    def plain(self) -> OneStep:
        """What a tutorial would write for the same architecture class, size and batch: float32, files read by workers."""
        samples = [sample for sample in self.prepared.manifest.samples if sample.part is Part.TRAIN]
        classes = self.prepared.manifest.networks[self.network]
        model, loss = _PLAIN[self.network](1 + len(classes))
        optimizer = torch.optim.AdamW(model.train().parameters(), lr=1e-4)
        batches = _loaded(_Files(self.network, samples, classes, self.size), self.batch)

        def step() -> None:
            optimizer.zero_grad(set_to_none=True)
            loss(*next(batches)).backward()  # type: ignore[no-untyped-call]
            optimizer.step()

        return step

    def _task(self) -> NetworkTask[Any]:
        torch.manual_seed(0)
        return tasks.build(self.prepared, self.network)

    def _placed(self) -> NetworkTask[Any]:
        task = self._task()
        self.arithmetic.place(task.model).train()
        return task


Loss = Callable[[list[Tensor], list[Any]], Tensor]


def _plain_classifier(classes: int) -> tuple[nn.Module, Loss]:
    model, loss = timm.create_model("resnet18", num_classes=classes), nn.CrossEntropyLoss()
    return model, lambda images, targets: loss(model(torch.stack(images)), torch.tensor(targets))


def _plain_segmenter(classes: int) -> tuple[nn.Module, Loss]:
    model, loss = smp.Unet("resnet18", encoder_weights=None, classes=classes), nn.CrossEntropyLoss()
    return model, lambda images, targets: loss(model(torch.stack(images)), torch.stack(targets))


def _plain_detector(classes: int) -> tuple[nn.Module, Loss]:
    blocks = LastLevelP6P7(256, 256)
    backbone = resnet_fpn_backbone(
        backbone_name="resnet18",
        weights=None,
        norm_layer=nn.BatchNorm2d,
        trainable_layers=5,
        returned_layers=[2, 3, 4],
        extra_blocks=blocks,
    )
    sizes = tuple((side,) for side in (8, 16, 32, 64, 128))
    anchors = AnchorGenerator(sizes=sizes, aspect_ratios=((1.0,),) * len(sizes))
    # the images come in the right size: it must not scale them again
    model = FCOS(backbone, classes, min_size=1, max_size=10_000, anchor_generator=anchors, _skip_resize=True)
    return model, lambda images, targets: torch.stack(list(model(images, targets).values())).sum()


_PLAIN: Final = {
    Network.CLASSIFICATION: _plain_classifier,
    Network.SEGMENTATION: _plain_segmenter,
    Network.DETECTION: _plain_detector,
}


class _Files(Dataset[tuple[Tensor, Any]]):
    """Reads, scales, flips and normalises an image, and its target with it."""

    def __init__(
        self, network: Network, samples: list[ManifestSample], classes: tuple[str, ...], size: tuple[int, int]
    ) -> None:
        self.network, self.samples, self.size = network, samples, size
        self.number = {label: position for position, label in enumerate(classes)}

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Tensor, Any]:
        sample = self.samples[index]
        flip = bool(torch.rand(()) < 0.5)
        image = self._scaled(sample.path, Image.Resampling.BILINEAR, "RGB")
        tensor = functional.normalize(functional.to_tensor(image), MEAN, DEVIATION)
        return tensor.flip(-1) if flip else tensor, self._target(sample, flip)

    def _scaled(self, path: str, how: Image.Resampling, mode: str) -> Image.Image:
        return Image.open(path).convert(mode).resize(self.size[::-1], how)

    def _target(self, sample: ManifestSample, flip: bool) -> Any:
        match self.network:
            case Network.CLASSIFICATION:
                return self.number[sample.label]
            case Network.SEGMENTATION:
                mask = torch.from_numpy(np.array(self._scaled(sample.mask, Image.Resampling.NEAREST, "L")) > 0)
                mask = mask * (1 + self.number.get(sample.label, -1))
                return mask.flip(-1) if flip else mask
            case Network.DETECTION:
                return self._boxes(sample, flip)

    def _boxes(self, sample: ManifestSample, flip: bool) -> dict[str, Tensor]:
        across, down = self.size[1] / sample.width, self.size[0] / sample.height
        edges = [(x, y, x + width, y + height) for x, y, width, height in (region.box for region in sample.regions)]
        boxes = torch.tensor(edges).reshape(-1, 4) * torch.tensor([across, down, across, down])
        if flip:
            boxes = boxes[:, [2, 1, 0, 3]]
            boxes[:, [0, 2]] = self.size[1] - boxes[:, [0, 2]]
        labels = torch.tensor([self.number[region.label] for region in sample.regions], dtype=torch.int64)
        return {"boxes": boxes, "labels": labels}


def _loaded(files: _Files, batch: int) -> Iterator[tuple[list[Tensor], list[Any]]]:
    loader = DataLoader(
        files,
        batch,
        shuffle=True,
        num_workers=WORKERS,
        drop_last=True,
        persistent_workers=True,
        collate_fn=lambda pairs: tuple(map(list, zip(*pairs, strict=True))),
    )
    while True:
        yield from loader
