"""Reports of every task (E61), and what is drawn over their measured samples."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modelwright.contract.report import BoxOutcome, MeasuredBox, Result
from modelwright.contract.tasks import Part, Task
from modelwright.server.training.models import MeasuredSample
from modelwright.server.training.tests.fake_results import write_lines

BOTH = Task.SEGMENTATION_CLASSIFICATION


@pytest.fixture
def completed(process_of, engine, dispatcher):
    def run(task, rows=None):
        process = process_of(task)
        running = engine(process)
        running.finish()
        if rows is not None:
            write_lines(running.run_dir.results_file, rows)
        dispatcher.tick()
        return process

    return run


@pytest.fixture
def measured(login):
    return lambda process, **query: login("viewer").get(f"/processes/{process['id']}/measured", **query).json()


@pytest.fixture
def detail(login, measured):
    """Of the worst measured sample."""

    def get(process):
        return login("viewer").get(f"/measured/{measured(process)['items'][0]['id']}").json()

    return get


@pytest.mark.parametrize(
    ("task", "kinds"),
    [
        (Task.CLASSIFICATION, ["classification"]),
        (BOTH, ["classification", "segmentation"]),
        (Task.SEGMENTATION, ["segmentation"]),
        (Task.DETECTION, ["detection"]),
    ],
)
def test_the_main_networks_numbers_come_first_each_kind_with_its_formulas(completed, login, task, kinds):
    process = completed(task)
    answer = login("viewer").get(f"/processes/{process['id']}/report").json()
    assert [part["kind"] for part in answer["report"]["sets"]] == kinds
    assert answer["misjudged"] == {"validation": 1}
    for part in answer["report"]["sets"]:
        told = {name for name, value in part.items() if isinstance(value, float)} - {"threshold"}
        of_a_class = {name for name, value in part["classes"][0].items() if isinstance(value, float)}
        assert told | of_a_class <= set(answer["formulas"][part["kind"]])


def test_a_segmentations_matrix_begins_with_the_background(completed, login):
    process = completed(Task.SEGMENTATION)
    (part,) = login("viewer").get(f"/processes/{process['id']}/report").json()["report"]["sets"]
    assert len(part["confusion"]) == len(part["classes"]) + 1
    assert part["confusion"][0] == [80, 10, 10]


def test_the_worst_sample_comes_first(completed, measured):
    rows = measured(completed(Task.DETECTION))["items"]
    assert [(row["score"], row["correct"]) for row in rows] == [(0.0, False), (1.0, True)]
    assert "boxes" not in rows[0]


def test_a_detections_boxes_are_drawn_by_what_became_of_them(completed, detail):
    told = detail(completed(Task.DETECTION))
    assert [(box["label"], box["outcome"], box["confidence"]) for box in told["boxes"]] == [
        ("a", "missed", None),
        ("b", "false", 0.4),
    ]
    assert told["boxes"][0]["box"] == [2, 2, 8, 6]
    assert told["masks"] == []


def test_a_segmentations_masks_are_true_and_predicted_ones(completed, detail):
    told = detail(completed(BOTH))
    assert (told["label"], told["predicted"], told["correct"]) == ("b", "a", False)
    assert told["true_masks"] == [{"label": "b", "size": [4, 4], "runs": [0, 8, 8]}]
    assert [(mask["label"], mask["runs"]) for mask in told["masks"]] == [("a", [0, 4, 12])]


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ({"region_label": "a"}, ["/a.png", "/b.png"]),
        ({"region_label": "a", "region_outcome": "missed"}, ["/b.png"]),
        ({"region_outcome": "false"}, ["/b.png"]),
        ({"region_label": "date: %_\\", "region_outcome": "hit"}, ["/a.png"]),
        ({"region_label": "date"}, []),
        ({"region_label": "b", "region_outcome": "hit"}, []),
        ({"region_label": "A"}, []),
    ],
)
def test_samples_are_filtered_by_what_became_of_a_field(completed, measured, query, paths):
    def row(path, *outcomes):
        boxes = tuple(MeasuredBox(label=label, box=(0, 0, 1, 1), outcome=outcome) for label, outcome in outcomes)
        values = {"label": "", "predicted": "", "confidence": 0.5, "label_confidence": 0.0, "correct": False}
        return Result(part=Part.VALIDATION, path=path, score=0.5, boxes=boxes, **values)

    rows = [
        row("/a.png", ("a", BoxOutcome.HIT), ("date: %_\\", BoxOutcome.HIT)),
        row("/b.png", ("a", BoxOutcome.MISSED), ("b", BoxOutcome.FALSE)),
    ]
    found = measured(completed(Task.DETECTION, rows), sort="path", **query)
    assert [row["path"] for row in found["items"]] == paths
    assert found["total"] == len(paths)


def test_masks_are_filtered_like_boxes(completed, measured):
    process = completed(Task.SEGMENTATION)
    assert [row["path"] for row in measured(process, region_label="b", region_outcome="missed")["items"]] == [
        "/b/1.png"
    ]
    assert [row["path"] for row in measured(process, region_outcome="hit")["items"]] == ["/a/1.png"]


def test_a_list_reads_no_masks_and_takes_no_more_queries_for_more(completed, login):
    process = completed(Task.SEGMENTATION)

    def asked(limit):
        with CaptureQueriesContext(connection) as captured:
            login("viewer").get(f"/processes/{process['id']}/measured", limit=limit)
        return [query["sql"] for query in captured]

    one, two = asked(1), asked(2)
    assert len(one) == len(two)
    assert not any('"detail"' in sql for sql in two)


def test_a_sample_that_was_kept_out_has_nothing_drawn_over_it(completed, login):
    process = completed(Task.DETECTION)
    row = MeasuredSample.objects.filter(process=process["id"]).first()
    kept_out = MeasuredSample.objects.create(
        process=row.process, job=row.job, part="train", path="/x.png", label="a", reason="mask_size"
    )
    told = login("viewer").get(f"/measured/{kept_out.pk}").json()
    assert (told["boxes"], told["score"], told["confidence"]) == ([], None, None)
    assert told["message"]
    assert login("outsider").get(f"/measured/{kept_out.pk}").status_code == 404
