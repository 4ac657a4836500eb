"""Where a model is used: places of the production environment (E42, E64)."""

import pytest

from modelwright.server.datasets.models import Dataset, DatasetVersion
from modelwright.server.masterdata.models import Industry, Level, Node
from modelwright.server.registry.lineage import Lineage, Origins, UsedDataset


@pytest.fixture
def places(db):
    """F1 with the stations A and B."""
    industry = Industry.objects.create(name="Displays", is_default=True)
    levels = [
        Level.objects.create(industry=industry, number=n, name=name) for n, name in ((1, "Factory"), (2, "Station"))
    ]

    def add(name, parent=None):
        lineage = parent.branch if parent else ""
        node = Node(industry=industry, level=levels[bool(parent)], parent=parent, lineage=lineage)
        node.rename(name)
        node.save()
        return node

    factory = add("F1")
    return {"F1": factory, "A": add("A", factory), "B": add("B", factory)}


def test_a_new_model_belongs_to_the_places_of_its_training_data(login, project, publish, people, places):
    dataset = Dataset.objects.create(project=project, name="tiles", created_by=people["trainer"])
    dataset.environment.set([places["A"]])
    version = DatasetVersion.objects.create(dataset=dataset, number=1, hash="d" * 64, images=6, annotated=0)
    used = UsedDataset(
        dataset_id=dataset.pk, name="tiles", purpose="training", version_id=version.pk, version=1, hash="d", images=6
    )
    published = publish(origins=Origins(None, Lineage(datasets=(used,))))
    shown = login("viewer").get(f"/models/{published.model_id}").json()["environment"]
    assert [place["name"] for place in shown] == ["A"]


def test_models_are_found_by_a_place_above_theirs(login, project, publish, places):
    trainer, version = login("trainer"), publish()
    publish(name="Elsewhere")
    path = f"/models/{version.model_id}"
    assert trainer.patch(path, {"environment": [places["A"].pk, places["B"].pk]}).status_code == 200
    found = trainer.get(f"/projects/{project.pk}/models", environment=places["F1"].pk).json()["items"]
    assert [row["name"] for row in found] == ["Bearings model"]
    assert trainer.patch(path, {"environment": [places["F1"].pk, places["A"].pk]}).status_code == 422


def test_who_edits_what_somebody_else_has_changed_is_told(login, publish):
    trainer, path = login("trainer"), f"/models/{publish().model_id}"
    assert trainer.patch(path, {"description": "Line 4", "revision": 1}).json()["revision"] == 2
    late = trainer.patch(path, {"description": "Line 5", "revision": 1})
    assert (late.status_code, late.json()["detail"]["description"]) == (409, "Line 4")
