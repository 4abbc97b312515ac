"""Batches in which the rows of one report stand together: which reports there are, and where the rows of each begin."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

ReportKey = tuple[str, str]  # source, report_id


def report_keys(reports: pa.RecordBatch) -> list[ReportKey]:
    """The key of each row."""
    return list(
        zip(reports.column("source").to_pylist(), reports.column("report_id").to_pylist(), strict=True)
    )


def starts_of(rows: pa.RecordBatch | pa.Table) -> list[int]:
    """The first row of each report; the same file may stand twice, under two sources."""
    if not rows.num_rows:
        return []
    changes = np.zeros(rows.num_rows - 1, np.bool_)
    for name in ("source", "report_id"):
        column = rows.column(name)
        changes |= np.array(pc.not_equal(column.slice(1), column.slice(0, len(column) - 1)), dtype=np.bool_)
    return [0, *(np.flatnonzero(changes) + 1).tolist()]


def spans(rows: pa.RecordBatch) -> list[tuple[ReportKey, int, int]]:
    """Each report of the batch, its first row, and the row after its last."""
    starts = starts_of(rows)
    keys = report_keys(rows.select(["source", "report_id"]).take(pa.array(starts, pa.int64())))
    return list(zip(keys, starts, [*starts[1:], rows.num_rows], strict=False))  # without rows no start
