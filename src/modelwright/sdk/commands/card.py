"""Save the card of a model's version: one HTML file that tells what it is for, its data, numbers, limits and origin.

The version in production, unless another is named. The token comes from --token, or from MODELWRIGHT_TOKEN.
"""

import argparse
import os
import sys
from pathlib import Path

from modelwright.sdk.client import ApiError, Client
from modelwright.sdk.problems import UsageProblem
from modelwright.sdk.records import Version


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", help="the model's name")
    parser.add_argument("--project", required=True, help="the project's name")
    parser.add_argument("--version", default="", metavar="v1.02", help="default: the one in production")
    parser.add_argument("--output", type=Path, default=None, help="default: MODEL-VERSION-card.html here")
    parser.add_argument("--server", default="http://127.0.0.1:8000", metavar="URL", help="default: this machine's")
    parser.add_argument("--token", default="", metavar="mw_…", help="the access token (default: MODELWRIGHT_TOKEN)")
    parser.add_argument("--language", default="en", help="en, ru, zh or es (default: en, or the account's)")


def run(options: argparse.Namespace) -> int:
    token = options.token or os.environ.get("MODELWRIGHT_TOKEN", "")
    if not token:
        raise UsageProblem("give a token by --token or MODELWRIGHT_TOKEN")
    try:
        with Client(options.server, token=token, language=options.language) as client:
            version = _version(client, options.project, options.model, options.version)
            target = options.output or Path(f"{version.model_name}-{version.name}-card.html")
            print(client.models.download_card(version, target))
    except ApiError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _version(client: Client, project_name: str, model_name: str, name: str) -> Version:
    project = next((one for one in client.projects.all() if one.name == project_name), None)
    if project is None:
        raise UsageProblem(f"there is no project {project_name!r} that you may see")
    model = next((one for one in client.models.all(project) if one.name == model_name), None)
    if model is None:
        raise UsageProblem(f"the project {project_name!r} has no model {model_name!r}")
    if not name:
        return client.models.version(model)
    version = next((one for one in client.models.versions(model) if one.name == name), None)
    if version is None:
        raise UsageProblem(f"{model_name} has no version {name}")
    return version
