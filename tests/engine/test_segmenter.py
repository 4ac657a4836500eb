"""The segmenter: shapes, normalisation, weights, what its loss rewards, and that it learns."""

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import timm
import torch
from torch.nn import functional

from modelwright.engine.metrics.segmentation import IGNORED
from modelwright.engine.models.segmenter import ARCHITECTURES, build_segmenter, segmentation_loss


def squares(count, side=64):
    """Dark noise with a bright square (class 1) or a grey one (class 2) on every image."""
    random = np.random.default_rng(3)
    images = random.integers(0, 40, (count, 3, side, side), dtype=np.uint8)
    masks = np.zeros((count, side, side), np.uint8)
    for index in range(count):
        top, left = random.integers(0, side - 20, 2)
        masks[index, top : top + 20, left : left + 20] = 1 + index % 2
        images[index, :, top : top + 20, left : left + 20] = (230, 120)[index % 2]
    return torch.from_numpy(images), torch.from_numpy(masks)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """timm's network, and a segmenter whose encoder took its weights from a file."""
    net, file = timm.create_model("resnet18"), tmp_path_factory.mktemp("weights") / "resnet18.pth"
    torch.save(net.state_dict(), file)
    model = build_segmenter("unet", "resnet18", 2, pretrained=True, pretrained_cfg_overlay={"file": str(file)})
    return SimpleNamespace(net=net, model=model)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_architecture_gives_each_pixel_a_logit_a_class(architecture):
    model = build_segmenter(architecture, "resnet18", 3).eval()
    with torch.inference_mode():
        logits = model(torch.zeros(2, 3, 96, 64, dtype=torch.uint8))
    assert logits.shape == (2, 4, 96, 64)
    assert logits.isfinite().all()


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_head_weights_are_those_whose_shape_depends_on_the_classes(architecture):
    two, three = (build_segmenter(architecture, "resnet18", classes).state_dict() for classes in (2, 3))
    differing = {name for name in two if two[name].shape != three[name].shape}
    assert differing == set(build_segmenter(architecture, "resnet18", 2).head_weights)


def test_an_unknown_architecture_is_refused():
    with pytest.raises(KeyError, match="linknot"):
        build_segmenter("linknot", "resnet18", 2)


def seen_by_the_network(model, images):
    seen = []
    model.net.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    with torch.inference_mode():
        model.eval()(images)
    return seen[0]


def test_normalised_by_itself_an_image_in_other_light_is_nearly_the_same():
    random = np.random.default_rng(0)
    part = torch.from_numpy(random.integers(20, 90, (1, 3, 32, 32)).astype(np.float32))
    (dark, bright) = seen_by_the_network(
        build_segmenter("unet", "resnet18", 2, per_image=True), torch.cat([part, 2 * part + 30])
    )
    seen_as_it_is = seen_by_the_network(build_segmenter("unet", "resnet18", 2), torch.cat([part, 2 * part + 30]))
    between = (bright - dark).abs().mean()
    assert 0 < between < 0.25 * (seen_as_it_is[1] - seen_as_it_is[0]).abs().mean()


def test_brightness_alone_still_tells_images_apart():
    plain = torch.cat([torch.full((1, 3, 32, 32), value, dtype=torch.uint8) for value in (10, 240)])
    dark, light = seen_by_the_network(build_segmenter("unet", "resnet18", 2, per_image=True), plain)
    assert light.mean() - dark.mean() > 1


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_image_that_shows_nothing_stays_finite(value):
    seen = seen_by_the_network(
        build_segmenter("unet", "resnet18", 2, per_image=True), torch.full((1, 3, 32, 32), value, dtype=torch.uint8)
    )
    assert seen.isfinite().all()
    assert seen.abs().max() < 3


def test_pretrained_weights_see_the_statistics_they_were_trained_with(library):
    seen = seen_by_the_network(library.model, torch.full((2, 3, 32, 32), 255, dtype=torch.uint8))
    config = timm.get_pretrained_cfg("resnet18")
    assert torch.allclose(seen[0, :, 0, 0], (1 - torch.tensor(config.mean)) / torch.tensor(config.std))


def test_pretrained_weights_of_a_file_go_into_the_encoder(library):
    loaded = library.model.state_dict()["net.encoder.model.layer4.1.conv2.weight"]
    assert torch.equal(loaded, library.net.layer4[1].conv2.weight)


def test_a_checkpoint_goes_on_with_the_normalisation_it_was_trained_with(library):
    model = build_segmenter("unet", "resnet18", 2, per_image=True)
    model.load_state_dict(library.model.state_dict())
    image = torch.full((1, 3, 32, 32), 255, dtype=torch.uint8)
    assert torch.equal(seen_by_the_network(model, image), seen_by_the_network(library.model, image))


def test_the_seed_decides_the_random_weights():
    torch.manual_seed(1)
    first = build_segmenter("unet", "resnet18", 2).state_dict()
    torch.manual_seed(1)
    second = build_segmenter("unet", "resnet18", 2).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)


def certain(masks, classes, size=20.0):
    return size * functional.one_hot(masks.long(), classes).movedim(3, 1).float()


def test_the_loss_is_least_where_every_pixel_is_right():
    masks = torch.tensor([[[0, 0, 1], [0, 2, 2]]])
    assert segmentation_loss(certain(masks, 3), masks) < 1e-3
    assert segmentation_loss(certain((masks + 1) % 3, 3), masks) > 10


def test_small_defects_are_not_drowned_by_the_background():
    masks = torch.zeros(1, 100, 100, dtype=torch.uint8)
    masks[0, :4, :4] = 1
    missed, found = certain(torch.zeros_like(masks), 2, 10.0), certain(masks, 2, 10.0)
    assert segmentation_loss(missed, masks) - segmentation_loss(found, masks) > 0.9


def test_ignored_pixels_change_neither_loss_nor_gradient():
    torch.manual_seed(0)
    masks = torch.randint(0, 3, (2, 8, 8))
    masks[:, 5:] = IGNORED
    logits = torch.randn(2, 3, 8, 8)
    other = logits.clone()
    other[:, :, 5:] = 9 * torch.randn(2, 3, 3, 8)
    other.requires_grad_()
    loss = segmentation_loss(other, masks)
    loss.backward()
    assert loss.item() == pytest.approx(segmentation_loss(logits, masks).item())
    assert (other.grad[:, :, 5:] == 0).all()
    assert (other.grad[:, :, :5] != 0).all()


@pytest.mark.parametrize("value", [0, IGNORED])
def test_batches_without_a_defect_or_without_a_pixel_that_counts_have_a_finite_loss(value):
    logits = torch.randn(1, 3, 8, 8, requires_grad=True)
    loss = segmentation_loss(logits, torch.full((1, 8, 8), value, dtype=torch.uint8))
    loss.backward()
    assert loss.isfinite()
    assert logits.grad.isfinite().all()
    assert (loss == 0) == (value == IGNORED)


def test_the_loss_of_bfloat16_logits_is_computed_in_float32():
    masks = torch.randint(0, 3, (1, 16, 16), dtype=torch.uint8)
    logits = torch.randn(1, 3, 16, 16).bfloat16()
    loss = segmentation_loss(logits, masks)
    assert loss.dtype == torch.float32
    assert loss.item() == pytest.approx(segmentation_loss(logits.float(), masks).item())


def test_it_learns_to_find_and_to_tell_apart():
    torch.manual_seed(0)
    images, masks = squares(8)
    model = build_segmenter("light", "resnet10t", 2)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.002)
    for _ in range(25):
        optimizer.zero_grad()
        segmentation_loss(model(images), masks).backward()
        optimizer.step()
    with torch.inference_mode():
        found = model(images).argmax(1)  # in training mode: the norms' averages need more steps than these
    for label in (1, 2):
        union = ((found == label) | (masks == label)).sum()
        assert ((found == label) & (masks == label)).sum() / union > 0.7


def test_importing_it_loads_neither_the_decoders_nor_the_compiler():
    program = """
import sys
import modelwright.engine.models.segmenter as segmenter
assert "segmentation_models_pytorch" not in sys.modules
segmenter.build_segmenter("unet", "resnet10t", 2)
assert "torch._dynamo" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
