"""The curve coach (A27) names what is wrong, and leaves in peace what is well: drawn curves and real ones."""

import json
import math

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from torch import nn

from modelwright.contract.choices import Metric
from modelwright.contract.events import Code
from modelwright.contract.parameters import CoachParameters
from modelwright.contract.run_dir import RunDir
from modelwright.contract.schedules import warmup_cosine
from modelwright.contract.tasks import Network
from modelwright.engine.coach import Coach
from modelwright.engine.curves import LEAST_POINTS, Curves, Evaluation, Point, conclusion, hints
from modelwright.engine.reporting import Reporter
from modelwright.engine.trainer import Trainer

BANDS = CoachParameters()
PLANNED = 2000
POINTS = 100
TIMES = (np.arange(POINTS) + 1) / POINTS


def drawn(losses, *, rates=None, metric=None, validation=None, never=(), planned=PLANNED, **facts):
    """Curves of a whole run: a loss a 20 iterations, a measurement a 100. `metric` and `validation` are functions of 0 to 1."""
    curves = Curves(**facts)
    rates = np.full(len(losses), 0.001) if rates is None else rates
    for number, (loss, rate) in enumerate(zip(losses, rates, strict=True), start=1):
        curves.points.append(Point(20 * number, float(loss), float(rate)))
        if number % 5 == 0 and metric is not None:
            at = number / POINTS
            loss_there = None if validation is None else float(validation(at))
            curves.evaluations.append(Evaluation(20 * number, float(metric(at)), loss_there, tuple(never)))
    return curves


def told(curves, planned=PLANNED):
    """The codes of all hints while the run goes on."""
    codes = set()
    for shown in range(1, len(curves.points) + 1):
        until = curves.points[shown - 1].iteration
        measured = [of for of in curves.evaluations if of.iteration <= until]
        so_far = Curves(curves.floor, curves.chance, curves.brisk, curves.points[:shown], measured)
        codes |= {hint.code for hint in hints(so_far, planned, BANDS)}
    return codes


def healthy(seed, noise, *, end=0.05, speed=6.0):
    random = np.random.default_rng(seed)
    clean = end + (2.3 - end) * np.exp(-speed * TIMES)
    return clean * np.exp(noise * random.standard_normal(POINTS))


def learning(at):
    return 0.9 * (1 - math.exp(-5 * at))


@pytest.mark.parametrize("noise", [0.0, 0.05, 0.15])
@pytest.mark.parametrize("seed", range(6))
def test_a_training_that_goes_well_is_left_in_peace(noise, seed):
    random = np.random.default_rng(seed)

    def validation(at):
        return (0.3 + 2 * math.exp(-5 * at)) * math.exp(noise * random.standard_normal())

    assert told(drawn(healthy(seed, noise), metric=learning, validation=validation, chance=2.3)) == set()


@pytest.mark.parametrize("seed", range(4))
def test_a_slow_training_that_arrives_is_left_in_peace(seed):
    curves = drawn(healthy(seed, 0.05, end=0.4, speed=2), metric=learning, validation=lambda at: 2.3 - 1.5 * at)
    assert told(curves) == set()


def test_a_warm_up_is_no_want_of_learning_rate():
    rates = np.array([0.01 * warmup_cosine(at, 0.3) for at in TIMES])
    losses = np.where(TIMES < 0.3, 2.3, 0.05 + 2.25 * np.exp(-9 * (TIMES - 0.3)))
    assert told(drawn(losses, rates=rates, metric=lambda at: learning(at - 0.3) if at > 0.3 else 0.0)) == set()


def test_nothing_is_said_on_few_points():
    rising = np.linspace(2, 9, LEAST_POINTS - 1)
    assert told(drawn(rising)) == set()
    assert told(drawn(np.linspace(2, 9, LEAST_POINTS + 5))) != set()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("top", [1.5, 4.0, 50.0])
def test_a_loss_that_climbs_again_diverges(seed, top):
    losses = healthy(seed, 0.1)
    losses[60:] += np.minimum(top, 0.1 * np.arange(40))
    assert told(drawn(losses, metric=learning)) == {Code.COACH_DIVERGES}


@pytest.mark.parametrize("seed", range(4))
def test_one_spike_is_no_divergence(seed):
    losses = healthy(seed, 0.1)
    losses[[30, 70]] *= 10
    assert told(drawn(losses, metric=learning)) == set()


@pytest.mark.parametrize("noise", [0.002, 0.02])
def test_a_loss_that_hardly_falls_wants_a_higher_rate(noise):
    random = np.random.default_rng(1)
    losses = 2.3 - 0.05 * TIMES + noise * random.standard_normal(POINTS)
    assert told(drawn(losses, metric=lambda at: 0.1)) == {Code.COACH_RATE_TOO_LOW}


def test_a_loss_that_rose_and_stays_up_wants_a_lower_rate():
    losses = np.concatenate([[2.3, 9.0, 5.0], np.full(POINTS - 3, 2.4)])
    assert told(drawn(losses, metric=lambda at: 0.1)) == {Code.COACH_RATE_TOO_HIGH}


def test_a_rate_that_is_high_for_the_optimiser_is_not_called_low():
    flat = np.full(POINTS, 2.31)
    high = told(drawn(flat, rates=np.full(POINTS, 0.5), chance=2.303, brisk=0.1))
    assert high == {Code.COACH_RATE_TOO_HIGH}
    assert told(drawn(flat, rates=np.full(POINTS, 1e-4), chance=2.303, brisk=0.1)) == {Code.COACH_RATE_TOO_LOW}


def test_a_policy_that_takes_the_rate_away_early_is_told():
    rates = 0.01 * 0.8 ** np.arange(POINTS)
    losses = 1.2 + 1.1 * np.exp(-40 * TIMES)
    assert told(drawn(losses, rates=rates, metric=lambda at: min(at, 0.1))) >= {Code.COACH_RATE_TOO_LOW}


@pytest.mark.parametrize("seed", range(4))
def test_a_loss_that_jumps_is_told_and_one_that_trembles_near_zero_is_not(seed):
    random = np.random.default_rng(seed)
    jumping = np.abs(1.2 + 0.8 * random.standard_normal(POINTS)) + np.exp(-30 * TIMES)
    assert Code.COACH_JUMPING_LOSS in told(drawn(jumping, metric=learning))
    trembling = healthy(seed, 0.0, end=0.0, speed=12) + 0.02 * np.abs(random.standard_normal(POINTS))
    assert told(drawn(trembling, metric=learning)) == set()


@pytest.mark.parametrize("seed", range(4))
def test_a_validation_loss_that_rises_while_the_training_loss_falls_is_over_fitting(seed):
    random = np.random.default_rng(seed)

    def validation(at):
        return 0.9 + 2 * max(0, at - 0.3) + 0.05 * random.standard_normal()

    curves = drawn(healthy(seed, 0.05), metric=lambda at: 0.5 - 0.1 * at, validation=validation)
    assert Code.COACH_OVERFITTING in told(curves)


def test_a_rising_validation_loss_of_a_metric_that_still_gains_is_none():
    curves = drawn(healthy(0, 0.05), metric=lambda at: 0.3 + 0.4 * at, validation=lambda at: 0.5 + at)
    assert told(curves) == set()


def test_a_metric_without_a_gain_is_a_plateau_unless_it_is_excellent():
    losses = healthy(0, 0.05, end=0.8)
    stalled = drawn(losses, metric=lambda at: min(0.5, 2 * at), validation=lambda at: 1.0)
    assert told(stalled) == {Code.COACH_PLATEAU}
    (plateau,) = hints(stalled, PLANNED, BANDS)
    assert plateau.values == {"value": 0.5, "iterations": 1500}
    assert told(drawn(losses, metric=lambda at: min(0.9, 4 * at), validation=lambda at: 1.0)) == set()
    still_falling = drawn(losses, metric=lambda at: 0.0, validation=lambda at: 1.2 - at)
    assert told(still_falling) == set()


def test_classes_that_are_never_predicted_are_named():
    curves = drawn(healthy(0, 0.05), metric=learning, never=["crack", "裂纹"])
    named = [hint.values["label"] for hint in hints(curves, PLANNED, BANDS)]
    assert named == ["crack", "裂纹"]
    curves.evaluations[-2] = curves.evaluations[-2]._replace(never_predicted=("crack",))
    assert [hint.values["label"] for hint in hints(curves, PLANNED, BANDS)] == ["crack"]


@pytest.mark.parametrize(
    ("metric", "loss", "codes"),
    [
        (0.85, 0.1, [Code.COACH_RESULT_EXCELLENT]),
        (0.85, 1.5, [Code.COACH_RESULT_EXCELLENT]),
        (0.77, 0.1, [Code.COACH_RESULT_GOOD]),
        (0.77, 1.5, [Code.COACH_RESULT_GOOD, Code.COACH_LOSS_HIGH]),
        (0.4, 1.5, [Code.COACH_LOSS_HIGH]),
        (0.4, 0.1, []),
    ],
)
def test_the_end_is_judged_by_the_sources_bands(metric, loss, codes):
    curves = drawn(np.full(POINTS, loss), metric=lambda at: metric, chance=2.3)
    assert [hint.code for hint in conclusion(curves, PLANNED, BANDS, "ap50")] == codes


def test_the_bands_can_be_set():
    curves = drawn(np.full(POINTS, 1.5), metric=lambda at: 0.4, chance=2.3)
    bands = CoachParameters(loss_good=2, metric_good=0.3, metric_excellent=0.5)
    (good,) = conclusion(curves, PLANNED, bands, "ap50")
    assert (good.code, good.values) == (Code.COACH_RESULT_GOOD, {"metric": "ap50", "value": 0.4, "good": 0.3})


def test_what_label_smoothing_leaves_of_the_loss_does_not_count():
    assert conclusion(drawn(np.full(POINTS, 0.7), floor=0.5, chance=2.3), PLANNED, BANDS, "macro_f1") == []


def test_the_band_of_the_loss_is_for_cross_entropies_alone():
    """A detector's loss has another scale: its chance is not known."""
    assert conclusion(drawn(np.full(POINTS, 4.0)), PLANNED, BANDS, "ap50") == []


def test_a_long_curve_is_kept_short():
    curves = Curves()
    for iteration in range(20, 20 * 5000 + 1, 20):
        curves.add(Point(iteration, 1e5 / iteration, 0.1))
    assert len(curves.points) <= 200
    assert curves.points[-1].iteration > 20 * 4900
    losses = [point.loss for point in curves.points]
    assert losses == sorted(losses, reverse=True)


# --- real trainings, small enough for a test


def train(rate, *, iterations=300, hidden=32):
    """A small network on scanned digits with SGD; returns its curves."""
    digits = load_digits()
    images, labels = torch.tensor(digits.images, dtype=torch.float32).flatten(1) / 16, torch.tensor(digits.target)
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    optimizer = torch.optim.SGD(net.parameters(), lr=rate, momentum=0.9)
    curves, pending = Curves(chance=math.log(10), brisk=0.1), []
    for iteration in range(1, iterations + 1):
        chosen = torch.from_numpy(np.random.default_rng(iteration).choice(1200, 32, replace=False))
        loss = nn.functional.cross_entropy(net(images[chosen]), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        pending.append(loss.item())
        if iteration % 10 == 0:
            curves.points.append(Point(iteration, float(np.mean(pending)), rate))
            pending = []
        if iteration % 15 == 0:
            curves.evaluations.append(measured(net, images[1200:], labels[1200:], iteration))
    return curves


@torch.no_grad()
def measured(net, images, labels, iteration):
    logits = net(images)
    predicted = logits.argmax(1)
    never = set(labels.tolist()) - set(predicted.tolist())
    accuracy = float((predicted == labels).float().mean())
    return Evaluation(iteration, accuracy, float(nn.functional.cross_entropy(logits, labels)), tuple(map(str, never)))


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (1e-6, {Code.COACH_RATE_TOO_LOW}),
        (1e-4, {Code.COACH_RATE_TOO_LOW}),
        (0.01, set()),
        (0.05, set()),
        (0.2, set()),
        (20.0, {Code.COACH_RATE_TOO_HIGH}),
    ],
)
def test_real_trainings_are_judged_by_their_learning_rate(rate, expected):
    assert told(train(rate), 300) == expected


# --- the hook


class Rate:
    learning_rate = 0.001


def follow(run_dir, losses, *, never=(), log_every=10, resumed=None, until=None):
    """Carry the coach through a training with these losses; returns the coach and the events."""
    reporter = Reporter(RunDir(run_dir))
    coach = Coach(reporter, Network.CLASSIFICATION, Metric.MACRO_F1, BANDS, Rate(), Curves(chance=3.0), log_every)
    start = 0
    if resumed is not None:
        start, state = resumed
        coach.restore(json.loads(json.dumps(state)))
    trainer = Trainer(None, [], len(losses), hooks=[coach], should_stop=lambda: False, iteration=start)
    for loss in losses[start:until]:
        trainer.iteration += 1
        if trainer.iteration % 50 == 0:
            values = {"validation.macro_f1": 0.77, "validation.loss": 0.4}
            coach.evaluated(trainer.iteration, values, never)
        coach.after_step(trainer, torch.tensor(float(loss)))
    reporter.close()
    return coach, [event for _, _, event in RunDir(run_dir).events()]


def noted(events):
    return [(event["code"], event["iteration"]) for event in events]


def flat_then_falling():
    return np.concatenate([np.full(400, 2.3), 0.05 + 2.25 * np.exp(-np.arange(600) / 60)])


def test_a_hint_is_told_once_at_its_place_on_the_networks_chart(tmp_path):
    _, events = follow(tmp_path, np.full(1000, 2.3))
    low, good, high = events
    assert (low["code"], low["iteration"], low["level"]) == ("coach_rate_too_low", 190, "warning")
    assert {event["network"] for event in events} == {"classification"}
    assert (good["code"], good["level"], good["iteration"]) == ("coach_result_good", "info", 1000)
    assert (high["code"], high["values"]) == ("coach_loss_high", {"loss": pytest.approx(2.3), "good": 0.5})


def test_a_hint_that_was_gone_is_told_again_when_it_comes_back(tmp_path):
    losses = flat_then_falling()
    losses[600:700] = 2.5
    losses[850:] = 2.5
    _, events = follow(tmp_path, losses)
    climbs = [iteration for code, iteration in noted(events) if code == "coach_diverges"]
    assert len(climbs) == 2
    assert climbs[0] < 700
    assert climbs[1] > 850


def test_what_shows_for_a_moment_is_not_told(tmp_path):
    losses = flat_then_falling()
    losses[800:830] = 2.5
    _, events = follow(tmp_path, losses)
    assert "coach_diverges" not in {code for code, _ in noted(events)}
    assert Code.COACH_DIVERGES in told(drawn(losses[9::10][:85]))


def test_many_missing_classes_are_one_hint(tmp_path):
    _, events = follow(tmp_path, flat_then_falling(), never=[f"code {n}" for n in range(8)])
    (never,) = [event for event in events if event["code"] == "coach_class_never_predicted"]
    assert never["values"] == {"label": "code 0, code 1, code 2, code 3, code 4, … (+3)"}


def test_a_resumed_coach_goes_on_as_if_nothing_had_happened(tmp_path):
    losses = flat_then_falling()
    whole = noted(follow(tmp_path / "whole", losses, never=["a"])[1])
    coach, before = follow(tmp_path / "first", losses, never=["a"], until=455)
    _, after = follow(tmp_path / "second", losses, never=["a"], resumed=(455, coach.state()))
    assert noted(before) + noted(after) == whole
    assert len(whole) >= 3


def test_the_loss_of_each_iteration_counts_once(tmp_path):
    coach, _ = follow(tmp_path, np.arange(95.0), log_every=20)
    assert [point[:2] for point in coach.state()["points"]] == [
        [20, 9.5],
        [40, 29.5],
        [60, 49.5],
        [80, 69.5],
        [95, 87.0],
    ]
