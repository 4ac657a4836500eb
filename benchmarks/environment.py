"""The production environment with 10 levels and 50,000 places, on SQLite and on a private PostgreSQL.

MODELWRIGHT_BENCH_PLACES (50000).
"""

import os
import subprocess
import sys
from pathlib import Path

from modelwright.server.testing.postgresql import PrivatePostgres


def main() -> None:
    measure("SQLite", "")
    database = PrivatePostgres()
    database.start()
    try:
        measure("PostgreSQL", database.url.rpartition("/")[0] + "/postgres")  # which every PostgreSQL has
    finally:
        database.stop()


def measure(name: str, url: str) -> None:
    script = Path(__file__).with_name("_environment.py")
    subprocess.run((sys.executable, script, name), env={**os.environ, "DATABASE_URL": url}, check=True)


if __name__ == "__main__":
    main()
