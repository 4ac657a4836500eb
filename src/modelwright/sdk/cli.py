"""The `modelwright` command: finds the module of a command and lets it do the rest."""

import argparse
import sys
from importlib import import_module
from typing import Final

from modelwright.sdk.problems import UsageProblem

COMMANDS: Final = {
    "train": "train a classifier on a folder of images, without a server",
    "predict": "ask an exported bundle about images",
    "export": "make a bundle smaller and faster, or fit for OpenVINO",
    "doctor": "what is missing on this machine, and what it will be able to do",
    "card": "save the card of a model: one HTML file for people",
    "whoami": "whose an access token is, and what it may do",
    "serve": "run the server: web and dispatcher together",
    "web": "run the web server alone",
    "dispatcher": "run the dispatcher alone",
    "migrate": "bring the database up to date",
    "link": "print a one-time sign-in link",
    "journal": "verify that no entry of the journal was changed, or move old ones into a file",
    "demo": "the server with a demo project, which is trained at once",
}
"""Name -> what it does. The module of the same name in `commands` is imported only when it is called."""


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 fine, 1 failed, 2 called with something that makes no sense."""
    given = sys.argv[1:] if arguments is None else arguments
    name = next((word for word in given if not word.startswith("-")), None)
    if name not in COMMANDS or given[0] != name:
        _overview().parse_args(given)
        _overview().print_help()
        return 2
    command = import_module(f"modelwright.sdk.commands.{name}")
    parser = argparse.ArgumentParser(prog=f"modelwright {name}", description=command.__doc__)
    command.add_arguments(parser)
    try:
        return int(command.run(parser.parse_args(given[1:])))
    except UsageProblem as problem:
        print(f"modelwright {name}: {problem}", file=sys.stderr)
        return 2


def _overview() -> argparse.ArgumentParser:
    """Knows the names only, so that it is there at once."""
    lines = "\n".join(f"  {name:<10} {text}" for name, text in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="modelwright",
        description="Train vision models on your own machines.",
        epilog=f"commands:\n{lines}\n\n`modelwright COMMAND --help` tells more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
