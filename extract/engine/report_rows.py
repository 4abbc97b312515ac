"""The rows of some reports that follow each other, on their way into the next output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

Counted = tuple[Sequence[pa.RecordBatch], Sequence[int]]


@dataclass(frozen=True, slots=True)
class ReportRows:
    """Rows of the three tables. `cell_counts`, `finding_counts`: how many each report has (none may be left out).

    `year`: the partition they come from, whose tables have no such column; None: the tables have it.
    """

    cells: Sequence[pa.RecordBatch]
    reports: Sequence[pa.RecordBatch]
    findings: Sequence[pa.RecordBatch]
    cell_counts: Sequence[int]
    finding_counts: Sequence[int]
    year: str | None = None

    @property
    def tables(self) -> tuple[Counted, Counted, Counted]:
        """In the order of `TABLES`."""
        reports = sum(batch.num_rows for batch in self.reports)
        return (
            (self.cells, self.cell_counts),
            (self.reports, [1] * reports),
            (self.findings, self.finding_counts),
        )

    def restamped(self, stamp: int | None) -> ReportRows:
        """The same with another time of change of the files, in microseconds; None: as it is."""
        if stamp is None:
            return self
        return replace(self, reports=[_with_stamp(batch, stamp) for batch in self.reports])


def _with_stamp(reports: pa.RecordBatch, stamp: int) -> pa.RecordBatch:
    index = reports.schema.get_field_index("modified")
    if index < 0:  # not among the columns that are wanted
        return reports
    kind = reports.schema.field(index)
    column = pa.array([stamp or None] * reports.num_rows, pa.int64()).cast(kind.type)
    return reports.set_column(index, kind, column)
