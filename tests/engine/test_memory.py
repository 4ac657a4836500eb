"""A batch that does not fit into memory is learned from in parts: the same step."""

import pytest
import torch
from torch import nn

from modelwright.contract.events import Code
from modelwright.engine.data.progress import NullWatcher
from modelwright.engine.errors import RunFailure
from modelwright.engine.memory import Accumulated, divided, is_out_of_memory


class Listener(NullWatcher):
    def __init__(self):
        self.heard = []

    def message(self, level, code, **values):
        self.heard.append((code, values))


class Narrow(nn.Module):
    """A network on a device whose memory holds `most` images."""

    def __init__(self, most, error):
        super().__init__()
        self.net = nn.Sequential(nn.Flatten(), nn.Linear(12, 7), nn.Tanh(), nn.Linear(7, 3))
        self.most, self.error = most, error
        self.sizes = []

    def forward(self, images):
        self.sizes.append(len(images))
        if len(images) > self.most:
            raise self.error
        return self.net(images)


ERRORS = [
    torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
    RuntimeError(
        "[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory: you tried to allocate"
    ),
    MemoryError(),
]


def stepped(most, *, parts=1, error=ERRORS[0], steps=2):
    """The network after some steps, their losses, and what was told."""
    torch.manual_seed(3)
    model, listener = Narrow(most, error), Listener()
    images, labels = torch.randn(11, 3, 2, 2), torch.arange(11) % 3
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)

    def loss(images, labels):
        return nn.functional.cross_entropy(model(images), labels)

    step = Accumulated(loss, optimizer, parts, listener)
    losses = [float(step(images, labels)) for _ in range(steps)]
    return model, losses, listener.heard, step


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_steps_in_parts_equal_the_whole_batchs(error):
    whole, losses, silence, _ = stepped(11)
    parted, same_losses, heard, step = stepped(3, error=error)
    assert same_losses == pytest.approx(losses, abs=1e-6)
    assert losses[1] < losses[0]
    for one, other in zip(whole.parameters(), parted.parameters(), strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-6)
    assert silence == []
    assert heard == [
        (Code.BATCH_HALVED, {"batch_size": 11, "parts": 2, "part_size": 6}),
        (Code.BATCH_HALVED, {"batch_size": 11, "parts": 4, "part_size": 3}),
    ]
    assert step.parts == 4


def test_what_fitted_once_is_kept_for_the_next_batch():
    model, *_ = stepped(6, steps=3)
    assert model.sizes == [11, 5, 6, 5, 6, 5, 6]


def test_parts_may_be_asked_for_from_the_beginning():
    model, losses, heard, _ = stepped(4, parts=3)
    assert heard == []
    assert model.sizes == [3, 4, 4] * 2
    assert losses == pytest.approx(stepped(11)[1], abs=1e-6)


def test_more_parts_than_images_are_one_image_each():
    model, *_ = stepped(11, parts=100, steps=1)
    assert model.sizes == [1] * 11


def test_a_single_image_that_does_not_fit_ends_the_run():
    with pytest.raises(RunFailure) as failure:
        stepped(0)
    assert failure.value.code is Code.OUT_OF_MEMORY
    assert failure.value.values == {"device": "cpu"}


def test_other_errors_are_not_taken_for_a_want_of_memory():
    mistake = RuntimeError("mat1 and mat2 shapes cannot be multiplied")
    assert not is_out_of_memory(mistake)
    with pytest.raises(RuntimeError, match="mat1"):
        stepped(0, error=mistake)


def test_targets_may_be_a_list():
    seen = []
    net = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)

    def loss(images, targets):
        seen.append(targets)
        return net(images).sum()

    Accumulated(loss, optimizer, 2, NullWatcher())(torch.ones(3, 2), ["a", "b", "c"])
    assert seen == [["a"], ["b", "c"]]


def test_everything_is_in_one_part_and_parts_are_about_equal():
    for count in range(1, 12):
        for parts in range(1, 15):
            slices = list(divided(count, parts))
            assert [index for of in slices for index in range(count)[of]] == list(range(count))
            assert {of.stop - of.start for of in slices} <= {count // len(slices), count // len(slices) + 1}


class Normed(nn.Module):
    """As a ResNet at 8 px: a norm over a map of a single place, on a device whose memory holds `most` images."""

    def __init__(self, most):
        super().__init__()
        self.layer, self.norm, self.most = nn.Conv2d(3, 3, 2), nn.BatchNorm2d(3), most
        self.sizes = []

    def forward(self, images):
        self.sizes.append(len(images))
        if len(images) > self.most:
            raise MemoryError
        return self.norm(self.layer(images)).flatten(1)


def normed_step(images, parts, most=100):
    model = Normed(most)
    step = Accumulated(
        lambda images, labels: nn.functional.cross_entropy(model(images), labels),
        torch.optim.SGD(model.parameters(), lr=0.1),
        parts,
        NullWatcher(),
    )
    return model, lambda: step(torch.randn(images, 3, 2, 2), torch.arange(images) % 3)


def test_parts_of_one_image_are_joined_where_a_norm_needs_two():
    model, step = normed_step(5, parts=5)
    assert step().isfinite()
    assert model.sizes[1:] == [2, 3]
    step()
    assert model.sizes[3:] == [2, 3]


def test_a_batch_of_one_image_fails_with_what_to_do_where_a_norm_needs_two():
    _model, step = normed_step(1, parts=1)
    with pytest.raises(RunFailure) as caught:
        step()
    assert caught.value.code is Code.BATCH_OF_ONE


def test_memory_for_less_than_two_images_is_not_enough_where_a_norm_needs_two():
    _model, step = normed_step(8, parts=1, most=1)
    with pytest.raises(RunFailure) as caught:
        step()
    assert caught.value.code is Code.OUT_OF_MEMORY


def test_other_wrong_values_stay_what_they_are():
    def wrong(images, labels):
        raise ValueError("labels do not fit")

    step = Accumulated(wrong, torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.1), 1, NullWatcher())
    with pytest.raises(ValueError, match="labels do not fit"):
        step(torch.zeros(2, 3, 2, 2), torch.zeros(2))
