"""Batches: a pure function of seed and iteration, balanced where asked, changed by augmentation (E55)."""

from collections import Counter
from itertools import islice

import numpy as np
import pytest
import torch

from modelwright.contract.preprocessing import Augmentation
from modelwright.contract.tasks import Part
from modelwright.engine.data import sampling
from modelwright.engine.data.augment import augment

ALL = {"flip": True, "scale": True, "random": True, "color": True}


def taken(dataset, start, count):
    batches = dataset.train_batches(start)
    try:
        return list(islice(batches, count))
    finally:
        batches.close()


def same(these, those):
    return all(torch.equal(a, c) and torch.equal(b, d) for (a, b), (c, d) in zip(these, those, strict=True))


def configured(world, **run):
    world.parameters |= {"training": {"classification": {"batch_size": 5}}, "run": run}
    world.parameters["preprocessing"]["augmentation"] = ALL
    return world.dataset()


def test_a_resumed_run_sees_the_batches_that_an_uninterrupted_one_would(world):
    dataset = configured(world.classes(a=7, b=7))
    assert same(taken(dataset, 0, 12)[7:], taken(dataset, 7, 5))


@pytest.mark.parametrize("threads", [0, 1, 4])
def test_the_number_of_threads_changes_nothing(world, threads):
    world.classes(a=7, b=7)
    assert same(taken(configured(world), 0, 6), taken(configured(world, num_workers=threads), 0, 6))


def test_another_seed_gives_other_batches(world):
    world.classes(a=9, b=9)
    assert not same(taken(configured(world), 0, 4), taken(configured(world, seed=3), 0, 4))


def test_images_are_uint8_in_channels_last_memory(world):
    images, labels = taken(configured(world.classes(a=7, b=7)), 0, 1)[0]
    assert images.shape == (5, 3, 8, 8)
    assert images.dtype == torch.uint8
    assert labels.dtype == torch.int64
    assert images.is_contiguous(memory_format=torch.channels_last)


def test_evaluation_goes_through_every_sample_once_in_order(world):
    dataset = world.classes(a=7, b=8).dataset()
    seen = [int(index) for _, _, indices in dataset.batches(Part.TRAIN, 4) for index in indices]
    labels = torch.cat([labels for _, labels, _ in dataset.batches(Part.TRAIN, 4)])
    assert seen == list(range(len(dataset.samples(Part.TRAIN))))
    assert labels.tolist() == [dataset.classes.index(sample.label) for sample in dataset.samples(Part.TRAIN)]
    assert list(dataset.batches(Part.TEST, 4)) == []


def test_every_sample_comes_once_an_epoch():
    labels = np.zeros(10, np.int64)
    drawn = np.concatenate(list(islice(sampling.batches(labels, 4, seed=0, balance=0, start=0), 5)))
    assert sorted(drawn[:10]) == sorted(drawn[10:]) == list(range(10))
    assert list(drawn[:10]) != list(drawn[10:])


def test_full_balance_draws_every_class_equally_often():
    labels = np.array([0] * 90 + [1] * 10)
    drawn = np.concatenate(list(islice(sampling.batches(labels, 20, seed=0, balance=1, start=0), 50)))
    counts = Counter(labels[drawn].tolist())
    assert abs(counts[0] - counts[1]) <= 20
    assert len(set(drawn.tolist())) == 100


def test_half_balance_lies_between():
    labels = np.array([0] * 90 + [1] * 10)
    drawn = np.concatenate(list(islice(sampling.batches(labels, 20, seed=0, balance=0.5, start=0), 50)))
    assert 0.2 < labels[drawn].mean() < 0.3


def pictures(count=64, side=16):
    ramp = torch.linspace(0, 255, side).to(torch.uint8)
    channels = torch.stack([ramp, ramp // 2, ramp // 3])
    return channels[None, :, None, :].repeat(count, 1, side, 1).contiguous(memory_format=torch.channels_last)


def changed(**chosen):
    return augment(pictures(), Augmentation(**chosen), seed=0, iteration=3)


def test_without_augmentation_nothing_changes():
    assert torch.equal(changed(), pictures())


def test_flip_mirrors_some_images_left_to_right_and_nothing_else():
    mirrored = [
        torch.equal(image, before.flip(2)) for image, before in zip(changed(flip=True), pictures(), strict=True)
    ]
    kept = [torch.equal(image, before) for image, before in zip(changed(flip=True), pictures(), strict=True)]
    assert all(a != b for a, b in zip(mirrored, kept, strict=True))
    assert 16 < sum(mirrored) < 48


@pytest.mark.parametrize("kind", ["scale", "random", "color"])
def test_each_kind_changes_many_images_and_keeps_the_form(kind):
    images = changed(**{kind: True})
    assert images.shape == pictures().shape
    assert images.dtype == torch.uint8
    assert sum(not torch.equal(image, before) for image, before in zip(images, pictures(), strict=True)) > 16


def test_grey_stays_grey_under_colour_changes():
    grey = pictures()[:, :1].repeat(1, 3, 1, 1)
    images = augment(grey, Augmentation(color=True), seed=0, iteration=0).int()
    assert (images.amax(1) - images.amin(1)).max() <= 2
