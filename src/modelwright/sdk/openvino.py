"""The networks of a bundle in OpenVINO's own format, for programs that are made for it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from modelwright.sdk.problems import UsageProblem

FOLDER: Final = "openvino"
"""In the bundle."""


def in_openvino(models: dict[str, bytes]) -> dict[str, bytes]:
    """From ONNX models by name to the files of their OpenVINO form: `openvino/<name>.xml` and `.bin`.

    Raises UsageProblem where OpenVINO is not installed.
    """
    try:
        import openvino
    except ImportError as error:
        raise UsageProblem("--openvino needs OpenVINO: pip install 'modelwright[openvino]'") from error
    core = openvino.Core()  # reads ONNX by itself; the converter would report its use to its makers
    files: dict[str, bytes] = {}
    with TemporaryDirectory() as folder:
        for name, model in models.items():
            target = Path(folder) / f"{Path(name).stem}.xml"
            openvino.save_model(core.read_model(model), str(target), compress_to_fp16=False)
            for part in (target, target.with_suffix(".bin")):
                files[f"{FOLDER}/{part.name}"] = part.read_bytes()
    return files
