"""How the numbers of a report are computed (X16), in the person's language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modelwright.contract.tasks import Network

_WILSON: Final = _("Wilson interval: where the true share lies in 95 of 100 cases, given this many samples.")
_BOOTSTRAP: Final = _(
    "Bootstrap interval: in 95 of 100 sets of as many images, drawn anew from these, the number lies in it."
)
_HARMONIC: Final = _("Harmonic mean of precision and recall: 2 · precision · recall / (precision + recall).")
_MACRO: Final[dict[str, Promise]] = {
    "macro_precision": _("Mean of the precision over the classes that have samples in the set; each counts the same."),
    "macro_recall": _("Mean of the recall over the classes that have samples in the set; each counts the same."),
    "macro_f1": _("Mean of the F1 over the classes that have samples in the set; each counts the same."),
}

FORMULAS: Final[dict[Network, dict[str, Promise]]] = {
    Network.CLASSIFICATION: {
        "accuracy": _("Correct predictions divided by all samples of the set."),
        "precision": _("Of the samples predicted as this class, the share that truly is of it: TP / (TP + FP)."),
        "recall": _("Of the samples that truly are of this class, the share that was found: TP / (TP + FN)."),
        "f1": _HARMONIC,
        **_MACRO,
        "support": _("Samples of the set whose true class this is."),
        "interval": _WILSON,
    },
    Network.SEGMENTATION: {
        "accuracy": _("Pixels with the right class divided by all pixels of the set, the background included."),
        "iou": _(
            "Intersection over union of all pixels of the set that are of this class or predicted as it: TP / (TP + FP + FN)."
        ),
        "mean_iou": _("Mean of the IoU over the classes that have pixels in the set, without the background."),
        "precision": _("Of the pixels predicted as this class, the share that truly is of it: TP / (TP + FP)."),
        "recall": _("Of the pixels that truly are of this class, the share that was found: TP / (TP + FN)."),
        "f1": _HARMONIC,
        **_MACRO,
        "support": _("Images of the set that hold this class."),
        "interval": _BOOTSTRAP,
    },
    Network.DETECTION: {
        "ap50": _(
            "Average precision (COCO): the area under the precision-recall curve, where a box counts as found if it overlaps "
            "the true one with an IoU of at least 0.5."
        ),
        "ap": _("Mean of the average precisions (COCO) at an IoU of 0.50, 0.55 … 0.95."),
        "precision": _("Of the boxes predicted at the threshold, the share that matches a true box: TP / (TP + FP)."),
        "recall": _("Of the true boxes, the share that was found at the threshold: TP / (TP + FN)."),
        "f1": _HARMONIC,
        **_MACRO,
        "support": _("True boxes of this class in the set."),
        "interval": _WILSON,
        "ap50_interval": _BOOTSTRAP,
    },
}
"""By the kind of a set's result, which is the name of the network that it measures."""


def formulas() -> dict[str, dict[str, str]]:
    return {kind: {name: str(text) for name, text in of.items()} for kind, of in FORMULAS.items()}
