"""Target machines in the Python client."""

from modelwright.sdk.records import Machine
from modelwright.sdk.transport import Transport


class Machines:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def all(self) -> list[Machine]:
        return [Machine.model_validate(item) for item in self._transport.get("/machines")]


def first_available(transport: Transport) -> Machine:
    """Raises LookupError."""
    found = next((one for one in Machines(transport).all() if one.available), None)
    if found is None:
        raise LookupError("no machine is available: enable one, or see why those that there are do not answer")
    return found
