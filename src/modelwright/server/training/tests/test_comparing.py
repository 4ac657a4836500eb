"""Runs beside each other: parameters, numbers with their certainty, cost and data (issue 5, compare runs)."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.server.jobs.models import Job
from modelwright.server.training.models import Process, StoredReport
from modelwright.server.training.tests.conftest import latest_job

SAMPLES = [
    {"path": f"/{label}/{number}.png", "label": label, "sha256": f"{label}{number}", "part": part}
    for label in "ab"
    for number, part in ((0, "train"), (1, "train"), (2, "validation"))
]


@pytest.fixture
def completed(create, engine, dispatcher):
    """A completed run of the template, with these samples and this accuracy."""

    def make(accuracy=0.5, interval=(0.4, 0.6), samples=SAMPLES, **report):
        process = create()
        running = engine(process)
        running.plan()
        running.finish()
        dispatcher.tick()
        name = str(hash(json.dumps(samples)))
        manifest = {"hash": name, "classes": ["a", "b"], "samples": samples}
        running.run_dir.manifest_file.write_text(json.dumps(manifest))
        stored = StoredReport.objects.get(job=latest_job(process))
        stored.report |= {"manifest_hash": name, **report}
        stored.report["sets"][0] |= {"accuracy": accuracy, "accuracy_interval": interval}
        stored.save()
        return process["id"]

    return make


@pytest.fixture
def compare(login, project):
    def ask(*runs, by="trainer", **more):
        query = "&".join([f"runs={','.join(map(str, runs))}", *(f"{name}={value}" for name, value in more.items())])
        return login(by).get(f"/projects/{project.pk}/comparison?{query}")

    return ask


def accuracies(answer):
    rows = [run["sets"][0]["numbers"][0] for run in answer["runs"]]
    assert {row["name"] for row in rows} == {"accuracy"}
    return [(row["delta"] and round(row["delta"], 2), row["verdict"], row["is_best"]) for row in rows]


def test_each_number_says_how_sure_it_is_against_the_base(completed, compare):
    base = completed()
    others = [completed(0.55, (0.45, 0.65)), completed(0.8, (0.7, 0.9)), completed(0.2, (0.1, 0.3))]
    other_data = completed(0.9, (0.85, 0.95), samples=SAMPLES[:-1])
    said = [
        (None, None, False),
        (0.05, "uncertain", False),
        (0.3, "better", True),
        (-0.3, "worse", False),
        (None, "other_data", False),
    ]
    answer = compare(base, *others, other_data).json()
    assert accuracies(answer) == said
    assert answer["base"] == base
    turned = compare(base, *others, base=others[1]).json()
    assert accuracies(turned)[0] == (-0.3, "worse", False)


def test_runs_tell_cost_settings_and_what_the_data_have_otherwise(completed, compare):
    relabelled = {**SAMPLES[0], "label": "b"}
    moved = {**SAMPLES[1], "part": "validation"}
    new = [{**SAMPLES[2], "sha256": f"new{number}", "path": f"/new/{number}.png"} for number in range(12)]
    one = completed(peak_memory_mb=812.5)
    other = completed(samples=[relabelled, moved, *SAMPLES[3:], *new])
    first, second = compare(one, other).json()["runs"]
    assert (first["peak_memory_mb"], first["training_s"], first["took_s"], first["weights"]) == (
        812.5,
        1.0,
        2.0,
        "none",
    )
    assert first["parameters"]["training"]["classification"]["max_iter"] == 6
    assert (first["networks"][0]["best_iteration"], first["networks"][0]["iterations"]) == (100, 100)
    assert {part: first["data"][part] for part in ("train", "validation", "test")} == {
        "train": 4,
        "validation": 2,
        "test": 0,
    }
    assert first["data"]["difference"] is None
    difference = second["data"]["difference"]
    examples = difference.pop("examples")
    assert difference == {"only_base": 1, "only_here": 12, "other_class": 1, "other_part": 1}
    assert len(examples) == 13, "ten of each kind at most"
    assert examples[0] == {"kind": "only_base", "path": SAMPLES[2]["path"], "label": "a"}


def test_the_same_image_twice_is_two_samples_of_the_set(completed, compare):
    twin = {**SAMPLES[2], "path": "/a/again.png"}
    _, second = compare(completed(), completed(samples=[*SAMPLES, twin])).json()["runs"]
    assert (second["data"]["validation"], second["data"]["difference"]["only_here"]) == (3, 0)
    assert second["sets"][0]["numbers"][0]["verdict"] == "other_data", "one image counts twice in its number"


def test_what_cannot_be_shown_is_named_and_the_rest_is_there(completed, create, compare, login):
    one, created = completed(), create()["id"]
    Job.objects.filter(pk=latest_job({"id": one}).pk).update(run_dir="/gone")
    answer = compare(999, one, created, one).json()
    assert (answer["missing"], [run["id"] for run in answer["runs"]]) == ([999], [one, created])
    gone, bare = answer["runs"]
    assert (gone["data"], gone["sets"][0]["data"], bare["sets"], bare["networks"]) == (None, "", [], [])
    assert bare["parameters"]["training"]["classification"]["max_iter"] == 6, "those of the template"
    assert compare(999).json() == {"base": None, "runs": [], "missing": [999]}


@pytest.mark.parametrize("runs", [(), ("x",), ("1.5",), (2**63,), ("9" * 5000,), tuple(range(1, 14))])
def test_a_comparison_of_nothing_or_too_much_is_refused(compare, runs):
    answer = compare(*runs)
    assert (answer.status_code, answer.json()["fields"][0]["path"]) == (422, "runs")


def test_twelve_runs_cost_the_queries_of_two(completed, compare):
    two = [completed(), completed()]
    with CaptureQueriesContext(connection) as few:
        compare(*two)
    row = Process.objects.select_related("job").get(pk=two[0])
    report = StoredReport.objects.get(job=row.job)
    more = [copy_of(row, report, number) for number in range(3, 13)]
    with CaptureQueriesContext(connection) as many:
        assert len(compare(*two, *more).json()["runs"]) == 12
    assert len(many) == len(few)


def copy_of(process, report, number):
    job = Job.objects.create(
        kind="training", subject_id=1000 + number, machine=process.job.machine, run_dir=process.job.run_dir
    )
    StoredReport.objects.create(job=job, report=report.report, manifest_hash=report.manifest_hash)
    return Process.objects.create(template=process.template, number=100 + number, author=process.author, job=job).pk
