"""Curves, their file, and the log (A22 to A26, E60)."""

import csv
import io
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from modelwright.contract.events import Metrics, Outcome
from modelwright.contract.run_dir import RunDir
from modelwright.server.training import metrics
from modelwright.server.training.models import MetricBlock
from modelwright.server.training.tests.conftest import latest_job
from modelwright.server.training.tests.kept import dataset, kept, people, project, template

__all__ = ["dataset", "kept", "people", "project", "template"]


def curves(login, process, **query):
    answer = login("trainer").get(f"/processes/{process['id']}/curves", **query).json()
    return answer, {series["name"]: series for series in answer["series"]}


def wave(count, first=1):
    """Events of a loss that falls noisily, with one spike."""
    values = 1 / np.arange(1, count + 1) + np.random.default_rng(0).normal(0, 0.01, count)
    values[count // 3] = 7.5
    return [
        (first + number, Metrics(time=0, iteration=number + 1, epoch=0, values={"loss": float(value)}))
        for number, value in enumerate(values)
    ]


def store(process, events):
    job = latest_job(process)
    metrics.store([(job, events)])
    job.last_event = events[-1][0]
    job.save()


def test_curves_say_what_they_are_about(process, login, dispatcher, engine):
    running = engine(process)
    running.plan()
    running.learn(1, 3)
    running.measure(3, 0.5)
    dispatcher.tick()
    answer, series = curves(login, process)
    axes = {"images": 20, "batch_size": 4, "iterations": 100, "metric": "macro_f1", "measured_on": "validation"}
    assert (answer["last_event"], answer["networks"]) == (5, [{"network": "classification", **axes}])
    assert series["classification.loss"] == {
        "name": "classification.loss",
        "iterations": [1, 2, 3],
        "values": [1.0, 0.5, 0.33333],
        "count": 3,
    }
    assert series["classification.validation.accuracy"]["values"] == [0.5]


def test_many_points_are_thinned_out_and_the_extremes_stay(process, login, engine):
    engine(process)
    store(process, wave(20_000))
    loss = curves(login, process, width=300)[1]["classification.loss"]
    assert loss["count"] == 20_000
    assert len(loss["values"]) <= 602
    assert max(loss["values"]) == 7.5
    assert (loss["iterations"][0], loss["iterations"][-1]) == (1, 20_000)
    assert loss["iterations"] == sorted(loss["iterations"])


def test_zooming_in_shows_every_point(process, login, engine):
    engine(process)
    store(process, wave(20_000))
    loss = curves(login, process, width=300, first=5_001, last=5_200)[1]["classification.loss"]
    assert loss["iterations"] == list(range(5_001, 5_201))


def test_all_series_together_stay_small(process, login, engine):
    engine(process)
    rows = [
        (n, Metrics(time=0, iteration=n, epoch=0, values=dict.fromkeys("abcdefgh", n / 7))) for n in range(1, 5_001)
    ]
    store(process, rows)
    answer = login("trainer").get(f"/processes/{process['id']}/curves", width=4000)
    assert len(answer.content) < 100_000


def test_small_blocks_are_merged_as_they_grow(process, engine):
    engine(process)
    for start in range(1, 3_001, 30):
        store(
            process, [(n, Metrics(time=0, iteration=n, epoch=0, values={"loss": n})) for n in range(start, start + 30)]
        )
    assert MetricBlock.objects.count() == 3
    assert metrics.whole(latest_job(process))["classification.loss"]["value"].tolist() == list(range(1, 3_001))


def test_a_resumed_attempt_shows_the_earlier_points_up_to_where_it_took_over(process, login, dispatcher, engine):
    first = engine(process)
    first.plan()
    first.learn(1, 12)
    first.checkpoint(10)
    first.finish(Outcome.STOPPED)
    dispatcher.tick()
    second = engine(process, "resume")
    assert curves(login, process)[1]["classification.loss"]["iterations"] == list(range(1, 11))
    second.plan(first_iteration=10)
    second.learn(11, 20)
    dispatcher.tick()
    assert curves(login, process)[1]["classification.loss"]["iterations"] == list(range(1, 21))


def test_the_file_has_every_point(process, login, dispatcher, engine):
    running = engine(process)
    running.learn(1, 5)
    running.measure(5, 0.25)
    dispatcher.tick()
    answer = login("trainer").get(f"/processes/{process['id']}/curves.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 5
    assert rows[4] == {
        "iteration": "5",
        "learning_rate": "0.01",
        "loss": "0.2",
        "validation.accuracy": "0.25",
        "validation.macro_f1": "0.25",
        "validation.macro_recall": "0.25",
    }
    assert "Classifier-1-classification.csv" in answer["Content-Disposition"]


def test_a_process_without_points_has_no_curves(process, login):
    assert curves(login, process)[0]["series"] == []


def test_watching_takes_the_right_to_manage_or_authorship(process, login, settings, engine, look):
    engine(process)
    path = f"/processes/{process['id']}"
    for page in ("curves", "curves.csv", "log", "log.txt", "stream"):
        assert login("viewer").get(f"{path}/{page}").status_code == 403
        assert login("outsider").get(f"{path}/{page}").status_code == 404
    assert "Training processes — Manage" in look(process, by="viewer")["actions"]["monitor"]
    settings.MONITORING_NEEDS = "view"
    assert login("viewer").get(f"{path}/curves").status_code == 200
    assert look(process, by="viewer")["actions"]["monitor"] is None


LINES = (
    "2026-11-21T04:49:10Z INFO Plan: 6 iterations",
    "2026-11-21T04:49:11Z WARNING Batch reduced",
    "2026-11-21T04:49:12Z INFO Iteration 1/6: loss 0.7",
    "2026-11-21T04:49:13Z ERROR Loss not finite",
)


@pytest.fixture
def log(process, login, engine):
    engine(process).log(*LINES)

    def read(**query):
        answer = login("trainer").get(f"/processes/{process['id']}/log", **query).json()
        return answer, [line["number"] for line in answer["lines"]]

    return read


def test_the_log_has_time_level_and_text(log):
    answer, numbers = log()
    assert numbers == [1, 2, 3, 4]
    assert answer["lines"][1] == {
        "number": 2,
        "time": "2026-11-21T04:49:11Z",
        "level": "warning",
        "text": "Batch reduced",
    }
    assert (answer["next"], answer["total"], answer["complete"]) == (4, 4, False)


def test_the_log_is_followed_from_where_it_was_read(log):
    first, numbers = log(limit=2)
    assert (numbers, first["next"]) == ([1, 2], 2)
    assert log(after=2)[1] == [3, 4]
    assert log(after=4) == ({"lines": [], "next": 4, "total": 4, "complete": False}, [])


def test_the_log_is_searched_and_filtered_by_level(log):
    assert log(search="LOSS")[1] == [3, 4]
    assert log(level="warning")[1] == [2, 4]
    assert log(level="error", search="finite")[1] == [4]


def test_the_end_of_the_log_comes_first_when_asked(log):
    answer, numbers = log(tail=True, limit=2)
    assert (numbers, answer["next"]) == ([3, 4], 4)


def test_a_line_that_is_being_written_is_left_for_later(process, log):
    with RunDir(latest_job(process).run_dir).log_file.open("a") as file:
        file.write("2026-11-21T04:49:14Z INFO half a li")
    assert log()[1] == [1, 2, 3, 4]


def test_a_crash_leaves_its_output_at_the_end_of_the_log(process, log, look, dispatcher, executor):
    run_dir = RunDir(latest_job(process).run_dir)
    run_dir.output_file.write_text("Segmentation fault\n")
    executor.end(run_dir, 139)
    dispatcher.tick()
    answer, numbers = log(level="error")
    assert answer["lines"][-1]["text"] == "Segmentation fault"
    assert (numbers, answer["complete"]) == ([4, 5], True)


def test_the_whole_log_can_be_downloaded(process, log, login):
    answer = login("trainer").get(f"/processes/{process['id']}/log.txt")
    assert answer.content.decode().splitlines() == list(LINES)
    assert "Classifier-1.log.txt" in answer["Content-Disposition"]


def test_the_expected_end_is_the_last_word_of_the_engine_plus_what_remains(process, look, dispatcher, engine):
    running = engine(process)
    running.say("progress", iteration=3, epoch=0.5, seconds_per_iteration=0.2, remaining_s=600)
    dispatcher.tick()
    row = look(process)
    assert row["remaining_s"] == 600
    until = timezone.datetime.fromisoformat(row["expected_end"]) - timezone.now()
    assert timedelta(minutes=9) < until <= timedelta(minutes=10)
