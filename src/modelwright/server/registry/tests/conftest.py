"""A finished run as the engine leaves it, with a hand-made network that answers at once."""

import hashlib
import io
import itertools
import json
import zipfile

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from modelwright.contract.parameters import Parameters
from modelwright.contract.report import (
    Certificate,
    ClassificationResult,
    ClassResult,
    Manifest,
    ManifestSample,
    Report,
    TrainedNetwork,
)
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network
from modelwright.imaging.reading import PREPROCESSING_VERSION
from modelwright.server.jobs.machines import register_this_machine
from modelwright.server.jobs.models import Job, Status
from modelwright.server.registry.services import publish_version

CLASSES = ("dark", "light")
SIDE = 8


@pytest.fixture
def finished_run(db, data_root):
    """`finished_run()` makes one more completed job and its run directory."""
    machine = register_this_machine()
    numbers = itertools.count(1001)

    def make():
        number = next(numbers)
        job = Job.objects.create(kind="training", subject_id=number, machine=machine, status=Status.COMPLETED)
        return job, fill(RunDir(data_root / f"run-{number}"))

    return make


@pytest.fixture
def publish(people, project, finished_run):
    """`publish()` makes the next version of the model "Bearings model", or of another name."""

    def one(name="Bearings model", run=None, **more):
        job, run_dir = run or finished_run()
        return publish_version(
            people["trainer"],
            project,
            name=name,
            task="classification",
            job=job,
            source={"process_id": job.subject_id, "process_number": 1, "attempt": 1, "template_name": name},
            base_model="ResNet18",
            parameters=Parameters().model_dump(mode="json"),
            run_dir=run_dir,
            description=" Night shift ",
            **more,
        )

    return one


def fill(run_dir):
    model = brightness_model()
    run_dir.checkpoints.mkdir(parents=True)
    run_dir.best_checkpoint(Network.CLASSIFICATION).write_bytes(b"weights")
    run_dir.bundle_file.write_bytes(bundle(model))
    run_dir.certificate_file.write_text(certificate(model).model_dump_json())
    run_dir.manifest_file.write_text(manifest().model_dump_json())
    run_dir.report_file.write_text(report().model_dump_json())
    return run_dir


def brightness_model():
    """A network that says "light" for bright images: softmax of the mean of the pixels."""
    weights = numpy_helper.from_array(np.array([[-0.1, 0.1]], np.float32), "weights")
    bias = numpy_helper.from_array(np.array([12.8, -12.8], np.float32), "bias")
    nodes = [
        helper.make_node("Cast", ["images"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["floats"], ["mean"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Reshape", ["mean", "column"], ["means"]),
        helper.make_node("MatMul", ["means", "weights"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "brightness",
        [helper.make_tensor_value_info("images", TensorProto.UINT8, ["n", SIDE, SIDE, 3])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", len(CLASSES)])],
        [weights, bias, numpy_helper.from_array(np.array([-1, 1], np.int64), "column")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8).SerializeToString()


def constant_model(**outputs):
    """A network that says the same whatever it sees: outputs by name, each for one image."""
    names = list(outputs)
    nodes = [helper.make_node("Identity", [f"kept_{name}"], [name]) for name in names]
    described = [
        helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
        for name, value in outputs.items()
    ]
    inputs = [helper.make_tensor_value_info("images", TensorProto.UINT8, ["n", SIDE, SIDE, 3])]
    kept = [numpy_helper.from_array(value, f"kept_{name}") for name, value in outputs.items()]
    graph = helper.make_graph(nodes, "constant", inputs, described, kept)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8).SerializeToString()


def bundle(model, task="classification", outputs=("probabilities",), resize="stretch"):
    about = {
        "model": "model.onnx",
        "classes": CLASSES,
        "preprocessing": {"version": PREPROCESSING_VERSION, "resize": resize, "height": SIDE, "width": SIDE},
        "input": {"name": "images"},
        "outputs": [{"name": name} for name in outputs],
    }
    config = {
        "format": 1,
        "task": task,
        "classes": CLASSES,
        "codes": {"predicted": CLASSES, "special": []},
        "special_min_area": 0.002,
        "networks": {task: about},
        "thresholds": {"confidence": 0.5, "detection": 0.3, "overlap": 0.5},
        "hashes": {"model.onnx": hashlib.sha256(model).hexdigest()},
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("model.onnx", model)
        archive.writestr("config.yaml", json.dumps(config))
    return content.getvalue()


def certificate(model):
    return Certificate(
        samples=4,
        agreement=1.0,
        limit=0.99,
        largest_difference=0.0,
        latency_ms=1.5,
        device="cpu",
        onnx_sha256=hashlib.sha256(model).hexdigest(),
        created=0.0,
        passed=True,
    )


def manifest():
    samples = [
        ManifestSample(path=f"/images/{label}/{n}.png", label=label, sha256="0" * 64, width=8, height=8, part=part)
        for label in CLASSES
        for n, part in enumerate(("train", "train", "validation"))
    ]
    return Manifest(hash="a" * 64, classes=CLASSES, samples=tuple(samples))


def report():
    classes = tuple(
        ClassResult(
            label=label,
            support=2,
            predicted=2,
            precision=1.0,
            precision_interval=(0.3, 1.0),
            recall=1.0,
            recall_interval=(0.3, 1.0),
            f1=1.0,
        )
        for label in CLASSES
    )
    measured = ClassificationResult(
        part="validation",
        samples=4,
        correct=4,
        accuracy=1.0,
        accuracy_interval=(0.5, 1.0),
        macro_precision=1.0,
        macro_recall=1.0,
        macro_f1=1.0,
        classes=classes,
        confusion=((2, 0), (0, 2)),
    )
    trained = TrainedNetwork(
        network=Network.CLASSIFICATION,
        base_model="ResNet18",
        classes=CLASSES,
        iteration=10,
        metric="macro_f1",
        best=1.0,
        training_samples=4,
        training_s=1.0,
        precision="float32",
    )
    return Report(
        task="classification",
        base_model="ResNet18",
        classes=CLASSES,
        networks=(trained,),
        sets=(measured,),
        non_compliant=0,
        manifest_hash="a" * 64,
        training_s=1.0,
        total_s=2.0,
        device="cpu",
    )
