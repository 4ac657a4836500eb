"""The cast, their project, its dataset and a template, made once for all tests of a file: each finds them as they were made.

A file asks for it by importing all of it. What a test changes in the database is taken back as always, and the images
are drawn anew. Not for files with tests that commit (`django_db(transaction=True)`): the transaction around them does not.
"""

import shutil
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from modelwright.server.accounts.models import Project, User
from modelwright.server.testing.cast import Browser, make_people, make_project
from modelwright.server.training.tests.conftest import draw_images, make_dataset, make_template

__all__ = ["dataset", "kept", "people", "project", "template"]


@dataclass(frozen=True)
class Kept:
    images: Path
    dataset: dict[str, Any]
    template: dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Kept]:
    """In a transaction around those of the tests, which ends with the file."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_ROOTS[0]) as folder:
        around = transaction.atomic()
        with django_db_blocker.unblock():
            around.__enter__()
            made = _made(Path(folder) / "parts")
        yield made
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


def _made(images: Path) -> Kept:
    people = make_people()
    project, trainer = make_project(people), Browser(people["trainer"])
    dataset = make_dataset(trainer, project, "Parts", draw_images(images))
    return Kept(images, dataset, make_template(trainer, project, dataset))


@pytest.fixture
def people(kept: Kept, db: None) -> dict[str, User]:
    return {person.username: person for person in User.objects.all()}


@pytest.fixture
def project(people: dict[str, User]) -> Project:
    return Project.objects.get()


@pytest.fixture
def dataset(kept: Kept, project: Project) -> dict[str, Any]:
    shutil.rmtree(kept.images)
    draw_images(kept.images)
    return deepcopy(kept.dataset)


@pytest.fixture
def template(kept: Kept, dataset: dict[str, Any]) -> dict[str, Any]:
    return deepcopy(kept.template)
