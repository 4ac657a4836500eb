"""The log of a process's latest attempt: read, searched, followed, downloaded."""

import re
from collections.abc import Iterator
from itertools import count
from typing import Final

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri

from modelwright.contract.events import Level
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network
from modelwright.server.jobs.models import Job, Status
from modelwright.server.training.models import Process
from modelwright.server.training.schemas_live import LogLine, LogOut

MOST_LINES: Final = 5_000
_EXCEPTION: Final = re.compile(r"^[\w.]*(Error|Exception|Interrupt|Killed)\b")
_COMPLAINT: Final = re.compile(r"error|fatal|killed|cannot|can no longer", re.IGNORECASE)
_SEVERITY: Final = {level.value: rank for rank, level in enumerate(Level)}


def read(
    process: Process, *, after: int, level: str, search: str, limit: int, tail: bool, network: Network | None
) -> LogOut:
    """Lines past number `after`, or the last ones, at least as severe as `level` and with `search` in them.

    Of the whole run, or of one network's training (E60).
    """
    over = process.job.status in (*Job.FINISHED, Status.CREATED)  # read before the lines, so the last are never missed
    lines = _lines(process.job, network)
    limit = max(1, min(limit, MOST_LINES))
    matching = (
        line
        for line in map(_parsed, count(after + 1), lines[after:])
        if _SEVERITY.get(line.level, 0) >= _SEVERITY.get(level, 0) and search.casefold() in line.text.casefold()
    )
    chosen, reached = _last(matching, limit, len(lines)) if tail else _first(matching, limit, max(after, len(lines)))
    return LogOut(lines=chosen, next=reached, total=len(lines), complete=over and reached >= len(lines))


def first_error(job: Job) -> LogLine | None:
    """The line that says first what went wrong: of the engine's log, else of what a crash left behind it."""
    lines = list(map(_parsed, count(1), _lines(job, None)))
    said = next((line for line in lines if line.time and line.level == Level.ERROR), None)
    printed = [line for line in lines if not line.time and line.text.strip()]
    crashed = (line for sign in (_EXCEPTION, _COMPLAINT) for line in printed if sign.search(line.text))
    return said or next(crashed, printed[-1] if printed else None)


def last_lines(job: Job, most: int) -> list[str]:
    return [line for line in _lines(job, None) if line.strip()][-most:]


def download(process: Process, network: Network | None) -> HttpResponse:
    text = "\n".join((*_lines(process.job, network), ""))
    part = f"-{network}" if network else ""
    name = iri_to_uri(f"{process.template.name}-{process.number}{part}.log.txt")
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(job: Job, network: Network | None) -> list[str]:
    """Of the log; for a failed attempt also what its process printed, where a crash leaves its trace."""
    if not job.run_dir:
        return []
    run_dir = RunDir(job.run_dir)
    files = [run_dir.network_log(network) if network else run_dir.log_file]
    if job.status == Status.FAILED and network is None:
        files.append(run_dir.output_file)
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in files if file.exists()]
    return [line for text in texts for line in text.split("\n")[:-1]]


def _parsed(number: int, line: str) -> LogLine:
    """The engine writes `time LEVEL text`; anything else came from a library or a crash."""
    time, _, rest = line.partition(" ")
    level, _, text = rest.partition(" ")
    if level.lower() in _SEVERITY:
        return LogLine(number=number, time=time, level=level.lower(), text=text)
    return LogLine(number=number, time="", level=Level.ERROR.value, text=line)


def _first(lines: Iterator[LogLine], limit: int, end: int) -> tuple[list[LogLine], int]:
    """Up to `limit` lines, and the number to go on from: the last line given, or the end where there were fewer."""
    chosen = [line for line, _ in zip(lines, range(limit), strict=False)]
    return chosen, chosen[-1].number if len(chosen) == limit else end


def _last(lines: Iterator[LogLine], limit: int, end: int) -> tuple[list[LogLine], int]:
    return list(lines)[-limit:], end
