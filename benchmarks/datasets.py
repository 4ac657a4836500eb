"""Datasets: counting a path's images against `find`, exporting COCO, taking in a zip against unzipping and hashing, versions.

MODELWRIGHT_BENCH_FILES (100,000; the promise is for 1,000,000) files in a hundredth as many folders are counted;
MODELWRIGHT_BENCH_IMAGES (10,000) JPEG files of 640 x 480 are exported and taken in; versions have 100,000 samples.
"""

import hashlib
import os
import resource
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from _django import HOME
from _pictures import jpegs
from _table import Figure, median_of, show
from modelwright.server.accounts.models import Project, User
from modelwright.server.datasets import counting, exports, manifests, packing, storage, taking, uploads, versions
from modelwright.server.datasets.models import DataPath, Dataset, Sample, Upload, VersionReason
from modelwright.server.datasets.schemas_uploads import UploadIn

FILES: Final = int(os.environ.get("MODELWRIGHT_BENCH_FILES", "100000"))
IMAGES: Final = int(os.environ.get("MODELWRIGHT_BENCH_IMAGES", "10000"))
SAMPLES: Final = 100_000
FIND: Final = "find {} -type f | wc -l"


def main() -> None:
    user = User.objects.create(username="root", is_superuser=True)
    project = Project.objects.create(name="Benchmark")
    show("Counting a data path", count(HOME / "many"))
    show("Versions", make_versions(user, project))
    files = jpegs(HOME / "images", IMAGES)
    show("Export", export(user, project, files))
    show("Import", take_in(user, project, files))


def count(folder: Path) -> list[Figure]:
    for number in range(FILES // 100):
        below = folder / f"{number % 97}" / f"{number}"
        below.mkdir(parents=True)
        for file in range(100):
            (below / f"{file}.jpg").touch()

    def ours() -> None:
        *_, last = counting.count_images(folder)
        assert last.images == FILES // 100 * 100

    def theirs() -> None:
        subprocess.run(FIND.format(folder), shell=True, check=True, stdout=subprocess.DEVNULL)  # noqa: S602  our own folder

    times = [(seconds(theirs), seconds(ours)) for _ in range(5)]
    found, counted = (sorted(column)[2] for column in zip(*times, strict=True))
    shutil.rmtree(folder)
    return [
        Figure(f"find | wc -l, {FILES:,} files", found, "s"),
        Figure("counted for the page", counted, "s"),
        Figure("counted / find", counted / found, "x", below=1.5),
    ]


def make_versions(user: User, project: Project) -> list[Figure]:
    dataset = stored(project, "Versions", Path("/data"), (f"c{n % 20}/{n}.png" for n in range(SAMPLES)))

    def make() -> None:
        versions.version_now(user, dataset, VersionReason.ON_DEMAND)

    made = median_of(make, 3)
    first = dataset.versions.get()
    Sample.objects.filter(dataset=dataset, path__startswith="c7/").update(label="other")
    second = versions.version_now(user, dataset, VersionReason.ON_DEMAND)
    compared = median_of(lambda: versions.differences(second, first.pk, "", "", 50), 3)
    size = manifests.file_of(dataset.pk, second.hash).stat().st_size
    return [
        Figure(f"a version of {SAMPLES:,} samples", made, "s", 5),
        Figure("its manifest", size / 1e6, "MB"),
        Figure("what is different between two", compared, "s", 3),
    ]


def export(user: User, project: Project, files: list[Path]) -> list[Figure]:
    dataset = stored(project, "Exported", HOME / "images", (str(file.relative_to(HOME / "images")) for file in files))
    asked = exports.request_export(user, dataset, "coco")
    before = peak_mb()
    took = seconds(lambda: packing.run_pending(lambda: False))
    size = exports.file_of(asked.id).stat().st_size
    return [
        Figure(f"COCO export of {IMAGES:,} labelled images", took, "s", 5),
        Figure("its size", size / 1e6, "MB"),
        Figure("memory that it took on top, at most", peak_mb() - before, "MB", 300),
    ]


def take_in(user: User, project: Project, files: list[Path]) -> list[Figure]:
    zipped = HOME / "parts.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        for file in files:
            archive.write(file, file.relative_to(HOME / "images"))
    base = min(seconds(lambda: unzip_and_hash(zipped, HOME / "unzipped")) for _ in range(3))
    before = peak_mb()
    ours = min(seconds(arrived(user, project, zipped, number)) for number in range(3))
    return [
        Figure(f"unzipping and hashing {IMAGES:,} images", base, "s"),
        Figure("taking in the same zip", ours, "s"),
        Figure("taking in / unzipping and hashing", ours / base, "x", below=1.3),
        Figure("memory that it took on top, at most", peak_mb() - before, "MB", 300),
    ]


def unzip_and_hash(zipped: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(target)
    for file in sorted(target.rglob("*.jpg")):
        with file.open("rb") as stream:
            hashlib.file_digest(stream, "sha256")


def arrived(user: User, project: Project, zipped: Path, number: int) -> Callable[[], object]:
    """What is to be done once all bytes of the zip are here."""
    dataset = Dataset.objects.create(project=project, name=f"Imported{number}")
    begun = uploads.begin_upload(user, dataset, UploadIn(name="parts.zip", size=zipped.stat().st_size))
    upload = Upload.objects.get(pk=begun.id)
    partial = storage.partial_of(upload)
    partial.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(zipped, partial)
    Upload.objects.filter(pk=upload.pk).update(received=upload.size)
    upload.refresh_from_db()

    def finish() -> None:
        uploads.finish_upload(user, upload)
        taking.run_pending(lambda: False)
        upload.refresh_from_db()
        assert upload.accepted == IMAGES, upload.refusals[:3]

    return finish


def stored(project: Project, name: str, folder: Path, paths: Iterable[str]) -> Dataset:
    """A checked dataset of samples with two boxes each."""
    dataset = Dataset.objects.create(project=project, name=name)
    path = DataPath.objects.create(dataset=dataset, path=str(folder), status="valid", format="coco")
    regions: list[dict[str, Any]] = [
        {"label": label, "box": [10.5, 20.0, 100.0, 80.25], "polygon": [], "runs": []} for label in ("crack", "dent")
    ]
    rows = (
        Sample(
            dataset=dataset,
            data_path=path,
            path=text,
            label=text.partition("/")[0],
            size=60_000,
            width=640,
            height=480,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            annotation_key=hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(),
            regions=regions,
            shows="\ncrack\n\ndent\n",
            is_annotated=True,
            key=number,
        )
        for number, text in enumerate(paths)
    )
    Sample.objects.bulk_create(rows, batch_size=5_000)
    return dataset


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
