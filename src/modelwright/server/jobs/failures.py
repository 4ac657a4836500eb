"""What happened and what to do about it, in the person's language, for every code that an engine may report."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modelwright.contract.events import Code
from modelwright.server.jobs.models import Job

SENTENCES: Final[dict[Code, Promise]] = {
    Code.NO_USABLE_SAMPLES: _(
        "No usable images: %(found)s were found, %(non_compliant)s of them are non-compliant. Check the data paths and "
        "the resolution rule of the preprocessing parameters."
    ),
    Code.ONE_CLASS: _(
        "All images belong to the class “%(label)s”. A classifier needs at least two: add a data path with another class."
    ),
    Code.CLASS_WITHOUT_SAMPLES: _(
        "The class “%(label)s” is in the list of codes, but no usable image shows it. Add images, or take it off the list."
    ),
    Code.TOO_FEW_SAMPLES: _(
        "The class “%(label)s” has too few usable images (%(count)s): at least two are needed, one to learn from and one "
        "to validate with. Add images."
    ),
    Code.LOSS_NOT_FINITE: _(
        "The loss stopped being a number at iteration %(iteration)s, with learning rate %(learning_rate)s. Try a learning "
        "rate ten times lower, or a policy with warm-up."
    ),
    Code.OUT_OF_MEMORY: _(
        "The memory of %(device)s is not enough. Choose a smaller batch size or a smaller input size, and start again."
    ),
    Code.DISK_FULL: _(
        "The disk that holds %(folder)s is full. Free some space and start again; earlier results are intact."
    ),
    Code.WEIGHTS_UNAVAILABLE: _(
        "The pretrained weights of %(name)s cannot be had: there is no network and they are not in %(folder)s. Put them "
        "there, set MODELWRIGHT_WEIGHTS_DIR to the folder that holds them, or start from no weights."
    ),
    Code.WEIGHTS_DO_NOT_FIT: _(
        "The weights of %(name)s do not fit this network. Choose a version that was trained on the same base model."
    ),
    Code.CHECKPOINT_UNREADABLE: _("The checkpoint %(path)s cannot be read. Start again from the beginning."),
    Code.EXPORT_DISAGREES: _(
        "The exported model agrees with the trained one on only %(agreement)s of the validation images; at least %(limit)s "
        "is needed. Start again with float32 arithmetic."
    ),
    Code.BAD_SPEC: _("The training could not be begun: %(detail)s. Correct the template, and start again."),
    Code.KILLED: _(
        "The training was killed by the signal %(signal)s. %(cause)s It can go on from its last checkpoint."
    ),
    Code.ENDED_WITHOUT_A_WORD: _(
        "The training ended with exit code %(exit_code)s and did not say why. The log and the output below may tell."
    ),
    Code.MACHINE_LOST: _(
        "The machine %(machine)s stopped answering or was restarted. When it is back, resume from the last checkpoint."
    ),
    Code.UNEXPECTED: _("An error that should not happen: %(detail)s. The log has more; starting again may help."),
    Code.POLICY_VANISHES: _(
        "With the policy %(policy)s and these parameters, the learning rate is practically zero before a tenth of the run "
        "is over. Choose a gamma closer to 1, or another policy."
    ),
    Code.SPECIAL_CODES_LEFT_OUT: _(
        "%(count)s images of special codes (%(codes)s) are left out: the classifier does not predict these codes."
    ),
    Code.UNLISTED_CODES_LEFT_OUT: _(
        "%(count)s images of classes that are not in the list of codes (%(codes)s) are left out."
    ),
    Code.DUPLICATES_KEPT_TOGETHER: _(
        "%(count)s images occur more than once. Copies are kept in the same part, so that the validation stays honest."
    ),
    Code.CONFLICTING_DUPLICATES: _(
        "%(count)s images lie in two or more classes at once. Leave each in the class where it belongs."
    ),
    Code.TEST_SAMPLES_IN_TRAINING: _(
        "%(count)s test images are also training images: the test numbers look better than they are. Take them out of one."
    ),
    Code.CUDA_MISSING: _("A GPU was asked for, but this machine offers none that PyTorch can use. The CPU is used."),
    Code.ARITHMETIC_CHOSEN: _(
        "Arithmetic: %(precision)s on %(device)s, measured at %(images_per_second)s images a second."
    ),
    Code.BATCH_REDUCED: _(
        "There are only %(samples)s images to learn from: the batch size is reduced to %(batch_size)s."
    ),
}

_CAUSES: Final[dict[str, Promise]] = {
    "SIGKILL": _(
        "Most likely the machine ran out of memory: a smaller batch size or input size needs less of it. Somebody may also "
        "have ended it by hand."
    ),
    "SIGTERM": _("The system was shutting down, or somebody ended it by hand."),
}
_OTHER_CAUSE: Final = _("A driver or a library crashed; the output at the end of the log may name it.")


def sentence(code: str, values: Mapping[str, Any], otherwise: str = "") -> str:
    """The code's sentence with its values; `otherwise` where there is no code."""
    if not code:
        return otherwise
    if code not in SENTENCES:
        return otherwise or code
    cause = _CAUSES.get(str(values.get("signal")), _OTHER_CAUSE)
    return str(SENTENCES[Code(code)]) % _Values(
        {**{name: _shown(value) for name, value in values.items()}, "cause": cause}
    )


def notice_out(notice: Mapping[str, Any]) -> dict[str, Any]:
    """One of `Job.notices` in the shape that the API gives."""
    return {
        "level": notice["level"],
        "code": notice["code"] or "",
        "message": sentence(notice["code"] or "", notice["values"], notice["text"]),
        "at": datetime.fromtimestamp(notice["time"], UTC),
        "network": notice.get("network"),
        "iteration": notice.get("iteration"),
    }


def failure_of(job: Job) -> str:
    return sentence(job.failure_code, job.failure_values, job.failure_detail)


def _shown(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.4g}"
    return ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else value


class _Values(dict[str, object]):
    """A value that the engine left out shows as a dash rather than as an error."""

    def __missing__(self, name: str) -> str:
        return "–"
