"""Verify the journal: says whether every entry is as it was written. Exit code 1: one is not."""

import argparse
from typing import NoReturn

from modelwright.sdk.server import become


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["verify"], help="verify: read the whole chain of hashes")
    parser.add_argument("--head", default="", help="hash of an earlier head, which must still be in the chain")


def run(options: argparse.Namespace) -> NoReturn:
    become("journal", options.action, *(["--head", options.head] if options.head else []))
