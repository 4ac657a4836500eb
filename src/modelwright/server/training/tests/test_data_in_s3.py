"""A training of data in S3 reads its mirror; people see the address."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from modelwright.contract.run_dir import RunDir
from modelwright.server.datasets import fetching, mirrors
from modelwright.server.datasets.models import DataPath, Sample
from modelwright.server.training.models import MeasuredSample, Template
from modelwright.server.training.specs import spec_of

from .conftest import latest_job

ADDRESS = mirrors.Address("parts", "gears")


@pytest.fixture
def mirror(dataset) -> Path:
    """The dataset's folder lies in the mirror of an address, as if it had been fetched."""
    shutil.rmtree(settings.MIRRORS_DIR, ignore_errors=True)
    mirrors._address_in.cache_clear()
    path = DataPath.objects.get()
    held = mirrors.mirror_of(ADDRESS)
    shutil.copytree(path.folder, held.folder)
    held.address.write_text(str(ADDRESS))
    DataPath.objects.update(path=str(ADDRESS))
    return held.folder


def test_the_engine_reads_the_mirror(mirror, template):
    sample = Sample.objects.order_by("path").first()
    Sample.objects.filter(pk=sample.pk).update(excluded_because="Blurred")
    data = spec_of(Template.objects.get(pk=template["id"])).data
    assert data.train == (str(mirror),)
    assert data.excluded == (f"{mirror}/{sample.path}",)
    assert Path(data.excluded[0]).is_file()


def test_reports_name_the_address_and_show_the_picture(mirror, process, login):
    file = next(mirror.rglob("*.png"))
    measured = MeasuredSample.objects.create(
        process_id=process["id"], job=latest_job(process), part="validation", path=str(file), label="a"
    )
    shown = login("trainer").get(f"/measured/{measured.pk}").json()
    assert shown["path"] == f"{ADDRESS}/{file.relative_to(mirror)}"
    assert login("trainer").get(f"/measured/{measured.pk}/image").content == file.read_bytes()


def test_a_mirror_that_a_running_training_reads_stays_until_it_ends(mirror, process, engine, dispatcher):
    running = engine(process)
    assert RunDir(latest_job(process).run_dir).read_spec().data.train == (str(mirror),)
    DataPath.objects.all().delete()
    fetching.forget_unused()
    assert mirror.is_dir()
    running.die(1)
    dispatcher.tick()
    fetching.forget_unused()
    assert not mirror.exists()
