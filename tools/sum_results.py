"""Adds up the suites' JUnit files and prints the closing line `N passed, N failed`; fails where one is missing or red."""

import sys
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

SUITES: Final = ("web", "engine", "server-sqlite", "server-postgresql", "e2e")


def count(file: Path) -> tuple[int, int, int]:
    """Tests, failures and skips of one file."""
    suites = list(ElementTree.parse(file).getroot().iter("testsuite"))  # noqa: S314 (our own file)
    total = sum(int(suite.get("tests", 0)) for suite in suites)
    failed = sum(int(suite.get("failures", 0)) + int(suite.get("errors", 0)) for suite in suites)
    return total, failed, sum(int(suite.get("skipped", 0) or 0) for suite in suites)


def main(folder: Path) -> int:
    total = failed = skipped = 0
    for name in SUITES:
        tests, failures, skips = count(folder / f"{name}.xml")
        print(f"{name:20} {tests:5} tests, {failures} failed, {skips} skipped")
        total, failed, skipped = total + tests, failed + failures, skipped + skips
    print(f"{total - failed - skipped} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not total else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
