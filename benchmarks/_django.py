"""A server's tables in a temporary home folder, for benchmarks that look at the server from inside. Import it first."""

import atexit
import os
import tempfile
from pathlib import Path

_home = tempfile.TemporaryDirectory(prefix="modelwright-benchmark-", ignore_cleanup_errors=True)
atexit.register(_home.cleanup)
HOME = Path(_home.name)
os.environ |= {
    "MODELWRIGHT_HOME": _home.name,
    "MODELWRIGHT_DATA_ROOTS": _home.name,
    "DJANGO_SETTINGS_MODULE": "modelwright.server.settings",
}

import django  # noqa: E402 - reads the environment
from django.core.management import call_command  # noqa: E402

django.setup()
call_command("migrate", verbosity=0)
