"""The failure doctor: which remedies each failure has, what they are called, and doing them."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from modelwright.contract.catalogue import merge
from modelwright.contract.events import Code
from modelwright.server.accounts.rights import Right, refusal
from modelwright.server.core.audit import record
from modelwright.server.core.errors import Conflict, Forbidden, Invalid, Sentence
from modelwright.server.datasets import gallery
from modelwright.server.jobs.models import Job, Status
from modelwright.server.training import actions, adjustments, proposals
from modelwright.server.training.models import Adjustment, Process
from modelwright.server.training.outputs import shown
from modelwright.server.training.proposals import Case, Proposal, Propose
from modelwright.server.training.schemas_templates import TemplateEdit, WeightsIn
from modelwright.server.training.starting import start_process
from modelwright.server.training.templates import edit_template


class Remedy(NamedTuple):
    name: str
    label: Sentence
    propose: Propose


_ALL: Final = (
    Remedy("smaller_parts", _("Work the batch off in smaller parts"), proposals.smaller_parts),
    Remedy("halve_batch", _("Halve the batch size"), proposals.halve_batch),
    Remedy("larger_batch", _("Raise the batch size"), proposals.larger_batch),
    Remedy("smaller_input", _("Use smaller images"), proposals.smaller_input),
    Remedy("fewer_workers", _("Use fewer loading threads"), proposals.fewer_workers),
    Remedy("use_cpu", _("Train on the CPU"), proposals.use_cpu),
    Remedy("use_float32", _("Use float32 arithmetic"), proposals.use_float32),
    Remedy("lower_learning_rate", _("Lower the learning rate"), proposals.lower_learning_rate),
    Remedy("from_no_weights", _("Start from random weights"), proposals.from_no_weights),
    Remedy("leave_out_file", _("Leave the file out"), proposals.leave_out_file),
    Remedy("raise_time_limit", _("Raise the time limit"), proposals.raise_time_limit),
    Remedy("resume", _("Resume"), proposals.resume),
    Remedy("try_again", _("Try again"), proposals.try_again),
    Remedy("start_over", _("Start from the beginning"), proposals.start_over),
    Remedy("free_disk", _("Free disk space"), proposals.free_disk),
    Remedy("edit_template", _("Open the template"), proposals.edit_template),
)
_BY_NAME: Final[Mapping[str, Remedy]] = {remedy.name: remedy for remedy in _ALL}
_AGAIN: Final = ("resume", "start_over")
_DATA: Final = ("edit_template", "start_over")
REMEDIES: Final[dict[Code, tuple[str, ...]]] = {
    Code.KILLED: ("smaller_parts", "halve_batch", "fewer_workers", *_AGAIN),
    Code.OUT_OF_MEMORY: ("smaller_parts", "halve_batch", "smaller_input", "fewer_workers", "start_over"),
    Code.GPU_OUT_OF_MEMORY: ("smaller_parts", "halve_batch", "smaller_input", "use_cpu", "start_over"),
    Code.SHARED_MEMORY: ("fewer_workers", *_AGAIN),
    Code.BATCH_OF_ONE: ("larger_batch", "edit_template"),
    Code.DISK_FULL: ("free_disk", *_AGAIN),
    Code.UNREADABLE_DATA: ("leave_out_file", "start_over", "edit_template"),
    Code.MISSING_MODULE: ("try_again",),
    Code.LOSS_NOT_FINITE: ("lower_learning_rate", "use_float32", "edit_template"),
    Code.WEIGHTS_UNAVAILABLE: ("from_no_weights", "try_again"),
    Code.WEIGHTS_DO_NOT_FIT: ("from_no_weights", "edit_template"),
    Code.CHECKPOINT_UNREADABLE: ("start_over",),
    Code.EXPORT_DISAGREES: ("use_float32", "edit_template", "start_over"),
    Code.MACHINE_LOST: _AGAIN,
    Code.INTERRUPTED: _AGAIN,
    Code.HUNG: _AGAIN,
    Code.TIME_LIMIT: ("raise_time_limit", "resume"),
    Code.ENDED_WITHOUT_A_WORD: _AGAIN,
    Code.UNEXPECTED: _AGAIN,
    Code.BAD_SPEC: _DATA,
    Code.NO_USABLE_SAMPLES: _DATA,
    Code.ONE_CLASS: _DATA,
    Code.CLASS_WITHOUT_SAMPLES: _DATA,
    Code.TOO_FEW_SAMPLES: _DATA,
}
"""Most helpful first: the first that is possible and helps is the one to press."""
_MAY_PASS: Final = frozenset({Code.KILLED, Code.ENDED_WITHOUT_A_WORD, Code.UNEXPECTED})
"""Nobody knows why: the same again may go well, once."""
_SAME_AGAIN_HELPS: Final = _MAY_PASS | {
    Code.CHECKPOINT_UNREADABLE,
    Code.MACHINE_LOST,
    Code.INTERRUPTED,
    Code.HUNG,
    Code.TIME_LIMIT,
}
"""What ended it is over, or was the checkpoint; after anything else, the same again fails again."""
_AT_THE_MACHINE: Final[dict[Code, Sentence]] = {
    Code.MISSING_MODULE: _(
        "Only an administrator can help: the program must be installed again on the machine. Try again after that."
    ),
    Code.SHARED_MEMORY: _(
        "Only an administrator can help: the machine needs more shared memory. Try again after that."
    ),
    Code.DISK_FULL: _("Only an administrator can help: disk space must be freed. Try again after that."),
}
_ELSEWHERE: Final = _("“Start” begins it on another machine.")
_ELSEWHERE_OR_ON: Final = _(
    "“Start” begins it on another machine; to go on from the checkpoint, let an administrator bring this machine back."
)
_SHOW_THE_LOG: Final = _("It has failed in the same way twice. Show its log to an administrator before you try again.")


def offered(case: Case) -> list[Remedy]:
    names = REMEDIES[case.code]
    if case.code is Code.KILLED and case.process.job.failure_values.get("signal") != "SIGKILL":
        names = _AGAIN
    return [_BY_NAME[name] for name in names]


def remedies_out(user: Any, case: Case) -> list[dict[str, Any]]:
    return [_out(user, case, remedy) for remedy in offered(case)]


def who_else(user: Any, case: Case, found: list[dict[str, Any]]) -> str:
    """Who has to do something first, where none of the remedies helps; empty where one does, or the person can do it."""
    process = case.process
    if actions.start_here(process) and not actions.start(process):  # its machine is away
        elsewhere = _ELSEWHERE_OR_ON if process.job.has_checkpoint else _ELSEWHERE
        return str(refusal(user, Right.PROCESSES_MANAGE, process) or elsewhere)
    if any(remedy["helps"] and remedy["name"] != "free_disk" for remedy in found):
        return ""
    if case.code in _MAY_PASS:
        return str(_SHOW_THE_LOG)
    is_theirs = refusal(user, Right.MACHINES_MANAGE) is None
    return "" if is_theirs else str(_AT_THE_MACHINE.get(case.code, ""))


def _out(user: Any, case: Case, remedy: Remedy) -> dict[str, Any]:
    proposal = remedy.propose(case)
    if not isinstance(proposal, Proposal):
        nothing = {"effect": "", "leads_to": "", "why_not_keep": None, "can_be_kept": False}
        return {"name": remedy.name, "label": str(remedy.label), "why_not": str(proposal), "helps": False, **nothing}
    why_not, why_not_keep = _why_not(user, case, proposal), _why_not_keep(user, case)
    return {
        "name": remedy.name,
        "label": str(remedy.label),
        "why_not": why_not and str(why_not),
        "helps": _helps(case, proposal),
        "effect": _effect(proposal),
        "leads_to": proposal.leads_to,
        "can_be_kept": _is_of_the_template(proposal),
        "why_not_keep": why_not_keep and str(why_not_keep),
    }


def _helps(case: Case, proposal: Proposal) -> bool:
    """By itself: the same again, before anybody has done anything, fails again where nothing passes by itself."""
    if proposal.changes or proposal.excluded or proposal.leads_to:
        return True
    if case.code is Code.UNREADABLE_DATA:
        return proposals.is_left_out(case)
    return case.code in _SAME_AGAIN_HELPS and not (case.code in _MAY_PASS and case.is_repeated)


def _effect(proposal: Proposal) -> str:
    """What it changes, in one or two sentences."""
    if proposal.leads_to:
        return ""
    then = (
        _("The next attempt goes on from the last checkpoint.")
        if proposal.resume
        else _("The next attempt starts from the beginning.")
    )
    if proposal.excluded is not None:
        what = _("Excludes %(file)s from use in the dataset “%(dataset)s”.")
        return f"{what % {'file': proposal.excluded.path, 'dataset': proposal.excluded.dataset.name}} {then}"
    if not proposal.changes:
        return str(then)
    return str(_("%(changes)s. %(then)s") % {"changes": adjustments.said(proposal.changes), "then": then})


def _is_of_the_template(proposal: Proposal) -> bool:
    return any(change.path != "time_limit" for change in proposal.changes)


def _why_not(user: Any, case: Case, proposal: Proposal) -> Sentence | None:
    if proposal.leads_to:
        return refusal(user, Right.MACHINES_MANAGE) if proposal.leads_to == proposals.STORAGE else None
    excluded = proposal.excluded
    return (
        refusal(user, Right.PROCESSES_MANAGE, case.process)
        or (refusal(user, Right.DATASETS_EDIT, excluded.dataset) if excluded else None)
        or (actions.resume(case.process) if proposal.resume else actions.start_here(case.process))
    )


def _why_not_keep(user: Any, case: Case) -> Sentence | None:
    return refusal(user, Right.TEMPLATES_EDIT, case.process.template)


def apply_remedy(user: Any, process: Process, name: str, *, keep_in_template: bool) -> dict[str, Any]:
    """Start the next attempt with what the remedy changes. Raises Conflict where that is not possible (any more)."""
    process = shown(Process.objects.filter(pk=process.pk)).get()
    if process.job.status != Status.FAILED:
        raise Conflict(_("Only a training that has failed needs a remedy. Look at it again."))
    case = Case(process)
    remedy = next((remedy for remedy in offered(case) if remedy.name == name), None)
    if remedy is None:
        sentence = _("This failure has no remedy of that name. Look at it again.")
        raise Invalid(sentence, fields={"name": sentence})
    proposal = remedy.propose(case)
    if not isinstance(proposal, Proposal):
        raise Conflict(proposal)
    if proposal.leads_to:
        raise Conflict(_("Nothing is started by this: it leads to where you can help."))
    _insist(user, case, proposal, keep_in_template)
    return _carry_out(user, case, remedy, proposal, keep_in_template)


def _insist(user: Any, case: Case, proposal: Proposal, keep: bool) -> None:
    if proposal.excluded and (sentence := refusal(user, Right.DATASETS_EDIT, proposal.excluded.dataset)):
        raise Forbidden(sentence)
    if keep and _is_of_the_template(proposal) and (sentence := _why_not_keep(user, case)):
        raise Forbidden(sentence)


def _carry_out(user: Any, case: Case, remedy: Remedy, proposal: Proposal, keep: bool) -> dict[str, Any]:
    process, failed = case.process, case.process.job
    if proposal.excluded is not None:
        chosen = gallery.SelectionIn(ids=[proposal.excluded.pk], without=[])
        gallery.exclude(user, proposal.excluded.dataset, chosen, str(_("It could not be read by a training.")))
    limits = [change.after for change in proposal.changes if change.path == "time_limit"]

    def prepare(job: Job) -> None:
        _adjust(job, failed, remedy, proposal)
        detail = {"remedy": remedy.name, "reason": failed.failure_code, **adjustments.journaled(proposal.changes)}
        record(user, "training_process.remedied", process, detail, operation_key=job.operation_key)
        if keep and _is_of_the_template(proposal):
            edit_template(user, process.template, _edit(proposal))

    limit = limits[0] if limits else None
    return start_process(user, process, resume=proposal.resume, time_limit_s=limit, prepare=prepare)


def _adjust(job: Job, failed: Job, remedy: Remedy, proposal: Proposal) -> None:
    """What earlier remedies changed stays changed."""
    earlier = adjustments.of(failed)
    ours = adjustments.nested(proposal.changes)
    no_weights = any(change.path == "weights" for change in proposal.changes)
    Adjustment.objects.create(
        job=job,
        remedy=remedy.name,
        reason=failed.failure_code,
        parameters=merge(earlier.parameters, ours) if earlier else ours,
        weights={"kind": "none"} if no_weights else earlier.weights if earlier else {},
        changes=[list(change) for change in proposal.changes],
    )


def _edit(proposal: Proposal) -> TemplateEdit:
    given: dict[str, Any] = {}
    if parameters := adjustments.nested(proposal.changes):
        given["parameters"] = parameters
    if any(change.path == "weights" for change in proposal.changes):
        given["weights"] = WeightsIn(kind="none")
    return TemplateEdit(**given)
