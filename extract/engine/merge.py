"""The old output and the new results, file by file in ascending order: all rows of the next output.

In: the editions of the old output, and the part files. Out: the facts of all reports, and all rows, some reports at a time. What
makes it hard: it must hold no more than a few thousand rows whatever the size of the output, and what it gives must
not show how the rows came to be, carried over or just read, but for the number of rows of each report.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Generic, TypeVar

import pyarrow as pa

from extract.check.cross_report.facts import CELL_COLUMNS, REPORT_COLUMNS, facts_of
from extract.engine.edition import NO_YEAR, Edition
from extract.engine.file_changes import file_changes
from extract.engine.old_rows import OldEdition, open_editions
from extract.engine.part import FileEntry, Record
from extract.engine.report_rows import ReportRows

_RECORDS_HELD: Final = 4
_FOR_FACTS: Final = {"cells": CELL_COLUMNS, "reports": REPORT_COLUMNS}

T = TypeVar("T")


def merged_facts(editions: Sequence[Edition], parts: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    """The facts of all reports of the next output, in the order of the files."""
    facts = _Held(Record.facts)
    for step in _merged(open_editions(editions, _FOR_FACTS), parts):
        if isinstance(step, ReportRows):
            yield facts_of(step.cells, step.reports, number_of_year(step.year))
        else:
            yield facts.of(step.record).slice(len(step.before), len(step.counts))


def merged_rows(editions: Sequence[Edition], parts: Sequence[Path]) -> Iterator[ReportRows]:
    """All rows of the next output, in the order of the files."""
    read = _Held(Record.rows)
    for step in _merged(open_editions(editions), parts):
        yield step if isinstance(step, ReportRows) else step.rows(*read.of(step.record))


def number_of_year(partition: str | None) -> int | None:
    """The year that a partition's name gives."""
    return int(partition) if partition not in (None, NO_YEAR) else None


@dataclass(frozen=True, slots=True)
class _New:
    """Entries `start` to before `stop` of a record; their files' time of change is `stamp` if one was seen later."""

    record: Record
    start: int
    stop: int
    stamp: int | None = None

    def joins(self, other: _New) -> bool:
        """Whether the other follows in the same record."""
        return self.record == other.record and self.stop == other.start and self.stamp is other.stamp is None

    @property
    def counts(self) -> list[tuple[int, int]]:
        """Of each report its rows of cells and of findings."""
        return _counts(self.record.entries[self.start : self.stop])

    @property
    def before(self) -> list[tuple[int, int]]:
        """The same of the reports that stand before these in the record."""
        return _counts(self.record.entries[: self.start])

    def rows(self, cells: pa.RecordBatch, reports: pa.RecordBatch, findings: pa.RecordBatch) -> ReportRows:
        """Its rows of all those of the record."""
        before, counts = self.before, self.counts
        cell_counts, finding_counts = [count for count, _ in counts], [count for _, count in counts]
        return ReportRows(
            [cells.slice(sum(count for count, _ in before), sum(cell_counts))],
            [reports.slice(len(before), len(counts))],
            [findings.slice(sum(count for _, count in before), sum(finding_counts))],
            cell_counts,
            finding_counts,
        ).restamped(self.stamp)


def _counts(entries: Sequence[FileEntry]) -> list[tuple[int, int]]:
    return [count for entry in entries for count in entry.counts]


def _merged(old: Sequence[OldEdition], parts: Sequence[Path]) -> Iterator[ReportRows | _New]:
    """The rows carried over, and where the new ones lie; new neighbours in one record come as one."""
    waiting: _New | None = None
    for step in _steps(old, parts):
        if waiting and isinstance(step, _New) and waiting.joins(step):
            waiting = replace(waiting, stop=step.stop)
            continue
        if waiting:
            yield waiting
        waiting = step if isinstance(step, _New) else None
        if isinstance(step, ReportRows):
            yield step
    if waiting:
        yield waiting


def _steps(old: Sequence[OldEdition], parts: Sequence[Path]) -> Iterator[ReportRows | _New]:
    for change in file_changes(parts):
        for edition in old:
            yield from edition.before(change.file)
        replaced = change.gone or change.entries
        for edition in old:
            for rows in edition.of(change.file):
                if not replaced:
                    yield rows.restamped(change.stamp)
        for placed in change.entries:
            if placed.entry.counts:
                yield _New(placed.record, placed.index, placed.index + 1, change.stamp)
    for edition in old:
        yield from edition.before(None)
        edition.end()


class _Held(Generic[T]):
    """What was read of the last few records."""

    def __init__(self, read: Callable[[Record], T]) -> None:
        self._read = read
        self._held: OrderedDict[tuple[str, int], T] = OrderedDict()

    def of(self, record: Record) -> T:
        key = (record.path, record.offset)
        if key not in self._held:
            self._held[key] = self._read(record)
            while len(self._held) > _RECORDS_HELD:
                self._held.popitem(last=False)
        return self._held[key]
