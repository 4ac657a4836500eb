"""Which machine a template may be trained on."""

from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid, Sentence
from modelwright.server.core.sentences import anew
from modelwright.server.jobs import matching
from modelwright.server.jobs.models import Machine, Status
from modelwright.server.masterdata.models import ComputeProfile
from modelwright.server.masterdata.profiles import hold_profile
from modelwright.server.masterdata.usage import Usage
from modelwright.server.training.models import Process, Template

_NAMED: Final = 20


def place_of(template: Template, machine_id: int | None, profile_id: int | None) -> dict[str, Any]:
    """The columns of a job that say where it is to run; without a machine, on the first that fits.

    In the transaction that stores them nobody deletes the profile. Raises Invalid where that is impossible.
    """
    if machine_id is not None:
        machine = available_machine(machine_id)
        check_workers(template, machine)
        return {"machine": machine, "is_auto": False}
    if settings.ONE_PROCESS_PER_MACHINE != "active":
        raise refused(_("Here a machine may have only one process, so that the machine must be named. Choose one."))
    profile = profile_of(profile_id)
    hold(profile)
    place = {"machine": None, "is_auto": True, "profile": profile, "least_cores": workers_of(template)}
    insist_on_some_machine(profile, template)
    return place


def available_machine(machine_id: int) -> Machine:
    """Raises Invalid where it is not there, disabled, or silent (C19)."""
    machine = Machine.objects.present().filter(pk=machine_id).first()
    if machine is None:
        raise refused(_("There is no such machine. Choose one of the list."))
    if refusal := matching.why_not_on(machine):
        raise refused(refusal)
    return machine


def profile_of(profile_id: int | None) -> ComputeProfile | None:
    """Raises Invalid where there is no such profile."""
    if profile_id is None:
        return None
    profile = ComputeProfile.objects.filter(pk=profile_id).first()
    if profile is None:
        raise _no_such_profile()
    return profile  # type: ignore[no-any-return]


def hold(profile: ComputeProfile | None) -> None:
    """In the transaction that stores that something asks for it. Raises Invalid where it was deleted at this moment."""
    if profile is not None and not hold_profile(profile):
        raise _no_such_profile()


def _no_such_profile() -> Invalid:
    sentence = _("There is no such compute profile. Choose one of the list.")
    return Invalid(sentence, fields={"compute_profile_id": sentence})


def insist_on_some_machine(profile: ComputeProfile | None, template: Template) -> None:
    """Raises Invalid where no machine can take it now."""
    if sentence := matching.why_on_none(profile, workers_of(template), Machine.objects.present().order_by("name")):
        raise Invalid(sentence, fields={"compute_profile_id": sentence})


def users_of_profile(profile: ComputeProfile) -> Usage:
    """The processes that would be left without what they ask of a machine; completed ones ask for nothing more."""
    rows = Process.objects.filter(job__profile=profile).exclude(job__status=Status.COMPLETED).select_related("template")
    names = [process.journal_name() for process in rows.order_by("pk")[:_NAMED]]
    return Usage("processes", rows.count(), names)


def refused(sentence: Sentence) -> Invalid:
    return Invalid(sentence, fields={"machine_id": sentence})


def workers_of(template: Template) -> int:
    """Loading threads that the template asks for; 0 where it leaves them to the engine."""
    return template.parameters["run"]["num_workers"] or 0


def too_many_workers(template: Template, machine: Machine) -> Sentence | None:
    """X15: loading threads beyond the machine's cores make a training slower."""
    workers = workers_of(template)
    if workers <= machine.cores:
        return None
    return anew(lambda: _too_many(workers, machine))


def _too_many(workers: int, machine: Machine) -> str:
    return _(
        "The template asks for %(workers)s loading threads, the machine %(machine)s has %(cores)s physical cores. Lower "
        "the number in the template, or choose another machine."
    ) % {"workers": workers, "machine": machine.name, "cores": machine.cores}


def check_workers(template: Template, machine: Machine) -> None:
    """Raises Invalid for more loading threads than the machine has cores (C11)."""
    if sentence := too_many_workers(template, machine):
        raise Invalid(sentence, fields={"run.num_workers": sentence})
