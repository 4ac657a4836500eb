"""How the numbers of a report are computed (X16), in the person's language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FORMULAS: Final[dict[str, Promise]] = {
    "accuracy": _("Correct predictions divided by all samples of the set."),
    "precision": _("Of the samples predicted as this class, the share that truly is of it: TP / (TP + FP)."),
    "recall": _("Of the samples that truly are of this class, the share that was found: TP / (TP + FN)."),
    "f1": _("Harmonic mean of precision and recall: 2 · precision · recall / (precision + recall)."),
    "macro_precision": _("Mean of the precision over the classes that have samples in the set; each counts the same."),
    "macro_recall": _("Mean of the recall over the classes that have samples in the set; each counts the same."),
    "macro_f1": _("Mean of the F1 over the classes that have samples in the set; each counts the same."),
    "support": _("Samples of the set whose true class this is."),
    "interval": _("Wilson interval: where the true share lies in 95 of 100 cases, given this many samples."),
}


def formulas() -> dict[str, str]:
    return {name: str(sentence) for name, sentence in FORMULAS.items()}
