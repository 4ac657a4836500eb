"""Publishing: numbers, copies, and never twice."""

import shutil

import pytest
from django.conf import settings

from modelwright.contract.tasks import Network
from modelwright.server.core.errors import Conflict
from modelwright.server.core.models import JournalEntry
from modelwright.server.registry.models import Model, ModelVersion


def test_the_first_version_of_a_model_is_1_01_and_the_next_1_02(publish):
    assert [publish().name, publish().name] == ["v1.01", "v1.02"]
    assert publish(name="Another").name == "v1.01"
    assert Model.objects.count() == 2


def test_after_1_99_comes_1_100(publish):
    ModelVersion.objects.filter(pk=publish().pk).update(minor=99)
    assert publish().name == "v1.100"


def test_a_training_is_published_once(publish, finished_run):
    run = finished_run()
    publish(run=run)
    with pytest.raises(Conflict, match="published already"):
        publish(run=run)
    assert ModelVersion.objects.count() == 1


def test_a_version_stays_whole_when_its_run_is_deleted(publish, finished_run, login):
    job, run_dir = finished_run()
    version = publish(run=(job, run_dir))
    shutil.rmtree(run_dir.path)
    job.delete()
    answer = login("viewer").get(f"/model-versions/{version.pk}").json()
    assert answer["process_id"] is None
    assert answer["source"]["process_number"] == 1
    folder = settings.MODELS_DIR / version.folder
    kept = {"bundle.zip", "certificate.json", "manifest.json", "report.json", "best-classification.pt"}
    assert {file.name for file in folder.iterdir()} == kept


def test_a_run_whose_files_are_gone_is_not_published(publish, finished_run):
    job, run_dir = finished_run()
    run_dir.best_checkpoint(Network.CLASSIFICATION).unlink()
    with pytest.raises(Conflict, match=r"best-classification\.pt"):
        publish(run=(job, run_dir))
    assert not Model.objects.exists()


def test_publishing_is_in_the_journal(publish, project):
    version = publish()
    entry = JournalEntry.objects.get(action="model_version.published")
    assert (entry.entity_id, entry.project_id, entry.detail["version"]) == (version.pk, project.pk, "v1.01")
