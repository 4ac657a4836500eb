"""The Python client: the platform's main job in a dozen calls.

with Client("http://127.0.0.1:8000", username="anna", password="…") as client:
    project = client.projects.create("Line 3")
    data = client.datasets.create(project, "tiles", paths=["/data/tiles"])
    client.datasets.wait(data)
    template = client.templates.create(project, "tiles", training=[data])
    process = client.processes.create(template)
    client.processes.start(process)
    for now in client.processes.follow(process):
        print(now.network, now.iteration, now.loss, now.metric, now.metric_value)
    version = client.processes.publish(process)
    client.models.download_bundle(version, Path("tiles.zip"))
"""

import os
from typing import Any, Final

from modelwright.sdk.datasets import Datasets
from modelwright.sdk.machines import Machines
from modelwright.sdk.models import Models
from modelwright.sdk.processes import Processes
from modelwright.sdk.projects import Projects
from modelwright.sdk.schedules import Schedules
from modelwright.sdk.templates import Templates
from modelwright.sdk.transport import ApiError, Transport

__all__ = ["ApiError", "Client"]

ACCESS_TOKEN: Final = "mw_"  # noqa: S105 - how they begin


class Client:
    """One session with a Modelwright server. Raises ApiError with the server's sentence when it says no."""

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        username: str = "",
        password: str = "",
        token: str = "",
        language: str = "en",
    ) -> None:
        """Sign in by name and password, by an access token (mw_…), or by the token of a one-time link.

        Without any of these, the access token is taken from MODELWRIGHT_TOKEN where that is set.
        """
        if not username and not token:
            token = os.environ.get("MODELWRIGHT_TOKEN", "")
        access_token = token if token.startswith(ACCESS_TOKEN) else ""
        self.transport = Transport(url, token=access_token, language=language)
        self.projects = Projects(self.transport)
        self.datasets = Datasets(self.transport)
        self.machines = Machines(self.transport)
        self.templates = Templates(self.transport)
        self.processes = Processes(self.transport)
        self.models = Models(self.transport)
        self.schedules = Schedules(self.transport)
        self.account = self._entered(username, password, token)
        """Who is signed in, with their rights; None for nobody."""

    def _entered(self, username: str, password: str, token: str) -> dict[str, Any] | None:
        try:
            session = self.transport.get("/session")  # brings the CSRF cookie, too
            if token and not token.startswith(ACCESS_TOKEN):
                session = self.transport.send("POST", "/session/one-time", {"token": token})
            elif username:
                body = {"username": username, "password": password}
                session = self.transport.send("POST", "/session", body)
        except ApiError:
            self.transport.close()
            raise
        account: dict[str, Any] | None = session["account"]
        return account

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.transport.close()
