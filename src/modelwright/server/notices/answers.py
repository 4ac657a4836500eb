"""What came of an attempt to send where no receiver answered: kept as a code, said in the person's language."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SWITCHED_OFF: Final = "switched_off"
NOBODY: Final = "nobody"
NOT_ALLOWED: Final = "not_allowed"
SENTENCES: Final[dict[str, Promise]] = {
    SWITCHED_OFF: _("It was not sent: the webhook had been switched off."),
    NOBODY: _("It was not sent: nobody was left to write to."),
    NOT_ALLOWED: _(
        "This address leads to this server or into a private network, which is not allowed. An administrator can allow it "
        "by the setting MODELWRIGHT_WEBHOOKS_TO_PRIVATE."
    ),
}


class Pointless(Exception):
    """Nobody wants it any more: it is given up at once. Its text is a code."""


def said(answer: str) -> str:
    """Of a code; what a receiver answered stays as it is."""
    return str(SENTENCES.get(answer, answer))
