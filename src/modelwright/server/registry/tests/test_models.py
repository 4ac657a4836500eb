"""Models and versions: lists, details, what they were trained on, changes and deletion."""

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.server.registry.models import Model, ModelVersion


def test_a_model_shows_its_latest_version_by_number(login, project, publish):
    first, second = publish(), publish()
    ModelVersion.objects.filter(pk=first.pk).update(minor=100)
    shown = login("viewer").get(f"/projects/{project.pk}/models").json()["items"]
    assert [(row["name"], row["versions"], row["latest"]["name"]) for row in shown] == [("Bearings model", 2, "v1.100")]
    versions = login("viewer").get(f"/models/{second.model_id}/versions").json()
    assert [row["name"] for row in versions] == ["v1.100", "v1.02"]


def test_a_version_tells_what_was_measured_on_what(login, publish):
    shown = login("viewer").get(f"/model-versions/{publish().pk}").json()
    assert (shown["metric"], shown["metric_value"], shown["numbers"]["accuracy"]) == ("macro_f1", 1.0, 1.0)
    assert (shown["task"], shown["measured_on"], shown["measured_samples"]) == ("classification", "validation", 4)
    assert shown["report"]["classes"] == ["dark", "light"]
    assert shown["certificate"]["passed"] is True
    assert shown["description"] == "Night shift"
    assert shown["process_id"] is not None


def test_the_manifest_comes_in_pages_and_by_part(login, publish):
    path = f"/model-versions/{publish().pk}/manifest"
    first = login("viewer").get(path, limit=4).json()
    rest = login("viewer").get(path, limit=4, offset=4).json()
    assert (len(first["items"]), len(rest["items"]), first["total"]) == (4, 2, 6)
    assert first["counts"] == {"train": {"dark": 2, "light": 2}, "validation": {"dark": 1, "light": 1}}
    assert login("viewer").get(path, part="validation").json()["total"] == 2
    assert login("viewer").get(path, limit=501).status_code == 422


def test_the_description_is_changed_by_who_may(login, publish):
    path = f"/models/{publish().model_id}"
    assert login("viewer").patch(path, {"description": "x"}).status_code == 403
    changed = login("manager").patch(path, {"description": " Line 4 "}).json()
    assert (changed["description"], changed["modified_by"]["username"]) == ("Line 4", "manager")


def test_a_deleted_model_takes_its_files_along(login, publish, django_capture_on_commit_callbacks):
    version = publish()
    with django_capture_on_commit_callbacks(execute=True):
        assert login("trainer").delete(f"/models/{version.model_id}").status_code == 204
    assert not Model.objects.exists()
    assert not (settings.MODELS_DIR / version.folder).exists()


def test_a_deleted_project_takes_its_models_along(login, project, publish):
    publish()
    assert login("manager").delete(f"/projects/{project.pk}").status_code == 204
    assert not ModelVersion.objects.exists()


def test_an_outsider_sees_no_model(login, project, publish):
    version = publish()
    outsider = login("outsider")
    paths = (f"/projects/{project.pk}/models", f"/models/{version.model_id}", f"/model-versions/{version.pk}")
    assert [outsider.get(path).status_code for path in paths] == [404, 404, 404]


def test_a_list_of_many_models_costs_no_more_queries(login, project, publish):
    browser = login("viewer")
    publish()
    with CaptureQueriesContext(connection) as one:
        browser.get(f"/projects/{project.pk}/models")
    for number in range(4):
        publish(name=f"Model {number}")
    with CaptureQueriesContext(connection) as many:
        answer = browser.get(f"/projects/{project.pk}/models", sort="name")
    assert len(answer.json()["items"]) == 5
    assert len(many) == len(one)


def test_the_versions_of_a_project_that_a_training_can_go_on_from(login, project, publish):
    browser, path = login("viewer"), f"/projects/{project.pk}/model-versions"
    base = publish().base_model
    with CaptureQueriesContext(connection) as one:
        browser.get(path, base_model=base)
    latest = [publish(name=f"Model {number}") for number in range(3)][-1]
    with CaptureQueriesContext(connection) as many:
        answer = browser.get(path, base_model=base, limit=2).json()
    assert len(many) == len(one)
    assert (answer["total"], answer["items"][0]["id"]) == (4, latest.pk)
    rest = browser.get(path, base_model=base, limit=2, cursor=answer["next"]).json()
    assert len({item["id"] for item in answer["items"] + rest["items"]}) == 4
    assert [item["model_name"] for item in browser.get(path, search="EL 1").json()["items"]] == ["Model 1"]
    assert browser.get(path, base_model="other").json()["items"] == []
    assert login("outsider").get(path).status_code == 404
