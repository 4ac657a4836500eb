"""How the codes of data are said in a sentence."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from modelwright.contract.layout import Format
from modelwright.server.core.system_errors import system_error
from modelwright.server.datasets.problems import (
    ANNOTATION_PROBLEMS,
    SAMPLE_PROBLEMS,
    annotation_sentence,
    sample_sentence,
)

_FORMATS: Final[dict[Format, Callable[[], str]]] = {
    Format.FOLDERS: lambda: _("a folder per class"),
    Format.MASKS: lambda: _("images with masks of the same names"),
    Format.COCO: lambda: "COCO",
    Format.YOLO: lambda: "YOLO",
    Format.VOC: lambda: "Pascal VOC",
    Format.CVAT: lambda: "CVAT",
    Format.LABEL_STUDIO: lambda: "Label Studio",
    Format.REGIONS: lambda: _("regions marked here"),
}


def format_name(code: str) -> str:
    """Of a contract.layout.Format; any other text stays as it is."""
    return _FORMATS[Format(code)]() if code in set(Format) else code


def reason(code: str) -> str:
    """Of a contract.annotations.AnnotationProblem, as part of a sentence; any other text stays as it is."""
    return annotation_sentence(code).rstrip(".。") if code in ANNOTATION_PROBLEMS else code


def detail(code: str) -> str:
    """Why a file cannot be read, as part of a sentence: a code, or what the system says, behind the name of a mask where it
    is about that; any other text stays as it is."""
    file, colon, reason = code.rpartition(": ")
    if reason in SAMPLE_PROBLEMS:
        return f"{file}{colon}{_inside(sample_sentence(reason))}"
    return f"{file}{colon}{system_error(reason.rstrip('.'))}"


def _inside(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".。")
