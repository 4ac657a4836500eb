"""E44: which network a training uses, and the codes that it handles."""

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from modelwright.contract.strict import Strict, block, field
from modelwright.contract.tasks import Network


class ClassifierModel(Strict):
    """E44's `classification` block of the model parameters."""

    name: str = field("ResNet18", "Network", "The network's name in the catalogue of base models.")
    num_of_classes: int | None = field(
        None,
        "Number of classes",
        "How many codes of the list the classifier predicts; empty: all of them.",
        ge=2,
        le=10_000,
    )


class SegmenterModel(Strict):
    name: str = field("U-Net-Light", "Network", "The network's name in the catalogue of base models.")


class DetectorModel(Strict):
    name: str = field("base-SmartOCR-01", "Network", "The network's name in the catalogue of base models.")
    threshold: float = field(
        0.25,
        "Confidence threshold",
        "Boxes below this confidence are not shown; precision and recall of the report are counted at it.",
        ge=0,
        le=1,
    )


class ModelParameters(Strict):
    """E44: the network, and the defect codes it handles: first those that it predicts, special ones at the end."""

    classification: ClassifierModel = block(ClassifierModel(), "Classifier", networks=(Network.CLASSIFICATION,))
    segmentation: SegmenterModel = block(SegmenterModel(), "Segmentation network", networks=(Network.SEGMENTATION,))
    detection: DetectorModel = block(DetectorModel(), "Detector", networks=(Network.DETECTION,))
    code_list: tuple[str, ...] = field(
        (), "Codes", "The classes to train on, in this order; empty: every class found in the data.", max_length=10_000
    )
    special_min_area: float = field(
        0.002,
        "Smallest area of a special code",
        "A special code whose segmented area reaches this share of the image overrides the classifier's code.",
        gt=0,
        le=1,
        networks=(Network.SEGMENTATION,),
        advanced=True,
    )

    @model_validator(mode="after")
    def codes_fit_the_number_of_classes(self) -> Self:
        if len(set(self.code_list)) != len(self.code_list):
            twice = next(code for code in self.code_list if self.code_list.count(code) > 1)
            raise PydanticCustomError(
                "code_named_twice", "code_list names {code} twice", {"field": "code_list", "code": twice}
            )
        wanted = self.classification.num_of_classes
        if self.code_list and wanted is not None and len(self.code_list) < wanted:
            raise PydanticCustomError(
                "too_few_codes",
                "code_list has {count} codes, num_of_classes asks for {wanted}",
                {"field": "code_list", "count": len(self.code_list), "wanted": wanted},
            )
        return self

    @property
    def predicted_codes(self) -> tuple[str, ...]:
        """The codes that the classifier predicts; empty means every class of the data."""
        return self.code_list[: self.classification.num_of_classes or len(self.code_list)]

    @property
    def special_codes(self) -> tuple[str, ...]:
        """The codes at the end of the list, which only the segmentation finds."""
        return self.code_list[len(self.predicted_codes) :]

    def name_of(self, network: Network) -> str:
        """The base model of one of the run's networks."""
        of: ClassifierModel | SegmenterModel | DetectorModel = getattr(self, network.value)
        return of.name
