"""Make another bundle of a bundle: networks in 8-bit integers, which are smaller and faster, or OpenVINO's form beside them.

Integers cost some accuracy: it is measured on labelled images, and a bundle that loses more than allowed is not written.
"""

import argparse
import sys
from pathlib import Path

from modelwright.bundle.contents import members_of, pack
from modelwright.bundle.predictor import BundleProblem, Predictor
from modelwright.contract.run_dir import write_atomically
from modelwright.sdk.int8 import in_int8
from modelwright.sdk.openvino import in_openvino
from modelwright.sdk.predicting import images_in
from modelwright.sdk.problems import UsageProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="bundle.zip, or the folder it was unpacked to")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the new bundle")
    parser.add_argument(
        "--int8", type=Path, nargs="+", metavar="DATA", help="8-bit integers, fitted to and measured on these folders"
    )
    parser.add_argument(
        "--most-drop",
        type=float,
        default=0.01,
        metavar="X",
        help="accuracy, mIoU or AP50 that may be lost; %(default)s",
    )
    parser.add_argument("--openvino", action="store_true", help="add the networks in OpenVINO's format")


def run(options: argparse.Namespace) -> int:
    if not options.int8 and not options.openvino:
        raise UsageProblem("nothing to do: give --int8 DATA, --openvino, or both")
    if options.out.exists():
        raise UsageProblem(f"--out {options.out} is already there")
    try:
        predictor = Predictor(options.bundle, threads=1)
    except BundleProblem as error:
        print(error, file=sys.stderr)
        return 2
    files = members_of(options.bundle)
    if options.int8:
        files, cost = in_int8(options.bundle, images_in(options.int8, predictor), options.most_drop)
        print(cost)
    if options.openvino:
        names = [about["model"] for about in predictor.config["networks"].values()]
        files |= in_openvino({name: files[name] for name in names})
    write_atomically(options.out, pack(files))
    print(f"{options.out}: {options.out.stat().st_size / 2**20:.1f} MB")
    return 0
