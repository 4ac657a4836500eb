"""Run the server: the web interface, the API and the dispatcher of this machine's trainings, in one process.

Everything it stores lies in MODELWRIGHT_HOME (default: ./data). The database is brought up to date at the start.
"""

import argparse
from typing import NoReturn

from modelwright.sdk.server import add_address, address, become

add_arguments = add_address


def run(options: argparse.Namespace) -> NoReturn:
    become("serve", *address(options))
