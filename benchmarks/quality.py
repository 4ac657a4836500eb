"""Quality at equal time: ours against what a person would pick instead, on the same data, split and minutes.

`python benchmarks/quality.py` takes every turn that is not kept yet in build/benchmarks/quality, and prints the tables.
`--only receipts --contestant ultralytics` takes one, `--again` takes it anew, `--report` only prints what is there.
MODELWRIGHT_BENCH_MINUTES (6) is each one's training time; ours counts from reading the files to the export.
Weights are random: nothing is downloaded. `make bench-references` makes the environments of the references.
"""

import argparse
import os
from collections.abc import Iterable, Iterator
from typing import Final

from _contestants import ENVIRONMENTS, OURS, REFERENCE, Turn, TurnFailed, median, read_turns, take_our_turn
from _jobs import CONTESTS, Contest, data_folder
from _machine import facts

MINUTES: Final = float(os.environ.get("MODELWRIGHT_BENCH_MINUTES", "6"))
SEEDS: Final = int(os.environ.get("MODELWRIGHT_BENCH_SEEDS", "3"))
MEMORY: Final = 1.5
"""Ours may take this many times the memory of the reference that takes least."""
HEAD: Final = ("contestant", "metric", "0.9 of its best after", "memory", "images/s", "network")


def main() -> None:
    options = arguments()
    contests = [contest for contest in CONTESTS if options.only in (None, contest.name)]
    if not options.report:
        # by contestant, not by job: an interrupted session has something of each job
        for name, seed in wanted(options.contestant, options.seed):
            for contest in contests:
                take_turn(contest, name, seed, again=options.again)
    print(f"\n{facts()}")
    for contest in contests:
        print(report(contest, read_turns(contest, MINUTES)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=[contest.name for contest in CONTESTS])
    parser.add_argument("--contestant", choices=[OURS, *REFERENCE])
    parser.add_argument("--seed", type=int, help="of ours: only this one")
    parser.add_argument("--again", action="store_true", help="take turns anew that are kept")
    parser.add_argument("--report", action="store_true", help="print what is kept")
    return parser.parse_args()


def wanted(contestant: str | None, seed: int | None) -> list[tuple[str, int]]:
    """Ours once, the references, then our other seeds."""
    seeds = list(range(SEEDS)) if seed is None else [seed]
    if contestant == OURS:
        return [(OURS, number) for number in seeds]
    if contestant is not None:
        return [(contestant, 0)]
    references = [(name, 0) for name in REFERENCE if is_installed(name)]
    return [(OURS, seeds[0]), *references, *((OURS, number) for number in seeds[1:])]


def take_turn(contest: Contest, name: str, seed: int, *, again: bool) -> None:
    if not contest.data.is_dir():
        raise SystemExit(
            f"{contest.data} is not there: MODELWRIGHT_BENCH_DATA names the folder of {data_folder().name}"
        )
    if not again and any((turn.contestant, turn.seed) == (name, seed) for turn in read_turns(contest, MINUTES)):
        return
    print(f"{contest.name}: {name}, seed {seed}, {MINUTES:g} minutes …", flush=True)
    try:
        is_ours = name == OURS
        turn = take_our_turn(contest, MINUTES, seed) if is_ours else REFERENCE[name].take_turn(contest, MINUTES)
    except TurnFailed as failure:
        print(f"  {failure}", flush=True)  # the others still have their turns
        return
    turn.save(contest)
    print(f"  {contest.metric} {turn.scores['value']:.3f} in {turn.wall_s:.0f} s, kept", flush=True)


def is_installed(name: str) -> bool:
    there = name == "plain" or (ENVIRONMENTS / name).is_dir()
    if not there:
        print(f"{name} is left out: {ENVIRONMENTS / name} is not there (make bench-references)")
    return there


def report(contest: Contest, turns: list[Turn]) -> str:
    """The job's table in Markdown, and what becomes of the bars."""
    ours = [turn for turn in turns if turn.contestant == OURS]
    others = [turn for turn in turns if turn.contestant != OURS]
    lines = [f"\n**{contest.title}**, {contest.metric}, {MINUTES:g} minutes each{parts_of(contest)}\n"]
    lines += [row(HEAD), row("---" for _ in HEAD)]
    lines += [our_row(ours)] if ours else [row((OURS, *("not measured",) * (len(HEAD) - 1)))]
    missing = [name for name in REFERENCE if name not in {turn.contestant for turn in others}]
    lines += [one_row(turn) for turn in sorted(others, key=value, reverse=True)]
    lines += [row((name, *("not measured",) * (len(HEAD) - 1))) for name in missing]
    return "\n".join([*lines, "", *verdicts(ours, others)])


def parts_of(contest: Contest) -> str:
    if not contest.manifest_file.exists():
        return ""
    job = contest.job()
    return f"; {len(job.train)} images to learn from, {len(job.validation)} measured"


def our_row(turns: list[Turn]) -> str:
    middle, values = median(turns, value), sorted(map(value, turns))
    seeds = "one seed" if len(turns) == 1 else f"{len(turns)} seeds: {', '.join(f'{one:.3f}' for one in values)}"
    return row(
        (
            f"**{OURS}**",
            f"**{middle:.3f}** ({seeds})",
            in_seconds(median(turns, lambda turn: turn.useful_after_s)),
            f"{max(turn.peak_mb for turn in turns):,.0f} MB",
            f"{median(turns, lambda turn: turn.images_per_s):.1f}",
            turns[0].model,
        )
    )


def one_row(turn: Turn) -> str:
    after = in_seconds(turn.useful_after_s)
    speed = f"{turn.images_per_s:.1f}"
    return row((turn.contestant, f"{value(turn):.3f}", after, f"{turn.peak_mb:,.0f} MB", speed, turn.model))


def verdicts(ours: list[Turn], others: list[Turn]) -> Iterator[str]:
    if not ours or not others:
        yield "Bars: not measured."
        return
    best, lean = max(others, key=value), min(others, key=lambda turn: turn.peak_mb)
    middle = median(ours, value) or 0.0
    met = "met" if middle >= value(best) else "NOT met"
    yield f"Not below the best reference: {met} ({middle:.3f} against {value(best):.3f} of {best.contestant})."
    share = max(turn.peak_mb for turn in ours) / lean.peak_mb
    met = "met" if share < MEMORY else "NOT met"
    yield f"Memory under {MEMORY} times the leanest reference's: {met} ({share:.2f} times {lean.contestant}'s)."


def value(turn: Turn) -> float:
    return turn.scores["value"]


def in_seconds(number: float | None) -> str:
    return "never rose" if number is None else f"{number:.0f} s"


def row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
