"""The old output and the new results, file by file in ascending order, into the next output.

In: the editions of the old output, the part files, and a sink. What makes it hard: it must hold no more than a few
thousand rows whatever the size of the output, and what it writes must not show how the rows came to be: rows carried
over and rows just read are passed on alike, with the number of rows of each report.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.engine.part import Piece, Record, Rows, news
from extract.engine.state import file_of
from extract.errors import OutputError

NO_YEAR: Final = "__HIVE_DEFAULT_PARTITION__"  # what Hive, Spark and DuckDB call a partition of nulls
_REPORTS_AT_ONCE: Final = 512
_CELLS_AT_ONCE: Final = 1 << 15
_RECORDS_HELD: Final = 4


@dataclass(frozen=True, slots=True)
class Edition:
    """Three files of an output, in the order of `TABLES`; `year` in a partitioned one."""

    year: str | None
    files: tuple[Path, ...]


Taken = tuple[tuple[list[pa.RecordBatch], list[int]], ...]
"""Of each table some rows, and how many each report has."""


class Sink(Protocol):
    """Takes rows and makes the new files."""

    def add_old(self, taken: Taken, year: str | None) -> None: ...
    def add_new(self, rows: Rows, counts: Sequence[tuple[int, int]]) -> None: ...
    def close(self) -> list[tuple[Path, Path]]: ...
    def abandon(self) -> None: ...


def taken_of(rows: Rows, counts: Sequence[tuple[int, int]]) -> Taken:
    cells, reports, findings = rows
    return (
        ([cells], [count for count, _ in counts]),
        ([reports], [1] * len(counts)),
        ([findings], [count for _, count in counts]),
    )


def merge(editions: Sequence[Edition], parts: list[Path], sink: Sink) -> None:
    """Write all rows of the next output to the sink."""
    for edition in editions:
        _check_together(edition)
    old = [_OldEdition(edition) for edition in editions]
    new = _NewRows(sink)
    for told in news(parts):
        for before in old:
            for taken in before.before(told.file):
                new.flush()
                sink.add_old(taken, before.year)
        keep = not told.gone and not told.pieces
        for same in old:
            for taken in same.of(told.file):
                if keep:
                    new.flush()
                    sink.add_old(_restamped(taken, told.stamp), same.year)
        for piece in told.pieces:
            new.add(piece, told.stamp)
    new.flush()
    for rest in old:
        for taken in rest.before(None):
            sink.add_old(taken, rest.year)
        rest.end()


def _check_together(edition: Edition) -> None:
    """Raises `OutputError` unless one run wrote all three files."""
    names = {(pq.read_metadata(file).metadata or {}).get(b"nianbao.edition") for file in edition.files}
    if len(names) > 1:
        raise OutputError(
            f"{edition.files[0]}: 三个文件不是同一次写成的 (of different runs); 加 --fresh 重新读取"
        )


def _restamped(taken: Taken, stamp: int | None) -> Taken:
    cells, (reports, counts), findings = taken
    return cells, ([_with_stamp(batch, stamp) for batch in reports], counts), findings


def _with_stamp(reports: pa.RecordBatch, stamp: int | None) -> pa.RecordBatch:
    if stamp is None:
        return reports
    index = reports.schema.get_field_index("modified")
    kind = reports.schema.field(index)
    column = pa.array([stamp or None] * reports.num_rows, pa.int64()).cast(kind.type)
    return reports.set_column(index, kind, column)


# --- new rows ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _NewRows:
    """Passes pieces on; neighbours in one record go as one."""

    sink: Sink
    _held: OrderedDict[tuple[str, int], Rows] = field(default_factory=OrderedDict)
    _record: Record | None = None
    _first: int = 0
    _last: int = 0
    _stamp: int | None = None

    def add(self, piece: Piece, stamp: int | None) -> None:
        """Take one piece; its file's time of change is `stamp` if a later session saw another."""
        follows = self._record == piece.record and self._last + 1 == piece.index
        if not (follows and stamp is None and self._stamp is None):
            self.flush()
            self._record, self._first, self._stamp = piece.record, piece.index, stamp
        self._last = piece.index

    def flush(self) -> None:
        """Pass on what waits."""
        if self._record is None:
            return
        entries = self._record.entries
        before = [count for entry in entries[: self._first] for count in entry.counts]
        counts = [count for entry in entries[self._first : self._last + 1] for count in entry.counts]
        cells, reports, findings = self._rows(self._record)
        rows = (
            cells.slice(sum(count for count, _ in before), sum(count for count, _ in counts)),
            _with_stamp(reports.slice(len(before), len(counts)), self._stamp),
            findings.slice(sum(count for _, count in before), sum(count for _, count in counts)),
        )
        if counts:
            self.sink.add_new(rows, counts)
        self._record = None

    def _rows(self, record: Record) -> Rows:
        key = (record.path, record.offset)
        if key not in self._held:
            self._held[key] = record.rows()
            while len(self._held) > _RECORDS_HELD:
                self._held.popitem(last=False)
        return self._held[key]


# --- old rows ---------------------------------------------------------------------------------------------


class _OldEdition:
    """Three files read side by side, in the order of their reports."""

    def __init__(self, edition: Edition) -> None:
        self.year = edition.year
        cells, reports, findings = edition.files
        self._cells = _Follower(cells)
        self._findings = _Follower(findings)
        self._reports = _batches(reports, _REPORTS_AT_ONCE)
        self._batch: pa.RecordBatch | None = None
        self._files: list[str] = []
        self._at = 0

    def before(self, file: str | None) -> Iterator[Taken]:
        """The rows of all files before this one (None: of all that are left), some reports at a time."""
        while self._load():
            stop = self._at
            while stop < len(self._files) and (file is None or self._files[stop] < file):
                stop += 1
            if stop == self._at:
                return
            yield self._take(stop)

    def of(self, file: str) -> Iterator[Taken]:
        """The rows of this file, the next one if it is there."""
        while self._load() and self._files[self._at] == file:
            stop = self._at
            while stop < len(self._files) and self._files[stop] == file:
                stop += 1
            yield self._take(stop)

    def end(self) -> None:
        """Raises `OutputError` if cells or findings are left that no report claims."""
        for follower in (self._cells, self._findings):
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

    def _take(self, stop: int) -> Taken:
        assert self._batch is not None
        reports = self._batch.slice(self._at, stop - self._at)
        keys = set(
            zip(reports.column("source").to_pylist(), reports.column("report_id").to_pylist(), strict=True)
        )
        self._at = stop
        return (
            self._cells.take(keys),
            ([reports], [1] * reports.num_rows),
            self._findings.take(keys),
        )


class _Follower:
    """Rows of a table that follows the reports: the same order, any number of rows for each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._batches = _batches(path, _CELLS_AT_ONCE)
        self._batch: pa.RecordBatch | None = None
        self._runs: list[
            tuple[tuple[str, str], int, int]
        ] = []  # report, its first row, the row after its last
        self._at = 0

    def take(self, keys: set[tuple[str, str]]) -> tuple[list[pa.RecordBatch], list[int]]:
        """The next rows, as long as they belong to these reports (source and identifier)."""
        taken: list[pa.RecordBatch] = []
        counts: list[tuple[tuple[str, str], int]] = []
        while self._load():
            first = self._at
            while self._at < len(self._runs) and self._runs[self._at][0] in keys:
                key, start, stop = self._runs[self._at]
                counts.append((key, stop - start))
                self._at += 1
            if self._at == first:
                break
            start, stop = self._runs[first][1], self._runs[self._at - 1][2]
            assert self._batch is not None
            taken.append(self._batch.slice(start, stop - start))
        # a report may go on in the next batch
        whole = [sum(size for _, size in group) for _, group in groupby(counts, key=lambda pair: pair[0])]
        return taken, whole

    def end(self) -> None:
        if self._load():
            raise OutputError(f"{self._path}: 与报告表不符 (does not match the reports); 加 --fresh 重新读取")

    def _load(self) -> bool:
        while self._batch is None or self._at == len(self._runs):
            self._batch = next(self._batches, None)
            self._runs, self._at = [], 0
            if self._batch is None:
                return False
            self._runs = list(_runs(self._batch))
        return True


def _runs(batch: pa.RecordBatch) -> Iterator[tuple[tuple[str, str], int, int]]:
    size = batch.num_rows
    if not size:
        return
    changes = np.zeros(size - 1, dtype=bool)
    for name in ("source", "report_id"):
        column = batch.column(name)
        unequal = pc.not_equal(column.slice(1), column.slice(0, size - 1))
        changes |= unequal.to_numpy(zero_copy_only=False)
    starts = [0, *(int(place) + 1 for place in np.flatnonzero(changes))]
    places = pa.array(starts)
    sources = batch.column("source").take(places).to_pylist()
    identifiers = batch.column("report_id").take(places).to_pylist()
    yield from zip(zip(sources, identifiers, strict=True), starts, [*starts[1:], size], strict=True)


def _batches(path: Path, rows: int) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(rows)
    except pa.ArrowInvalid as error:
        cause = " ".join(str(error).split())[:160]
        raise OutputError(f"{path}: 原有输出已损坏 (damaged: {cause}); 加 --fresh 重新读取") from error
