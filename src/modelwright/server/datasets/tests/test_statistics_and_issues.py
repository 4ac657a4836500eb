"""What the background says about the looks of images, the statistics, and the issues worth putting right."""

import pytest
from PIL import Image

from modelwright.server.datasets import examining, looks, surveying
from modelwright.server.datasets.models import Fingerprint, Sample, Survey
from modelwright.server.testing.pictures import picture

from .conftest import check_all, paint


def survey() -> None:
    """What the dispatcher's thread does."""
    while surveying.run_pending(lambda: False):
        pass


def photo(file, seed: int, *, quality: int | None = None):
    """Something with detail, different for each seed; saved anew with a quality."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(picture(seed, quality=quality))
    return file


@pytest.fixture
def photos(make_dataset, data_root):
    """Twelve pictures of each of two classes; one of them also smaller as a JPEG, one also as a copy, one in both classes."""
    folder = data_root / "photos"
    for position, label in enumerate(("bad", "good")):
        for number in range(12):
            photo(folder / label / f"{number:02}.png", 100 * position + number)
    photo(folder / "bad" / "again.jpg", 3, quality=70)
    (folder / "bad" / "copy.png").write_bytes((folder / "bad" / "05.png").read_bytes())
    (folder / "good" / "torn.png").write_bytes((folder / "bad" / "07.png").read_bytes())
    return make_dataset(folder)


@pytest.fixture
def issues(trainer):
    def ask(dataset) -> dict:
        answer = trainer.get(f"/datasets/{dataset['id']}/issues").json()
        return {**answer, "items": {item["code"]: item for item in answer["items"]}}

    return ask


def test_brightness_and_contrast_are_known_with_the_check(trainer, make_dataset, data_root):
    for name, color in (("dark", 10), ("light", 250)):
        (data_root / "a").mkdir(exist_ok=True)
        Image.new("L", (30, 30), color).save(data_root / "a" / f"{name}.png")
    dataset = make_dataset(data_root / "a")
    url = f"/datasets/{dataset['id']}/statistics"
    before = trainer.get(url).json()
    assert (before["pending"], before["looked_at"]) == (True, 2)  # near duplicates are still to be found
    survey()
    after = trainer.get(url).json()
    assert (after["pending"], after["looked_at"], after["brightness"]) == (False, 2, before["brightness"])
    assert [bin["low"] for bin in after["brightness"] if bin["count"]] == [0, 240]
    assert [bin["low"] for bin in after["contrast"] if bin["count"]] == [0]
    dark = trainer.get(f"/datasets/{dataset['id']}/samples", brightness_from=0, brightness_to=16).json()["items"]
    assert [(row["path"], row["brightness"]) for row in dark] == [("dark.png", 10)]


def test_statistics_count_states_sizes_and_formats(trainer, make_dataset, folder):
    paint(folder / "good" / "wide.jpg", 9, (300, 40))
    (folder / "good" / "broken.png").write_bytes(b"")
    dataset = make_dataset(folder)
    answer = trainer.get(f"/datasets/{dataset['id']}/statistics").json()
    assert {name: answer[name] for name in ("images", "labelled", "problems", "excluded")} == {
        "images": 7,
        "labelled": 7,
        "problems": 1,
        "excluded": 0,
    }
    assert answer["splits"] == {"none": 7}
    assert answer["sizes"] == [
        {"width": 12, "height": 10, "count": 5},
        {"width": 300, "height": 40, "count": 1},
    ]
    assert [(bin["low"], bin["count"]) for bin in answer["sides"] if bin["count"]] == [(8, 5), (256, 1)]
    assert answer["formats"] == {"PNG": 5, "JPEG": 1}


def test_sizes_that_lie_close_together_count_as_one(trainer, make_dataset, folder):
    dataset = make_dataset(folder)
    first = Sample.objects.order_by("pk").first()
    Sample.objects.bulk_create(
        Sample(dataset_id=dataset["id"], data_path=first.data_path, path=f"{n}.png", key=n, size=1, width=n, height=n)
        for n in range(1, 1001)
    )
    sizes = trainer.get(f"/datasets/{dataset['id']}/statistics").json()["sizes"]
    assert len(sizes) < 100
    assert sum(size["count"] for size in sizes) == 1005


def test_images_are_looked_at_once(photos, monkeypatch):
    for place in (examining, looks):
        monkeypatch.setattr(place, "look_at", lambda _file: pytest.fail("looked at again"))
    Survey.objects.update(stamp="")
    survey()
    assert Survey.objects.get().stamp == surveying.stamp_of(photos["id"])
    assert Fingerprint.objects.count() == Sample.objects.values("sha256").distinct().count()


@pytest.fixture
def from_earlier(photos):
    """Checked before checks looked at images."""
    Sample.objects.update(brightness=None, contrast=None)
    Fingerprint.objects.all().delete()
    return photos


def test_what_was_checked_without_a_look_is_looked_at_and_goes_on_where_it_was_stopped(from_earlier, monkeypatch):
    monkeypatch.setattr(surveying, "CHUNK", 5)
    answers = iter([False] * 12)
    assert not surveying.run_pending(lambda: next(answers, True))
    assert Sample.objects.exclude(brightness=None).count() == 10
    assert not Survey.objects.exists()
    survey()
    assert not Sample.objects.filter(brightness=None).exists()
    assert Fingerprint.objects.count() == Sample.objects.values("sha256").distinct().count()


def test_a_file_that_went_away_keeps_nobody_waiting(from_earlier, data_root):
    (data_root / "photos" / "bad" / "00.png").unlink()
    survey()
    assert surveying.is_done(from_earlier["id"])
    assert Sample.objects.filter(brightness=None).count() == 1


def test_near_duplicates_are_one_group(photos, trainer):
    survey()
    rows = trainer.get(f"/datasets/{photos['id']}/samples", copies="near", sort="near").json()["items"]
    assert sorted(row["path"] for row in rows) == ["bad/03.png", "bad/again.jpg"]
    assert len({row["near_group"] for row in rows}) == 1


def test_issues_say_what_is_there_several_times(photos, issues):
    before = issues(photos)
    assert before["pending"]
    assert "near_duplicates" not in before["items"]
    survey()
    answer = issues(photos)
    assert not answer["pending"]
    found = {code: (item["count"], item["groups"]) for code, item in answer["items"].items()}
    assert found == {"duplicates": (4, 2), "near_duplicates": (2, 1), "conflicting_duplicates": (2, 1)}
    assert [item["severity"] for item in answer["items"].values()] == ["error", "warning", "warning"]
    assert all(item["advice"] and item["samples"] for item in answer["items"].values())


def test_each_issue_leads_to_its_images(photos, issues, trainer):
    survey()
    for item in issues(photos)["items"].values():
        query = {name: value for name, value in item["wanted"].items() if value not in (None, "")}
        page = trainer.get(f"/datasets/{photos['id']}/samples", sort=item["sort"], **query).json()
        assert page["total"] == item["count"]
        assert [row["id"] for row in page["items"]][: len(item["samples"])] == item["samples"]


def test_excluding_a_copy_settles_the_issue(photos, issues, trainer):
    survey()
    chosen = [Sample.objects.get(path=path).pk for path in ("bad/copy.png", "good/torn.png", "bad/again.jpg")]
    body = {"selection": {"ids": chosen}, "reason": "A copy"}
    assert trainer.post(f"/datasets/{photos['id']}/samples/exclude", body).json() == {"count": 3}
    assert issues(photos)["items"] == {}


def test_classes_with_few_images_are_named_with_their_numbers(dataset, issues):
    item = issues(dataset)["items"]["few_images"]
    assert item["classes"] == [{"label": "scratch", "count": 2}, {"label": "good", "count": 3}]
    assert "10" in item["message"]


def test_unreadable_files_are_told_by_reason(make_dataset, folder, issues):
    (folder / "good" / "empty.png").write_bytes(b"")
    (folder / "good" / "text.png").write_text("no image")
    items = issues(make_dataset(folder))["items"]
    for reason in ("empty_file", "not_an_image"):
        assert (items[reason]["severity"], items[reason]["count"]) == ("error", 1)
        assert items[reason]["wanted"]["reason"] == reason


def test_masks_that_do_not_match_are_told(make_dataset, data_root, issues):
    for number in range(3):
        paint(data_root / "m" / "images" / f"{number}.png", number)
        size = (9, 9) if number == 2 else (12, 10)
        (data_root / "m" / "masks").mkdir(exist_ok=True)
        Image.new("L", size, 255).save(data_root / "m" / "masks" / f"{number}.png")
    item = issues(make_dataset(data_root / "m"))["items"]["mask_size"]
    assert (item["count"], item["wanted"]["reason"], len(item["samples"])) == (1, "mask_size", 1)
    assert item["examples"]


def test_images_of_which_nothing_is_said_are_told_where_others_are_labelled(dataset, issues):
    Sample.objects.filter(path="good/0.png").update(label="")
    assert issues(dataset)["items"]["unlabelled"]["count"] == 1
    Sample.objects.update(label="")
    assert "unlabelled" not in issues(dataset)["items"]


def test_an_outsider_learns_nothing(login, dataset):
    for what in ("issues", "statistics", "samples/counts", "samples.zip"):
        assert login("outsider").get(f"/datasets/{dataset['id']}/{what}").status_code == 404


def test_fingerprints_go_when_no_dataset_holds_their_image(photos, trainer):
    survey()
    assert Fingerprint.objects.count() == Sample.objects.values("sha256").distinct().count()
    assert trainer.delete(f"/datasets/{photos['id']}?confirmed=true").status_code == 204
    surveying.forget_unused()
    assert not Fingerprint.objects.exists()


def test_a_dataset_that_is_being_checked_is_not_looked_at(photos, trainer):
    (path,) = trainer.get(f"/datasets/{photos['id']}/paths").json()
    trainer.post(f"/paths/{path['id']}/check")
    assert surveying.stamp_of(photos["id"]) == ""
    assert not surveying.run_pending(lambda: False)
    check_all()
    assert surveying.run_pending(lambda: False)
