"""The server is killed again and again while processes begin, run and end: none is lost, none is started twice.

Real processes of a simulated engine; SIGKILL at random times and at chosen moments of the dispatcher. Ends with status 1, and
says with which seed, when a process is not accounted for in time, was carried out twice, or ended otherwise than its engine
did. Options: --rounds (200), --processes (100), --seed, --within seconds (5), --postgresql.
"""

import argparse
import os
import sys

from _databases import run_on


def main() -> int:
    options = _options()
    given = (options.rounds, options.processes, options.seed, options.within)
    return run_on(options.postgresql, "_kills.py", *given)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--processes", type=int, default=100)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)))
    parser.add_argument("--within", type=float, default=5.0)
    parser.add_argument("--postgresql", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
