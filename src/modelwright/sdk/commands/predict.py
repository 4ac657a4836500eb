"""Ask a bundle that a training exported about images: the class and how sure the model is."""

import argparse
from pathlib import Path

from modelwright.sdk.problems import UsageProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="bundle.zip, or the folder it was unpacked to")
    parser.add_argument("images", type=Path, nargs="+", metavar="IMAGE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, with all probabilities")


def run(options: argparse.Namespace) -> int:
    if not options.bundle.exists():
        raise UsageProblem(f"{options.bundle} is not there")
    from modelwright.bundle.predict import predict_all

    return predict_all(options.bundle, options.images, as_json=options.json)
