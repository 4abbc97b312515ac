"""What the checks across reports found, put into batches of rows: pure functions, batch in, batch out.

Batches of reports that nothing was found for come back as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from extract.across import Across, ReportKey
from extract.result import Finding
from schemas.arrow import FINDINGS


def mark_cells(cells: pa.RecordBatch, across: Across) -> pa.RecordBatch:
    """The cells with the flags of the checks that their reports fail together."""
    keys = _report_keys(cells)
    if not any(key in across.flags for key in set(keys)):
        return cells
    columns = [cells.column(name).to_pylist() for name in ("section", "item", "category", "flags")]
    flags = [
        [*own, *across.flags.get(key, {}).get((section, item, category), ())]
        for key, section, item, category, own in zip(keys, *columns, strict=True)
    ]
    return _with(cells, "flags", flags)


def mark_reports(reports: pa.RecordBatch, across: Across) -> pa.RecordBatch:
    """The reports with `duplicate_of`, and with these findings counted."""
    keys = _report_keys(reports)
    if any(key in across.duplicates for key in keys):
        own = reports.column("duplicate_of").to_pylist()
        of = [across.duplicates.get(key, before) for key, before in zip(keys, own, strict=True)]
        reports = _with(reports, "duplicate_of", of)
    if any(key in across.findings for key in keys):
        counts = reports.column("findings").to_pylist()
        more = [n + len(across.findings.get(key, ())) for key, n in zip(keys, counts, strict=True)]
        reports = _with(reports, "findings", more)
    return reports


def across_findings(reports: pa.RecordBatch, across: Across) -> pa.RecordBatch:
    """The rows of the findings table that these reports get, in the reports' order."""
    names = ("source", "report_id", "agency", "year")
    shared = zip(*(reports.column(name).to_pylist() for name in names), strict=True)
    rows = [
        {"source": source, "report_id": report_id, "agency": agency, "year": year, **_fields(finding)}
        for source, report_id, agency, year in shared
        for finding in across.findings.get((source, report_id), ())
    ]
    return pa.RecordBatch.from_pylist(rows, schema=FINDINGS)


def _fields(finding: Finding) -> dict[str, object]:
    return {name: getattr(finding, name) for name in Finding.__dataclass_fields__}


def _report_keys(batch: pa.RecordBatch) -> list[ReportKey]:
    return list(zip(batch.column("source").to_pylist(), batch.column("report_id").to_pylist(), strict=True))


def _with(batch: pa.RecordBatch, name: str, values: Sequence[object]) -> pa.RecordBatch:
    number = batch.schema.get_field_index(name)
    field = batch.schema.field(number)
    columns = [*batch.columns[:number], pa.array(values, field.type), *batch.columns[number + 1 :]]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)
