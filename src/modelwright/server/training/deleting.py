"""The verbs that remove processes."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from modelwright.server.accounts.models import Project
from modelwright.server.core.audit import record
from modelwright.server.core.errors import Conflict
from modelwright.server.jobs.models import Job, Status
from modelwright.server.training import actions
from modelwright.server.training.jobs import KIND
from modelwright.server.training.models import Process
from modelwright.server.training.noting import TOLD_AT_ONCE, note
from modelwright.server.training.rehearsals import delete_rehearsals_of


@transaction.atomic
def delete_process(user: Any, process: Process) -> None:
    """The row, its attempts with all they measured, and their folders. A published version has copies of its own."""
    actions.insist(actions.delete(process))
    busy = (Status.WAITING, *Job.ACTIVE)
    if not Job.objects.filter(pk=process.job_id).exclude(status__in=busy).update(attempt=F("attempt")):  # locks the row
        raise Conflict(TOLD_AT_ONCE)
    jobs = Job.objects.filter(kind=KIND, subject_id=process.pk)
    folders = [Path(run_dir) for run_dir in jobs.values_list("run_dir", flat=True) if run_dir]
    last = {"status": str(process.job.status), "attempts": process.job.attempt, "published": process.published_name}
    note(user, "deleted", process, {"before": last})
    process.delete()
    jobs.delete()
    transaction.on_commit(lambda: _remove(folders))


def delete_trainings_of(user: Any, project: Project) -> None:
    """Before the project itself goes. Raises Conflict, which names one, while any is running or waiting."""
    rows = Process.objects.filter(template__project=project).select_related("template", "job")
    busy = rows.filter(job__status__in=(Status.WAITING, *Job.ACTIVE)).first()
    if busy:
        raise Conflict(_("Process %(number)s of “%(template)s” has not ended. Stop it first.") % _named(busy))
    for process in rows:
        delete_process(user, process)
    for template in project.templates.all():
        delete_rehearsals_of(template)
        record(user, "training_template.deleted", template, {"before": {"task": template.task}})
    project.templates.all().delete()


def _named(process: Process) -> dict[str, Any]:
    return {"template": process.template.name, "number": process.number}


def _remove(folders: list[Path]) -> None:
    for folder in folders:
        if folder.is_relative_to(settings.RUNS_DIR):
            shutil.rmtree(folder, ignore_errors=True)
