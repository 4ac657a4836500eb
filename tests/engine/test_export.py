"""Every network leaves as ONNX with the same answers, and a certificate that would notice if it did not."""

from functools import partial

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from tests.engine.bundles import (
    CANVAS,
    ColourSegmenter,
    CornerDetector,
    members,
    parameters,
    picture,
    report,
    tiny,
)
from torch import nn

from modelwright.bundle.predictor import Predictor
from modelwright.contract.catalogue import BASE_MODELS, base_model
from modelwright.contract.run_spec import NoWeights
from modelwright.contract.tasks import NETWORKS, Network, Task
from modelwright.engine.data.frames import Frame
from modelwright.engine.export import bundle, network
from modelwright.engine.export.agreement import Agreement, agreement
from modelwright.engine.export.exporting import certified, converted
from modelwright.engine.export.network import OUTPUTS, deployable, to_onnx
from modelwright.engine.models import build
from modelwright.engine.models.detector import build_detector
from modelwright.engine.models.segmenter import ARCHITECTURES, build_segmenter

THRESHOLD = 0.3


def session(model):
    return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])


def classifier():
    return build(base_model("ResNet10-Light"), ("a", "b"), NoWeights(), CANVAS)


def detector():
    network = build_detector("resnet18d", 2, channels=(16, 16, 32, 32), stem_width=8)
    with torch.no_grad():
        network.heat.weight *= 300  # untrained, all places are equally likely, and the last digit chooses among them
    return network


REAL = {
    "classifier": (Network.CLASSIFICATION, classifier),
    "detector": (Network.DETECTION, detector),
} | {of: (Network.SEGMENTATION, partial(build_segmenter, of, "resnet10t", 2, per_image=True)) for of in ARCHITECTURES}


@pytest.mark.parametrize(("kind", "build"), REAL.values(), ids=REAL)
def test_a_real_network_answers_the_same_for_any_number_of_images(kind, build):
    torch.manual_seed(0)
    trained_network = moved_norms(build())
    model = session(to_onnx(trained_network, kind, 64, 96))
    assert [output.name for output in model.get_outputs()] == [output.name for output in OUTPUTS[kind]]
    for images in (1, 3):
        pixels = torch.randint(0, 255, (images, 64, 96, 3), dtype=torch.uint8)
        with torch.inference_mode():
            trained = [output.numpy() for output in deployable(trained_network, kind)(pixels)]
        exported = model.run(None, {"images": pixels.numpy()})
        assert [output.shape for output in exported] == [output.shape for output in trained]
        assert [output.dtype for output in exported] == [output.dtype for output in trained]
        found = agreement(kind, trained, exported, threshold=0.005)
        assert found.compared
        assert found.share >= 0.99
        assert found.largest_difference < 0.01


def moved_norms(of):
    """As after a training: the last norm of a block begins at zero, which hides whatever comes before it."""
    for layer in of.modules():
        if isinstance(layer, nn.BatchNorm2d):
            nn.init.uniform_(layer.weight, 0.5, 1.5)
            nn.init.uniform_(layer.bias, -0.2, 0.2)
    return of


@pytest.mark.parametrize("entry", BASE_MODELS, ids=lambda entry: entry.name)
def test_every_base_model_is_exported_without_the_compiler(entry, monkeypatch):
    """Whoever trains it would wait ten times as long."""
    monkeypatch.delattr(network, "_taken_apart")
    built = build(entry, ("a", "b"), NoWeights(), Frame(32, 32, stretched=True))
    assert onnx.load_from_string(to_onnx(built, entry.network, 32, 32)).graph.output


def test_the_confidence_of_a_pixel_is_its_softmax():
    said = torch.randn(2, 4, 8, 8)
    numbers, confidence = deployable(nn.Identity(), Network.SEGMENTATION).answer(said)
    highest, expected = said.softmax(dim=1).max(dim=1)
    assert torch.equal(numbers, expected.to(torch.uint8))
    assert (confidence / 255 - highest).abs().max() <= 0.5 / 255 + 1e-6


class Looping(nn.Module):
    """Only a trace knows what to do with a number that comes out of a tensor."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Conv2d(3, 2, 1)

    def forward(self, images):
        said = self.layer(images)
        for _ in range(int(images.shape[1] * torch.ones(()).item())):
            said = said * 0.5
        return said.mean(dim=(2, 3)) if float(images.sum()) >= 0 else said.amax(dim=(2, 3))


class Counting(Looping):
    """Counts the images of the batch: a trace would remember how many there were."""

    def forward(self, images):
        return self.layer(images).mean(dim=(2, 3)) / torch.sym_float(images.shape[0])


@pytest.mark.parametrize("odd", [Looping, Counting])
def test_what_one_exporter_cannot_do_the_other_does(odd):
    network = odd()
    model = session(to_onnx(network, Network.CLASSIFICATION, 8, 8))
    pixels = torch.randint(0, 255, (3, 8, 8, 3), dtype=torch.uint8)
    (exported,) = model.run(None, {"images": pixels.numpy()})
    with torch.inference_mode():
        (trained,) = deployable(network, Network.CLASSIFICATION)(pixels)
    assert exported == pytest.approx(trained.numpy(), abs=1e-5)


@pytest.fixture
def sample(tmp_path):
    class Sample:
        path = str(picture(tmp_path / "a.png", (60, 30), "red"))

    return Sample


def written(folder, files):
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Predictor(folder, threads=1)


@pytest.mark.parametrize("task", Task)
def test_an_export_that_agrees_is_certified(task, tmp_path, sample):
    networks = [tiny(network, images=[sample]) for network in NETWORKS[task]]
    certificate = certified(written(tmp_path, members(task)), networks)
    assert certificate.passed
    assert (certificate.samples, certificate.agreement) == (6, 1.0)
    assert certificate.largest_difference <= 1 / 255
    assert certificate.latency_ms > 0


def test_the_certificate_is_of_the_network_that_agrees_least(tmp_path, sample):
    predictor = written(tmp_path, members(Task.SEGMENTATION_CLASSIFICATION))
    changed = ColourSegmenter(gain=-0.1)
    networks = [tiny(Network.SEGMENTATION, changed), tiny(Network.CLASSIFICATION, images=[sample])]
    certificate = certified(predictor, networks)
    assert certificate.network is Network.SEGMENTATION
    assert not certificate.passed
    assert certificate.onnx_sha256 == predictor.config["hashes"]["segmentation.onnx"]


def test_boxes_that_moved_are_noticed(tmp_path, sample):
    predictor = written(tmp_path, members(Task.DETECTION))
    certificate = certified(predictor, [tiny(Network.DETECTION, CornerDetector(shift=2.0), [sample])])
    assert not certificate.passed
    assert certificate.agreement < 0.6


def test_a_second_network_has_a_file_of_its_own():
    files = members(Task.SEGMENTATION_CLASSIFICATION)
    assert files.keys() == {"model.onnx", "segmentation.onnx", "config.yaml"}
    assert members(Task.SEGMENTATION).keys() == {"model.onnx", "config.yaml"}


def test_with_the_segmentation_switched_off_no_code_is_special(tmp_path):
    settings = parameters(classification={"num_of_classes": 2}, code_list=["red", "green", "blue"])
    networks = [tiny(Network.CLASSIFICATION)]
    task = Task.SEGMENTATION_CLASSIFICATION
    predictor = written(tmp_path, converted(task, settings, networks, report(task, networks)))
    assert predictor.config["codes"] == {"predicted": ["red", "green"], "special": []}
    assert predictor.predict(picture(tmp_path / "a.png", (20, 20), "red")).label == "red"


def test_the_configuration_tells_how_images_are_laid():
    about = bundle.described(Network.DETECTION, ("a", "b"), CANVAS, "model.onnx")
    assert about["preprocessing"]["resize"] == "letterbox"
    assert about["input"]["shape"] == ["n", 32, 64, 3]
    assert about["outputs"][1] == {"name": "scores", "type": "float32", "shape": ["n", "candidates", 2]}


def boxes_and_scores(*rows):
    boxes = np.array([row[:4] for row in rows], np.float32).reshape(1, -1, 4)
    return boxes, np.array([row[4:] for row in rows], np.float32).reshape(1, -1, 2)


def test_boxes_agree_by_place_label_and_threshold():
    one = boxes_and_scores((0, 0, 100, 100, 0.9, 0), (200, 0, 300, 50, 0, 0.301))
    other = boxes_and_scores((0, 0, 100, 99, 0.8, 0), (200, 0, 300, 50, 0, 0.299))
    found = agreement(Network.DETECTION, one, other, THRESHOLD)
    assert (found.alike, found.compared) == (3, 3)  # the box at the threshold is found by one, and nearly by the other
    assert found.largest_difference == pytest.approx(0.1)
    relabelled = boxes_and_scores((0, 0, 100, 100, 0, 0.9))
    assert agreement(Network.DETECTION, one, relabelled, THRESHOLD).share == 0
    unsure = boxes_and_scores((0, 0, 100, 100, 0.02, 0))
    nothing = agreement(Network.DETECTION, unsure, boxes_and_scores((0, 0, 100, 100, 0.05, 0)), THRESHOLD)
    assert nothing.share == 1
    assert nothing.largest_difference == pytest.approx(0.03)


def test_agreements_add_up():
    total = Agreement(9, 10, 0.1) + Agreement(0, 10, 0.3)
    assert (total.share, total.largest_difference) == (0.45, 0.3)
