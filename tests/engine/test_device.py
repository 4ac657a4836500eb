"""Device and arithmetic: what the machine has is used, what is missing is told."""

import pytest
import torch

from modelwright.contract.catalogue import base_model
from modelwright.contract.parameters import RunOptions
from modelwright.contract.run_spec import NoWeights
from modelwright.engine import device
from modelwright.engine.data import NullWatcher
from modelwright.engine.data.frames import square
from modelwright.engine.models import build


class Witness(NullWatcher):
    def __init__(self):
        self.messages = {}

    def message(self, level, code, **values):
        self.messages[code.value] = values


def chosen(base="ResNet18", **options):
    witness = Witness()
    model = build(base_model(base), ("a", "b"), NoWeights(), square(8))
    before = {name: value.clone() for name, value in model.state_dict().items()}
    generator = torch.get_rng_state()
    arithmetic = device.choose(RunOptions(**options), witness, model, (8, 8))
    assert all(torch.equal(before[name], value.cpu()) for name, value in model.state_dict().items())
    assert torch.equal(generator, torch.get_rng_state())
    return arithmetic, witness.messages


def cpu_with(flags, monkeypatch, tmp_path):
    (tmp_path / "cpuinfo").write_text(f"processor : 0\nflags\t\t: fpu {flags} sse2\n")
    monkeypatch.setattr(device, "_CPU_INFO", tmp_path / "cpuinfo")


@pytest.mark.parametrize(("flags", "precision"), [("avx512_bf16 amx_bf16", "bfloat16"), ("avx2", "float32")])
def test_the_arithmetic_follows_the_cpu(monkeypatch, tmp_path, flags, precision):
    cpu_with(flags, monkeypatch, tmp_path)
    arithmetic, messages = chosen(device="cpu")
    assert arithmetic.precision == precision == messages["arithmetic_chosen"]["precision"]
    assert messages["arithmetic_chosen"]["images_per_second"] > 0


def test_networks_of_depthwise_convolutions_stay_in_float32_on_a_cpu(monkeypatch, tmp_path):
    cpu_with("amx_bf16", monkeypatch, tmp_path)
    assert chosen("MobileNetV3-Large", device="cpu")[0].precision == "float32"


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_what_a_person_asks_for_is_used(precision):
    arithmetic, _ = chosen(device="cpu", precision=precision)
    with arithmetic.autocast():
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert str(product.dtype) == f"torch.{precision}"


def test_a_missing_gpu_is_told_only_when_it_was_asked_for(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    arithmetic, messages = chosen(device="cuda")
    assert arithmetic.device.type == "cpu"
    assert "cuda_missing" in messages
    assert "cuda_missing" not in chosen(device="auto")[1]
