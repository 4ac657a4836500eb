"""The journal: `verify` says whether every entry is as it was written, `prune` moves the oldest into a file. Exit code 1: no."""

import argparse
from typing import NoReturn

from modelwright.sdk.server import become


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action", choices=["verify", "prune"], help="read the whole chain; move old entries into a file"
    )
    parser.add_argument("--head", default="", help="hash of an earlier head, which must still be in the chain")
    parser.add_argument("--before", default="", help="prune: date (UTC); entries that are older go")
    parser.add_argument("--to", default="", help="prune: the new file to put them in, as JSON lines with their hashes")


def run(options: argparse.Namespace) -> NoReturn:
    given = {"--head": options.head, "--before": options.before, "--to": options.to}
    become("journal", options.action, *(word for pair in given.items() if pair[1] for word in pair))
