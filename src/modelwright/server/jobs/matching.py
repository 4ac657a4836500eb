"""Which machine a job runs on that names none: the first with a free slot that satisfies its compute profile (X7)."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Sentence
from modelwright.server.core.lists import in_a_row, listed
from modelwright.server.core.sentences import anew
from modelwright.server.core.sizes import size
from modelwright.server.jobs import room
from modelwright.server.jobs.models import Job, Machine
from modelwright.server.masterdata.models import ComputeProfile


def fits(machine: Machine, profile: ComputeProfile | None, least_cores: int = 0) -> bool:
    """Whether it has what is asked for, free or not."""
    cards = [gpu["memory"] for gpu in machine.gpus]
    satisfied = profile is None or profile.is_satisfied_by(
        cores=machine.cores, memory=machine.memory, gpu_memories=cards
    )
    return satisfied and machine.cores >= least_cores


def is_anything_waiting_for(machine: Machine) -> bool:
    return Job.objects.waiting().filter(Q(machine=machine) | Q(machine=None)).exists()


def queue_of(machine: Machine) -> "QuerySet[Job]":
    """Its own, and what waits for any machine that fits: in one order."""
    satisfied = [profile.pk for profile in ComputeProfile.objects.all() if fits(machine, profile)]
    anywhere = Q(machine=None, least_cores__lte=machine.cores) & (Q(profile=None) | Q(profile__in=satisfied))
    return Job.objects.waiting().filter(Q(machine=machine) | anywhere).order_by("place", "pk")


def why_not_on(machine: Machine) -> Sentence | None:
    """Why nothing can begin there; None where it can."""
    if machine.removed_at:
        return anew(lambda: _("The machine %(machine)s has been removed.") % {"machine": machine.name})
    if not machine.enabled:
        return anew(lambda: _("The machine %(machine)s is disabled.") % {"machine": machine.name})
    if not machine.is_available():
        return anew(lambda: _("The machine %(machine)s does not answer.") % {"machine": machine.name})
    return None


def why_on_none(profile: ComputeProfile | None, least_cores: int, machines: Iterable[Machine]) -> Sentence | None:
    """Why none of the machines can take it, now or ever; None where one can."""
    fitting = [machine for machine in machines if fits(machine, profile, least_cores)]
    if any(machine.is_available() for machine in fitting):
        return None
    return anew(lambda: _why_on_none(profile, least_cores, fitting))


def _why_on_none(profile: ComputeProfile | None, least_cores: int, fitting: Sequence[Machine]) -> str:
    """`fitting`: none of which can be had now."""
    if fitting:
        names = listed(machine.name for machine in fitting)
        return _("Every machine that fits is disabled or does not answer: %(machines)s.") % {"machines": names}
    if profile is None:
        return _("No machine has %(cores)s physical cores. Lower the number of loading threads in the template.") % {
            "cores": least_cores
        }
    return _(
        "No machine satisfies the compute profile “%(profile)s” (%(needs)s). Choose another profile, or ask an "
        "administrator to change it."
    ) % {"profile": profile.name, "needs": _needs(profile, least_cores)}


def _needs(profile: ComputeProfile, least_cores: int) -> str:
    cores = max(profile.cores, least_cores)
    needs = [_("cores: %(count)s") % {"count": cores}, _("memory: %(size)s") % {"size": size(profile.memory)}]
    if profile.gpus:
        each = size(profile.gpu_memory)
        needs.append(_("GPUs: %(count)s with %(size)s each") % {"count": profile.gpus, "size": each})
    return in_a_row(needs)


def why_waiting(job: Job, machines: Sequence[Machine], free_bytes: int) -> Sentence | None:
    """What keeps a waiting job from being begun besides its turn; `machines`: all that are present."""
    if shortage := room.shortage(job.needs_bytes, free_bytes):
        return shortage
    if job.machine is not None:
        return why_not_on(job.machine)
    return why_on_none(job.profile, job.least_cores, machines)
