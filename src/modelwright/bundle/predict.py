"""Predict images with this bundle: `python runtime/predict.py IMAGE... [--json]`. Needs onnxruntime, numpy and pillow."""

import argparse
import json
import sys
from pathlib import Path

from modelwright.bundle.predictor import BundleProblem, Predictor
from modelwright.imaging.reading import ImageProblem


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="predict.py", description="Predict the class of images with this bundle.")
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    return predict_all(Path(__file__).resolve().parent.parent, options.images, as_json=options.json)


def predict_all(bundle: Path, images: list[Path], *, as_json: bool) -> int:
    """Print one line an image. Returns the exit code: 0, 1 when an image could not be read, 2 when the bundle cannot be used."""
    try:
        predictor = Predictor(bundle)
    except BundleProblem as error:
        print(error, file=sys.stderr)
        return 2
    return max([_predict_one(predictor, image, as_json=as_json) for image in images], default=0)


def _predict_one(predictor: Predictor, image: Path, *, as_json: bool) -> int:
    try:
        answer = predictor.predict(image)
    except (ImageProblem, OSError) as error:
        print(f"{image}: {error}", file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps({"image": str(image), **answer.as_dict()}, ensure_ascii=False))
    else:
        print(f"{image}: {answer.label} ({answer.confidence:.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
