"""Many people at once: 200 signed in, each paging lists for a minute, on PostgreSQL; server and clients share the machine.

First at the pace of people who read what they page, which has the bound; then as fast as people can click, which shows where
the server is full. MODELWRIGHT_BENCH_PEOPLE (200), MODELWRIGHT_BENCH_SECONDS (60), DATABASE_URL (a private PostgreSQL).
"""

import asyncio
import os
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NamedTuple

import httpx

from _table import Figure, show
from modelwright.sdk.testing import RealServer
from modelwright.server.testing.postgresql import PrivatePostgres

PEOPLE: Final = int(os.environ.get("MODELWRIGHT_BENCH_PEOPLE", "200"))
SECONDS: Final = float(os.environ.get("MODELWRIGHT_BENCH_SECONDS", "60"))


class Pace(NamedTuple):
    name: str
    pause_s: tuple[float, float]
    """Between two pages of one person."""
    within_ms: float | None
    """What 95 of 100 pages may take; None: no bound."""


PACES: Final = (Pace("read", (5.0, 15.0), 300), Pace("click as fast as they can", (1.0, 5.0), None))
COOKIE: Final = "sessionid"


def main() -> None:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        url = os.environ.get("DATABASE_URL") or private_database(stack)
        environment = {
            "DATABASE_URL": url,
            "MODELWRIGHT_SECRET_KEY": secrets.token_hex(),
        }  # sessions are signed with it
        server = RealServer(home, **environment)
        stack.callback(server.end)
        sessions, paths = fill(environment)
        for pace in PACES:
            took, statuses = asyncio.run(everybody(server.url, sessions, paths, pace))
            title = f"{len(sessions)} people page lists for {SECONDS:.0f} s and {pace.name}"
            show(title, figures(took, statuses, pace))


def figures(took: list[float], statuses: Counter[int], pace: Pace) -> list[Figure]:
    errors = sum(count for status, count in statuses.items() if status != 200)
    cuts = statistics.quantiles(took, n=100)
    return [
        Figure("pages a second", len(took) / SECONDS, ""),
        Figure("errors", errors, "", 1),
        Figure("median", cuts[49] * 1000, "ms"),
        Figure("95 of 100 within", cuts[94] * 1000, "ms", pace.within_ms),
        Figure("slowest", max(took) * 1000, "ms"),
    ]


def private_database(stack: ExitStack) -> str:
    database = PrivatePostgres()
    database.start()
    stack.callback(database.stop)
    return database.url.rpartition("/")[0] + "/postgres"  # which every PostgreSQL has


def fill(environment: dict[str, str]) -> tuple[list[str], list[str]]:
    """Lists of a team's size, made in a process of its own: session keys, and the addresses of the lists."""
    command = [sys.executable, str(Path(__file__).with_name("_people.py")), str(PEOPLE)]
    done = subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True)
    lines = done.stdout.splitlines()
    return lines[:PEOPLE], lines[PEOPLE:]


async def everybody(base: str, sessions: list[str], paths: list[str], pace: Pace) -> tuple[list[float], Counter[int]]:
    took: list[float] = []
    statuses: Counter[int] = Counter()
    limits = httpx.Limits(max_connections=PEOPLE, max_keepalive_connections=PEOPLE)
    async with httpx.AsyncClient(base_url=base, limits=limits, timeout=60) as client:
        until = time.monotonic() + SECONDS
        await asyncio.gather(*(one_person(client, key, paths, pace, until, took, statuses) for key in sessions))
    return took, statuses


async def one_person(
    client: httpx.AsyncClient,
    key: str,
    paths: list[str],
    pace: Pace,
    until: float,
    took: list[float],
    statuses: Counter[int],
) -> None:
    chance = random.Random(key)
    cursor, path = "", chance.choice(paths)
    await asyncio.sleep(chance.uniform(0, pace.pause_s[1]))
    while time.monotonic() < until:
        begun = time.perf_counter()
        answer = await client.get(path, params={"cursor": cursor}, headers={"Cookie": f"{COOKIE}={key}"})
        took.append(time.perf_counter() - begun)
        statuses[answer.status_code] += 1
        cursor = answer.json().get("next") or "" if answer.status_code == 200 else ""
        path = path if cursor else chance.choice(paths)
        await asyncio.sleep(chance.uniform(*pace.pause_s))


if __name__ == "__main__":
    main()
