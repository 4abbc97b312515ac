"""Runs the checks between reports (`check/cross_report`) while an output is merged, before its rows are written.

What makes it hard: the facts of a million reports take more than a gigabyte. They are partitioned by report and then by
agency, on disk where there are many, so that only those that may concern each other are in memory at once.
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

from extract.check.cross_report.by_report import report_keys
from extract.check.cross_report.checks import CrossReport, check_agencies, first_of_each
from extract.check.cross_report.facts import FACTS
from extract.check.cross_report.mark import mark_cells, mark_findings, mark_reports
from extract.engine.merge import number_of_year
from extract.engine.report_rows import ReportRows

MOST_HELD: Final = 1 << 14  # reports whose facts are held, some 20 MB
_PARTITIONS: Final = 64

Places = npt.NDArray[np.int64]


def cross_report_checks(
    facts: Iterable[pa.RecordBatch], folder: Path, most_held: int = MOST_HELD
) -> CrossReport:
    """What the checks find in these facts; the same in whatever order they come."""
    cross = CrossReport()
    by_report = SpilledPartitions(folder / "by_report", "report_id", most_held)
    by_agency = SpilledPartitions(folder / "by_agency", "key", most_held)
    for batch in facts:
        by_report.add(batch)
    for table in by_report.tables():
        by_agency.add(*first_of_each(table, cross).to_batches())
    for table in by_agency.tables():
        check_agencies(table, cross)
    return cross


class SpilledPartitions:
    """Facts partitioned by the values of a column: all with one value come back in the same table, in the order of their sources."""

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
        for partition in self._files:
            with self._file(partition, "rb") as file, pa.ipc.open_stream(file) as stream:
                yield _sorted(stream.read_all())
            self._path(partition).unlink()

    def _put_away(self) -> None:
        table = pa.Table.from_batches(self._held, FACTS)
        self._held, self._rows = [], 0
        partitions = _partitions_of(table.column(self._column))
        for partition in np.unique(partitions).tolist():
            self._open(partition).write_table(table.filter(pa.array(partitions == partition)))

    def _open(self, partition: int) -> pa.ipc.RecordBatchStreamWriter:
        if partition not in self._files:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._files[partition] = pa.ipc.new_stream(self._file(partition, "wb"), FACTS)
        return self._files[partition]

    def _file(self, partition: int, mode: str) -> pa.OSFile:
        return pa.OSFile(os.fsencode(self._path(partition)), mode)  # Arrow would write the name in UTF-8

    def _path(self, partition: int) -> Path:
        return self._folder / f"{partition}.arrow"


def _partitions_of(column: pa.ChunkedArray) -> Places:
    encoded = column.combine_chunks().dictionary_encode()
    partitions = [zlib.crc32(word.encode()) % _PARTITIONS for word in encoded.dictionary.to_pylist()]
    found: Places = np.array(partitions, np.int64)[encoded.indices.to_numpy()]
    return found


def _sorted(facts: pa.Table) -> pa.Table:
    return facts.sort_by("source").combine_chunks()


def with_cross_report_checks(rows: ReportRows, cross: CrossReport) -> ReportRows:
    """The rows with the findings, flags and `duplicate_of` that these checks give them."""
    found, more = mark_findings(rows.findings, rows.reports, cross, number_of_year(rows.year))
    counts = rows.finding_counts
    if more:
        listed = Counter(key for batch in found for key in report_keys(batch))
        counts = [listed[key] for batch in rows.reports for key in report_keys(batch)]
    return replace(
        rows,
        cells=[mark_cells(batch, cross) for batch in rows.cells],
        reports=[mark_reports(batch, cross, more) for batch in rows.reports],
        findings=found,
        finding_counts=counts,
    )
