"""Fills a server's tables for `people.py`: prints the session keys of that many people, then the lists that they page."""

import sys

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

import _django  # noqa: F401 - first: it prepares the settings
from modelwright.server.accounts.models import Project, User
from modelwright.server.jobs.models import Job, Machine
from server import processes, samples


def main() -> None:
    names = [f"person{number}" for number in range(int(sys.argv[1]))]
    people = User.objects.bulk_create(User(username=name, is_superuser=True) for name in names)
    project = Project.objects.create(name="Everybody's")
    processes(project, people[0], 2_000)
    nobody_begins()
    dataset = samples(project)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute
    for person in people:
        print(session_of(person))
    for path in (
        "/api/projects",
        f"/api/projects/{project.pk}/processes",
        f"/api/projects/{project.pk}/templates",
        f"/api/projects/{project.pk}/datasets",
        f"/api/projects/{project.pk}/models",
        f"/api/datasets/{dataset.pk}/samples",
    ):
        print(path)


def nobody_begins() -> None:
    """What waits does so for another machine: this one would begin it, one after another, beside the people."""
    elsewhere = Machine.objects.create(name="elsewhere", identifier="elsewhere", last_seen=timezone.now())
    Job.objects.waiting().update(machine=elsewhere)


def session_of(person: User) -> str:
    """A signed-in session, as a sign-in makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


if __name__ == "__main__":
    main()
