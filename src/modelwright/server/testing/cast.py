"""The fixed cast of the server's suite, and the browser through which each of them speaks to the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from modelwright.server.accounts import presets
from modelwright.server.accounts.models import Membership, Project, Role, User

PASSWORD: Final = "Wright-1"  # noqa: S105 - the cast's
ROLES: Final = {
    "administrator": presets.SUPER_ADMINISTRATOR,
    "manager": "data_scientist",
    "trainer": presets.MODEL_TRAINER,
    "labeller": "labeller",
    "viewer": presets.REVIEWER,
    "outsider": presets.MODEL_TRAINER,
}
"""Everybody of the cast, and the preset that they have."""
_TOKEN: Final = "m" * 32


def make_people() -> dict[str, User]:
    """Everybody of the cast; all have the same password. Presets are made by the migrations."""
    password = make_password(PASSWORD)
    people = [User(username=name, password=password, is_superuser=name == "administrator") for name in ROLES]
    made = {person.username: person for person in User.objects.bulk_create(people)}
    roles = {role.preset: role for role in Role.objects.all()}
    link = User.roles.through
    link.objects.bulk_create([link(user=made[name], role=roles[key]) for name, key in ROLES.items()])
    return made


def make_project(people: dict[str, User], name: str = "Bearings") -> Project:
    """A project that the manager made, with the trainer, the labeller and the viewer; the outsider is not in it."""
    project = Project.objects.create(name=name, created_by=people["manager"])
    members = ("manager", "trainer", "labeller", "viewer")
    Membership.objects.bulk_create([Membership(project=project, user=people[name]) for name in members])
    return project


def _session_of(user: User) -> str:
    """The key of a new one, as a sign-in makes it, without what else a sign-in does: tests come in several times each."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


class Browser:
    """Speaks to the API as one person does: session cookie, CSRF token, JSON. CSRF is enforced as in production.

    Paths begin behind /api: `login("trainer").get("/projects", limit=10).json()`.
    """

    def __init__(self, user: User | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.user = user
        if user:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = _session_of(user)
        self.client.cookies["csrftoken"] = _TOKEN

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        """Whatever is done inside is taken back: what the database holds, and the cookies."""
        cookies = deepcopy(self.client.cookies)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.client.cookies = cookies

    def get(self, path: str, /, *, headers: dict[str, str] | None = None, **query: Any) -> Any:
        return self.client.get(f"/api{path}", query, headers=headers)

    def post(self, path: str, body: Any = None) -> Any:
        return self._send("post", path, body)

    def put(self, path: str, body: Any = None) -> Any:
        """`body` may be bytes, which go as they are."""
        return self._send("put", path, body)

    def patch(self, path: str, body: Any = None) -> Any:
        return self._send("patch", path, body)

    def delete(self, path: str, body: Any = None) -> Any:
        return self._send("delete", path, body)

    def upload(self, path: str, content: bytes, *, name: str = "image.png", field: str = "image") -> Any:
        """Post one file as a form does."""
        return self.client.post(f"/api{path}", {field: SimpleUploadedFile(name, content)}, headers=self._csrf())

    def _send(self, method: str, path: str, body: Any) -> Any:
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        data = body if body is not None else ""
        return getattr(self.client, method)(f"/api{path}", data, content_type=kind, headers=self._csrf())

    def _csrf(self) -> dict[str, str]:
        return {"X-CSRFToken": self.client.cookies["csrftoken"].value}
