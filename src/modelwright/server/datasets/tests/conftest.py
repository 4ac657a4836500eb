"""Folders of small images, and datasets made of them through the API."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from modelwright.server.datasets import checking, taking
from modelwright.server.testing.cast import Browser


def paint(file: Path, color: int, size: tuple[int, int] = (12, 10)) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, (color % 256, color * 7 % 256, color * 31 % 256)).save(file)
    return file


def picture(color: int = 0, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (12, 12), (color, 0, 0)).save(buffer, kind)
    return buffer.getvalue()


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def nothing_is_left() -> bool:
    """Neither of what arrived nor of what was unpacked."""
    return not any((settings.UPLOADS_DIR / "partial").iterdir())


def take_in_all() -> None:
    """What the dispatcher's thread for uploads does."""
    while taking.run_pending(lambda: False):
        pass


def check_all() -> None:
    """What the dispatcher's thread does."""
    while checking.run_pending(lambda: False):
        pass


@pytest.fixture(autouse=True)
def _no_uploads_of_other_tests() -> None:
    """The database forgets between tests and numbers datasets from 1 again; the disk does not."""
    shutil.rmtree(settings.UPLOADS_DIR, ignore_errors=True)


@pytest.fixture
def trainer(login: Callable[[str], Browser], project: object) -> Browser:
    return login("trainer")


@pytest.fixture
def folder(data_root: Path) -> Path:
    """Two classes, five images."""
    for number in range(3):
        paint(data_root / "parts" / "good" / f"{number}.png", number)
    for number in range(2):
        paint(data_root / "parts" / "scratch" / f"{number}.png", 100 + number)
    return data_root / "parts"


@pytest.fixture
def make_dataset(trainer: Browser, project: "Project") -> Callable[..., dict]:  # type: ignore[name-defined] # noqa: F821
    """A dataset with these paths, checked."""

    def make(*paths: Path, name: str = "Parts", purpose: str = "training") -> dict:
        body = {"name": name, "purpose": purpose, "paths": [str(path) for path in paths]}
        answer = trainer.post(f"/projects/{project.pk}/datasets", body)
        assert answer.status_code == 201, answer.json()
        check_all()
        return trainer.get(f"/datasets/{answer.json()['id']}").json()

    return make


@pytest.fixture
def dataset(make_dataset: Callable[..., dict], folder: Path) -> dict:
    return make_dataset(folder)


@pytest.fixture
def empty(make_dataset):
    return make_dataset(name="Empty")


@pytest.fixture
def arrive(trainer, empty):
    """Upload the content in one chunk and finish; gives the answer of the finish."""

    def arrive(name: str, content: bytes, label: str = ""):
        body = {"name": name, "size": len(content), "label": label}
        upload = trainer.post(f"/datasets/{empty['id']}/uploads", body).json()
        assert trainer.put(f"/uploads/{upload['id']}?offset=0", content).status_code == 200
        return trainer.post(f"/uploads/{upload['id']}/finish")

    return arrive


@pytest.fixture
def send(trainer, arrive):
    """Upload, and wait until it is over; gives the result, or the reason why nothing was taken in."""

    def send(name: str, content: bytes, label: str = ""):
        answer = arrive(name, content, label)
        if answer.status_code == 202:
            take_in_all()
            answer = trainer.get(f"/uploads/{answer.json()['id']}")
        upload = answer.json()
        return upload["message"] or upload["result"]

    return send


def classes(trainer, dataset) -> dict[str, int]:
    check_all()
    return trainer.get(f"/datasets/{dataset['id']}").json()["class_counts"]
