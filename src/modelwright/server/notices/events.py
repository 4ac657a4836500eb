"""What people can be told of: one entry for each kind of event, with what is told by default."""

from typing import Final, Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BELL: Final = "bell"
EMAIL: Final = "email"
CHANNELS: Final = (BELL, EMAIL)
"""What a person chooses among; webhooks are a project's."""


class Event(NamedTuple):
    label: Promise
    level: Literal["good", "bad", "plain"]
    channels: tuple[str, ...]
    """By default, of what is one's own."""


EVENTS: Final[dict[str, Event]] = {
    "completed": Event(_("A process has completed"), "good", (BELL,)),
    "failed": Event(_("A process has failed"), "bad", (BELL, EMAIL)),
    "lost": Event(_("The machine of a process does not answer"), "bad", (BELL, EMAIL)),
    "stopped": Event(_("A process was stopped"), "plain", (BELL,)),
    "schedule_late": Event(_("A schedule started late"), "plain", (BELL,)),
    "schedule_skipped": Event(_("A time of a schedule was skipped"), "plain", (BELL,)),
    "schedule_refused": Event(_("A schedule could not start"), "bad", (BELL, EMAIL)),
    "published": Event(_("A model version was published"), "good", (BELL,)),
    "gate_refused": Event(_("The gate held up a model version"), "bad", (BELL,)),
}
"""In the order in which they are shown. `outbox.tell` takes no others."""

TEST: Final = "test"
"""Of a webhook, on demand."""
