"""A code's sentence in the person's language, with its values."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modelwright.contract.events import Code
from modelwright.server.core.lists import listed
from modelwright.server.core.numbers import decimal, percent
from modelwright.server.jobs import spec_problems
from modelwright.server.jobs.models import Job
from modelwright.server.jobs.sentences import CAUSES, OTHER_CAUSE, SENTENCES, WITHOUT_CHECKPOINT, Values

_CPU: Final = re.compile(r"CPU \((\d+) threads?\)")
_CORES: Final = re.compile(r"cpu, (\d+) cores?")
_METRICS: Final[dict[str, Promise]] = {
    "accuracy": _("Accuracy"),
    "macro_f1": _("Macro F1"),
    "macro_recall": _("Macro recall"),
    "mean_iou": _("Mean IoU"),
    "ap50": _("Average precision at an IoU of 0.5"),
    "ap": _("Average precision"),
}


def metric_name(metric: str) -> str:
    """How people call a contract.choices.Metric; one that is not known keeps its own name."""
    return str(_METRICS.get(metric, metric))


def sentence(code: str, values: Mapping[str, Any], otherwise: str = "", *, has_checkpoint: bool = True) -> str:
    """The code's sentence with its values, true with and without a checkpoint; `otherwise` where there is no code."""
    if not code:
        return otherwise
    if code not in SENTENCES:
        return otherwise or code
    shown = {name: _shown(name, value) for name, value in values.items()}
    if code == Code.BAD_SPEC:
        shown["detail"] = spec_problems.said(values)
    shown["cause"] = CAUSES.get(str(values.get("signal")), OTHER_CAUSE)
    without = None if has_checkpoint else WITHOUT_CHECKPOINT.get(Code(code))
    return str(without or SENTENCES[Code(code)]) % Values(shown)


def notice_out(job: Job, notice: Mapping[str, Any]) -> dict[str, Any]:
    """One of `job.notices` in the shape that the API gives."""
    code = notice["code"] or ""
    return {
        "level": notice["level"],
        "code": code,
        "message": sentence(code, notice["values"], notice["text"], has_checkpoint=job.has_checkpoint),
        "at": datetime.fromtimestamp(notice["time"], UTC),
        "network": notice.get("network"),
        "iteration": notice.get("iteration"),
    }


def failure_of(job: Job) -> str:
    return sentence(job.failure_code, job.failure_values, job.failure_detail, has_checkpoint=job.has_checkpoint)


def _percent(share: str) -> str:
    """Of a number between 0 and 1; any other text stays as it is."""
    try:
        return percent(float(share))
    except ValueError:
        return share


def device_name(device: str) -> str:
    """Of what the engine names: a GPU's own name, or the CPU with its threads or cores; the web's `useFormat` says the same."""
    if cores := _CORES.fullmatch(device):
        return gettext("CPU (cores: %(count)s)") % {"count": cores[1]}
    threads = _CPU.fullmatch(device)
    return gettext("CPU (threads: %(count)s)") % {"count": threads[1]} if threads else device


WORDS: Final[dict[str, Callable[[str], str]]] = {
    "metric": metric_name,
    "agreement": _percent,
    "limit": _percent,
    "device": device_name,
}
"""By the name of a value: how a code that it holds is said. Apps above add those that only they know."""


def _shown(name: str, value: object) -> object:
    if name in WORDS:
        return WORDS[name](str(value))
    if isinstance(value, float):
        return decimal(value)
    return (listed(value) or "–") if isinstance(value, list | tuple) else value
