"""Images of one part, and near duplicates, never cross the split; classes stay as even as that allows."""

import io
from collections import Counter

import numpy as np
import pytest
from PIL import Image
from tests.engine.data.drawn import Drawn, Messages

from modelwright.contract.events import Code
from modelwright.contract.report import ManifestSample
from modelwright.contract.run_spec import GroupTable
from modelwright.contract.tasks import Part, Task
from modelwright.engine.data.near import kept_together
from modelwright.engine.data.split import split
from modelwright.engine.errors import RunFailure
from modelwright.imaging.near import clusters, fingerprint
from modelwright.imaging.reading import read_square


@pytest.fixture
def drawn(tmp_path):
    return Drawn(tmp_path)


@pytest.fixture
def frames(drawn):
    """Ten parts of each of two classes, photographed three times."""
    for label in ("good", "bad"):
        for part in range(10):
            for shot in range(3):
                drawn.image(f"{label}/{label}{part:02d}_{shot}.png")
    return drawn


def groups_by_part(prepared):
    found = {part: set() for part in Part}
    for sample in prepared.manifest.samples:
        found[sample.part].add(sample.group)
    return found


def sample(number, label="a", group="", codes=()):
    sha256 = f"{number:064x}"
    path = f"/data/{label}/{number}.png"
    return ManifestSample(
        path=path, label=label, sha256=sha256, width=9, height=9, part=Part.TRAIN, group=group, codes=codes
    )


def divided(samples, ratio=0.8, seed=0, together=()):
    classes = sorted({s.label for s in samples})
    return split(samples, classes, ratio, seed, together).samples


def parts_of(samples, key):
    found = {}
    for one in samples:
        found.setdefault(key(one), set()).add(one.part)
    return found


# --- where groups come from


def test_the_file_name_gives_the_group(frames):
    frames.parameters["preprocessing"]["group_pattern"] = r"^([a-z]+\d+)_"
    found = groups_by_part(frames.prepare())
    assert not found[Part.TRAIN] & found[Part.VALIDATION]
    assert len(found[Part.TRAIN] | found[Part.VALIDATION]) == 20
    assert frames.told(Code.GROUPS_FOUND) == [{"groups": 20, "images": 60}]


def test_a_pattern_without_brackets_is_the_group_itself(frames):
    frames.parameters["preprocessing"]["group_pattern"] = r"\d+"
    assert {s.group for s in frames.prepare().manifest.samples} == {f"{part:02d}" for part in range(10)}


@pytest.mark.parametrize(
    ("place", "header", "line"),
    [
        ("data/parts.csv", "file,part", "good/good{n:02d}_{k}.png,P{n}"),
        ("parts.csv", "Part;Image", "P{n};data\\good\\good{n:02d}_{k}.png"),
        ("data/parts.csv", "name\tPART", "good{n:02d}_{k}\tP{n}"),
        ("data/parts.csv", "filename,x,part", "good{n:02d}_{k}.jpg,,P{n}"),
    ],
)
def test_a_column_of_a_table_in_or_above_the_data_gives_the_group(frames, place, header, line):
    lines = [line.format(n=n, k=k) for n in range(10) for k in range(3)]
    frames.root.parent.joinpath(place).write_text("\n".join([header, *lines]), "utf-8-sig")
    frames.parameters["preprocessing"]["group_column"] = "part"
    prepared = frames.prepare()
    assert {s.group for s in prepared.manifest.samples if s.label == "good"} == {f"P{n}" for n in range(10)}
    assert frames.told(Code.IMAGES_WITHOUT_GROUP) == [{"count": 30}]


def test_the_table_of_a_spec_gives_the_group(frames, tmp_path):
    table = tmp_path / "elsewhere.csv"
    table.write_text("path,part\n" + "\n".join(f"bad/bad{n:02d}_{k}.png,P{n % 3}" for n in range(10) for k in range(3)))
    frames.groups = GroupTable(file=str(table), column="part")
    assert {s.group for s in frames.prepare().manifest.samples if s.label == "bad"} == {"P0", "P1", "P2"}


def test_names_that_lie_in_two_folders_are_told_apart_by_their_paths(drawn):
    for folder in ("a", "b"):
        for number in range(4):
            drawn.image(f"{folder}/{number}.png")
    lines = [f"{folder}/{n}.png,{folder}{n // 2}" for folder in ("a", "b") for n in range(4)]
    drawn.write("t.csv", "\n".join(["file,part", *lines]))
    drawn.parameters["preprocessing"]["group_column"] = "part"
    groups = {path: s.group for path, s in drawn.samples().items()}
    assert (groups["a/3.png"], groups["b/0.png"]) == ("a1", "b0")


def test_a_coco_file_may_name_the_group_of_each_image(drawn):
    images = [{"id": n, "file_name": f"{n}.png", "panel": f"p{n // 4}"} for n in range(12)]
    for entry in images:
        drawn.image(f"images/{entry['file_name']}")
    boxes = [{"id": n, "image_id": n, "category_id": 1, "bbox": [1, 1, 9, 9]} for n in range(12)]
    drawn.write("coco.json", {"images": images, "annotations": boxes, "categories": [{"id": 1, "name": "part"}]})
    drawn.parameters["preprocessing"]["group_column"] = "panel"
    found = groups_by_part(drawn.prepare(Task.DETECTION))
    assert (len(found[Part.TRAIN]), len(found[Part.VALIDATION])) == (2, 1)


@pytest.mark.parametrize("columns", ["file,other", "x,part"])
def test_a_column_that_is_nowhere_is_refused(frames, columns):
    frames.write("t.csv", f"{columns}\n1,2")
    frames.parameters["preprocessing"]["group_column"] = "part"
    with pytest.raises(RunFailure, match="part") as caught:
        frames.prepare()
    assert caught.value.code is Code.BAD_SPEC


def test_a_table_that_is_not_there_is_refused(frames):
    frames.groups = GroupTable(file="/nowhere.csv", column="part")
    with pytest.raises(RunFailure, match="nowhere"):
        frames.prepare()


# --- the split


@pytest.mark.parametrize("seed", range(25))
def test_groups_never_cross_and_every_class_is_on_both_sides(seed):
    random = np.random.default_rng(seed)
    samples = []
    for label, groups in (("common", 40), ("rare", 5), ("pair", 2)):
        for group in range(groups):
            for _ in range(random.integers(1, 9)):
                samples.append(sample(len(samples), label, f"{label}{group}"))
    result = divided(samples, ratio=0.75, seed=seed)
    assert all(len(parts) == 1 for parts in parts_of(result, lambda s: s.group).values())
    assert all(parts == {Part.TRAIN, Part.VALIDATION} for parts in parts_of(result, lambda s: s.label).values())
    counts = Counter((s.label, s.part) for s in result)
    every = counts["common", Part.TRAIN] + counts["common", Part.VALIDATION]
    assert abs(counts["common", Part.VALIDATION] - every / 4) <= 4


@pytest.mark.parametrize("seed", range(10))
def test_groups_that_mix_classes_never_cross_either(seed):
    random = np.random.default_rng(seed)
    samples = [sample(n, "abc"[random.integers(3)], f"g{random.integers(30)}") for n in range(200)]
    result = divided(samples, seed=seed)
    assert all(len(parts) == 1 for parts in parts_of(result, lambda s: s.group).values())
    validated = Counter(s.label for s in result if s.part is Part.VALIDATION)
    every = Counter(s.label for s in result)
    assert all(0.05 * every[label] <= validated[label] <= 0.4 * every[label] for label in "abc")


def test_a_class_of_one_group_is_learned_from():
    samples = [sample(n, "only", "g") for n in range(9)] + [sample(100 + n, "b") for n in range(20)]
    result = divided(samples)
    assert parts_of(result, lambda s: s.label)["only"] == {Part.TRAIN}


def test_groups_that_leave_nothing_to_validate_on_are_refused():
    with pytest.raises(RunFailure, match="only one group") as caught:
        divided([sample(n, "ab"[n % 2], "ab"[n % 2]) for n in range(20)])
    assert caught.value.code is Code.BAD_SPEC


def test_the_same_data_and_seed_give_the_same_split_in_any_order():
    samples = [sample(n, "ab"[n % 2], f"g{n // 3}") for n in range(60)]
    one = {s.sha256: s.part for s in divided(samples, seed=3)}
    assert {s.sha256: s.part for s in divided(samples[::-1], seed=3)} == one
    assert {s.sha256: s.part for s in divided(samples, seed=4)} != one


def test_images_with_several_classes_are_divided_by_the_rarest():
    samples = [sample(n, "", codes=("common",)) for n in range(96)]
    samples += [sample(100 + n, "", codes=("common", "rare")) for n in range(4)]
    result = split(samples, ("common", "rare"), 0.75, 1).samples
    rare = Counter(s.part for s in result if "rare" in s.codes)
    assert (rare[Part.TRAIN], rare[Part.VALIDATION]) == (3, 1)
    assert sum(s.part is Part.VALIDATION for s in result) == 25


def test_what_is_joined_from_outside_stays_together():
    samples = [sample(n, "ab"[n % 2]) for n in range(40)]
    cluster = [samples[n].sha256 for n in (0, 2, 4, 6)]
    for seed in range(12):
        result = {s.sha256: s.part for s in divided(samples, seed=seed, together=[cluster])}
        assert len({result[sha256] for sha256 in cluster}) == 1


def test_a_split_that_groups_make_uneven_is_told(drawn):
    for label, groups in (("even", 20), ("uneven", 2)):
        for number in range(20):
            drawn.image(f"{label}/{label}{number % groups}_{number}.png")
    drawn.parameters["preprocessing"]["group_pattern"] = r"^([a-z]+\d+)_"
    drawn.prepare()
    assert drawn.told(Code.SPLIT_BY_GROUP_UNEVEN) == [{"label": "uneven"}]


# --- near duplicates


def picture(seed, size=(160, 120)):
    coarse = np.random.default_rng(seed).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)


def fingerprint_of(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return fingerprint(read_square(buffer.getvalue(), 96))


@pytest.mark.parametrize(
    "again",
    [
        lambda image: fingerprint_of(image, "JPEG", quality=90),
        lambda image: fingerprint_of(image, "JPEG", quality=50),
        lambda image: fingerprint_of(image.resize((120, 90), Image.Resampling.BICUBIC)),
        lambda image: fingerprint_of(image.point(lambda value: min(255, value + 1))),
    ],
)
def test_a_picture_saved_again_is_found(again):
    prints = {f"{seed}": fingerprint_of(picture(seed)) for seed in range(30)}
    prints["again"] = again(picture(7))
    assert [set(cluster) for cluster in clusters(prints)] == [{"7", "again"}]


def test_pieces_of_one_texture_are_different_pictures():
    base = np.tile(np.linspace(90, 160, 96), (96, 1))[..., None]
    prints = {}
    for seed in range(20):
        noise = np.random.default_rng(seed).normal(0, 12, (96, 96, 1))
        pixels = np.repeat(np.clip(base + noise, 0, 255), 3, axis=2).astype(np.uint8)
        prints[f"{seed}"] = fingerprint(pixels)
    assert clusters(prints) == []


def test_a_small_defect_makes_another_picture():
    clean = picture(1)
    marked = clean.copy()
    marked.paste((0, 0, 0), (70, 50, 82, 62))
    assert clusters({"clean": fingerprint_of(clean), "marked": fingerprint_of(marked)}) == []


def test_even_pictures_say_too_little_to_be_joined():
    prints = {f"{grey}": fingerprint_of(Image.new("RGB", (64, 64), (grey, grey, grey))) for grey in (100, 101)}
    assert clusters(prints) == []


def test_near_duplicates_stay_on_one_side_and_are_told(drawn):
    drawn.parameters["preprocessing"]["input_size"] = 96
    for label in ("a", "b"):
        for number in range(12):
            drawn.image(f"{label}/{number}.png", size=(160, 120))
    copies = []
    for number in range(6):
        again = Image.open(drawn.root / "a" / f"{number}.png")
        again.save(drawn.root / "a" / f"{number}-copy.jpg", quality=80)
        copies.append({f"a/{number}.png", f"a/{number}-copy.jpg"})
    samples = drawn.samples()
    assert all(len({samples[path].part for path in pair}) == 1 for pair in copies)
    assert drawn.told(Code.NEAR_DUPLICATES_KEPT_TOGETHER) == [{"count": 12}]


def test_a_class_whose_images_all_look_alike_is_divided_all_the_same():
    print_ = fingerprint_of(picture(1))
    samples = [sample(number, "alike") for number in range(30)] + [sample(100 + number, "b") for number in range(10)]
    watcher = Messages()
    assert kept_together({s.sha256: print_ for s in samples[:30]}, samples, watcher) == []
    assert watcher.every == [(Code.LOOK_ALIKES_NOT_KEPT_TOGETHER, {"count": 30})]


def test_known_files_give_the_same_duplicates_as_the_first_look(drawn, monkeypatch):
    drawn.parameters["preprocessing"]["input_size"] = 96
    for label in ("a", "b"):
        for number in range(8):
            drawn.image(f"{label}/{number}.png", size=(160, 120))
    Image.open(drawn.root / "a" / "0.png").save(drawn.root / "a" / "again.jpg", quality=80)
    monkeypatch.setattr("modelwright.engine.data.known.SETTLED_NS", -(10**18))
    first = drawn.prepare().manifest
    monkeypatch.setattr("modelwright.engine.data.survey.probe", lambda _: pytest.fail("a known file was read"))
    assert drawn.prepare().manifest == first
    assert len(drawn.told(Code.NEAR_DUPLICATES_KEPT_TOGETHER)) == 1
