"""The table of topics: each app says of its own things who is told, who may know, and in which words. So this app looks
up to none of them."""

from typing import Any, Final, NamedTuple, Protocol

from modelwright.server.accounts.models import User
from modelwright.server.notices.models import Happening


class Told(NamedTuple):
    """In the language that is active."""

    title: str
    text: str
    path: str
    """Of the web page where there is more, from the server's root."""


class Gathered(NamedTuple):
    facts: dict[str, Any]
    """What the words are made of, complete: the thing may be gone when they are read."""
    owners: frozenset[int]
    """Keys of the people whose own it is."""


class Topic(Protocol):
    name: str

    def gather(self, happening: Happening) -> Gathered | None:
        """Read once, after the fact. None where the thing is gone, and there is nothing to tell."""

    def may_see(self, happening: Happening, user: User) -> bool:
        """Whether the person could open it."""

    def told(self, event: str, facts: dict[str, Any]) -> Told:
        """Reads nothing but the facts."""


_TOPICS: Final[dict[str, Topic]] = {}


def register(topic: Topic) -> None:
    _TOPICS[topic.name] = topic


def find(name: str) -> Topic | None:
    return _TOPICS.get(name)
