"""What a careful person writes with torchvision: FCOS on a ResNet18 pyramid, shorter side 512 px, flips, AdamW."""

import numpy as np
import torch
from _job import Picture, Run, installed
from _loop import train
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torchvision.models.detection import FCOS
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import resnet_fpn_backbone
from torchvision.ops.feature_pyramid_network import LastLevelP6P7
from torchvision.transforms import functional

from modelwright.contract.tasks import Part
from modelwright.engine.metrics.detection import Found, Truth, set_result

Target = dict[str, Tensor]


class Pictures(Dataset[tuple[Tensor, Target]]):
    def __init__(self, pictures: tuple[Picture, ...]) -> None:
        self.pictures = pictures

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, index: int) -> tuple[Tensor, Target]:
        picture = self.pictures[index]
        image = image_of(picture)
        boxes = torch.tensor(picture.boxes, dtype=torch.float32).reshape(-1, 4)
        if torch.rand(()) < 0.5:
            image, boxes = image.flip(-1), boxes[:, [2, 1, 0, 3]]
            boxes[:, [0, 2]] = image.shape[-1] - boxes[:, [0, 2]]
        return image, {"boxes": boxes, "labels": torch.tensor(picture.labels, dtype=torch.int64)}


def image_of(picture: Picture) -> Tensor:
    return functional.to_tensor(Image.open(picture.path).convert("RGB"))


def network(classes: int) -> FCOS:
    backbone = resnet_fpn_backbone(
        backbone_name="resnet18",
        weights=None,
        norm_layer=nn.BatchNorm2d,
        trainable_layers=5,
        returned_layers=[2, 3, 4],
        extra_blocks=LastLevelP6P7(256, 256),
    )
    sizes = tuple((side,) for side in (8, 16, 32, 64, 128))
    generator = AnchorGenerator(sizes=sizes, aspect_ratios=((1.0,),) * len(sizes))
    return FCOS(backbone, classes, min_size=512, max_size=1024, anchor_generator=generator, score_thresh=0.01)


def main() -> None:
    run = Run.from_arguments()
    torch.manual_seed(0)
    model = network(len(run.job.classes))
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-4, weight_decay=0.05)
    loader = DataLoader(
        Pictures(run.job.train), 4, shuffle=True, num_workers=2, persistent_workers=True, drop_last=True,
        collate_fn=lambda batch: tuple(zip(*batch, strict=True)),
    )  # fmt: skip
    truths = [Truth(np.array(one.boxes).reshape(-1, 4), np.array(one.labels)) for one in run.job.validation]

    def loss(batch: tuple[tuple[Tensor, ...], tuple[Target, ...]]) -> Tensor:
        losses: dict[str, Tensor] = model(list(batch[0]), list(batch[1]))
        return torch.stack(list(losses.values())).sum()

    def predicted() -> list[Target]:
        model.eval()
        with torch.inference_mode():
            return [model([image_of(one)])[0] for one in run.job.validation]

    def ap50() -> float:
        found = [Found(one["boxes"].numpy(), one["labels"].numpy(), one["scores"].numpy()) for one in predicted()]
        return set_result(Part.VALIDATION, run.job.classes, truths, found, threshold=0.3).ap50

    images, seconds = train(run, model, optimizer, loader, loss, ap50, lambda batch: len(batch[0]))
    run.finish(
        [{name: values.tolist() for name, values in one.items()} for one in predicted()],
        model="torchvision FCOS ResNet18, 512 px",
        images=images,
        seconds=seconds,
        versions=installed("torch", "torchvision"),
    )


if __name__ == "__main__":
    main()
