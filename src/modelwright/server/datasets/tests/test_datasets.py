"""Making, listing, changing and deleting datasets (E28, E31, E33)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets import services
from modelwright.server.datasets.models import Dataset, Sample

from .conftest import check_all


def test_a_new_dataset_is_counted_once_its_paths_are_checked(trainer, project, folder):
    body = {"name": "Parts", "paths": [str(folder)]}
    new = trainer.post(f"/projects/{project.pk}/datasets", body).json()
    assert (new["paths"], new["images"], new["checking"]) == (1, 0, True)
    check_all()
    checked = trainer.get(f"/datasets/{new['id']}").json()
    assert (checked["images"], checked["unreadable"], checked["checking"]) == (5, 0, False)
    assert checked["class_counts"] == {"good": 3, "scratch": 2}
    assert checked["modified_by"]["username"] == "trainer"


@pytest.mark.parametrize("name", ["", "1part", "part-", "teile ü", "a" * 61, "零件", "a/b", "part\n"])
def test_a_name_that_breaks_the_rule_is_refused(trainer, project, name):
    answer = trainer.post(f"/projects/{project.pk}/datasets", {"name": name})
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["path"] == "name"


def test_a_name_can_be_had_once_in_a_project(trainer, project, dataset):
    assert trainer.post(f"/projects/{project.pk}/datasets", {"name": "Parts"}).status_code == 409
    other = trainer.post(f"/projects/{project.pk}/datasets", {"name": "Others"}).json()
    assert trainer.patch(f"/datasets/{other['id']}", {"name": "Parts"}).status_code == 409


def test_the_list_is_searched_filtered_and_sorted(trainer, project, dataset, make_dataset):
    make_dataset(name="Proof", purpose="test")
    url = f"/projects/{project.pk}/datasets"
    assert [row["name"] for row in trainer.get(url, sort="-images").json()["items"]] == ["Parts", "Proof"]
    assert [row["name"] for row in trainer.get(url, search="roo").json()["items"]] == ["Proof"]
    assert [row["name"] for row in trainer.get(url, purpose="training").json()["items"]] == ["Parts"]
    first = trainer.get(url, sort="name", limit=1).json()
    second = trainer.get(url, sort="name", limit=1, cursor=first["next"]).json()
    assert [second["items"][0]["name"], second["next"], second["total"]] == ["Proof", None, 2]


def test_a_longer_list_takes_no_more_queries(trainer, project, dataset, make_dataset):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            trainer.get(f"/projects/{project.pk}/datasets")
        return len(captured)

    before = queries()
    for number in range(5):
        make_dataset(name=f"More{number}")
    assert queries() == before


def test_an_edit_is_in_the_journal_with_before_and_after(trainer, dataset):
    edited = trainer.patch(f"/datasets/{dataset['id']}", {"description": "Line 4"}).json()
    assert edited["description"] == "Line 4"
    entry = JournalEntry.objects.get(action="dataset.edited")
    assert entry.detail == {"before": {"description": ""}, "after": {"description": "Line 4"}}


def test_a_dataset_in_use_is_deleted_only_when_confirmed(trainer, dataset, monkeypatch):
    monkeypatch.setattr(services, "USERS", [lambda found: ["Template “Gears”"]])
    refused = trainer.delete(f"/datasets/{dataset['id']}")
    assert refused.status_code == 409
    assert refused.json()["code"] == "in_use"
    assert refused.json()["detail"] == {"used_by": ["Template “Gears”"]}
    assert trainer.delete(f"/datasets/{dataset['id']}?confirmed=true").status_code == 204
    assert not Dataset.objects.exists()
    assert not Sample.objects.exists()
    assert JournalEntry.objects.filter(action="dataset.deleted").count() == 1


def test_outsiders_see_nothing_and_viewers_change_nothing(login, trainer, project, dataset):
    url = f"/datasets/{dataset['id']}"
    assert login("outsider").get(url).status_code == 404
    assert login("outsider").get(f"/projects/{project.pk}/datasets").status_code == 404
    viewer = login("viewer")
    assert viewer.get(url).status_code == 200
    assert viewer.patch(url, {"description": "x"}).status_code == 403
    assert viewer.delete(url).status_code == 403
    assert viewer.post(f"{url}/paths", {"paths": ["/"]}).status_code == 403
    assert viewer.post(f"{url}/uploads", {"name": "a.png", "size": 1, "label": "a"}).status_code == 403
