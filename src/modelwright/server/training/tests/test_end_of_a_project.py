"""Deleting a project takes everything in it along, but never a training that is at work."""

from modelwright.server.accounts.models import Project
from modelwright.server.datasets.models import Dataset
from modelwright.server.jobs.models import Job


def test_a_project_goes_with_its_datasets_templates_and_processes(login, project, process, act):
    assert login("manager").delete(f"/projects/{project.pk}").status_code == 204
    assert not Project.objects.exists()
    assert not Job.objects.exists()
    assert not Dataset.objects.exists()


def test_a_project_with_a_waiting_training_stays_whole(login, project, process, act):
    act(process, "start")
    answer = login("manager").delete(f"/projects/{project.pk}")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["message"] == "Process 1 of “Classifier” has not ended. Stop it first."
    assert Dataset.objects.count() == 1
