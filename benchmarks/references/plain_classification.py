"""What a careful person writes in an hour with timm and torchvision: ResNet18, 224 px, crops and flips, AdamW."""

import timm
import torch
from _job import Picture, Run, installed
from _loop import train
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

from modelwright.contract.tasks import Part
from modelwright.engine.metrics.classification import confusion_matrix, set_result

SIDE = 224
NORMALIZE = transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
TRAINING = transforms.Compose(
    [
        transforms.RandomResizedCrop(SIDE, scale=(0.4, 1)),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        NORMALIZE,
    ]
)
MEASURING = transforms.Compose([transforms.Resize((SIDE, SIDE)), transforms.ToTensor(), NORMALIZE])


class Pictures(Dataset[tuple[Tensor, int]]):
    def __init__(self, pictures: tuple[Picture, ...], transform: transforms.Compose) -> None:
        self.pictures, self.transform = pictures, transform

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        picture = self.pictures[index]
        return self.transform(Image.open(picture.path).convert("RGB")), picture.label


def main() -> None:
    run = Run.from_arguments()
    torch.manual_seed(0)
    model = timm.create_model("resnet18", num_classes=len(run.job.classes))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05)
    loader = DataLoader(Pictures(run.job.train, TRAINING), 32, shuffle=True, num_workers=2, persistent_workers=True)
    measured = DataLoader(Pictures(run.job.validation, MEASURING), 32)
    loss = nn.CrossEntropyLoss(label_smoothing=0.1)
    truth = torch.tensor([picture.label for picture in run.job.validation]).numpy()

    def predicted() -> list[int]:
        model.eval()
        with torch.inference_mode():
            return torch.cat([model(images).argmax(1) for images, _ in measured]).tolist()

    def macro_f1() -> float:
        confusion = confusion_matrix(truth, torch.tensor(predicted()).numpy(), len(run.job.classes))
        return set_result(Part.VALIDATION, run.job.classes, confusion).macro_f1

    images, seconds = train(
        run,
        model,
        optimizer,
        loader,
        lambda batch: loss(model(batch[0]), batch[1]),
        macro_f1,
        lambda batch: len(batch[1]),
    )
    run.finish(
        predicted(), model="timm resnet18, 224 px", images=images, seconds=seconds, versions=installed("torch", "timm")
    )


if __name__ == "__main__":
    main()
