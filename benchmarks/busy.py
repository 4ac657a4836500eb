"""50 processes at once and 10,000 that are over, on SQLite and on PostgreSQL; the engines are simulated, all else is real.

What the server does every second, before and after the 10,000; then the dispatcher's looks, an event's way to an open page,
and pages of lists, while the 50 run. Options: --running (50), --finished (10000), --seconds (30), --sqlite (that alone).
"""

import argparse
import sys

from _databases import run_on


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--running", type=int, default=50)
    parser.add_argument("--finished", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--sqlite", action="store_true")
    options = parser.parse_args()
    given = (options.running, options.finished, options.seconds)
    databases = (False,) if options.sqlite else (False, True)
    return max(run_on(postgresql, "_busy.py", *given) for postgresql in databases)


if __name__ == "__main__":
    sys.exit(main())
