"""Two administrators who take each other's place at the same moment: one of them stays."""

import threading

import pytest
from django.db import close_old_connections, connection

from modelwright.server.accounts import people as verbs
from modelwright.server.accounts.models import Role, User
from modelwright.server.testing.cast import Browser


@pytest.fixture
def at_once(monkeypatch):
    """Runs all steps at the same moment, each with a connection of its own, and gives their results.

    Where transactions overlap (PostgreSQL), none goes on to look for an administrator before all have made their change.
    """
    look = verbs._keep_an_administrator

    def run(*steps):
        begin, meet, results = threading.Barrier(len(steps)), threading.Barrier(len(steps)), {}

        def meet_and_look():
            if connection.vendor == "postgresql":
                meet.wait(30)
            look()

        def carry_out(number, step):
            try:
                close_old_connections()
                begin.wait(30)
                results[number] = step()
            finally:
                connection.close()

        monkeypatch.setattr(verbs, "_keep_an_administrator", meet_and_look)
        threads = [threading.Thread(target=carry_out, args=pair) for pair in enumerate(steps)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [results[number] for number in range(len(steps))]

    return run


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["block", "delete", "demote"])
@pytest.mark.parametrize("second", ["block", "delete", "demote"])
def test_two_who_do_it_to_each_other_leave_one(people, at_once, first, second):
    one, other = people["administrator"], people["manager"]
    verbs.make_administrator(other)
    answers = at_once(undo(one, other, first), undo(other, one, second))
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1
    assert sum(answer.status_code < 300 for answer in answers) == 1
    assert all(answer.status_code < 500 for answer in answers)


def undo(actor, user, verb):
    """The step, signed in already."""
    browser, path, role = Browser(actor), f"/users/{user.pk}", Role.objects.get(preset="reviewer").pk
    steps = {
        "demote": lambda: browser.patch(path, {"role_ids": [role]}),
        "delete": lambda: browser.delete(path),
        "block": lambda: browser.post(f"{path}/block"),
    }
    return steps[verb]
