"""Brings the database up to date. Where nothing is to be done, as at nearly every start, no migration is loaded."""

from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from modelwright.server.accounts.presets import make_presets


def migrate() -> None:
    """Afterwards the tables are those of this version, and the presets have its rights."""
    if _on_disk() <= set(MigrationRecorder(connection).applied_migrations()):
        make_presets()  # new rights may come without a migration
    else:
        call_command("migrate", verbosity=0, interactive=False)


def _on_disk() -> set[tuple[str, str]]:
    """App and name of each migration that Django would load."""
    return {
        (app.label, name)
        for app in apps.get_app_configs()
        for _finder, name, is_package in iter_modules([str(Path(app.path) / "migrations")])
        if not is_package and name[0] not in "_~"
    }
