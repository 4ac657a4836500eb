"""The detector: it learns boxes, finds them where they were, and leaves as ONNX with the same answers."""

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from modelwright.bundle.boxes import suppress
from modelwright.contract.tasks import Network, Part
from modelwright.engine.export.network import to_onnx
from modelwright.engine.metrics.detection import Truth, found, set_result
from modelwright.engine.models.detection.losses import decode, paint
from modelwright.engine.models.detector import Boxes, Raw, build_detector

SLIM = {"channels": (16, 16, 32, 32), "stem_width": 8}
CANVAS = (64, 96)


def detector(classes=2, seed=0):
    torch.manual_seed(seed)
    return build_detector("resnet18d", classes, **SLIM)


def boxes(*rows, labels=None):
    return Boxes(
        torch.tensor(rows, dtype=torch.float32).reshape(-1, 4),
        torch.tensor(labels or [0] * len(rows), dtype=torch.int64),
    )


def drawing(random, canvas=CANVAS):
    """A noisy grey image with a bright wide bar (class 0) and, mostly, a dark square (class 1)."""
    height, width = canvas
    image = random.integers(100, 140, (3, height, width)).astype(np.uint8)
    left, top = random.integers(2, width - 44), random.integers(2, height // 2 - 12)
    image[:, top : top + 8, left : left + 40] = 230
    rows, labels = [(left, top, left + 40, top + 8)], [0]
    if random.random() < 0.8:
        left, top = random.integers(2, width - 16), random.integers(height // 2, height - 16)
        image[:, top : top + 12, left : left + 12] = 20
        rows, labels = [*rows, (left, top, left + 12, top + 12)], [0, 1]
    return torch.from_numpy(image), boxes(*rows, labels=labels)


def drawings(count, seed):
    random = np.random.default_rng(seed)
    images, targets = zip(*(drawing(random) for _ in range(count)), strict=True)
    return torch.stack(images), list(targets)


@pytest.fixture(scope="module")
def trained():
    model = detector()
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3)
    for step in range(60):
        images, targets = drawings(8, step)
        loss = model.loss(model(images), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()


def test_a_trained_detector_finds_boxes_that_it_has_not_seen(trained):
    images, targets = drawings(12, 1000)
    with torch.inference_mode():
        candidates, scores = trained.detections(trained(images))
    given = [
        found(suppress(box.numpy(), score.numpy(), threshold=0.01))
        for box, score in zip(candidates, scores, strict=True)
    ]
    truths = [Truth(target.boxes.numpy(), target.labels.numpy()) for target in targets]
    result = set_result(Part.TEST, ["bar", "square"], truths, given, threshold=0.3)
    assert result.ap50 > 0.9


@pytest.mark.parametrize("base", ["resnet18d_half", "resnet18d", "regnetx_002", "hgnetv2_b0"])
def test_encoders_of_several_families_fit(base):
    model = build_detector(base, 3).eval()
    with torch.inference_mode():
        raw = model(torch.zeros(2, 3, *CANVAS, dtype=torch.uint8))
    assert raw.heat.shape == (2, 3, CANVAS[0] // 4, CANVAS[1] // 4)
    assert raw.sides.shape == (2, 4, CANVAS[0] // 4, CANVAS[1] // 4)
    assert all(part.dtype == torch.float32 and part.isfinite().all() for part in raw)


def test_images_are_normalised_by_the_model():
    model = detector().eval()
    seen = []
    model.encoder.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    model(torch.full((1, 3, *CANVAS), 255, dtype=torch.uint8))
    mean, std = (torch.tensor(model.encoder.pretrained_cfg[key]) for key in ("mean", "std"))
    assert torch.allclose(seen[0][0, :, 0, 0], (1 - mean) / std)


def test_only_the_head_depends_on_the_classes():
    few, many = detector(classes=2).state_dict(), detector(classes=5).state_dict()
    assert {name for name in few if few[name].shape != many[name].shape} == set(detector().head_weights)


def ideal(targets, classes=2, canvas=CANVAS, stride=4):
    """What a perfect detector would say about the targets."""
    height, width = canvas[0] // stride, canvas[1] // stride
    spots = paint(targets, (len(targets), classes, height, width), stride, torch.device("cpu"))
    heat = torch.logit(spots.heat.clamp(1e-6, 1 - 1e-6))
    sides = torch.zeros(len(targets), 4, height, width)
    image, row, column = spots.where
    x, y = (column + 0.5) * stride, (row + 0.5) * stride
    left, top, right, bottom = spots.boxes.T
    sides[image, :, row, column] = (torch.stack([x - left, y - top, right - x, bottom - y], 1).clamp(min=1) / 8).log()
    return Raw(heat, sides)


def test_what_the_loss_wants_is_what_detections_gives_back():
    targets = [boxes((8, 10, 70, 22), (30, 40, 41, 50), labels=[0, 1]), boxes((4, 4, 92, 60), (62, 40, 76, 48))]
    model, raw = detector(), ideal(targets)
    candidates, scores = model.detections(raw)
    for index, target in enumerate(targets):
        kept = suppress(candidates[index].numpy(), scores[index].numpy(), threshold=0.9)
        assert {one.label for one in kept} == set(target.labels.tolist())
        assert np.array(sorted(one.box for one in kept)) == pytest.approx(
            np.array(sorted(target.boxes.tolist())), abs=1e-3
        )
    assert model.loss(raw, targets) < 0.02 * model.loss(Raw(raw.heat.roll(3, -1), raw.sides.roll(3, -1)), targets)


def test_the_smaller_of_two_boxes_has_the_place():
    spots = paint([boxes((0, 0, 96, 64), (38, 22, 50, 34))], (1, 1, 16, 24), 4, torch.device("cpu"))
    row, column = 7, 11
    at = ((spots.where[1] == row) & (spots.where[2] == column)).nonzero().item()
    assert spots.boxes[at].tolist() == [38, 22, 50, 34]
    assert spots.heat[0, 0].eq(1).sum() == 2


@pytest.mark.parametrize(
    "targets",
    [
        [boxes(), boxes()],
        [boxes((0, 0, 96, 64)), boxes()],
        [boxes((10, 10, 10, 10)), boxes((95, 63, 96, 64))],
        [boxes(*[(1, 1, 3, 3)] * 40), boxes((-30, -30, -20, -20), (90, 60, 200, 200))],
    ],
    ids=["none", "one image without", "no area and a pixel in the corner", "many on one place, some outside"],
)
def test_awkward_boxes_give_a_finite_loss_with_gradients(targets):
    model = detector()
    images, _ = drawings(2, 0)
    loss = model.loss(model(images), targets)
    loss.backward()
    assert loss.dtype == torch.float32
    assert loss.isfinite()
    assert all(weight.grad.isfinite().all() for weight in model.parameters() if weight.grad is not None)
    assert model.heat.weight.grad.abs().sum() > 0


def test_bfloat16_reaches_every_weight():
    model = detector()
    images, targets = drawings(2, 0)
    with torch.autocast("cpu", torch.bfloat16):
        raw = model(images.contiguous(memory_format=torch.channels_last))
    assert raw.sides.dtype == torch.float32
    model.loss(raw, targets).backward()
    assert all(weight.grad is not None for weight in model.parameters())


def test_distances_are_read_back_as_boxes():
    sides = torch.tensor([1.0, 2.0, 3.0, 4.0]).log()
    assert decode(sides, torch.tensor(50.0), torch.tensor(40.0)).tolist() == pytest.approx([32, 34, 64, 82], rel=1e-4)


def test_a_small_canvas_has_fewer_candidates():
    model = detector().eval()
    with torch.inference_mode():
        candidates, scores = model.detections(model(torch.zeros(1, 3, 32, 64)))
    assert candidates.shape == (1, 128, 4)
    assert scores.shape == (1, 128, 2)
    assert ((scores >= 0) & (scores <= 1)).all()


def test_onnx_says_the_same_for_any_number_of_images(trained):
    images, _ = drawings(3, 2000)
    model = to_onnx(trained, Network.DETECTION, *images.shape[2:])
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    given = session.run(None, {"images": images.permute(0, 2, 3, 1).numpy()})
    with torch.inference_mode():
        wanted = trained.detections(trained(images))
    for index in range(3):
        ours, theirs = (
            suppress(np.asarray(box[index]), np.asarray(score[index]), threshold=0.2) for box, score in (wanted, given)
        )
        assert [one.label for one in ours] == [one.label for one in theirs]
        assert np.array([one.box for one in ours]) == pytest.approx(np.array([one.box for one in theirs]), abs=0.05)
        assert len(ours) > 0
