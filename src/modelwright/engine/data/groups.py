"""Which images belong to one part, batch or document: they never cross the split between training and validation."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from modelwright.contract.annotations import is_name
from modelwright.contract.events import SpecProblem
from modelwright.contract.run_spec import RunSpec
from modelwright.engine.errors import bad_spec

PATH_COLUMNS: Final = ("file", "path", "image", "filename", "file_name", "name")
"""Columns of a table that may say which image a line is about."""


class Groups:
    """What the spec says about groups: a table of its own, a column of the tables beside the data, or the file names.

    Raises RunFailure when a table or column cannot be found: to split without groups would tell numbers that do not hold.
    """

    def __init__(self, spec: RunSpec) -> None:
        preprocessing = spec.parameters.preprocessing
        self._pattern = re.compile(preprocessing.group_pattern) if preprocessing.group_pattern else None
        self._column = preprocessing.group_column
        self._table: _Table | None = None
        if spec.data.groups is not None:
            self._table = _table(Path(spec.data.groups.file), spec.data.groups.column)
        self._beside = _tables_beside([*spec.data.train, *spec.data.test], self._column) if self._column else []
        self._found_in_column = bool(self._beside)

    @property
    def are_wanted(self) -> bool:
        return bool(self._table or self._column or self._pattern)

    def of(self, path: Path, facts: Mapping[str, Any]) -> str:
        """The group of an image; empty where none is said."""
        return self._in_table(path) or self._in_column(path, facts) or self._in_name(path)

    def check(self) -> None:
        """To be called when all images were asked for. Raises RunFailure when the column was nowhere."""
        if self._column and not self._found_in_column:
            detail = f"no CSV file in or above the data paths, and no COCO file, has a column “{self._column}”"
            raise bad_spec(SpecProblem.GROUP_COLUMN_NOWHERE, detail, column=self._column)

    def _in_table(self, path: Path) -> str:
        return self._table.of(path) if self._table else ""

    def _in_column(self, path: Path, facts: Mapping[str, Any]) -> str:
        if not self._column:
            return ""
        said = facts.get(self._column)
        if isinstance(said, str | int) and is_name(str(said)):
            self._found_in_column = True
            return str(said)
        return next((group for table in self._beside if (group := table.of(path))), "")

    def _in_name(self, path: Path) -> str:
        found = self._pattern.search(path.name) if self._pattern else None
        if found is None:
            return ""
        return (found.group(1) if found.re.groups else found.group()) or ""


class _Line(NamedTuple):
    place: tuple[str, ...]
    """The folders and the name without its suffix, as far as the line names them."""
    group: str


class _Table:
    """Finds the line about an image by the end of its path."""

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        self._by_name: dict[str, list[_Line]] = defaultdict(list)
        for text, group in lines:
            place = _place(text)
            if place and group:
                self._by_name[place[-1]].append(_Line(place, group))

    def of(self, path: Path) -> str:
        whole = _place(str(path))
        best = max(
            (line for line in self._by_name.get(whole[-1], ()) if whole[-len(line.place) :] == line.place),
            key=lambda line: len(line.place),
            default=None,
        )
        return best.group if best else ""


def _place(text: str) -> tuple[str, ...]:
    path = PurePosixPath(text.strip().replace("\\", "/"))
    return tuple(part for part in path.with_suffix("").parts if part not in (".", "/")) if path.name else ()


def _table(file: Path, column: str) -> _Table:
    try:
        lines = _lines(file, column)
    except OSError as error:
        detail = f"the table of groups {file} cannot be read: {error.strerror}"
        raise bad_spec(
            SpecProblem.GROUP_TABLE_UNREADABLE, detail, file=str(file), reason=error.strerror or ""
        ) from error
    if lines is None:
        detail = f"the table {file} has no column “{column}” beside one that names the images"
        raise bad_spec(SpecProblem.GROUP_COLUMN_MISSING, detail, file=str(file), column=column)
    return _Table(lines)


def _tables_beside(folders: Iterable[str], column: str) -> list[_Table]:
    """Those of the CSV files that lie in the data paths, or directly above them, which have the column."""
    places = dict.fromkeys(place for folder in map(Path, folders) for place in (folder, folder.parent))
    tables = []
    for place in places:
        for file in sorted(place.glob("*.csv")):
            try:
                lines = _lines(file, column)
            except OSError:
                continue
            if lines is not None:
                tables.append(_Table(lines))
    return tables


def _lines(file: Path, column: str) -> list[tuple[str, str]] | None:
    """Path and group of each line, or None where the file has no such columns. Raises OSError."""
    text = file.read_text("utf-8-sig", "replace")
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    names = {name.strip().lower(): name for name in reader.fieldnames or () if name}
    wanted = names.get(column.strip().lower())
    path = next((names[name] for name in PATH_COLUMNS if name in names), None)
    if wanted is None or path is None:
        return None
    return [((row[path] or "").strip(), (row[wanted] or "").strip()) for row in reader]
