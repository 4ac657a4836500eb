"""Print a one-time sign-in link, valid for 24 hours: for the first administrator, or for the person named."""

import argparse
from typing import NoReturn

from modelwright.sdk.server import add_address, address, become


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", nargs="?", default="", help="whose link (default: the first administrator's)")
    add_address(parser)


def run(options: argparse.Namespace) -> NoReturn:
    become("link", *([options.username] if options.username else []), *address(options))
