"""Run the dispatcher of this machine's trainings alone; trainings go on when it ends."""

import argparse
from typing import NoReturn

from modelwright.sdk.server import become


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> NoReturn:
    become("dispatcher")
