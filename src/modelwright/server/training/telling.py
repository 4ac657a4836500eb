"""Processes as people are told of them: who is told, who may know, and in which words."""

from typing import Any, Final

from django.utils.translation import gettext as _

from modelwright.server.accounts.models import User
from modelwright.server.accounts.rights import Right, refusal
from modelwright.server.core.numbers import decimal
from modelwright.server.jobs.failures import metric_name, sentence
from modelwright.server.jobs.models import Job, Status
from modelwright.server.notices.models import Happening
from modelwright.server.notices.topics import Gathered, Told
from modelwright.server.registry import headlines
from modelwright.server.registry.gate_words import result_out
from modelwright.server.registry.schemas_gate import RuleResult
from modelwright.server.training.logs import first_error
from modelwright.server.training.models import Process, StoredReport

_FIRST_ERROR: Final = 300


class ProcessTopic:
    name = "training_process"

    def gather(self, happening: Happening) -> Gathered | None:
        process = Process.objects.select_related("template__project").filter(pk=happening.subject_id or 0).first()
        job = Job.objects.filter(pk=happening.facts.get("job_id")).select_related("machine").first()
        if process is None:
            return None
        facts = {
            **happening.facts,
            "process_id": process.pk,
            "project_id": process.template.project_id,
            "name": process.journal_name(),
            **(_of_job(job) if job else {}),
        }
        owners = {process.author_id, job.started_by_id if job else None, *facts.pop("owners", [])} - {None}
        return Gathered(facts, frozenset(owner for owner in owners if owner is not None))

    def may_see(self, happening: Happening, user: User) -> bool:
        process = (
            Process.objects.visible_to(user).select_related("template").filter(pk=happening.subject_id or 0).first()
        )
        return process is not None and refusal(user, Right.PROCESSES_VIEW, process) is None

    def told(self, event: str, facts: dict[str, Any]) -> Told:
        path = f"/projects/{facts['project_id']}/processes/{facts['process_id']}"
        title, text = _WORDS[event](facts)
        return Told(title, text, path)


def _of_job(job: Job) -> dict[str, Any]:
    facts = {"attempt": job.attempt, "machine": job.machine_name(), "has_checkpoint": job.has_checkpoint}
    if job.status == Status.FAILED:
        failure = {"code": job.failure_code, "values": job.failure_values, "detail": job.failure_detail}
        facts |= {"failure": failure, "first_error": _first_error(job)}
    stored = StoredReport.objects.filter(job=job).first()
    if stored:
        measured = headlines.numbers(stored.report)
        facts |= {name: measured[name] for name in ("metric", "metric_value", "measured_on", "measured_samples")}
    return facts


def _first_error(job: Job) -> str:
    """The first line of the log that tells what went wrong; empty where none does."""
    line = first_error(job)
    return line.text.strip()[:_FIRST_ERROR] if line else ""


def _completed(facts: dict[str, Any]) -> tuple[str, str]:
    return _("%(name)s has completed") % facts, _result(facts)


def _result(facts: dict[str, Any]) -> str:
    """The number that matters, and what it was measured on."""
    if "metric" not in facts:
        return ""
    said = (
        _("%(metric)s %(value)s, measured on the test set: %(samples)s samples.")
        if facts["measured_on"] == "test"
        else _("%(metric)s %(value)s, measured on the validation set: %(samples)s samples.")
    )
    value = "–" if facts["metric_value"] is None else decimal(facts["metric_value"])
    return said % {"metric": metric_name(facts["metric"]), "value": value, "samples": facts["measured_samples"]}


def _failed(facts: dict[str, Any]) -> tuple[str, str]:
    failure = facts.get("failure", {})
    given = failure.get("code", ""), failure.get("values", {}), failure.get("detail", "")
    what = sentence(*given, has_checkpoint=facts.get("has_checkpoint", True))
    first = facts.get("first_error", "")
    lines = [what, _("First error: %(line)s") % {"line": first} if first else ""]
    return _("%(name)s has failed") % facts, "\n".join(filter(None, lines))


def _stopped(facts: dict[str, Any]) -> tuple[str, str]:
    text = (
        _("It can go on from its last checkpoint, or start again.")
        if facts.get("has_checkpoint", True)
        else _("It ended before its first checkpoint. Start it from the beginning.")
    )
    return _("%(name)s was stopped") % facts, text


def _lost(facts: dict[str, Any]) -> tuple[str, str]:
    text = _("The machine %(machine)s does not answer. If it comes back, the process goes on; if not, it fails.")
    return _("%(name)s: connection lost") % facts, text % facts


def _published(facts: dict[str, Any]) -> tuple[str, str]:
    text = _("The model %(model)s has the version %(version)s.")
    return _("%(name)s was published") % facts, text % facts


def _gate_refused(facts: dict[str, Any]) -> tuple[str, str]:
    """Each rule that holds it up, with the number and its set."""
    results = [result_out(RuleResult.model_validate(result)) for result in facts["results"]]
    lines = [_("%(rule)s: %(sentence)s") % {"rule": result.title, "sentence": result.sentence} for result in results]
    asked = _("%(asked_by)s asked to publish it as a version of the model %(model)s.") % facts
    return _("The gate held up %(name)s") % facts, "\n".join([asked, *lines])


_WORDS: Final = {
    "completed": _completed,
    "failed": _failed,
    "lost": _lost,
    "stopped": _stopped,
    "published": _published,
    "gate_refused": _gate_refused,
}
