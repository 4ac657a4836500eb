"""What a careful person writes with segmentation-models-pytorch: U-Net on ResNet18, 320 px, cross-entropy and Dice, AdamW."""

import numpy as np
import segmentation_models_pytorch as smp
import torch
from _job import Picture, Run, installed
from _loop import train
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import functional

from modelwright.engine.metrics.segmentation import numbers, pixel_confusion

SIDE = 320


def mask_of(picture: Picture) -> np.ndarray:
    """Class numbers, uint8 (height, width): 0 background, then the job's classes."""
    if not picture.mask:
        return np.zeros(picture.size[::-1], np.uint8)
    return (np.asarray(Image.open(picture.mask).convert("L")) > 0).astype(np.uint8) * (picture.label + 1)


def image_of(picture: Picture) -> Tensor:
    image = Image.open(picture.path).convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return functional.normalize(functional.to_tensor(image), (0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


class Pictures(Dataset[tuple[Tensor, Tensor]]):
    def __init__(self, pictures: tuple[Picture, ...]) -> None:
        self.pictures = pictures

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        picture = self.pictures[index]
        mask = Image.fromarray(mask_of(picture)).resize((SIDE, SIDE), Image.Resampling.NEAREST)
        image, target = image_of(picture), torch.from_numpy(np.asarray(mask).astype(np.int64))
        for dimension in (-1, -2):
            if torch.rand(()) < 0.5:
                image, target = image.flip(dimension), target.flip(dimension)
        return image, target


def main() -> None:
    run = Run.from_arguments()
    torch.manual_seed(0)
    classes = 1 + len(run.job.classes)
    model = smp.Unet("resnet18", encoder_weights=None, classes=classes)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05)
    cross_entropy, dice = nn.CrossEntropyLoss(), smp.losses.DiceLoss("multiclass")
    loader = DataLoader(
        Pictures(run.job.train), 8, shuffle=True, num_workers=2, persistent_workers=True, drop_last=True
    )

    def loss(batch: tuple[Tensor, Tensor]) -> Tensor:
        output = model(batch[0])
        return cross_entropy(output, batch[1]) + dice(output, batch[1])

    def predicted(picture: Picture) -> np.ndarray:
        model.eval()
        with torch.inference_mode():
            found = model(image_of(picture)[None])[0].argmax(0).byte().numpy()
        return np.asarray(Image.fromarray(found).resize(picture.size, Image.Resampling.NEAREST))

    def mean_iou() -> float:
        counted = [pixel_confusion(mask_of(one), predicted(one), classes) for one in run.job.validation]
        return numbers(np.stack(counted), resamples=1).mean_iou or 0.0

    images, seconds = train(run, model, optimizer, loader, loss, mean_iou, lambda batch: len(batch[1]))
    run.finish(
        saved(run, [predicted(one) for one in run.job.validation]),
        model="smp U-Net ResNet18, 320 px",
        images=images,
        seconds=seconds,
        versions=installed("torch", "segmentation-models-pytorch"),
    )


def saved(run: Run, masks: list[np.ndarray]) -> list[str]:
    paths = [run.folder / f"mask-{number}.png" for number in range(len(masks))]
    for path, mask in zip(paths, masks, strict=True):
        Image.fromarray(mask).save(path)
    return [str(path) for path in paths]


if __name__ == "__main__":
    main()
