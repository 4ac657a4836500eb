"""E53 to E55, C10: what happens to the images before a network sees them: split, compliance, sizes, augmentation."""

import re
from typing import Self

from pydantic import field_validator, model_validator
from pydantic_core import PydanticCustomError

from modelwright.contract.choices import Extension
from modelwright.contract.strict import Strict, block, field
from modelwright.contract.tasks import Network

_PIXELS = (Network.SEGMENTATION, Network.CLASSIFICATION)


class Augmentation(Strict):
    """E55: ways of making more of the images, drawn anew for every batch."""

    color: bool = field(False, "Colour", "Changes hue, saturation and brightness (HSV).")
    scale: bool = field(False, "Scaling", "Zooms in or out by a ratio.")
    flip: bool = field(False, "Flip", "Mirrors left and right.")
    random: bool = field(False, "Random transform", "Scaling and flip together, with random parameters.")
    flip_vertical: bool = field(False, "Vertical flip", "Mirrors top and bottom.", advanced=True)
    exposure: bool = field(
        False, "Exposure", "Changes brightness, contrast and gamma, as another lamp or shutter would.", advanced=True
    )
    noise: bool = field(False, "Noise", "Adds noise, as a weak light would.", advanced=True)


class Preprocessing(Strict):
    """E53 to E55, and the rule for non-compliant samples."""

    segmentation: bool = field(
        True,
        "Train segmentation",
        "Trains the segmentation beside the classification. Off: the segmentation parameters have no effect.",
        networks=(Network.SEGMENTATION,),
    )

    split_ratio: float = field(
        0.8, "Split ratio", "Share of the samples to learn from; the rest is the validation set.", gt=0, lt=1
    )
    split_seed: int | None = field(
        None,
        "Seed of the split",
        "Set it to compare runs of different seeds on one split; empty: the seed of the run.",
        ge=0,
        le=2**31 - 1,
        advanced=True,
    )
    group_pattern: str = field(
        "",
        "Group in the file name",
        "Regular expression that finds the name of the part in a file name: images of one part never cross the split.",
        max_length=200,
        advanced=True,
    )
    group_column: str = field(
        "",
        "Group column",
        "Column of a CSV file in the data path that names the part of each image.",
        max_length=200,
        advanced=True,
    )
    normalization: bool = field(
        True,
        "Normalisation",
        "Leaves out images whose resolution breaks the rule below; they are listed as non-compliant.",
    )
    input_size: int | None = field(
        None,
        "Input size",
        "Side of the square that images are brought to, or of a square of the same area; empty: the base model's.",
        unit="px",
        ge=8,
        le=4096,
    )
    crop_size: int | None = field(
        None,
        "Training crop",
        "Side of the pieces that are learned from; 0: whole images; empty: the base model's.",
        unit="px",
        ge=0,
        le=4096,
        advanced=True,
        networks=(Network.SEGMENTATION, Network.DETECTION),
    )
    min_width: int | None = field(
        None, "Smallest width", "Narrower images are non-compliant.", unit="px", ge=1, le=100_000, advanced=True
    )
    min_height: int | None = field(
        None, "Smallest height", "Lower images are non-compliant.", unit="px", ge=1, le=100_000, advanced=True
    )
    max_width: int | None = field(
        None, "Largest width", "Wider images are non-compliant.", unit="px", ge=1, le=100_000, advanced=True
    )
    max_height: int | None = field(
        None, "Largest height", "Higher images are non-compliant.", unit="px", ge=1, le=100_000, advanced=True
    )
    exposure_compensation: bool = field(
        True,
        "Exposure compensation",
        "Brings every image to the same brightness and contrast inside the model, where it starts from random weights. "
        "Switch it off where brightness itself tells the classes apart.",
        advanced=True,
        networks=_PIXELS,
    )
    augmentation: Augmentation = block(Augmentation(), "Augmentation", networks=_PIXELS)
    extension: Extension = field(
        Extension.ROTATIONS_EXPOSURE_NOISE,
        "Artificially extend the dataset",
        "Rotations by 90, 180 and 270°, random exposure, added noise. “none” is faster and may lower the quality.",
        networks=(Network.DETECTION,),
    )

    @field_validator("group_pattern")
    @classmethod
    def pattern_is_an_expression(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise PydanticCustomError(
                "bad_pattern", "not a regular expression: {reason}", {"reason": str(error)}
            ) from error
        return pattern

    @model_validator(mode="after")
    def smallest_is_below_largest(self) -> Self:
        for side in ("width", "height"):
            low, high = getattr(self, f"min_{side}"), getattr(self, f"max_{side}")
            if low is not None and high is not None and low > high:
                raise PydanticCustomError(
                    "smallest_above_largest",
                    "min_{side} {low} is above max_{side} {high}",
                    {"field": f"min_{side}", "side": side, "low": low, "high": high},
                )
        return self
