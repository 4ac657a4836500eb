"""How well each place of the production environment is covered: samples, models, the weakest of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.server.datasets.models import Dataset
from modelwright.server.masterdata.models import Industry, Level, Node
from modelwright.server.registry.models import ModelVersion


@pytest.fixture
def places(db):
    """A factory with two products, by name."""
    industry = Industry.objects.create(name="Metal", is_default=True)
    levels = [
        Level.objects.create(industry=industry, number=number, name=name)
        for number, name in ((1, "Factory"), (2, "Product"))
    ]
    made = {}
    for name, level, parent in (("North", 0, None), ("Ring", 1, "North"), ("Shaft", 1, "North")):
        above = made.get(parent)
        node = Node(industry=industry, level=levels[level], parent=above, lineage=above.branch if above else "")
        node.rename(name)
        node.save()
        made[name] = node
    return made


@pytest.fixture
def see(login, project):
    def look(who="trainer", **query):
        answer = login(who).get(f"/projects/{project.pk}/coverage", **query)
        assert answer.status_code == 200, answer.content
        return answer.json()["items"]

    return look


def test_without_an_environment_there_are_no_places(see):
    assert see() == []


def test_samples_count_at_their_place_and_at_those_above(see, places, dataset):
    Dataset.objects.get(pk=dataset["id"]).environment.set([places["Ring"]])
    [factory] = see()
    assert (factory["name"], factory["level_name"], factory["children"]) == ("North", "Factory", 2)
    assert (factory["datasets"], factory["samples"]) == (1, 24)
    ring, shaft = see(parent_id=places["North"].pk)
    assert (ring["name"], ring["samples"], ring["children"]) == ("Ring", 24, 0)
    assert (shaft["name"], shaft["samples"], shaft["models"], shaft["weakest"]) == ("Shaft", 0, 0, None)


def test_a_dataset_of_two_products_counts_at_both_and_once_above(see, places, dataset):
    Dataset.objects.get(pk=dataset["id"]).environment.set([places["Ring"], places["Shaft"]])
    assert [row["samples"] for row in see(parent_id=places["North"].pk)] == [24, 24]
    assert [row["samples"] for row in see()] == [24]


def test_models_count_where_their_data_come_from(see, places, dataset, template, publish):
    Dataset.objects.get(pk=dataset["id"]).environment.set([places["Ring"]])
    version = publish()
    ModelVersion.objects.filter(pk=version.pk).update(source={**version.source, "template_id": template["id"]})
    ring, shaft = see(parent_id=places["North"].pk)
    assert (ring["models"], shaft["models"]) == (1, 0)
    assert ring["weakest"]["model_name"] == "Bearings model"
    assert ring["evaluated_at"] is not None
    assert see("manager", parent_id=places["North"].pk)[0]["models"] == 0


def test_a_place_that_is_gone_is_said_to_be_gone(login, project):
    answer = login("trainer").get(f"/projects/{project.pk}/coverage", parent_id=1)
    assert answer.status_code == 404
    assert "Choose another one" in answer.json()["message"]


def test_the_queries_do_not_grow_with_the_places(login, project, places, dataset):
    browser = login("trainer")
    path = f"/projects/{project.pk}/coverage"
    with CaptureQueriesContext(connection) as one:
        assert len(browser.get(path).json()["items"]) == 1
    Dataset.objects.get(pk=dataset["id"]).environment.set([places["Ring"], places["Shaft"]])
    with CaptureQueriesContext(connection) as two:
        assert len(browser.get(path, parent_id=places["North"].pk).json()["items"]) == 2
    assert len(two) <= len(one) + 2
