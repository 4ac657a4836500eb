"""Bring the database up to date, as `modelwright serve` does when it starts."""

import argparse
from typing import NoReturn

from modelwright.sdk.server import become


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> NoReturn:
    become("migrate")
