"""A process that says what an engine would say, and learns nothing: `python simulated_engine.py FOLDER RUN_DIR`.

The folder holds plan.json ({"lives_s": [least, most], "every_s", "ends": {how: weight}}), results/ (what a completed run
leaves in its run directory) and marks/, where each process leaves its id in a file with the name of the run directory. The
standard library alone, so that a hundred start in a second; the name of the run directory decides what becomes of it.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any, Final

STEPS: Final = 1000
COMPLETED, FAILED, KILLED, STOPPED = "completed", "failed", "killed", "stopped"


def main(folder: Path, run_dir: Path) -> int:
    mark = folder / "marks" / run_dir.name
    with mark.open("a") as file:
        file.write(f"{os.getpid()}\n")
    plan = json.loads((folder / "plan.json").read_text())
    lives_s, end = fate(plan, run_dir.name)
    with (run_dir / "events.jsonl").open("a", buffering=1) as events:
        is_over = _work(run_dir, events, lives_s, plan["every_s"])
        return _end(folder, run_dir, events, end if is_over else STOPPED)


def fate(plan: dict[str, Any], name: str) -> tuple[float, str]:
    """How many seconds the run of that directory lives, and how it ends unless it is asked to stop."""
    chance = random.Random(name)
    lives_s = chance.uniform(*plan["lives_s"])
    return lives_s, chance.choices(list(plan["ends"]), list(plan["ends"].values()))[0]


def _work(run_dir: Path, events: Any, lives_s: float, every_s: float) -> bool:
    """Until its time is over; False when it was asked to stop before that."""
    begun = time.monotonic()
    _say(events, "stage", name="compliance", state="completed", took_s=0.1, counts={"images": 24})
    _say(events, "stage", name="training", state="running", done=0, total=STEPS)
    _say(events, "plan", **_PLAN)
    iteration = 0
    while time.monotonic() - begun < lives_s:
        if (run_dir / "stop").exists():
            return False
        iteration += 1
        place = {"iteration": iteration, "epoch": iteration / 5}
        _say(events, "metrics", **place, values={"loss": 1 / iteration, "learning_rate": 0.01})
        _say(events, "progress", **place, seconds_per_iteration=every_s, share=iteration / STEPS, remaining_s=lives_s)
        if iteration % 10 == 0:
            _say(events, "checkpoint", which="last", iteration=iteration)
        time.sleep(every_s)
    return True


def _end(folder: Path, run_dir: Path, events: Any, how: str) -> int:
    if how == KILLED:
        os.kill(os.getpid(), signal.SIGKILL)
    if how == FAILED:
        _say(events, "finished", outcome="failed", code="one_class", values={"label": "a"})
        return 1
    if how == COMPLETED:
        shutil.copytree(folder / "results", run_dir, dirs_exist_ok=True)
    _say(events, "finished", outcome=how)
    return 0


def _say(events: Any, kind: str, **values: Any) -> None:
    events.write(json.dumps({"kind": kind, "time": time.time(), **values}) + "\n")


_PLAN: Final = {
    "network": "classification",
    "classes": ["a", "b"],
    "images": 20,
    "validation_images": 4,
    "test_images": 0,
    "batch_size": 4,
    "iterations": STEPS,
    "epochs": 200,
    "first_iteration": 0,
    "device": "cpu",
    "precision": "float32",
    "measured_on": "validation",
    "metric": "accuracy",
}

if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
