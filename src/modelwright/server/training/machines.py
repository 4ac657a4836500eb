"""Which machine a template may be trained on."""

from django.utils.translation import gettext_lazy as _

from modelwright.server.core.errors import Invalid, Sentence
from modelwright.server.jobs.models import Machine
from modelwright.server.training import actions
from modelwright.server.training.models import Template


def available_machine(machine_id: int) -> Machine:
    """Raises Invalid where it is not there, disabled, or silent (C19)."""
    machine = Machine.objects.filter(pk=machine_id).first()
    if machine is None:
        raise refused(_("There is no such machine. Choose one of the list."))
    if refusal := actions.why_not_on(machine):
        raise refused(refusal)
    return machine


def refused(sentence: Sentence) -> Invalid:
    return Invalid(sentence, fields={"machine_id": sentence})


def too_many_workers(template: Template, machine: Machine) -> Sentence | None:
    """X15: loading threads beyond the machine's cores make a training slower."""
    workers = template.parameters["run"]["num_workers"]
    if workers is None or workers <= machine.cores:
        return None
    return _(
        "The template asks for %(workers)s loading threads, the machine %(machine)s has %(cores)s physical cores. Lower "
        "the number in the template, or choose another machine."
    ) % {"workers": workers, "machine": machine.name, "cores": machine.cores}


def check_workers(template: Template, machine: Machine) -> None:
    """Raises Invalid for more loading threads than the machine has cores (C11)."""
    if sentence := too_many_workers(template, machine):
        raise Invalid(sentence, fields={"run.num_workers": sentence})
