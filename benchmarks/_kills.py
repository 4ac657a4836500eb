"""One run of `kills.py`: ROUNDS PROCESSES SEED WITHIN."""

import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final, NamedTuple

from django.db.models import Q

import _simulation as simulation  # first: it prepares the settings
from _simulation import FOLDER, Server, World
from modelwright.contract.run_dir import RunDir
from modelwright.server.core import chain
from modelwright.server.jobs.models import Job, Status
from modelwright.server.notices.models import Happening
from modelwright.server.testing.simulated import MOMENTS
from modelwright.server.testing.simulated_engine import COMPLETED, FAILED, KILLED, STOPPED, fate
from modelwright.server.training import metrics

ENDS: Final = {COMPLETED: 8, FAILED: 1, KILLED: 1}
MEANS: Final = {COMPLETED: ("completed",), FAILED: ("failed",), KILLED: ("failed", "stopped"), STOPPED: ("stopped",)}
"""A run that was asked to stop, and was killed before it had an answer, counts as stopped."""
PATIENCE_S: Final = 300.0
"""What is not there after that is lost."""
FEW: Final = 50
"""Up to so many, the suite's rounds, processes live for seconds instead of minutes."""
AT_ONCE: Final = 20
"""So many processes are added beyond what can run, and at most so many are stopped in a round."""


class Violation(Exception):
    pass


class Truth(NamedTuple):
    """What the run directory said while no server was there."""

    has_ended: bool
    events: int


class Round(NamedTuple):
    number: int
    moment: str
    running: int
    claimed: int
    waiting: int
    ready_s: float
    accounted_s: float


def main() -> int:
    rounds, processes, seed, within = (int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
    plan = {
        "lives_s": (60, 300) if processes > FEW else (1, 6),
        "every_s": 2.0 if processes > FEW else 0.5,
        "ends": ENDS,
    }
    world = simulation.prepare(processes, **plan)
    kills = Kills(world, processes, plan, seed, within)
    try:
        told = [kills.round(number) for number in range(1, rounds + 1)]
        kills.end()
    except Violation as violation:
        print(f"\nVIOLATED in round {kills.number}, seed {seed}: {violation}\n{kills.server.log.read_text()[-3000:]}")
        return 1
    finally:
        kills.server.kill()
        simulation.end_engines(Job.objects.active())
    kills.summary(told)
    return 0


class Kills:
    def __init__(self, world: World, processes: int, plan: dict[str, object], seed: int, within: float) -> None:
        self.world, self.processes, self.plan, self.seed, self.within = world, processes, plan, seed, within
        self.server = Server()
        self.number = 0
        self._looked_at: set[int] = set()
        print(f"| {'round':>5} | {'killed at':>12} | running | claimed | waiting | ready after | accounted for after |")
        print(f"|{'-' * 7}|{'-' * 14}|{'-' * 9}|{'-' * 9}|{'-' * 9}|{'-' * 13}|{'-' * 21}|")
        self.feed()
        self.server.start()
        if processes > FEW:
            self.wait_until_full()

    def wait_until_full(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while Job.objects.filter(status=Status.RUNNING).count() < self.processes and time.monotonic() < until:
            time.sleep(0.2)

    def round(self, number: int) -> Round:
        self.number = number
        chance = random.Random(f"{self.seed}-{number}")
        self.feed()
        self.stop_some(chance)
        moment = self.kill(chance)
        before = list(Job.objects.active())
        waiting = Job.objects.filter(status=Status.WAITING).count()
        truths = {job.pk: _truth(job) for job in before}
        begun = time.monotonic()
        self.server.start()
        ready_s = time.monotonic() - begun
        accounted_s = self.wait_for(truths, begun)
        self.check_marks()
        self.check_ended()
        claimed = sum(1 for job in before if not job.handle)
        told = Round(number, moment, len(before) - claimed, claimed, waiting, ready_s, accounted_s)
        _print(told)
        if accounted_s - ready_s > self.within:
            raise Violation(f"accounted for {accounted_s - ready_s:.1f} s after it was ready, not {self.within} s")
        return told

    def feed(self) -> None:
        """As many as can run, and some that wait."""
        there = Job.objects.filter(Q(status=Status.WAITING) | Q(status__in=Job.ACTIVE)).count()
        simulation.add_processes(self.world, max(0, self.processes + AT_ONCE - there))

    def stop_some(self, chance: random.Random) -> None:
        running = list(Job.objects.filter(status=Status.RUNNING).order_by("pk"))
        for job in chance.sample(running, min(len(running), chance.randint(0, AT_ONCE))):
            job.move_to(Status.STOPPING)

    def kill(self, chance: random.Random) -> str:
        """At a moment of the dispatcher, or whenever; what the moment was."""
        moment = chance.choice([*MOMENTS, *["any"] * 4])
        patience = chance.uniform(0, 3)
        if moment != "any":
            self.server.die_at(moment, chance.randint(1, 8))
            patience = 4.0
        died = self.server.is_dead_within(patience)
        self.server.kill()
        return moment if died else "any"

    def wait_for(self, truths: dict[int, Truth], begun: float) -> float:
        """Seconds from `begun` until each is where its run directory says."""
        left = dict(truths)
        while left:
            for job in Job.objects.filter(pk__in=left):
                if _is_accounted_for(job, left[job.pk]):
                    del left[job.pk]
            if left and time.monotonic() - begun > PATIENCE_S:
                raise Violation(f"lost: {[_said(job) for job in Job.objects.filter(pk__in=left)]}")
            time.sleep(0.05)
        return time.monotonic() - begun

    def check_marks(self) -> None:
        """No attempt was carried out by two processes, in one run directory or in two."""
        carried = defaultdict(list)
        for file in (FOLDER / "marks").iterdir():
            carried[file.name.rpartition("-")[0]] += simulation.marks(file.name)
        twice = {name: ids for name, ids in carried.items() if len(ids) > 1}
        if twice:
            raise Violation(f"started twice: {twice}")

    def check_ended(self) -> None:
        for job in Job.objects.filter(status__in=Job.FINISHED).exclude(pk__in=self._looked_at):
            self._looked_at.add(job.pk)
            self._check(job)

    def _check(self, job: Job) -> None:
        """It ended as its engine did, and each of its points is there once."""
        name = Path(job.run_dir).name
        events = [event for _number, _end, event in RunDir(job.run_dir).events()]
        said = events[-1].get("outcome", KILLED) if events else KILLED
        if job.status not in MEANS[said] or (said != STOPPED and said != fate(self.plan, name)[1]):
            raise Violation(f"ended wrongly: {_said(job)}, its engine: {said}")
        if len(simulation.marks(name)) != 1:
            raise Violation(f"ended without having been carried out: {_said(job)}")
        iterations = metrics.whole(job).get("classification.loss", _NONE)["iteration"].tolist()
        if iterations != [event["iteration"] for event in events if event["kind"] == "metrics"]:
            raise Violation(f"points are missing, or there twice: {_said(job)} {iterations}")

    def end(self) -> None:
        """All come to an end; then nothing may be missing anywhere."""
        Job.objects.filter(status=Status.WAITING).update(status=Status.CREATED)
        open_jobs = Job.objects.exclude(status__in=(*Job.FINISHED, Status.CREATED))
        until = time.monotonic() + 2 * PATIENCE_S
        while open_jobs.exists() and time.monotonic() < until:
            time.sleep(0.2)
        if open_jobs.exists():
            raise Violation(f"never ended: {[_said(job) for job in open_jobs]}")
        self.check_marks()
        self.check_ended()
        ended = Job.objects.filter(status__in=Job.FINISHED).count()
        if Happening.objects.count() != ended:
            raise Violation(f"{ended} ended, and people are told of {Happening.objects.count()}")
        if broken := chain.verify().broken:
            raise Violation(f"the journal's chain is broken: {broken}")

    def summary(self, told: list[Round]) -> None:
        states = Counter(Job.objects.filter(pk__in=self._looked_at).values_list("status", flat=True))
        after = [one.accounted_s - one.ready_s for one in told]
        print(f"\nseed {self.seed}: {len(told)} rounds, {sum(states.values())} processes ended: {dict(states)}")
        print(f"none lost, none started twice; moments: {dict(Counter(one.moment for one in told))}")
        for name, values in (
            ("ready after its launch", [one.ready_s for one in told]),
            ("accounted for after it was ready", after),
            ("accounted for after its launch", [one.accounted_s for one in told]),
        ):
            print(f"{name}: median {statistics.median(values):.2f} s, longest {max(values):.2f} s")


_NONE: Final = {"iteration": metrics.np.array([], dtype="u4")}


def _truth(job: Job) -> Truth:
    ended = RunDir(job.run_dir).exit_code() is not None
    return Truth(ended, simulation.written(job.run_dir))


def _is_accounted_for(job: Job, truth: Truth) -> bool:
    """It has ended, or it runs, is known to run, and all that it had said is known."""
    if job.status in Job.FINISHED:
        return True
    is_known = job.status in (Status.RUNNING, Status.STOPPING) or (job.status == Status.STARTING and not job.last_event)
    return is_known and bool(job.handle) and not truth.has_ended and job.last_event >= truth.events


def _said(job: Job) -> str:
    return f"{Path(job.run_dir).name} {job.status} {job.failure_code} {job.failure_detail} handle {job.handle!r}"


def _print(told: Round) -> None:
    print(
        f"| {told.number:>5} | {told.moment:>12} | {told.running:>7} | {told.claimed:>7} | {told.waiting:>7} "
        f"| {told.ready_s:>9.2f} s | {told.accounted_s:>17.2f} s |",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
