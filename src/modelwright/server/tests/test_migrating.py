"""A start brings the tables and the presets up to date, and does no more than that."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from modelwright.server import migrating
from modelwright.server.accounts.models import Role
from modelwright.server.accounts.presets import PRESETS

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch):
    commands = []
    monkeypatch.setattr(migrating, "call_command", lambda name, **_options: commands.append(name))
    return commands


def test_where_nothing_is_to_be_migrated_the_presets_still_get_new_rights(called):
    key, (_name, cells) = next(iter(PRESETS.items()))
    Role.objects.filter(preset=key).update(cells={})
    migrating.migrate()
    assert called == []
    assert Role.objects.get(preset=key).cells == cells


def test_each_migration_that_django_knows_is_missed(called):
    recorder = MigrationRecorder(connection)
    for app, name in MigrationLoader(None).disk_migrations:
        recorder.record_unapplied(app, name)
        migrating.migrate()
        recorder.record_applied(app, name)
    assert called == ["migrate"] * len(MigrationLoader(None).disk_migrations)
