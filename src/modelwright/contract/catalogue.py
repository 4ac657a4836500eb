"""The base models that ship with the product: what a training can start from, and the values that suit each."""

from typing import Any, Final

from modelwright.contract.parameters import Parameters
from modelwright.contract.strict import Strict
from modelwright.contract.tasks import MAIN_NETWORK, Network, Task


class BaseModel(Strict):
    """One network of the catalogue. `defaults` overrides the parameters' own defaults when a template starts from it."""

    name: str
    """Name in the sources' style (E44); stable, used in parameters and on screens."""
    timm_name: str
    """The network, or the encoder of a segmenter or detector."""
    version: int = 1
    network: Network = Network.CLASSIFICATION
    architecture: str = ""
    """What stands on the encoder of a segmenter or detector."""
    input_size: int
    """Side of the square input, or of a square with the area of the input, pixels."""
    crop_size: int = 0
    """Side of the pieces that are learned from, pixels; 0: whole images."""
    min_side: int = 8
    """Shorter side below which an image is non-compliant unless the parameters say otherwise, pixels."""
    parameter_count: int
    """Weights of the network, of a classifier with 1,000 classes."""
    licence: str
    pretrained_on: str
    summary: str
    defaults: dict[str, Any] = {}

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Those whose main network it can be."""
        return tuple(task for task, main in MAIN_NETWORK.items() if main is self.network)

    def parameters(self) -> Parameters:
        """The parameters that a new template for this base model starts with."""
        return Parameters.model_validate(merge(Parameters().model_dump(mode="json"), self.defaults))


def merge(base: dict[str, Any], override: dict[str, Any]) -> dict[str, Any]:
    """`base` with the leaves of `override` put over it; neither is changed."""
    merged = dict(base)
    for key, value in override.items():
        below = merged.get(key, {})
        merged[key] = merge(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return merged


def _classifier(name: str, **solver: Any) -> dict[str, Any]:
    return {
        "model": {"classification": {"name": name}},
        "training": {"classification": {"batch_size": 32, "max_iter": 2000, **solver}},
        "preprocessing": {"augmentation": {"flip": True}},
    }


_ADAMW: Final = {
    "optimizer": "adamw",
    "base_lr": 0.001,
    "weight_decay": 0.05,
    "lr_policy": "warmup_cosine",
    "warmup": 0.1,
    "label_smoothing": 0.1,
}
"""From random weights on 309 images, 350 steps: macro F1 0.86, where SGD at 0.02 had reached 0.44 (magnetic tiles, 128 px)."""


_ADAMW_WITHOUT_SMOOTHING: Final = {name: value for name, value in _ADAMW.items() if name != "label_smoothing"}


_ANY_WAY_ROUND: Final = {"flip": True, "flip_vertical": True, "random": True, "exposure": True}
"""Parts and textures, which have no top; from few images (docs/adr/0008)."""


def _segmenter(name: str, **solver: Any) -> dict[str, Any]:
    return {
        "model": {"segmentation": {"name": name}},
        "training": {"segmentation": {"batch_size": 8, "max_iter": 2000, **_ADAMW_WITHOUT_SMOOTHING, **solver}},
        "preprocessing": {"augmentation": _ANY_WAY_ROUND},
        "run": {"metric": "mean_iou"},
    }


def _detector(name: str, extension: str, **solver: Any) -> dict[str, Any]:
    return {
        "model": {"detection": {"name": name}},
        "training": {
            "detection": {**_ADAMW_WITHOUT_SMOOTHING, "base_lr": 0.002, "max_grad_norm": 10, "max_iter": 1500, **solver}
        },
        "preprocessing": {"extension": extension},
        "run": {"metric": "ap50", "file_update_s": 60},
    }


BASE_MODELS: Final[tuple[BaseModel, ...]] = (
    BaseModel(
        name="ResNet18",
        timm_name="resnet18",
        input_size=224,
        parameter_count=11_689_512,
        licence="Apache-2.0",
        pretrained_on="ImageNet-1k",
        summary="Robust and fast to train: a good first choice.",
        defaults=_classifier("ResNet18", **_ADAMW),
    ),
    BaseModel(
        name="ResNet50",
        timm_name="resnet50",
        input_size=224,
        parameter_count=25_557_032,
        licence="Apache-2.0",
        pretrained_on="ImageNet-1k",
        summary="Larger than ResNet18: more accurate with many images, about three times slower.",
        defaults=_classifier("ResNet50", **_ADAMW),
    ),
    BaseModel(
        name="EfficientNet-B0",
        timm_name="efficientnet_b0",
        input_size=224,
        parameter_count=5_288_548,
        licence="Apache-2.0",
        pretrained_on="ImageNet-1k",
        summary="Accurate for its size: small files and quick prediction.",
        defaults=_classifier("EfficientNet-B0", **_ADAMW),
    ),
    BaseModel(
        name="MobileNetV3-Large",
        timm_name="mobilenetv3_large_100",
        input_size=224,
        parameter_count=5_483_032,
        licence="Apache-2.0",
        pretrained_on="ImageNet-1k",
        summary="Made for small devices: the fastest prediction on a CPU.",
        defaults=_classifier("MobileNetV3-Large", **_ADAMW),
    ),
    BaseModel(
        name="ConvNeXt-Atto",
        timm_name="convnext_atto",
        input_size=224,
        parameter_count=3_695_520,
        licence="Apache-2.0",
        pretrained_on="ImageNet-1k",
        summary="A small modern network; fine textures, few parameters.",
        defaults=_classifier("ConvNeXt-Atto", **_ADAMW),
    ),
    BaseModel(
        name="ResNet10-Light",
        timm_name="resnet10t",
        input_size=128,
        parameter_count=5_435_488,
        licence="Apache-2.0",
        pretrained_on="ImageNet-1k",
        summary="For a few hundred images of parts or textures that lie any way round, without pretrained weights.",
        defaults=merge(
            _classifier("ResNet10-Light", **_ADAMW | {"batch_size": 16, "balance": 0.5, "ema": 0.99}),
            {"preprocessing": {"augmentation": _ANY_WAY_ROUND}},
        ),
    ),
    BaseModel(
        name="U-Net-Light",
        timm_name="resnet10t",
        network=Network.SEGMENTATION,
        architecture="light",
        input_size=512,
        crop_size=192,
        parameter_count=5_745_739,
        licence="Apache-2.0",
        pretrained_on="ImageNet-1k",
        summary="Finds the outlines of defects pixel by pixel; quick, and made for few images.",
        defaults=_segmenter("U-Net-Light", base_lr=0.003, balance=0.7, ema=0.99),
    ),
    BaseModel(
        name="U-Net-ResNet18",
        timm_name="resnet18",
        network=Network.SEGMENTATION,
        architecture="unet",
        input_size=512,
        crop_size=256,
        parameter_count=14_328_499,
        licence="Apache-2.0",
        pretrained_on="ImageNet-1k",
        summary="Larger and finer: for a GPU, pretrained weights and several hundred images.",
        defaults=_segmenter("U-Net-ResNet18"),
    ),
    BaseModel(
        name="base-SmartOCR-01",
        timm_name="resnet18d_half",
        network=Network.DETECTION,
        input_size=512,
        parameter_count=3_105_718,
        licence="Apache-2.0",
        pretrained_on="",
        summary="Universal: finds the fields of documents, which lie upright, and anything else in boxes.",
        defaults=_detector("base-SmartOCR-01", "exposure + noise", batch_size=4),
    ),
    BaseModel(
        name="base-Parts-01",
        timm_name="resnet18d_half",
        network=Network.DETECTION,
        input_size=640,
        crop_size=320,
        parameter_count=3_105_718,
        licence="Apache-2.0",
        pretrained_on="",
        summary="Finds parts and small defects, which lie any way round, in large pictures.",
        defaults=_detector("base-Parts-01", "rotations + exposure + noise", batch_size=8),
    ),
    BaseModel(
        name="Detector-ResNet50",
        timm_name="resnet50d",
        network=Network.DETECTION,
        input_size=1024,
        parameter_count=24_046_438,
        licence="Apache-2.0",
        pretrained_on="ImageNet-1k",
        summary="Large, with pretrained weights: for a GPU and several hundred images.",
        defaults=_detector("Detector-ResNet50", "exposure + noise", batch_size=8),
    ),
)

DEFAULT_BASE_MODELS: Final[dict[Network, str]] = {
    Network.CLASSIFICATION: "ResNet18",
    Network.SEGMENTATION: "U-Net-Light",
    Network.DETECTION: "base-SmartOCR-01",
}


def base_model(name: str) -> BaseModel:
    """The catalogue's entry of that name, in any case of letters. Raises KeyError with the known names."""
    for entry in BASE_MODELS:
        if name.lower() in (entry.name.lower(), entry.timm_name):
            return entry
    raise KeyError(f"no base model {name!r}; known: {', '.join(entry.name for entry in BASE_MODELS)}")
