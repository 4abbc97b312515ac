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


def spans(rows: pa.RecordBatch) -> list[tuple[ReportKey, int, int]]:
    """Each report of the batch, its first row, and the row after its last."""
    size = rows.num_rows
    if not size:
        return []
    changes = np.zeros(size - 1, np.bool_)
    for name in ("source", "report_id"):
        column = rows.column(name)
        unequal = pc.not_equal(column.slice(1), column.slice(0, size - 1))
        changes |= unequal.to_numpy(zero_copy_only=False)
    starts = np.concatenate([[0], np.flatnonzero(changes) + 1])
    keys = report_keys(rows.select(["source", "report_id"]).take(pa.array(starts)))
    bounds = [*starts.tolist(), size]
    return list(zip(keys, bounds, bounds[1:], strict=False))
