"""Ask a server whose an access token is, and what it may do there. Exit code 1 when the server does not take it.

The token comes from --token, or from MODELWRIGHT_TOKEN, where other programs do not see it. One is made in the account, under
Tokens.
"""

import argparse
import json
import os
import sys
from typing import Any

from modelwright.sdk.client import ApiError, Client
from modelwright.sdk.problems import UsageProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", default="http://127.0.0.1:8000", metavar="URL", help="default: this machine's")
    parser.add_argument("--token", default="", metavar="mw_…", help="the access token (default: MODELWRIGHT_TOKEN)")
    parser.add_argument("--json", action="store_true", help="the account as JSON")


def run(options: argparse.Namespace) -> int:
    token = options.token or os.environ.get("MODELWRIGHT_TOKEN", "")
    if not token:
        raise UsageProblem("give a token by --token or MODELWRIGHT_TOKEN")
    try:
        with Client(options.server, token=token) as client:
            print(json.dumps(client.account) if options.json else _in_words(client.account or {}))
    except ApiError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _in_words(account: dict[str, Any]) -> str:
    rights = account["rights"]
    lines = [f"{account['username']} <{account['email']}>" if account["email"] else account["username"]]
    lines += [f"  {right:<30} {rights[right]}" for right in sorted(rights)]
    return "\n".join(lines)
