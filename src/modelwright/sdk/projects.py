"""Projects in the Python client."""

from modelwright.sdk.records import Project
from modelwright.sdk.transport import Transport


class Projects:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def all(self) -> list[Project]:
        return [Project.model_validate(item) for item in self._transport.pages("/projects")]

    def create(self, name: str, description: str = "") -> Project:
        body = {"name": name, "description": description}
        return Project.model_validate(self._transport.send("POST", "/projects", body))
