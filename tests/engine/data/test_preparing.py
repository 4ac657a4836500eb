"""From folders to a data set: what is learned, what is left out, and what a person is told (E44, E53, E54)."""

import shutil
from pathlib import Path

import pytest

from modelwright.contract.events import Code
from modelwright.contract.run_dir import RunDir
from modelwright.contract.tasks import Network, Part
from modelwright.engine.data import NullWatcher, prepare
from modelwright.engine.errors import RunFailure, Stopped
from modelwright.imaging.reading import read_square


def failure(world, **options):
    with pytest.raises(RunFailure) as caught:
        world.prepare(**options)
    return caught.value


def parts_by_content(prepared):
    return {sample.sha256: sample.part for sample in prepared.manifest.samples}


def test_a_folder_per_class_becomes_a_stratified_split(world):
    dataset = world.classes(crack=10, free=20).dataset()
    assert dataset.classes == ("crack", "free")
    count = {part: [s.label for s in dataset.samples(part)] for part in Part}
    assert (count[Part.TRAIN].count("crack"), count[Part.VALIDATION].count("crack")) == (8, 2)
    assert (count[Part.TRAIN].count("free"), count[Part.VALIDATION].count("free")) == (16, 4)
    assert world.watcher.stages == {
        "compliance": {"images": 30, "non_compliant": 0},
        "split": {"train": 24, "validation": 6, "test": 0},
        "augmentation": {"packed": 30, "reused": 0},
    }


def test_the_split_depends_on_contents_and_seed_not_on_names(world):
    before = world.classes(a=12, b=12).prepare()
    (world.root / "train" / "a" / "0.png").rename(world.root / "train" / "a" / "zz.png")
    again = world.prepare()
    assert again.manifest.hash == before.manifest.hash
    assert parts_by_content(again) == parts_by_content(before)
    world.parameters["run"] = {"seed": 1}
    assert parts_by_content(world.prepare()) != parts_by_content(before)


def test_copies_of_an_image_stay_on_one_side(world):
    for number in range(40):
        world.image(f"a/{number}.png", seed=number % 8)
        world.image(f"b/{number}.png")
    dataset = world.dataset()
    train, validation = ({s.sha256 for s in dataset.samples(part)} for part in (Part.TRAIN, Part.VALIDATION))
    assert not train & validation
    assert sum(len(dataset.samples(part)) for part in Part) == 80
    assert world.watcher.messages["duplicates_kept_together"] == {"count": 32}


def test_an_image_in_two_classes_is_told_and_not_measured_on(world):
    world.classes(a=6, b=6)
    world.image("a/same.png", seed="x")
    path = world.image("b/same.png", seed="x")
    dataset = world.dataset()
    assert world.watcher.messages["conflicting_duplicates"] == {"count": 1}
    assert str(path) not in {sample.path for sample in dataset.samples(Part.VALIDATION)}


def test_a_class_with_one_image_is_learned_and_told(world):
    dataset = world.classes(a=5, rare=1).dataset()
    assert [s.label for s in dataset.samples(Part.TRAIN)].count("rare") == 1
    assert world.watcher.messages["too_few_samples"] == {"label": "rare", "count": 1}


def test_one_image_a_class_leaves_nothing_to_validate_on(world):
    assert failure(world.classes(a=1, b=1)).code is Code.TOO_FEW_SAMPLES


def test_one_class_is_refused(world):
    refused = failure(world.classes(a=4))
    assert (refused.code, refused.values) == (Code.ONE_CLASS, {"label": "a"})


def test_no_usable_sample_is_refused_with_the_counts(world):
    world.classes(a=0)
    (world.root / "train" / "a").mkdir(parents=True)
    for name in ("one.png", "two.jpg"):
        (world.root / "train" / "a" / name).write_text("no image")
    refused = failure(world)
    assert (refused.code, refused.values) == (Code.NO_USABLE_SAMPLES, {"found": 2, "non_compliant": 2})


def test_a_missing_folder_is_refused_by_name(world):
    refused = failure(world)
    assert refused.code is Code.BAD_SPEC
    assert "train" in refused.values["detail"]


def test_damaged_files_are_listed_with_their_reason_and_never_fail_the_run(world):
    world.classes(a=4, b=4)
    folder = world.root / "train" / "a"
    (folder / "empty.png").touch()
    (folder / "text.jpg").write_text("hello")
    whole = world.image("a/whole.bmp", size=(40, 40)).read_bytes()
    (folder / "whole.bmp").write_bytes(whole[: len(whole) // 2])
    prepared = world.prepare()
    reasons = {entry.path.rsplit("/", 1)[1]: entry.reason.value for entry in prepared.non_compliant}
    assert reasons == {"empty.png": "empty_file", "text.jpg": "not_an_image", "whole.bmp": "truncated"}
    assert world.watcher.stages["compliance"] == {"images": 11, "non_compliant": 3}


def test_the_resolution_rule_keeps_images_out(world):
    world.classes(a=4, b=4)
    world.image("a/small.png", size=(9, 30))
    world.image("a/large.png", size=(12, 60))
    world.parameters["preprocessing"] |= {"min_width": 10, "max_height": 50}
    kept_out = {entry.reason.value: (entry.width, entry.height) for entry in world.prepare().non_compliant}
    assert kept_out == {"too_small": (9, 30), "too_large": (12, 60)}


def test_without_a_rule_the_base_model_says_what_is_too_small(world):
    world.classes(a=4, b=4)
    world.image("a/small.png", size=(7, 30))
    assert [entry.reason.value for entry in world.prepare().non_compliant] == ["too_small"]
    world.parameters["preprocessing"]["normalization"] = False
    assert world.prepare().non_compliant == []


def test_only_predicted_codes_are_learned_in_their_order(world):
    world.classes(a=3, b=3, c=3, d=2)
    world.parameters["model"] = {"code_list": ["c", "a", "d"], "classification": {"num_of_classes": 2}}
    assert world.dataset().classes == ("c", "a")
    assert world.watcher.messages["special_codes_left_out"] == {"count": 2, "codes": ["d"]}
    assert world.watcher.messages["unlisted_codes_left_out"] == {"count": 3, "codes": ["b"]}


def test_a_listed_code_without_samples_is_refused(world):
    world.parameters["model"] = {"code_list": ["a", "b", "gone"]}
    refused = failure(world.classes(a=3, b=3))
    assert (refused.code, refused.values) == (Code.CLASS_WITHOUT_SAMPLES, {"label": "gone"})


def test_another_number_of_classes_than_asked_for_is_refused(world):
    world.parameters["model"] = {"classification": {"num_of_classes": 3}}
    assert failure(world.classes(a=3, b=3)).code is Code.BAD_SPEC


def test_test_data_is_kept_apart_and_overlaps_are_told(world):
    world.classes(a=6, b=6)
    test = world.root / "test"
    shutil.copytree(world.root / "train", test)
    (test / "a" / "0.png").unlink()
    dataset = world.dataset(test=(str(test),))
    assert len(dataset.samples(Part.TEST)) == 11
    assert world.watcher.messages["test_samples_in_training"] == {"count": 11}


def test_a_batch_larger_than_the_data_is_reduced_and_told(world):
    assert world.classes(a=4, b=4).dataset().batch_size == 6
    assert world.watcher.messages["batch_reduced"] == {"batch_size": 6, "samples": 6}


def test_an_unknown_base_model_is_refused(world):
    world.base_model = "ResNet19"
    assert failure(world.classes(a=2, b=2)).code is Code.BAD_SPEC


def test_names_in_any_script_are_read_and_others_are_listed(world):
    world.classes(a=3, дефект=3)
    world.image("缺陷/图.png")
    world.image("缺陷/图2.png")
    broken = world.root.joinpath("train", "a", b"caf\xe9.png".decode("utf-8", "surrogateescape"))
    shutil.copy(world.image("a/x.png"), broken)
    prepared = world.prepare()
    assert prepared.manifest.classes == ("a", "дефект", "缺陷")
    assert [entry.reason.value for entry in prepared.non_compliant] == ["unreadable"]
    assert prepared.manifest.model_dump_json()


def test_preparation_stops_when_asked(world):
    world.classes(a=8, b=8)
    world.stop_after = 5
    with pytest.raises(Stopped):
        world.prepare()
    assert not list((world.root / "cache").glob("partial-*"))


def test_a_resumed_run_takes_over_the_manifest(world):
    first = world.classes(a=6, b=6).prepare()
    earlier = RunDir(world.root / "run")
    earlier.path.mkdir()
    earlier.manifest_file.write_text(first.manifest.model_dump_json())
    world.image("a/new.png")
    world.parameters["run"] = {"seed": 7}
    resumed = world.prepare(resume_from=str(earlier.path))
    assert resumed.manifest == first.manifest
    shutil.rmtree(world.root / "cache")
    assert world.prepare(resume_from=str(earlier.path)).manifest == first.manifest


def test_a_resumed_run_without_its_manifest_says_so(world):
    assert failure(world, resume_from=str(world.root)).code is Code.CHECKPOINT_UNREADABLE


def test_every_image_of_the_manifest_gets_its_own_pixels(world):
    world.classes(a=5, b=5)
    dataset = prepare(world.spec(), NullWatcher()).dataset(Network.CLASSIFICATION)
    for images, _, indices in dataset.batches(Part.TRAIN, 3):
        for image, index in zip(images, indices, strict=True):
            path = Path(dataset.samples(Part.TRAIN)[int(index)].path)
            assert (image.permute(1, 2, 0).numpy() == read_square(path, 8)).all()


def test_images_that_somebody_excluded_are_left_out_and_counted(world):
    world.classes(a=12, b=12)
    chosen = [world.root / "train" / "a" / f"{number}.png" for number in (0, 3)]
    prepared = world.prepare(excluded=tuple(map(str, chosen)))
    assert not {str(path) for path in chosen} & {sample.path for sample in prepared.manifest.samples}
    assert len(prepared.manifest.samples) == 22
    assert world.watcher.messages[Code.EXCLUDED_SAMPLES.value] == {"count": 2}
