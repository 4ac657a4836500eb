"""Networks: every entry of the catalogue builds, weights are taken over or refused with what to do."""

import subprocess
import sys

import pytest
import timm
import torch

from modelwright.contract.catalogue import BASE_MODELS, base_model
from modelwright.contract.events import Code
from modelwright.contract.run_spec import NoWeights, PretrainedWeights, VersionWeights
from modelwright.contract.tasks import Network
from modelwright.engine import checkpoint
from modelwright.engine.data.frames import Frame
from modelwright.engine.errors import RunFailure
from modelwright.engine.models import build

pytestmark = pytest.mark.long

TWO = ("crack", "free")
CLASSIFIERS = [entry for entry in BASE_MODELS if entry.network is Network.CLASSIFICATION]
OTHERS = [entry for entry in BASE_MODELS if entry.network is not Network.CLASSIFICATION]


def built(name, classes, weights, side):
    return build(base_model(name), classes, weights, Frame(side, side, stretched=True))


def refused(weights, classes=TWO, base="ResNet18"):
    with pytest.raises(RunFailure) as caught:
        built(base, classes, weights, 32)
    return caught.value


@pytest.mark.parametrize("entry", CLASSIFIERS, ids=lambda entry: entry.name)
def test_every_classifier_is_what_the_catalogue_says(entry):
    with torch.device("meta"):
        net = timm.create_model(entry.timm_name)
    assert sum(weight.numel() for weight in net.parameters()) == entry.parameter_count
    assert net.pretrained_cfg["license"] == entry.licence.lower()


@pytest.mark.parametrize("entry", OTHERS, ids=lambda entry: entry.name)
def test_every_other_network_is_what_the_catalogue_says(entry):
    """Counted with two classes; how many there are changes little."""
    net = built(entry.name, TWO, NoWeights(), 64)
    assert sum(weight.numel() for weight in net.parameters()) == pytest.approx(entry.parameter_count, rel=0.01)


@pytest.mark.parametrize("entry", CLASSIFIERS, ids=lambda entry: entry.name)
@pytest.mark.parametrize("side", [8, 96])
def test_every_classifier_takes_small_and_larger_images(entry, side):
    model = built(entry.name, TWO, NoWeights(), side).eval()
    with torch.inference_mode():
        logits = model(torch.zeros(1, 3, side, side, dtype=torch.uint8))
    assert logits.shape == (1, 2)
    assert logits.isfinite().all()


@pytest.mark.parametrize("entry", OTHERS, ids=lambda entry: entry.name)
def test_every_other_network_takes_any_canvas(entry):
    model = built(entry.name, TWO, NoWeights(), 64).eval()
    with torch.inference_mode():
        output = model(torch.zeros(1, 3, 64, 96, dtype=torch.uint8))
    maps = output if entry.network is Network.DETECTION else [output]
    assert all(map_.isfinite().all() for map_ in maps)
    assert [map_.shape[1] for map_ in maps] == ([2, 4] if entry.network is Network.DETECTION else [3])


def test_images_are_normalised_by_the_model():
    model = built("ResNet18", TWO, NoWeights(), 32)
    seen = []
    model.net.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    model(torch.full((2, 3, 32, 32), 255, dtype=torch.uint8))
    mean, std = (torch.tensor(model.net.pretrained_cfg[key]) for key in ("mean", "std"))
    assert torch.allclose(seen[0][0, :, 0, 0], (1 - mean) / std)


def test_the_seed_decides_the_random_weights():
    torch.manual_seed(1)
    first = built("ResNet18", TWO, NoWeights(), 32).state_dict()
    torch.manual_seed(1)
    second = built("ResNet18", TWO, NoWeights(), 32).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_pretrained_weights_come_from_a_folder_with_a_new_head(tmp_path):
    library = timm.create_model("resnet18")
    torch.save(library.state_dict(), tmp_path / "resnet18.pth")
    model = built("ResNet18", TWO, PretrainedWeights(folder=str(tmp_path)), 32)
    assert torch.equal(model.net.layer4[1].conv2.weight, library.layer4[1].conv2.weight)
    assert model.net.fc.weight.shape == (2, 512)


def test_a_folder_without_the_weights_says_which_file_it_needs(tmp_path):
    failure = refused(PretrainedWeights(folder=str(tmp_path)))
    assert failure.code is Code.WEIGHTS_UNAVAILABLE
    assert "resnet18.safetensors" in str(failure)
    assert failure.values["folder"] == str(tmp_path)


def test_a_broken_weights_file_is_refused(tmp_path):
    (tmp_path / "resnet18.pth").write_bytes(b"nonsense")
    assert refused(PretrainedWeights(folder=str(tmp_path))).code is Code.WEIGHTS_DO_NOT_FIT


def test_without_a_network_pretrained_weights_are_refused_at_once(monkeypatch, tmp_path):
    import huggingface_hub.constants as hub

    monkeypatch.setattr(hub, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(hub, "HF_HUB_CACHE", str(tmp_path))
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    failure = refused(PretrainedWeights())
    assert failure.code is Code.WEIGHTS_UNAVAILABLE
    assert "resnet18.pth" in str(failure)


def saved(tmp_path, classes=TWO, base="ResNet18"):
    model = built(base, classes, NoWeights(), 32)
    checkpoint.save(tmp_path / "best.pt", {"model": model.state_dict(), "classes": list(classes)})
    return model, VersionWeights(checkpoint=str(tmp_path / "best.pt"), name="Bearings v1.01")


def test_a_version_goes_on_with_all_of_its_weights(tmp_path):
    earlier, weights = saved(tmp_path)
    model = built("ResNet18", TWO, weights, 32)
    before, after = earlier.state_dict(), model.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)


def test_other_classes_get_a_new_head(tmp_path):
    earlier, weights = saved(tmp_path)
    model = built("ResNet18", ("a", "b", "c"), weights, 32)
    assert torch.equal(model.net.conv1.weight, earlier.net.conv1.weight)
    assert model.net.fc.weight.shape == (3, 512)


def test_a_version_of_another_network_does_not_fit(tmp_path):
    _, weights = saved(tmp_path)
    failure = refused(weights, base="MobileNetV3-Large")
    assert (failure.code, failure.values["name"]) == (Code.WEIGHTS_DO_NOT_FIT, "Bearings v1.01")


def test_an_unreadable_checkpoint_is_refused_by_name(tmp_path):
    assert refused(VersionWeights(checkpoint=str(tmp_path / "gone.pt"))).code is Code.CHECKPOINT_UNREADABLE


def test_training_does_not_load_the_compiler_and_it_works_afterwards():
    program = """
import sys, torch
from modelwright.contract.catalogue import base_model
from modelwright.contract.run_spec import NoWeights
from modelwright.engine import models
from modelwright.engine.data.frames import square
torch.set_num_threads(1)
with models.compiler_deferred():
    model = models.build(base_model("ResNet18"), ("a", "b"), NoWeights(), square(8))
    for optimizer in (torch.optim.SGD(model.parameters(), 0.1), torch.optim.AdamW(model.parameters(), 0.1)):
        model(torch.zeros(2, 3, 8, 8)).sum().backward()
        optimizer.step()
        optimizer.zero_grad()
    assert "sympy" not in sys.modules
    import torch._dynamo.config
    assert "sympy" in sys.modules
import torch._dynamo
assert torch._dynamo.__file__
print(torch.compile(lambda x: x + 1, backend="eager")(torch.ones(1)).item())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "2.0\n", done.stderr
