"""The production environment with 10 levels and 50,000 places, on SQLite and on a private PostgreSQL.

MODELWRIGHT_BENCH_PLACES (50000).
"""

from _databases import run_on


def main() -> None:
    for name in ("SQLite", "PostgreSQL"):
        if run_on(name == "PostgreSQL", "_environment.py", name):
            raise SystemExit(1)


if __name__ == "__main__":
    main()
