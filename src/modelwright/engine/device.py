"""Chooses where a run computes and in which arithmetic, by what the machine has and what is faster on it."""

import math
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import torch
from torch import nn

from modelwright.contract.choices import Device, Precision
from modelwright.contract.events import Code, Level
from modelwright.contract.parameters import RunOptions
from modelwright.engine.data.parallel import usable_cores
from modelwright.engine.data.progress import Watcher

_TRIAL_PIXELS: Final = 224 * 224
_CPU_FLAGS: Final = frozenset({"amx_bf16", "avx512_bf16", "bf16"})  # Intel and AMD; Arm
_CPU_INFO: Final = Path("/proc/cpuinfo")

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class Arithmetic:
    """The device and number format of a run. Weights are kept in float32 either way."""

    device: torch.device
    precision: Precision
    memory_format: torch.memory_format = torch.channels_last

    def autocast(self) -> AbstractContextManager[object]:
        """Inside it the network computes in the chosen format; losses stay in float32."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.precision is Precision.BFLOAT16)

    def place(self, model: Network) -> Network:
        """Move the network to the device, in the memory format that suits it. Changes the network itself."""
        return model.to(self.device, memory_format=self.memory_format)  # type: ignore[call-overload,no-any-return]


def choose(options: RunOptions, watcher: Watcher, model: nn.Module, size: tuple[int, int]) -> Arithmetic:
    """The arithmetic for training `model` on images of `size` (height, width) pixels. Moves the model; tells the watcher.

    Takes a fraction of a second, draws no random numbers and leaves the weights as they are. What is chosen does not
    depend on a measurement: noise in one would make the losses of two equal runs differ.
    """
    torch.set_num_threads(min(torch.get_num_threads(), usable_cores()))
    device = _device(options.device, watcher)
    fast = options.precision is Precision.BFLOAT16
    if options.precision is Precision.AUTO:
        fast = _has_bfloat16(device) and _gains_from_it(model, device)
    chosen = Arithmetic(device, Precision.BFLOAT16 if fast else Precision.FLOAT32)
    speed = round(_images_per_second(chosen, chosen.place(model), size), 1)
    values = {"precision": chosen.precision.value, "device": name_of(device), "images_per_second": speed}
    watcher.message(Level.INFO, Code.ARITHMETIC_CHOSEN, **values)
    return chosen


def name_of(device: torch.device) -> str:
    """What people call the device: the card's name, or CPU with the threads that compute."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    threads = torch.get_num_threads()
    return f"CPU ({threads} thread{'s' if threads > 1 else ''})"


def _device(wanted: Device, watcher: Watcher) -> torch.device:
    if wanted is not Device.CPU and torch.cuda.is_available():
        return torch.device("cuda", torch.cuda.current_device())
    if wanted is Device.CUDA:
        watcher.message(Level.WARNING, Code.CUDA_MISSING)
    return torch.device("cpu")


def _has_bfloat16(device: torch.device) -> bool:
    """Whether there are units for it; where it is emulated it is slower."""
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    try:
        lines = _CPU_INFO.read_text().lower().splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.startswith(("flags", "features"))), "")
    return not _CPU_FLAGS.isdisjoint(flags.split())


def _gains_from_it(model: nn.Module, device: torch.device) -> bool:
    """CPUs have no quick bfloat16 kernels for depthwise convolutions.

    Training on a Xeon with AMX, bfloat16 against float32: ResNets 2.2 to 2.6 times as fast; MobileNet and EfficientNet,
    whose convolutions are depthwise for a good part, 0.6 to 0.7 times; ConvNeXt 0.9 to 1.1 times.
    """
    return device.type != "cpu" or all(layer.groups == 1 for layer in model.modules() if isinstance(layer, nn.Conv2d))


@torch.inference_mode()
def _images_per_second(arithmetic: Arithmetic, model: nn.Module, size: tuple[int, int]) -> float:
    """Of predicting a few images; the first try, which builds the kernels, does not count."""
    count = max(1, min(32, _TRIAL_PIXELS // math.prod(size)))
    images = torch.zeros(count, 3, *size, dtype=torch.uint8, device=arithmetic.device)
    images = images.contiguous(memory_format=arithmetic.memory_format)
    was_training = model.training
    model.eval()  # keeps the running means of the norms as they are
    try:
        return count / min(_seconds(arithmetic, model, images) for _ in range(2))
    finally:
        model.train(was_training)


def _seconds(arithmetic: Arithmetic, model: nn.Module, images: torch.Tensor) -> float:
    started = time.perf_counter()
    with arithmetic.autocast():
        output = model(images)
    (output if isinstance(output, torch.Tensor) else output[0]).float().sum().item()  # waits for a GPU
    return time.perf_counter() - started
