"""The rows of the old output, some reports at a time: its three tables are read side by side.

In: an `Edition`, and which columns are wanted. Out: `ReportRows` in the order of the files. What makes it hard:
cells and findings follow the reports in the same order, any number of rows for each, and may not be counted twice or
lost where the tables do not belong together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import pyarrow as pa

from extract.check.cross_report.by_report import ReportKey, report_keys, spans
from extract.engine.edition import Edition, reading
from extract.engine.known_files import file_of
from extract.engine.report_rows import ReportRows
from extract.errors import OutputError
from extract.write.parquet import opened
from extract.write.rows import TABLES

_REPORTS_AT_ONCE: Final = 512
_CELLS_AT_ONCE: Final = 1 << 15

Columns = Mapping[str, Sequence[str]]
"""The columns wanted of each table; a table that is not named is not read."""


def open_editions(editions: Sequence[Edition], columns: Columns | None = None) -> list[OldEdition]:
    """Readers of all editions."""
    return [OldEdition(edition, columns) for edition in editions]


class OldEdition:
    """Three files read side by side, in the order of their reports."""

    def __init__(self, edition: Edition, columns: Columns | None) -> None:
        self._year = edition.year
        paths = dict(zip(TABLES, edition.files, strict=True))
        wanted = {name: columns[name] if columns else None for name in columns or TABLES}
        self._followers = [
            _Follower(paths[name], wanted[name]) if name in wanted else None for name in ("cells", "findings")
        ]
        self._reports = _batches(paths["reports"], _REPORTS_AT_ONCE, wanted["reports"])
        self._batch: pa.RecordBatch | None = None
        self._files: list[str] = []
        self._at = 0

    def before(self, file: str | None) -> Iterator[ReportRows]:
        """The rows of all files before this one (None: of all that are left), some reports at a time."""
        while self._load():
            stop = self._at
            while stop < len(self._files) and (file is None or self._files[stop] < file):
                stop += 1
            if stop == self._at:
                return
            yield self._take(stop)

    def of(self, file: str) -> Iterator[ReportRows]:
        """The rows of this file, the next one if it is there."""
        while self._load() and self._files[self._at] == file:
            stop = self._at
            while stop < len(self._files) and self._files[stop] == file:
                stop += 1
            yield self._take(stop)

    def end(self) -> None:
        """Raises `OutputError` if cells or findings are left that no report claims."""
        for follower in self._followers:
            if follower:
                follower.end()

    def _load(self) -> bool:
        while self._batch is None or self._at == len(self._files):
            self._batch = next(self._reports, None)
            if self._batch is None:
                self._files, self._at = [], 0
                return False
            self._files = [file_of(source) for source in self._batch.column("source").to_pylist()]
            self._at = 0
        return True

    def _take(self, stop: int) -> ReportRows:
        assert self._batch is not None
        reports = self._batch.slice(self._at, stop - self._at)
        self._at = stop
        keys = set(report_keys(reports))
        (cells, cell_counts), (findings, finding_counts) = (
            follower.take(keys) if follower else ([], []) for follower in self._followers
        )
        return ReportRows(cells, [reports], findings, cell_counts, finding_counts, self._year)


class _Follower:
    """Rows of a table that follows the reports: the same order, any number of rows for each."""

    def __init__(self, path: Path, columns: Sequence[str] | None) -> None:
        self._path = path
        self._batches = _batches(path, _CELLS_AT_ONCE, columns)
        self._batch: pa.RecordBatch | None = None
        self._spans: list[tuple[ReportKey, int, int]] = []
        self._at = 0

    def take(self, keys: set[ReportKey]) -> tuple[list[pa.RecordBatch], list[int]]:
        """The next rows, as long as they belong to these reports; and how many each report has."""
        taken: list[pa.RecordBatch] = []
        counts: list[tuple[ReportKey, int]] = []
        while self._load():
            first = self._at
            while self._at < len(self._spans) and self._spans[self._at][0] in keys:
                key, start, stop = self._spans[self._at]
                counts.append((key, stop - start))
                self._at += 1
            if self._at == first:
                break
            start, stop = self._spans[first][1], self._spans[self._at - 1][2]
            assert self._batch is not None
            taken.append(self._batch.slice(start, stop - start))
        # a report may go on in the next batch
        whole = [sum(size for _, size in group) for _, group in groupby(counts, key=lambda pair: pair[0])]
        return taken, whole

    def end(self) -> None:
        if self._load():
            raise OutputError(f"{self._path}: 与报告表不符 (does not match the reports); 加 --fresh 重新读取")

    def _load(self) -> bool:
        while self._batch is None or self._at == len(self._spans):
            self._batch = next(self._batches, None)
            self._spans, self._at = [], 0
            if self._batch is None:
                return False
            self._spans = spans(self._batch)
        return True


def _batches(path: Path, rows: int, columns: Sequence[str] | None) -> Iterator[pa.RecordBatch]:
    with reading(path), opened(path) as file:
        names = file.schema_arrow.names
        yield from file.iter_batches(rows, columns=columns and [name for name in columns if name in names])
