"""What the checks across reports found, put into rows: batches in, batches out.

What an earlier run put there is taken out first, so that rows carried over and rows just read come out alike. Rows of
reports that nothing was and is found for come back as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from extract.check.cross_report.by_report import ReportKey, report_keys, spans
from extract.check.cross_report.checks import CROSS_REPORT_CHECKS, CrossReport
from extract.check.cross_report.facts import cell_places, form_places
from extract.flags import CHECK
from extract.result import Finding
from schemas.arrow import FINDINGS

_FLAGS = pa.array([CHECK + check for check in CROSS_REPORT_CHECKS])

Numbers = npt.NDArray[np.int64]


def mark_cells(cells: pa.RecordBatch, cross: CrossReport) -> pa.RecordBatch:
    """The cells with the flags of the checks that their reports fail together."""
    flags = cells.column("flags")
    values = flags.flatten()
    stale = pc.is_in(values, value_set=_FLAGS).to_numpy(zero_copy_only=False).astype(np.bool_)
    new_rows, new_places = _new_flags(cells, cross)
    if not len(new_rows) and not stale.any():
        return cells
    rows = np.concatenate([pc.list_parent_indices(flags).to_numpy(zero_copy_only=False)[~stale], new_rows])
    chosen = np.concatenate([np.flatnonzero(~stale), len(values) + new_places])
    order = np.argsort(rows, kind="stable")
    ends = np.cumsum(np.bincount(rows.astype(np.int64), minlength=len(flags)))
    offsets = pa.array(np.concatenate([[0], ends]), pa.int32())
    words = pa.concat_arrays([values, _FLAGS]).take(pa.array(chosen[order]))
    return _with(cells, "flags", pa.ListArray.from_arrays(offsets, words).cast(flags.type))


def _new_flags(cells: pa.RecordBatch, cross: CrossReport) -> tuple[Numbers, Numbers]:
    """Of each flag to add its row and its place in `_FLAGS`."""
    bits = np.zeros(cells.num_rows, np.uint8)
    of_batch = [(start, stop, cross.flags[key]) for key, start, stop in spans(cells) if key in cross.flags]
    if of_batch:
        places = cell_places(cells)
        for start, stop, flags in of_batch:
            of_places = np.zeros(len(form_places()) + 1, np.uint8)
            for *cell, check in flags:
                of_places[form_places()[cell[0], cell[1], cell[2]]] |= 1 << CROSS_REPORT_CHECKS.index(check)
            bits[start:stop] = of_places[places[start:stop]]
    found = [np.flatnonzero(bits & 1 << place) for place in range(len(_FLAGS))]
    return np.concatenate(found), np.repeat(np.arange(len(_FLAGS)), [len(rows) for rows in found])


def mark_findings(
    findings: Sequence[pa.RecordBatch],
    reports: Sequence[pa.RecordBatch],
    cross: CrossReport,
    year: int | None,
) -> tuple[list[pa.RecordBatch], dict[ReportKey, int]]:
    """The findings of these reports, theirs first, and by report how many more (or fewer) these are than before."""
    listed = [key for batch in reports for key in report_keys(batch)]
    stale = pa.array(CROSS_REPORT_CHECKS, pa.string())
    if not any(key in cross.findings for key in listed) and not any(
        pc.any(pc.is_in(_decoded(batch.column("check")), value_set=stale)).as_py() for batch in findings
    ):
        return list(findings), {}
    own: dict[ReportKey, list[dict[str, object]]] = {key: [] for key in listed}
    more: dict[ReportKey, int] = {}
    for batch in findings:
        for row in batch.to_pylist():
            key = (row["source"], row["report_id"])
            if row["check"] in CROSS_REPORT_CHECKS:
                more[key] = more.get(key, 0) - 1
            else:
                own[key].append({"year": year} | row)
    shared = {
        (row["source"], row["report_id"]): {"year": year} | row
        for batch in reports
        for row in batch.select(
            [n for n in FINDINGS.names if n in batch.schema.names and n in _SHARED]
        ).to_pylist()
    }
    for key in listed:
        for finding in cross.findings.get(key, ()):
            own[key].append(shared[key] | _fields(finding))
            more[key] = more.get(key, 0) + 1
    rows = [row for key in listed for row in own[key]]
    return [pa.RecordBatch.from_pylist(rows, schema=FINDINGS)], more


_SHARED = frozenset(("source", "report_id", "agency", "year"))


def _decoded(column: pa.Array) -> pa.Array:
    """Plain words: those of a dictionary are slow to take out one by one."""
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def mark_reports(reports: pa.RecordBatch, cross: CrossReport, more: dict[ReportKey, int]) -> pa.RecordBatch:
    """The reports with `duplicate_of`, and their findings counted anew."""
    keys = report_keys(reports)
    of = [cross.duplicates.get(key) for key in keys]
    if any(of) or reports.column("duplicate_of").null_count < len(keys):
        reports = _with(reports, "duplicate_of", pa.array(of, pa.string()))
    if any(more.get(key) for key in keys):
        counts = reports.column("findings")
        total = [n + more.get(key, 0) for key, n in zip(keys, counts.to_pylist(), strict=True)]
        reports = _with(reports, "findings", pa.array(total, counts.type))
    return reports


def _fields(finding: Finding) -> dict[str, object]:
    return {name: getattr(finding, name) for name in Finding.__dataclass_fields__}


def _with(batch: pa.RecordBatch, name: str, column: pa.Array) -> pa.RecordBatch:
    place = batch.schema.get_field_index(name)
    columns = [*batch.columns[:place], column, *batch.columns[place + 1 :]]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)
