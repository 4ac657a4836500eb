"""A server's tables in a temporary home folder, for benchmarks that look at the server from inside. Import it first."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from modelwright.server.testing.migrated import migrated_database

_home = tempfile.TemporaryDirectory(prefix="modelwright-benchmark-", ignore_cleanup_errors=True)
atexit.register(_home.cleanup)
HOME = Path(_home.name)
os.environ |= {
    "MODELWRIGHT_HOME": _home.name,
    "MODELWRIGHT_DATA_ROOTS": _home.name,
    "DJANGO_SETTINGS_MODULE": "modelwright.server.settings",
}

if not os.environ.get("DATABASE_URL"):
    shutil.copy(migrated_database(), HOME / "modelwright.sqlite3")

import django  # noqa: E402 - reads the environment
from django.core.management import call_command  # noqa: E402

django.setup()
call_command("migrate", verbosity=0)
