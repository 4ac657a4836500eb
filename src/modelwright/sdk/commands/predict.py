"""Ask a bundle about images, or about all images of folders in any of the formats that can be trained on.

With --out the results go into a file as they come, and the same command goes on where it was interrupted. Where the folders
say what is on the images, the numbers of an evaluation follow.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Final

from modelwright.bundle.predict import in_words
from modelwright.bundle.predictor import Answer, BundleProblem, Predictor
from modelwright.contract.report import SetResult
from modelwright.contract.report import in_words as numbers_in_words
from modelwright.contract.run_dir import write_atomically
from modelwright.imaging.reading import ImageProblem
from modelwright.sdk.predicting import Image, Results, images_in, predict, predict_into
from modelwright.sdk.problems import UsageProblem
from modelwright.sdk.scoring import Scorer, scorer_for
from modelwright.sdk.terminal import Terminal

STOPPED: Final = 130
"""Exit code of a program that was interrupted by Ctrl-C."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="bundle.zip, or the folder it was unpacked to")
    parser.add_argument("data", type=Path, nargs="+", metavar="DATA", help="images, or folders of images")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write one JSON object a line; go on where it ends")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the numbers as JSON, where there are labels")
    parser.add_argument("--json", action="store_true", help="show one JSON object a line, with all probabilities")


def run(options: argparse.Namespace) -> int:
    if not options.bundle.exists():
        raise UsageProblem(f"{options.bundle} is not there")
    try:
        predictor = Predictor(options.bundle, threads=1)
    except BundleProblem as error:
        print(error, file=sys.stderr)
        return 2
    return _predicted(predictor, options)


def _predicted(predictor: Predictor, options: argparse.Namespace) -> int:
    images = images_in(options.data, predictor)
    scorer = scorer_for(predictor, [image.said for image in images])
    terminal = Terminal(doing="predicting")
    try:
        if options.out is None:
            unreadable = _show(predictor, images, scorer, as_json=options.json)
        else:
            with Results(options.out, predictor) as results:
                unreadable = predict_into(results, predictor, images, scorer, terminal)
            terminal.line(f"{len(images)} images, {unreadable} of them unreadable: {options.out}")
    except KeyboardInterrupt:
        terminal.line("stopped" if options.out is None else f"stopped; the same command goes on with {options.out}")
        return STOPPED
    _report(scorer.result(), options, terminal)
    return 1 if unreadable else 0


def _show(predictor: Predictor, images: list[Image], scorer: Scorer, *, as_json: bool) -> int:
    """A line an image, problems to standard error. Returns how many could not be read."""
    problems = 0

    def take(image: Image, answer: Answer | ImageProblem) -> None:
        nonlocal problems
        if not isinstance(answer, Answer):
            problems += 1
            print(f"{image.path}: {answer}", file=sys.stderr)
        elif as_json:
            print(json.dumps({"image": str(image.path), **answer.as_dict()}, ensure_ascii=False))
        else:
            print(f"{image.path}: {in_words(answer)}")

    predict(predictor, images, take, scorer)
    return problems


def _report(result: SetResult | None, options: argparse.Namespace, terminal: Terminal) -> None:
    if result is None:
        if options.report is not None:
            terminal.line("no numbers: no image has a label that the model knows")
        return
    if not options.json:
        terminal.line(numbers_in_words(result))
    if options.report is not None:
        write_atomically(options.report, result.model_dump_json(indent=2))
