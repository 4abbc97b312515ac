"""The checks that span reports, in a merge: from the facts of all, and put into the rows before these are written.

What makes it hard: a million reports have half a gigabyte of facts. They are parted, on disk if there are many, by
report and then by agency, so that only those that may concern each other are held at once.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from extract.check.across import Across, check_agencies, first_of_each
from extract.check.by_report import report_keys
from extract.check.facts import FACTS
from extract.check.mark import mark_cells, mark_findings, mark_reports
from extract.engine.merge import number_of_year
from extract.engine.stretch import Stretch

MOST_HELD: Final = 1 << 14  # reports whose facts are held, some 10 MB
_SHELVES: Final = 64

Places = npt.NDArray[np.int64]


def checked(facts: Iterable[pa.RecordBatch], folder: Path, most_held: int = MOST_HELD) -> Across:
    """The checks over these reports, in the order of their sources whatever the order they come in."""
    across = Across()
    by_report = Shelves(folder / "by_report", "report_id", most_held)
    by_agency = Shelves(folder / "by_agency", "key", most_held)
    for batch in facts:
        by_report.add(batch)
    for table in by_report.tables():
        by_agency.add(*first_of_each(table, across).to_batches())
    for table in by_agency.tables():
        check_agencies(table, across)
    return across


class Shelves:
    """Facts parted by a column: all with the same word come back in one table, in the order of their sources."""

    def __init__(self, folder: Path, column: str, most_held: int) -> None:
        self._folder = folder
        self._column = column
        self._most_held = most_held
        self._held: list[pa.RecordBatch] = []
        self._rows = 0
        self._files: dict[int, pa.ipc.RecordBatchStreamWriter] = {}

    def add(self, *batches: pa.RecordBatch) -> None:
        for batch in batches:
            self._held.append(batch)
            self._rows += batch.num_rows
            if self._rows > self._most_held:
                self._put_away()

    def tables(self) -> Iterator[pa.Table]:
        if not self._files:
            yield _sorted(pa.Table.from_batches(self._held, FACTS))
            return
        self._put_away()
        for writer in self._files.values():
            writer.close()
        for shelf in self._files:
            with self._file(shelf, "rb") as file, pa.ipc.open_stream(file) as stream:
                yield _sorted(stream.read_all())
            self._path(shelf).unlink()

    def _put_away(self) -> None:
        table = pa.Table.from_batches(self._held, FACTS)
        self._held, self._rows = [], 0
        shelves = _shelves_of(table.column(self._column))
        for shelf in np.unique(shelves).tolist():
            self._open(shelf).write_table(table.filter(pa.array(shelves == shelf)))

    def _open(self, shelf: int) -> pa.ipc.RecordBatchStreamWriter:
        if shelf not in self._files:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._files[shelf] = pa.ipc.new_stream(self._file(shelf, "wb"), FACTS)
        return self._files[shelf]

    def _file(self, shelf: int, mode: str) -> pa.OSFile:
        return pa.OSFile(os.fsencode(self._path(shelf)), mode)  # Arrow would write the name in UTF-8

    def _path(self, shelf: int) -> Path:
        return self._folder / f"{shelf}.arrow"


def _shelves_of(column: pa.ChunkedArray) -> Places:
    encoded = column.combine_chunks().dictionary_encode()
    shelves = [zlib.crc32(word.encode()) % _SHELVES for word in encoded.dictionary.to_pylist()]
    found: Places = np.array(shelves, np.int64)[encoded.indices.to_numpy()]
    return found


def _sorted(facts: pa.Table) -> pa.Table:
    return facts.sort_by("source").combine_chunks()


def marked(stretch: Stretch, across: Across) -> Stretch:
    """The rows with what the checks found."""
    found, more = mark_findings(stretch.findings, stretch.reports, across, number_of_year(stretch.year))
    counts = stretch.finding_counts
    if more:
        listed = Counter(key for batch in found for key in report_keys(batch))
        counts = [listed[key] for batch in stretch.reports for key in report_keys(batch)]
    return replace(
        stretch,
        cells=[mark_cells(batch, across) for batch in stretch.cells],
        reports=[mark_reports(batch, across, more) for batch in stretch.reports],
        findings=found,
        finding_counts=counts,
    )
