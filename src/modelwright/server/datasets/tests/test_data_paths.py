"""Data paths: what is refused at once and why (E29), and what the check in the background finds (E46)."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets import checking, places
from modelwright.server.datasets.models import DataPath, Sample

from .conftest import check_all, paint


@pytest.fixture
def add(trainer, make_dataset):
    dataset = make_dataset(name="Empty")
    return lambda *paths: trainer.post(f"/datasets/{dataset['id']}/paths", {"paths": [str(path) for path in paths]})


def reason(answer) -> str:
    assert answer.status_code == 422
    assert answer.json()["code"] == "path_check_failed"
    assert answer.json()["message"].startswith("Dataset path check failed")
    return answer.json()["fields"][0]["message"]


def test_a_missing_folder_is_refused(add, data_root):
    assert "no such folder" in reason(add(data_root / "nowhere"))


def test_a_file_is_refused(add, data_root):
    assert "This is a file" in reason(add(paint(data_root / "one.png", 1)))


def test_a_folder_without_images_is_refused(add, data_root):
    (data_root / "notes.txt").write_text("no image")
    assert "no image" in reason(add(data_root))


@pytest.mark.parametrize("path", ["/", "/etc", "/usr/../etc", "/etc/passwd"])
def test_a_folder_outside_of_the_roots_is_refused(add, path):
    assert "outside" in reason(add(path))


def test_the_way_out_of_the_roots_by_dots_is_refused(add, data_root):
    assert "outside" in reason(add(f"{data_root}/../../../../../../etc"))


def test_a_link_that_leads_out_of_the_roots_is_refused(add, data_root):
    (data_root / "link").symlink_to("/usr")
    assert "outside" in reason(add(data_root / "link"))
    assert "outside" in reason(add(data_root / "link" / "share"))


def test_a_link_inside_the_roots_leads_to_its_folder(add, folder, data_root):
    (data_root / "link").symlink_to(folder)
    assert add(data_root / "link").json()[0]["path"] == str(folder)


def test_links_in_a_circle_are_refused(add, data_root):
    (data_root / "a").symlink_to(data_root / "b")
    (data_root / "b").symlink_to(data_root / "a")
    assert add(data_root / "a").status_code == 422


def test_a_folder_that_may_not_be_read_is_refused(add, folder, monkeypatch):
    monkeypatch.setattr(places.os, "access", lambda *_args: False)  # the suite may run as root, which may read all
    assert "may not read" in reason(add(folder))


@pytest.mark.parametrize("path", ["parts", "", "./parts", "C:\\parts"])
def test_a_path_that_is_not_absolute_is_refused(add, path):
    assert "begin with" in reason(add(path))


@pytest.mark.parametrize("path", ["/" + "a" * 5000, "/a\0b", "/" + "x" * 300])
def test_a_path_that_cannot_exist_is_refused(add, path):
    assert add(path).status_code == 422


def test_a_folder_is_in_a_dataset_once(add, folder):
    assert add(folder).status_code == 201
    assert "already" in reason(add(f"{folder}/"))
    assert "twice" in reason(add(folder / "good"))
    assert "already" in add(folder, folder).json()["fields"][1]["message"]


def test_of_several_paths_all_are_added_or_none(add, folder, data_root):
    paint(data_root / "more" / "a" / "1.png", 1)
    answer = add(folder, data_root / "nowhere", data_root / "more", "/etc")
    assert [field["path"] for field in answer.json()["fields"]] == ["paths.1", "paths.3"]
    assert not DataPath.objects.exists()
    assert add(folder, data_root / "more").status_code == 201
    assert DataPath.objects.count() == 2
    assert JournalEntry.objects.filter(action="dataset.paths_added").count() == 1


def test_a_dataset_with_a_bad_path_is_not_made(trainer, project):
    answer = trainer.post(f"/projects/{project.pk}/datasets", {"name": "Parts", "paths": ["/etc"]})
    assert answer.status_code == 422
    assert trainer.get(f"/projects/{project.pk}/datasets").json()["total"] == 0


@pytest.mark.parametrize("name", ["零件 一", "детали", "añadir «x»", "قطع", "🙂", 'it\'s "so"'])
def test_names_in_any_script_are_accepted(add, data_root, name):
    paint(data_root / name / f"{name[:3].replace('/', '')} 类" / f"{name}.png", 1)
    assert add(data_root / name).status_code == 201
    check_all()
    assert Sample.objects.get().path.endswith(f"{name}.png")


def test_names_that_are_not_utf8_are_listed_as_unreadable(add, data_root):
    paint(data_root / "a" / "good.png", 1)
    for raw in (b"\xff.png", b"\xfe.png"):
        (data_root / "a" / os.fsdecode(raw)).write_bytes((data_root / "a" / "good.png").read_bytes())
    add(data_root / "a")
    check_all()
    assert sorted(Sample.objects.values_list("problem", flat=True)) == ["", "unreadable", "unreadable"]


def test_the_check_fills_counts_and_a_description(trainer, dataset, folder):
    Image.new("L", (40, 8)).save(folder / "good" / "wide.jpg")
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    assert path["description"] == "Images: 5, classes: 2, 10–12 px, PNG"
    trainer.post(f"/paths/{path['id']}/check")
    check_all()
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    assert (path["status"], path["images"], path["checked"]) == ("valid", 6, 6)
    assert path["description"] == "Images: 6, classes: 2, 8–40 px, PNG, JPEG"


def test_every_kind_of_damage_is_counted_with_its_reason(trainer, add, folder, dataset):
    (folder / "good" / "empty.png").touch()
    (folder / "good" / "text.jpg").write_text("not an image")
    whole = (folder / "good" / "0.png").read_bytes()
    (folder / "good" / "cut.png").write_bytes(whole[: len(whole) // 2])
    (folder / "good" / "away.png").symlink_to("/etc/hostname")
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    trainer.post(f"/paths/{path['id']}/check")
    check_all()
    bad = trainer.get(f"/datasets/{dataset['id']}/samples", problem="true").json()
    assert bad["total"] == 4
    found = {Path(row["path"]).stem: row["problem"] for row in bad["items"]}
    assert found == {"empty": "empty_file", "text": "not_an_image", "cut": "truncated", "away": "outside"}
    assert all(row["message"] for row in bad["items"])
    assert trainer.get(f"/datasets/{dataset['id']}").json()["unreadable"] == 4


def test_a_second_check_reads_only_what_changed(trainer, dataset, folder, monkeypatch):
    read = []
    whole = checking.examine
    monkeypatch.setattr(checking, "examine", lambda file, base: read.append(file.name) or whole(file, base))
    before = set(Sample.objects.values_list("pk", flat=True))
    paint(folder / "good" / "0.png", 77, (20, 20))
    paint(folder / "good" / "new.png", 78)
    (folder / "scratch" / "1.png").unlink()
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    trainer.post(f"/paths/{path['id']}/check")
    check_all()
    assert sorted(read) == ["0.png", "new.png"]
    assert trainer.get(f"/datasets/{dataset['id']}").json()["class_counts"] == {"good": 4, "scratch": 1}
    assert len(before & set(Sample.objects.values_list("pk", flat=True))) == 3


def test_a_check_that_was_interrupted_goes_on_without_duplicates(trainer, project, folder, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK", 2)
    answers = iter([False, True])
    trainer.post(f"/projects/{project.pk}/datasets", {"name": "Parts", "paths": [str(folder)]})
    checking.run_pending(lambda: next(answers))
    assert (DataPath.objects.get().status, Sample.objects.count()) == ("checking", 2)
    check_all()
    assert (DataPath.objects.get().status, Sample.objects.count()) == ("valid", 5)


def test_a_check_whose_process_was_killed_is_taken_over(trainer, project, folder, monkeypatch):
    def die(*_args: object) -> None:
        raise SystemExit

    trainer.post(f"/projects/{project.pk}/datasets", {"name": "Parts", "paths": [str(folder)]})
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(checking, "examine", die)
        checking.run_pending(lambda: False)
    assert not checking.run_pending(lambda: False)  # it may still be alive
    DataPath.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    check_all()
    assert (DataPath.objects.get().status, Sample.objects.count()) == ("valid", 5)


def test_a_check_asked_for_during_a_check_starts_over(trainer, project, folder):
    trainer.post(f"/projects/{project.pk}/datasets", {"name": "Parts", "paths": [str(folder)]})
    path = DataPath.objects.get()

    def ask_again() -> bool:
        trainer.post(f"/paths/{path.pk}/check")
        return False

    checking.run_pending(ask_again)
    assert DataPath.objects.get().status == "checking"
    check_all()
    assert (DataPath.objects.get().status, Sample.objects.count()) == ("valid", 5)


def test_a_path_removed_during_its_check_ends_it(trainer, project, folder):
    trainer.post(f"/projects/{project.pk}/datasets", {"name": "Parts", "paths": [str(folder)]})
    path = DataPath.objects.get()

    def remove() -> bool:
        trainer.delete(f"/paths/{path.pk}")
        return False

    checking.run_pending(remove)
    assert not Sample.objects.exists()


def test_a_path_that_vanished_later_is_invalid_and_says_so(trainer, dataset, folder):
    folder.rename(folder.with_name("elsewhere"))
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    trainer.post(f"/paths/{path['id']}/check")
    check_all()
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    assert path["status"] == "invalid"
    assert path["message"].startswith("Dataset path check failed: the path is wrong. There is no such folder")


def test_a_path_that_became_a_link_out_of_the_roots_is_invalid(trainer, dataset, folder):
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("/usr")
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    trainer.post(f"/paths/{path['id']}/check")
    check_all()
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    assert (path["status"], "outside" in path["message"]) == ("invalid", True)


@pytest.mark.one_database
def test_a_folder_of_a_hundred_thousand_entries_is_no_trouble(trainer, add, data_root):
    crowd = data_root / "crowd"
    paint(crowd / "1.png", 1)
    for number in range(100_000):
        os.mknod(crowd / f"{number}.txt")
    assert add(crowd).status_code == 201
    check_all()
    assert Sample.objects.count() == 1
    (row,) = trainer.get(f"/folders?path={quote(str(data_root))}").json()["folders"]
    assert row["name"] == "crowd"


def test_a_path_whose_images_are_gone_is_invalid(trainer, dataset, folder):
    for file in folder.rglob("*.png"):
        file.unlink()
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    trainer.post(f"/paths/{path['id']}/check")
    check_all()
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    assert (path["status"], path["images"]) == ("invalid", 0)
    assert not Sample.objects.exists()


def test_a_removed_path_takes_its_samples_and_no_files(trainer, dataset, folder):
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    assert trainer.delete(f"/paths/{path['id']}").status_code == 204
    assert not Sample.objects.exists()
    assert (folder / "good" / "0.png").exists()
    assert JournalEntry.objects.filter(action="dataset.path_removed").count() == 1


def test_the_picker_begins_at_the_roots_and_never_leaves_them(trainer, folder, data_root):
    def folders(path: object):
        return trainer.get(f"/folders?path={quote(str(path))}")

    (data_root / "away").symlink_to("/usr")
    top = trainer.get("/folders").json()
    assert [row["path"] for row in top["folders"]] == [str(root) for root in settings.DATA_ROOTS]
    inside = folders(str(data_root)).json()
    assert [row["name"] for row in inside["folders"]] == ["parts"]
    assert inside["folders"][0]["folders"] == 2
    below = folders(str(folder)).json()
    assert [(row["name"], row["images"]) for row in below["folders"]] == [("good", 3), ("scratch", 2)]
    assert below["parent"] == str(data_root)
    assert folders("/etc").status_code == 422
    assert folders(f"{data_root}/away").status_code == 422


def test_what_the_server_stores_is_no_data_also_where_its_home_is_a_root(trainer, add, data_root):
    """Uploads, runs and mirrors are of all projects: who may read them is asked elsewhere."""
    home = settings.UPLOADS_DIR.parent
    stolen = settings.UPLOADS_DIR / "another" / "1.png"
    paint(stolen, 1)
    (data_root / "link").symlink_to(settings.UPLOADS_DIR)
    try:
        assert add(str(stolen.parent)).json()["fields"][0]["message"].startswith("The folder lies outside")
        assert add(str(data_root / "link")).json()["fields"][0]["message"].startswith("The folder lies outside")
        assert "what the server itself stores" in add(str(home)).json()["fields"][0]["message"]
        names = [row["name"] for row in trainer.get(f"/folders?path={quote(str(home))}").json()["folders"]]
        assert data_root.name in names
        assert settings.UPLOADS_DIR.name not in names
    finally:
        shutil.rmtree(stolen.parent)


def test_the_sources_message_is_used_to_the_letter(trainer, add):
    trainer.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    answer = add("/nowhere").json()
    assert answer["message"] == "校验数据集路径失败：路径有误"
    assert answer["fields"][0]["message"].startswith("该文件夹不在允许的目录之内")


def test_folders_are_looked_at_before_they_are_added_and_a_wrong_one_spoils_no_other(trainer, folder, data_root):
    texts = [str(folder), str(data_root / "nowhere"), "relative", str(folder / "good")]
    looked = trainer.post("/folders/look", {"paths": texts}).json()
    assert [(one["valid"], one["images"]) for one in looked] == [(True, 5), (False, 0), (False, 0), (False, 0)]
    assert looked[0]["description"] == "Images: 5, folders: 2"
    assert [one["path"] for one in looked] == texts
    assert not DataPath.objects.exists()


def test_a_wrong_folder_is_refused_in_the_sources_own_words(trainer, people):
    people["trainer"].language = "zh-hans"
    people["trainer"].save()
    (looked,) = trainer.post("/folders/look", {"paths": ["/nowhere/at/all"]}).json()
    assert looked["message"].startswith("校验数据集路径失败：路径有误")


def test_several_paths_are_removed_at_once_or_none(trainer, make_dataset, data_root):
    for name in ("a", "b", "c"):
        paint(data_root / name / "1.png", 1)
    dataset = make_dataset(*(data_root / name for name in "abc"), name="Three")
    url = f"/datasets/{dataset['id']}/paths"
    first, second, third = (path["id"] for path in trainer.get(url).json())
    assert trainer.post(f"{url}/remove", {"ids": [first, 10**9]}).status_code == 404
    assert len(trainer.get(url).json()) == 3
    assert trainer.post(f"{url}/remove", {"ids": [first, third]}).status_code == 204
    assert [path["id"] for path in trainer.get(url).json()] == [second]


def test_a_check_is_cancelled_and_can_be_made_again(trainer, project, folder):
    dataset = trainer.post(f"/projects/{project.pk}/datasets", {"name": "New", "paths": [str(folder)]}).json()
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    cancelled = trainer.post(f"/paths/{path['id']}/cancel").json()
    assert (cancelled["status"], "was cancelled" in cancelled["message"]) == ("invalid", True)
    assert trainer.post(f"/paths/{path['id']}/cancel").status_code == 409
    check_all()
    assert trainer.get(f"/datasets/{dataset['id']}").json()["images"] == 0
    trainer.post(f"/paths/{path['id']}/check")
    check_all()
    assert trainer.get(f"/datasets/{dataset['id']}").json()["images"] == 5


def test_a_check_that_is_cancelled_while_it_reads_ends_itself(trainer, project, folder):
    dataset = trainer.post(f"/projects/{project.pk}/datasets", {"name": "New", "paths": [str(folder)]}).json()
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()

    def cancel() -> bool:
        trainer.post(f"/paths/{path['id']}/cancel")
        return False

    checking.run_pending(cancel)
    (path,) = trainer.get(f"/datasets/{dataset['id']}/paths").json()
    assert (path["status"], Sample.objects.count()) == ("invalid", 0)


def test_images_are_counted_by_their_names_before_they_are_read(trainer, project, folder):
    paint(folder / "masks" / "0.png", 1)
    paint(folder / ".hidden" / "0.png", 1)
    (folder / "good" / "notes.txt").write_text("no image")
    (folder / "good" / "folder.png").mkdir()
    dataset = trainer.post(f"/projects/{project.pk}/datasets", {"name": "New", "paths": [str(folder)]}).json()
    checking.run_pending(lambda: True)
    assert trainer.get(f"/datasets/{dataset['id']}").json()["images"] == 5
    assert not Sample.objects.exists()
