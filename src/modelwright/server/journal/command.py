"""`modelwright journal`: `verify` reads the whole chain and says what it found, `prune` moves old entries into a file."""

from datetime import UTC, datetime
from pathlib import Path

from modelwright.server.core import chain
from modelwright.server.core.errors import UserError
from modelwright.server.core.models import JournalEntry
from modelwright.server.journal import pruning


def verify(noted: str = "") -> tuple[bool, str]:
    """Whether the journal is whole, and what to print. `noted` is the hash of an earlier head, kept elsewhere."""
    chain.seal_all()
    verdict = chain.verify()
    if verdict.broken:
        return False, _told(verdict.broken)
    if noted and not chain.holds(noted):
        return False, "BROKEN: the head that you noted is not in this journal. It was written anew, or is another one."
    head, start = chain.head(), chain.beginning()
    said = [f"OK: {verdict.checked:,} entries, each as it was written.", f"Head: {head.position} {head.hash}"]
    if start.position:
        said.append(f"Begins behind: {start.position} {start.hash} (the entries up to it were moved into files)")
    return True, "\n".join(said)


def prune(before: str, file: str) -> tuple[bool, str]:
    """Whether it went well, and what to print. `before` is a date, or a time, of UTC where it names no zone."""
    try:
        moment = datetime.fromisoformat(before)
    except ValueError:
        return False, f"{before} is not a date. Write it like 2026-01-31."
    try:
        done = pruning.prune(moment if moment.tzinfo else moment.replace(tzinfo=UTC), Path(file).absolute())
    except UserError as refusal:
        return False, str(refusal.message)
    except OSError as problem:
        return False, f"The file cannot be written, nothing was removed: {problem}"
    if done is None:
        return True, f"There are no entries from before {before}."
    return (
        True,
        f"Entries {done.first:,} to {done.last:,} are in {done.file}.\nThe chain begins behind: {done.last} {done.hash}",
    )


def _told(broken: chain.Broken) -> str:
    entry = JournalEntry.objects.filter(pk=broken.entry_id).first() if broken.entry_id else None
    about = f" ({entry.at:%Y-%m-%d %H:%M:%S} UTC, {entry.user_name or 'server'}, {entry.action})" if entry else ""
    return f"BROKEN at entry {broken.position} of the chain{about}: {broken.problem}"
