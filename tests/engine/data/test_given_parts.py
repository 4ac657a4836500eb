"""Parts that somebody gave to images: a split once given stays, and the rest is divided around it."""

from collections import Counter

import pytest

from modelwright.contract.events import Code
from modelwright.contract.report import ManifestSample
from modelwright.contract.run_spec import GivenParts
from modelwright.contract.tasks import Part
from modelwright.engine.data.split import split
from modelwright.engine.errors import RunFailure

CLASSES = ("a", "b")


def sample(number, label="a", group=""):
    path = f"/data/{label}/{number}.png"
    return ManifestSample(
        path=path, label=label, sha256=f"{number:064x}", width=9, height=9, part=Part.TRAIN, group=group
    )


def content(number):
    return f"{number:064x}"


def parts(divided):
    return {one.sha256: one.part for one in divided.samples}


@pytest.mark.parametrize("seed", range(4))
def test_a_given_part_is_kept_whatever_ratio_and_seed_say(seed):
    samples = [sample(n, CLASSES[n % 2]) for n in range(40)]
    given = {content(n): Part.VALIDATION if n < 4 else Part.TRAIN for n in range(20)}
    found = parts(split(samples, CLASSES, 0.5, seed, given=given))
    assert {key: found[key] for key in given} == given


def test_given_images_count_towards_the_share_that_is_asked_for():
    samples = [sample(n, CLASSES[n % 2]) for n in range(40)]
    given = {content(n): Part.VALIDATION for n in range(6)}
    counted = Counter(
        one.label for one in split(samples, CLASSES, 0.8, 1, given=given).samples if one.part is Part.VALIDATION
    )
    assert counted == {"a": 4, "b": 4}


def test_with_all_parts_given_the_ratio_has_no_effect():
    samples = [sample(n, CLASSES[n % 2]) for n in range(20)]
    given = {content(n): Part.VALIDATION if n in (3, 8) else Part.TRAIN for n in range(20)}
    assert parts(split(samples, CLASSES, 0.1, 1, given=given)) == given


def test_what_belongs_together_with_a_given_image_follows_it():
    samples = [sample(n, CLASSES[n % 2], f"part{n // 4}") for n in range(40)]
    found = parts(split(samples, CLASSES, 0.8, 1, given={content(0): Part.VALIDATION, content(5): Part.TRAIN}))
    assert {found[content(n)] for n in range(4)} == {Part.VALIDATION}
    assert {found[content(n)] for n in range(4, 8)} == {Part.TRAIN}


def test_a_group_that_was_torn_by_hand_stays_torn_and_is_counted():
    samples = [sample(n, CLASSES[n % 2], f"part{n // 4}") for n in range(40)]
    divided = split(samples, CLASSES, 0.8, 1, given={content(0): Part.VALIDATION, content(1): Part.TRAIN})
    found = parts(divided)
    assert [found[content(n)] for n in range(4)] == [Part.VALIDATION, Part.TRAIN, Part.TRAIN, Part.TRAIN]
    assert divided.torn == 1
    assert split(samples, CLASSES, 0.8, 1).torn == 0


def test_when_everything_is_to_be_learned_from_nothing_is_left_to_measure_on():
    samples = [sample(n, CLASSES[n % 2]) for n in range(20)]
    with pytest.raises(RunFailure) as failed:
        split(samples, CLASSES, 0.8, 1, given={content(n): Part.TRAIN for n in range(20)})
    assert failed.value.code is Code.TOO_FEW_SAMPLES


def test_a_test_image_stays_a_test_image():
    samples = [*(sample(n, CLASSES[n % 2]) for n in range(20)), sample(99).model_copy(update={"part": Part.TEST})]
    found = parts(split(samples, CLASSES, 0.8, 1, given={content(99): Part.TRAIN}))
    assert found[content(99)] is Part.TEST


def test_a_run_keeps_the_parts_of_its_spec_and_says_so(world):
    world.classes(a=12, b=12)
    first = world.prepare().manifest
    learned = tuple(one.sha256 for one in first.samples if one.part is Part.TRAIN)[:5]
    again = world.prepare(parts=GivenParts(validation=learned)).manifest
    found = {one.sha256: one.part for one in again.samples}
    assert {found[key] for key in learned} == {Part.VALIDATION}
    assert world.watcher.messages[Code.PARTS_KEPT.value] == {"count": 5}
