"""Whom the preparation of data tells how far it is, and asks whether to go on."""

from typing import Any, Protocol

from modelwright.contract.events import Code, Level, StageName


class Watcher(Protocol):
    """One stage runs at a time: start, advance any number of times, finish."""

    def start(self, name: StageName, total: int | None = None) -> None: ...

    def advance(self, done: int) -> None:
        """`done` of `total` are done; may be called very often."""

    def finish(self, **counts: int) -> None: ...

    def message(self, level: Level, code: Code, **values: Any) -> None: ...

    def stop_requested(self) -> bool:
        """Whether the run should end; may be called very often."""


class NullWatcher:
    """Nobody watches, nobody stops."""

    def start(self, name: StageName, total: int | None = None) -> None:
        pass

    def advance(self, done: int) -> None:
        pass

    def finish(self, **counts: int) -> None:
        pass

    def message(self, level: Level, code: Code, **values: Any) -> None:
        pass

    def stop_requested(self) -> bool:
        return False
