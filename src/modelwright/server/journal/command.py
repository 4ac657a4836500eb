"""`modelwright journal verify`: reads the whole chain and says what it found."""

from modelwright.server.core import chain
from modelwright.server.core.models import JournalEntry


def verify(noted: str = "") -> tuple[bool, str]:
    """Whether the journal is whole, and what to print. `noted` is the hash of an earlier head, kept elsewhere."""
    chain.seal_all()
    verdict = chain.verify()
    if verdict.broken:
        return False, _told(verdict.broken)
    if noted and not chain.holds(noted):
        return False, "BROKEN: the head that you noted is not in this journal. It was written anew, or is another one."
    head = chain.head()
    return True, f"OK: {verdict.checked:,} entries, each as it was written.\nHead: {head.position} {head.hash}"


def _told(broken: chain.Broken) -> str:
    entry = JournalEntry.objects.filter(pk=broken.entry_id).first() if broken.entry_id else None
    about = f" ({entry.at:%Y-%m-%d %H:%M:%S} UTC, {entry.user_name or 'server'}, {entry.action})" if entry else ""
    return f"BROKEN at entry {broken.position} of the chain{about}: {broken.problem}"
