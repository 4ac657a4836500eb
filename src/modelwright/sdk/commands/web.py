"""Run the web interface and the API alone; a `modelwright dispatcher` beside it starts the trainings."""

import argparse
from typing import NoReturn

from modelwright.sdk.server import add_address, address, become

add_arguments = add_address


def run(options: argparse.Namespace) -> NoReturn:
    become("web", *address(options))
