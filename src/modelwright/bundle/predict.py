"""Predict images with this bundle: `python runtime/predict.py IMAGE... [--json]`. Needs onnxruntime, numpy and pillow."""

import argparse
import json
import sys
from pathlib import Path
from typing import TextIO

from modelwright.bundle.predictor import Answer, BundleProblem, Predictor


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="predict.py", description="Predict images with this bundle.")
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    return predict_all(Path(__file__).resolve().parent.parent, options.images, as_json=options.json)


def predict_all(bundle: Path, images: list[Path], *, as_json: bool, output: TextIO | None = None) -> int:
    """Print one line an image. Returns the exit code: 0, 1 when an image could not be read, 2 when the bundle cannot be used."""
    try:
        predictor = Predictor(bundle, threads=1)
    except BundleProblem as error:
        print(error, file=sys.stderr)
        return 2
    failed = 0
    for image, answer in zip(images, predictor.predict_many(images), strict=True):
        if not isinstance(answer, Answer):
            print(f"{image}: {answer}", file=sys.stderr)
            failed = 1
        elif as_json:
            print(json.dumps({"image": str(image), **answer.as_dict()}, ensure_ascii=False), file=output)
        else:
            print(f"{image}: {in_words(answer)}", file=output)
    return failed


def in_words(answer: Answer) -> str:
    """The answer in one line: the class, else the boxes, else the areas."""
    if answer.probabilities:
        return f"{answer.label} ({answer.confidence:.1%})"
    boxes = [
        f"{found['label']} ({found['confidence']:.1%}) at {x:.0f}, {y:.0f}, {width:.0f} x {height:.0f}"
        for found in answer.boxes
        for x, y, width, height in [found["box"]]
    ]
    areas = [f"{label} {share:.2%}" for label, share in answer.areas.items()]
    return "; ".join(boxes or areas) or "nothing found"


if __name__ == "__main__":
    sys.exit(main())
