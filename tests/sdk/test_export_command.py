"""`modelwright export`: a bundle in integers costs no more than allowed, and says what it costs."""

import json
import sys
import zipfile

import numpy as np
import onnx
import pytest
import torch
from tests.engine.bundles import COLOURS, SQUARE, Samples, Tiny, picture, write_bundle
from torch import nn

from modelwright.bundle.predictor import Predictor
from modelwright.contract.tasks import Network, Task
from modelwright.sdk import cli


class Convolutions(nn.Module):
    """Logits of red and green, through two layers that pass each channel on."""

    def __init__(self):
        super().__init__()
        self.first, self.norm, self.last = nn.Conv2d(3, 3, 3, padding=1), nn.BatchNorm2d(3), nn.Conv2d(3, 2, 1)
        with torch.no_grad():
            nn.init.dirac_(self.first.weight)
            nn.init.dirac_(self.last.weight)
            self.first.bias.zero_()
            self.last.bias.zero_()

    def forward(self, images):
        return self.last(self.norm(self.first(images / 51)).relu()).mean(dim=(2, 3))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    networks = (Tiny(Network.CLASSIFICATION, Convolutions().eval(), ("red", "green"), Samples(SQUARE, [])),)
    return write_bundle(tmp_path_factory.mktemp("bundle") / "b.zip", Task.CLASSIFICATION, None, networks)


@pytest.fixture
def data(tmp_path):
    random = np.random.default_rng(0)
    for label in ("red", "green"):
        (tmp_path / "data" / label).mkdir(parents=True)
        for number in range(6):
            colour = tuple(int(value * random.uniform(0.6, 1)) for value in COLOURS[label])
            picture(tmp_path / "data" / label / f"{number}.png", (16, 16), colour)
    return tmp_path / "data"


def test_integers_take_the_place_of_floats_and_their_cost_is_told(bundle, data, tmp_path, capsys):
    out = tmp_path / "small.zip"
    assert cli.main(["export", str(bundle), "--out", str(out), "--int8", str(data)]) == 0
    assert "accuracy 1.0000 in float32, 1.0000 in int8, on 6 samples" in capsys.readouterr().out
    small = Predictor(out, threads=1)
    told = small.config["quantization"]
    assert (told["kind"], told["calibrated_with"], told["samples"], told["limit"]) == ("int8", 6, 6, 0.01)
    with zipfile.ZipFile(out) as archive:
        model = onnx.load_from_string(archive.read("model.onnx"))
        assert "runtime/predict.py" in archive.namelist()
        assert "certificate.json" not in archive.namelist()
    assert "QuantizeLinear" in {node.op_type for node in model.graph.node}
    assert any(tensor.data_type == onnx.TensorProto.INT8 for tensor in model.graph.initializer)
    image = data / "red" / "0.png"
    whole = Predictor(bundle, threads=1).predict(image)
    assert small.predict(image).confidence == pytest.approx(whole.confidence, abs=0.02)


def test_more_loss_than_allowed_is_refused(bundle, data, tmp_path, capsys):
    out = tmp_path / "small.zip"
    assert cli.main(["export", str(bundle), "--out", str(out), "--int8", str(data), "--most-drop", "-0.5"]) == 2
    assert "loses too much" in capsys.readouterr().err
    assert not out.exists()


def test_without_labels_the_loss_cannot_be_known(bundle, data, tmp_path, capsys):
    data.joinpath("red").rename(data / "unknown")
    arguments = ["export", str(bundle), "--out", str(tmp_path / "o.zip"), "--int8", str(data / "unknown")]
    assert cli.main(arguments) == 2
    assert "labelled images" in capsys.readouterr().err


def test_openvino_that_is_missing_is_named_with_the_way_to_get_it(bundle, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert cli.main(["export", str(bundle), "--out", str(tmp_path / "o.zip"), "--openvino"]) == 2
    assert "pip install 'modelwright[openvino]'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"), [([], "nothing to do"), (["--openvino"], "already there")], ids=["nothing", "existing"]
)
def test_a_call_that_makes_no_sense_is_refused(bundle, tmp_path, capsys, more, said):
    (tmp_path / "o.zip").touch()
    assert cli.main(["export", str(bundle), "--out", str(tmp_path / "o.zip"), *more]) == 2
    assert said in capsys.readouterr().err


def test_the_configuration_stays_as_it_was(bundle, data, tmp_path):
    out = tmp_path / "small.zip"
    assert cli.main(["export", str(bundle), "--out", str(out), "--int8", str(data)]) == 0
    with zipfile.ZipFile(bundle) as archive:
        before = json.loads(archive.read("config.yaml"))
    after = Predictor(out, threads=1).config
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"quantization", "hashes"}
