"""Where a dataset belongs in the production environment, and two people who edit it (E27, E28, E31, E33)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.server.core.models import JournalEntry
from modelwright.server.datasets import environment
from modelwright.server.datasets.models import Dataset
from modelwright.server.masterdata.models import Industry, Level, Node

from .conftest import paint


@pytest.fixture
def nodes(db) -> dict[str, Node]:
    """North with plant A and its two products, plant B with one; South."""
    industry = Industry.objects.create(name="Displays")
    levels = [Level.objects.create(industry=industry, number=n + 1, name=name) for n, name in enumerate("FPS")]

    def add(name: str, parent: Node | None = None) -> Node:
        depth = len(parent.lineage) // 8 + 1 if parent else 0
        node = Node(industry=industry, level=levels[depth], parent=parent, lineage=parent.branch if parent else "")
        node.rename(name)
        node.save()
        return node

    north, south = add("North"), add("South")
    a, b = add("A", north), add("B", north)
    return {"north": north, "south": south, "a": a, "b": b, "a1": add("A1", a), "a2": add("A2", a), "b1": add("B1", b)}


@pytest.fixture
def create(trainer, project):
    def create(name: str, *places: Node):
        body = {"name": name, "environment": [place.pk for place in places]}
        return trainer.post(f"/projects/{project.pk}/datasets", body)

    return create


def test_a_dataset_belongs_to_one_place_or_to_several_of_the_last_level(create, nodes):
    several = create("Several", nodes["a2"], nodes["a1"]).json()
    assert [place["name"] for place in several["environment"]] == ["A1", "A2"]
    assert [above["name"] for above in several["environment"][0]["ancestors"]] == ["North", "A"]
    above = [{"id": nodes["north"].pk, "name": "North"}]
    site = create("Site", nodes["a"]).json()["environment"]
    assert site == [{"id": nodes["a"].pk, "name": "A", "ancestors": above}]
    assert create("None").json()["environment"] == []


@pytest.mark.parametrize(("chosen", "message"), [(("a", "b"), "last level"), (("a1", "b1"), "same one")])
def test_other_choices_are_refused(create, nodes, chosen, message):
    refused = create("Wrong", *(nodes[name] for name in chosen))
    assert (refused.status_code, refused.json()["fields"][0]["path"]) == (422, "environment")
    assert message in refused.json()["message"]
    assert not Dataset.objects.exists()


def test_a_place_that_is_gone_is_refused(trainer, project, nodes):
    answer = trainer.post(f"/projects/{project.pk}/datasets", {"name": "Wrong", "environment": [10**9]})
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "environment")


def test_the_list_is_filtered_by_a_place_with_all_below_it(trainer, project, create, nodes):
    create("OnA1", nodes["a1"], nodes["a2"])
    create("OnB", nodes["b"])
    create("Nowhere")

    def found(place: str) -> list[str]:
        answer = trainer.get(f"/projects/{project.pk}/datasets", environment=nodes[place].pk, sort="name")
        return [row["name"] for row in answer.json()["items"]]

    assert found("north") == ["OnA1", "OnB"]
    assert (found("a"), found("a2"), found("b"), found("b1"), found("south")) == (["OnA1"], ["OnA1"], ["OnB"], [], [])
    assert trainer.get(f"/projects/{project.pk}/datasets", environment=10**9).status_code == 404


def test_places_can_be_changed_and_the_journal_tells_both(trainer, create, nodes):
    dataset = create("Parts", nodes["a"]).json()
    edited = trainer.patch(f"/datasets/{dataset['id']}", {"environment": [nodes["b1"].pk]}).json()
    assert [place["name"] for place in edited["environment"]] == ["B1"]
    detail = JournalEntry.objects.get(action="dataset.edited").detail
    assert detail == {"before": {"environment": [nodes["a"].pk]}, "after": {"environment": [nodes["b1"].pk]}}
    assert trainer.patch(f"/datasets/{dataset['id']}", {"environment": []}).json()["environment"] == []


def test_places_in_use_are_told_to_who_wants_to_remove_them(create, nodes):
    create("Parts", nodes["a1"], nodes["a2"])
    usage = environment.users_of(Node.objects.within(nodes["north"]))
    assert (usage.kind, usage.count, usage.names) == ("datasets", 1, ["Parts"])
    Node.objects.within(nodes["north"]).delete()
    assert Dataset.objects.get().environment.count() == 0


def test_places_of_a_long_list_take_no_more_queries(trainer, project, create, nodes):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            trainer.get(f"/projects/{project.pk}/datasets")
        return len(captured)

    create("First", nodes["a1"])
    before = queries()
    for name, place in (("Second", "b1"), ("Third", "south"), ("Fourth", "a2")):
        create(name, nodes[place])
    assert queries() == before


def test_the_second_of_two_who_edit_is_told_what_the_first_made_of_it(login, trainer, dataset):
    url = f"/datasets/{dataset['id']}"
    seen = dataset["revision"]
    assert trainer.patch(url, {"description": "Line 4", "revision": seen}).json()["revision"] == seen + 1
    refused = login("manager").patch(url, {"name": "Renamed", "revision": seen})
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_meanwhile")
    assert "trainer" in refused.json()["message"]
    assert refused.json()["detail"]["description"] == "Line 4"
    again = login("manager").patch(url, {"name": "Renamed", "revision": refused.json()["detail"]["revision"]})
    assert (again.json()["name"], again.json()["description"]) == ("Renamed", "Line 4")


def test_a_data_path_added_meanwhile_is_no_conflict(trainer, dataset, data_root):
    paint(data_root / "more" / "a.png", 1)
    trainer.post(f"/datasets/{dataset['id']}/paths", {"paths": [str(data_root / "more")]})
    answer = trainer.patch(f"/datasets/{dataset['id']}", {"name": "New", "revision": dataset["revision"]})
    assert answer.status_code == 200
