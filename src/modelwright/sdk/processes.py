"""Training processes in the Python client."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, TypedDict, Unpack

from modelwright.sdk.records import Machine, Place, Process, Project, Template, Version
from modelwright.sdk.transport import Transport

_AT_ONCE: Final = 100


class ProcessFilters(TypedDict, total=False):
    """All of what is given must hold."""

    search: str
    mine: bool
    template_id: int
    task: str
    base_model: str
    author_id: int
    machine_id: int
    tag: str
    """Several, separated by commas: those that have any of them."""
    created_from: str
    """An ISO time with its zone."""
    created_to: str
    sort: str


class Processes:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def all(self, project: Project, *, status: str = "", **filters: Unpack[ProcessFilters]) -> list[Process]:
        """`status` may name several, separated by commas; `published` and `disabled` count as such."""
        pages = self._transport.pages(f"/projects/{project.id}/processes", status=status, **filters)
        return [Process.model_validate(item) for item in pages]

    def get(self, process: Process | int) -> Process:
        number = process if isinstance(process, int) else process.id
        return Process.model_validate(self._transport.get(f"/processes/{number}"))

    def create(self, template: Template, machine: Machine | None = None) -> Process:
        """Without a machine, the queue finds one: the first that fits, as soon as it has a free slot."""
        body = {"machine_id": machine.id if machine else None}
        return Process.model_validate(self._transport.send("POST", f"/templates/{template.id}/processes", body))

    def start(
        self,
        process: Process,
        *,
        resume: bool = False,
        place: Machine | Place | Literal["any"] | None = None,
        compute_profile_id: int | None = None,
        time_limit_s: int | None = None,
    ) -> Process:
        """Put it on a queue: where it is, or at `place`, a machine or "any" (the first that fits, and has what the profile asks).

        What goes on from a checkpoint stays where it ran. Raises ValueError for a profile beside a machine.
        """
        body: dict[str, Any] = {"mode": "resume" if resume else "beginning", "time_limit_s": time_limit_s}
        if place is not None or compute_profile_id is not None:
            body["place"] = _place(place, compute_profile_id)
        return Process.model_validate(self._transport.send("POST", f"/processes/{process.id}/start", body))

    def stop(self, process: Process) -> Process:
        return Process.model_validate(self._transport.send("POST", f"/processes/{process.id}/stop"))

    def withdraw(self, process: Process) -> Process:
        """Off the queue: it is as if it had not been started."""
        return Process.model_validate(self._transport.send("POST", f"/processes/{process.id}/withdraw"))

    def places(self, process: Process) -> list[Place]:
        """What if it waited for another machine: its place in the line there, and when it would begin."""
        answer = self._transport.get(f"/processes/{process.id}/machines")
        return [Place.model_validate(item) for item in answer["machines"]]

    def move_to(self, process: Process, machine: Machine | Place | None) -> Process:
        """Wait for another machine; None: for the first that fits."""
        body = {"machine_id": machine.id if machine else None}
        return Process.model_validate(self._transport.send("POST", f"/processes/{process.id}/machine", body))

    def move(self, process: Process, to: Literal["up", "down", "front", "end"]) -> int:
        """Another place in the line, which is given back. To pass what is somebody else's takes the right to manage machines."""
        answer: dict[str, int] = self._transport.send("POST", f"/processes/{process.id}/move", {"to": to})
        return answer["position"]

    def delete(self, process: Process) -> None:
        self._transport.send("DELETE", f"/processes/{process.id}")

    def clone(self, process: Process, name: str) -> Process:
        """The same settings in a template of that name; the copy is not started."""
        return Process.model_validate(self._transport.send("POST", f"/processes/{process.id}/clone", {"name": name}))

    def tag(self, process: Process, *tags: str) -> Process:
        return self._tags(process, add=tags)

    def untag(self, process: Process, *tags: str) -> Process:
        return self._tags(process, remove=tags)

    def _tags(self, process: Process, **change: Sequence[str]) -> Process:
        return Process.model_validate(self._transport.send("POST", f"/processes/{process.id}/tags", change))

    def write_note(self, process: Process, text: str) -> Process:
        """Raises ApiError (`changed`) where somebody has written another note since the process was read."""
        body = {"note": text, "note_version": process.note_version}
        return Process.model_validate(self._transport.send("PUT", f"/processes/{process.id}/note", body))

    def act(
        self, project: Project, action: Literal["start", "stop", "withdraw", "delete"], processes: Sequence[Process]
    ) -> dict[int, str]:
        """One action on several. By the key of each that was refused: why."""
        refused: dict[int, str] = {}
        for first in range(0, len(processes), _AT_ONCE):
            body = {"action": action, "ids": [process.id for process in processes[first : first + _AT_ONCE]]}
            answer = self._transport.send("POST", f"/projects/{project.id}/processes/bulk", body)
            refused |= {one["id"]: one["reason"] for one in answer["results"] if not one["done"]}
        return refused

    def follow(self, process: Process) -> Iterator[Process]:
        """The process as it changes, until its attempt is over."""
        for event, data in self._transport.events(f"/processes/{process.id}/stream"):
            if event == "update":
                yield Process.model_validate(data["process"])

    def compare(self, project: Project, processes: Sequence[Process], *, base: Process | None = None) -> dict[str, Any]:
        """Parameters, numbers, time, memory and data of their latest attempts beside each other, against the first or `base`."""
        query: dict[str, Any] = {"runs": ",".join(str(process.id) for process in processes)}
        query |= {"base": base.id} if base else {}
        answer: dict[str, Any] = self._transport.get(f"/projects/{project.id}/comparison", **query)
        return answer

    def report(self, process: Process) -> dict[str, Any]:
        """contract.report.Report as a dictionary."""
        answer: dict[str, Any] = self._transport.get(f"/processes/{process.id}/report")["report"]
        return answer

    def misjudged(self, process: Process, *, part: str = "validation") -> Iterator[dict[str, Any]]:
        return self._transport.pages(f"/processes/{process.id}/measured", part=part, correct=False)

    def publish(self, process: Process, description: str = "", *, override: bool = False, reason: str = "") -> Version:
        """Raises ApiError where the project's gate says no: its detail holds each rule. `override` takes a reason."""
        body = {"description": description, "override": override, "reason": reason}
        answer = self._transport.send("POST", f"/processes/{process.id}/publish", body)
        return Version.model_validate(answer)


def _place(place: Machine | Place | Literal["any"] | None, compute_profile_id: int | None) -> dict[str, int | None]:
    machine = None if place is None or isinstance(place, str) else place
    if machine is not None and compute_profile_id is not None:
        raise ValueError("a profile is for what the queue finds: give either a machine or a profile")
    return {"machine_id": machine.id if machine else None, "compute_profile_id": compute_profile_id}
