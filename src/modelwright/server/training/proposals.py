"""What each remedy would change of a failed attempt: pure functions of the case, shown before anybody presses the button."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from modelwright.contract.choices import Device, Precision
from modelwright.contract.events import Code
from modelwright.contract.parameters import Parameters
from modelwright.contract.solvers import Solver
from modelwright.contract.tasks import MAIN_NETWORK, Network, Task
from modelwright.server.core.errors import Sentence
from modelwright.server.datasets.models import Sample
from modelwright.server.jobs.models import Job, Status
from modelwright.server.training import actions, base_models, specs
from modelwright.server.training.adjustments import Change
from modelwright.server.training.models import LONGEST_TIME_LIMIT_S, Process

_SMALLEST_INPUT: Final = 64
_STEP: Final = 32
STORAGE: Final = "/admin/storage"


class Proposal(NamedTuple):
    changes: tuple[Change, ...] = ()
    resume: bool = False
    """Goes on from the last checkpoint; else from the beginning."""
    excluded: Sample | None = None
    leads_to: str = ""
    """Nothing is started: the person goes to this address of the interface."""


@dataclass(frozen=True)
class Case:
    """A process whose latest attempt has failed."""

    process: Process

    @cached_property
    def code(self) -> Code:
        try:
            return Code(self.process.job.failure_code)
        except ValueError:  # of a newer engine, or none
            return Code.UNEXPECTED

    @cached_property
    def parameters(self) -> Parameters:
        """What it ran with; before it had a spec, the template's."""
        return self._ran_with[0]

    @cached_property
    def weights(self) -> str:
        return self._ran_with[1]

    @cached_property
    def _ran_with(self) -> tuple[Parameters, str]:
        template = self.process.template
        spec = specs.told(self.process.job.run_dir)
        if spec is None:
            return template.parameters_of(), template.weights.get("kind", "none")
        return spec.parameters, spec.weights.kind

    @cached_property
    def network(self) -> Network:
        """The one that was in training."""
        name = self.process.job.progress.get("network")
        return Network(name) if name else MAIN_NETWORK[Task(self.process.template.task)]

    @property
    def solver(self) -> Solver:
        return self.parameters.training.of(self.network)

    @cached_property
    def batch_size(self) -> int:
        """As the run had it: there may be fewer images than were asked for."""
        planned = self.process.job.plan.get("networks", {}).get(self.network, {})
        return int(min(self.solver.batch_size, planned.get("batch_size", self.solver.batch_size)))

    @cached_property
    def part_size(self) -> int:
        """Images that were in memory at once."""
        divided = [of["values"]["part_size"] for of in self.process.job.notices if of["code"] == Code.BATCH_HALVED]
        return int(min([math.ceil(self.batch_size / self.solver.accumulate), *divided]))

    @cached_property
    def can_resume(self) -> bool:
        return actions.resume(self.process) is None

    @cached_property
    def is_repeated(self) -> bool:
        """The attempt before failed in the same way."""
        job = self.process.job
        earlier = Job.objects.filter(kind=job.kind, subject_id=job.subject_id, attempt=job.attempt - 1)
        return earlier.filter(status=Status.FAILED, failure_code=job.failure_code).exists()

    def solved(self, name: str, after: float) -> Change:
        return Change(f"training.{self.network}.{name}", getattr(self.solver, name), after)


Propose = Callable[[Case], Proposal | Sentence]
"""What would be changed, or why that is no remedy here."""


def smaller_parts(case: Case) -> Proposal | Sentence:
    if case.part_size <= 1:
        return _("The batch was worked off one image at a time already.")
    parts = math.ceil(case.batch_size / (case.part_size // 2))
    return Proposal((case.solved("accumulate", parts),), resume=case.can_resume)


def halve_batch(case: Case) -> Proposal | Sentence:
    if case.batch_size <= 1:
        return _("The batch size is 1 already.")
    return Proposal((case.solved("batch_size", case.batch_size // 2),))


def larger_batch(case: Case) -> Proposal | Sentence:
    whole = (case.solved("accumulate", 1),) if case.solver.accumulate > 1 else ()
    return Proposal((case.solved("batch_size", max(2, 2 * case.solver.batch_size)), *whole))


def smaller_input(case: Case) -> Proposal | Sentence:
    name = case.parameters.model.name_of(case.network)
    side = case.parameters.preprocessing.input_size or base_models.known_base_model(name).input_size
    smaller = int(side * 0.7) // _STEP * _STEP
    if smaller < _SMALLEST_INPUT:
        return _("The images are brought to %(side)s pixels; less would show too little.") % {"side": side}
    return Proposal((Change("preprocessing.input_size", side, smaller),))


def fewer_workers(case: Case) -> Proposal | Sentence:
    machine = case.process.job.machine
    asked = case.parameters.run.num_workers
    workers = (machine.cores if machine else 0) if asked is None else asked
    if workers == 0:
        return _("It used no loading threads.")
    return Proposal((Change("run.num_workers", workers, workers // 2),), resume=case.can_resume)


def use_cpu(case: Case) -> Proposal | Sentence:
    device = case.parameters.run.device
    if device is Device.CPU:
        return _("It ran on the CPU already.")
    return Proposal((Change("run.device", device.value, Device.CPU.value),), resume=case.can_resume)


def use_float32(case: Case) -> Proposal | Sentence:
    precision = case.parameters.run.precision
    if precision is Precision.FLOAT32:
        return _("It used float32 already.")
    return Proposal((Change("run.precision", precision.value, Precision.FLOAT32.value),))


def lower_learning_rate(case: Case) -> Proposal | Sentence:
    return Proposal((case.solved("base_lr", float(f"{case.solver.base_lr / 10:.4g}")),))


def from_no_weights(case: Case) -> Proposal | Sentence:
    if case.weights == "none":
        return _("It starts from random weights already.")
    return Proposal((Change("weights", case.weights, "none"),))


def leave_out_file(case: Case) -> Proposal | Sentence:
    sample = _unreadable(case)
    if sample is None:
        return _("The file belongs to no dataset of the template.")
    if sample.excluded_because:
        return _("The file is left out already. Start from the beginning.")
    return Proposal(excluded=sample)


def is_left_out(case: Case) -> bool:
    sample = _unreadable(case)
    return sample is not None and bool(sample.excluded_because)


def _unreadable(case: Case) -> Sample | None:
    return sample_at(case.process, str(case.process.job.failure_values.get("path", "")))


def sample_at(process: Process, path: str) -> Sample | None:
    """The sample of the template's datasets whose image, or mask, lies there."""
    template = process.template
    datasets = [*template.training_datasets.values_list("pk", flat=True), template.test_dataset_id]
    rows = Sample.objects.filter(dataset__in=datasets).select_related("dataset", "data_path")
    named = rows.filter(path__endswith=Path(path).name) if path else rows.none()
    return next((row for row in named if f"{row.data_path.folder}/{row.path}" == path), None)


def resume(case: Case) -> Proposal | Sentence:
    return Proposal(resume=True)


def start_over(case: Case) -> Proposal | Sentence:
    return Proposal()


def try_again(case: Case) -> Proposal | Sentence:
    """The same once more, from where it can."""
    return Proposal(resume=case.can_resume)


def raise_time_limit(case: Case) -> Proposal | Sentence:
    limit = case.process.time_limit_s
    if limit >= LONGEST_TIME_LIMIT_S:
        return _("The limit is the longest that there is.")
    return Proposal((Change("time_limit", limit, min(2 * limit, LONGEST_TIME_LIMIT_S)),), resume=case.can_resume)


def free_disk(case: Case) -> Proposal | Sentence:
    return Proposal(leads_to=STORAGE)


def edit_template(case: Case) -> Proposal | Sentence:
    template = case.process.template
    return Proposal(leads_to=f"/projects/{template.project_id}/templates/{template.pk}")
