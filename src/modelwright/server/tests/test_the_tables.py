"""The tables and the migrations agree."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from modelwright.server.accounts.models import User


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)


def test_the_cast_is_in_a_real_database(people):
    assert User.objects.count() == len(people)
    assert connection.vendor == "postgresql" or Path(connection.settings_dict["NAME"]).is_file()
