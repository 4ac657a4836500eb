"""Shows a run in a terminal: one line that moves, or plain lines where nobody watches."""

import sys
import time
from typing import Final, TextIO

from modelwright.contract.events import (
    Event,
    Finished,
    Level,
    Message,
    Metrics,
    Outcome,
    Plan,
    Progress,
    Stage,
    StageState,
)

WIDTH: Final = 28
PLAIN_INTERVAL_S: Final = 10.0
SHOWN: Final = {
    "loss": "loss",
    "validation.accuracy": "accuracy",
    "validation.macro_f1": "F1",
    "validation.mean_iou": "IoU",
    "validation.ap50": "AP50",
}
"""Series -> the word for it."""


class Terminal:
    """Give it every event. On a terminal the progress stays in one line; elsewhere it is a line every few seconds."""

    def __init__(self, stream: TextIO | None = None, *, doing: str = "training") -> None:
        self._stream = stream or sys.stdout
        self._doing = doing
        self._moving = self._stream.isatty()
        self._plan: Plan | None = None
        self._numbers: dict[str, float] = {}
        self._last_plain = 0.0

    def show(self, event: Event) -> None:
        match event:
            case Stage(state=StageState.COMPLETED):
                facts = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in event.counts.items())
                self.line(f"{event.name}: {facts or 'done'} ({event.took_s or 0:.1f} s)")
            case Plan():
                self._planned(event)
            case Metrics():
                self._numbers |= event.values
            case Progress():
                self._progress(event)
            case Message(level=Level.WARNING | Level.ERROR):
                self.line(f"{event.level}: {event.text}")
            case Finished():
                self._finished(event)

    def line(self, text: str) -> None:
        self._stream.write(("\r\x1b[K" if self._moving else "") + text + "\n")
        self._stream.flush()

    def progress(self, iteration: int, total: int, numbers: dict[str, float], remaining_s: float) -> None:
        """Where the run is; `numbers` by the word to show for each."""
        text = self._progress_text(iteration, total, numbers, remaining_s)
        if self._moving:
            self._stream.write("\r\x1b[K" + text)
            self._stream.flush()
        elif time.monotonic() - self._last_plain >= PLAIN_INTERVAL_S:
            self._last_plain = time.monotonic()
            self.line(text)

    def _progress_text(self, iteration: int, total: int, numbers: dict[str, float], remaining_s: float) -> str:
        full = round(WIDTH * min(1.0, iteration / max(1, total)))
        bar = "█" * full + "░" * (WIDTH - full) if self._moving else self._doing
        shown = "".join(f"  {title} {value:.3g}" for title, value in numbers.items())
        return f"{bar} {iteration}/{total}{shown}  {_duration(remaining_s)} left"

    def _planned(self, event: Plan) -> None:
        """A network's first plan in full; a time budget changes the number later, and the progress shows it."""
        if self._plan is None or self._plan.network is not event.network:
            self._numbers = {}
            self.line(
                f"{event.network}: {event.iterations} iterations of {event.batch_size} images, {event.epochs} epochs, "
                f"{len(event.classes)} classes, on {event.device} in {event.precision}"
            )
        self._plan = event

    def _progress(self, event: Progress) -> None:
        total = self._plan.iterations if self._plan else event.iteration
        numbers = {title: self._numbers[name] for name, title in SHOWN.items() if name in self._numbers}
        self.progress(event.iteration, total, numbers, event.remaining_s)

    def _finished(self, event: Finished) -> None:
        if event.outcome is Outcome.FAILED:
            self.line(f"failed: {event.detail or event.code}")
        else:
            self.line(f"{event.outcome}")


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
