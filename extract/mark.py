"""What the checks across reports found, put into rows: batches in, batches out.

What an earlier run put there is taken out first, so that rows carried over and rows just read come out alike. Rows of
reports that nothing was and is found for come back as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from extract.across import ACROSS_CHECKS, WHOLE_ROW, Across, ReportKey
from extract.result import Finding
from schemas.arrow import FINDINGS

_FLAGS = pa.array([f"check:{check}" for check in ACROSS_CHECKS])
_PLACES = {flag: place for place, flag in enumerate(_FLAGS.to_pylist())}


def mark_cells(cells: pa.RecordBatch, across: Across) -> pa.RecordBatch:
    """The cells with the flags of the checks that their reports fail together."""
    flags = cells.column("flags")
    values = flags.flatten()
    stale = pc.is_in(values, value_set=_FLAGS).to_numpy(zero_copy_only=False).astype(np.bool_)
    new = list(_new_flags(cells, across))
    if not new and not stale.any():
        return cells
    rows = np.concatenate(
        [
            pc.list_parent_indices(flags).to_numpy(zero_copy_only=False)[~stale],
            np.array([row for row, _ in new], np.int64),
        ]
    )
    chosen = np.concatenate(
        [np.flatnonzero(~stale), np.array([len(values) + place for _, place in new], np.int64)]
    )
    order = np.argsort(rows, kind="stable")
    ends = np.cumsum(np.bincount(rows.astype(np.int64), minlength=len(flags)))
    offsets = pa.array(np.concatenate([[0], ends]), pa.int32())
    words = pa.concat_arrays([values, _FLAGS]).take(pa.array(chosen[order]))
    return _with(cells, "flags", pa.ListArray.from_arrays(offsets, words).cast(flags.type))


def _new_flags(cells: pa.RecordBatch, across: Across) -> Iterator[tuple[int, int]]:
    """(row, place of the flag) for each flag to add."""
    if not across.flags or not cells.num_rows:
        return
    of_batch = {key: flags for key in _reports_in(cells) if (flags := across.flags.get(key))}
    items = {item for flags in of_batch.values() for _, item, _ in flags}
    chosen = pc.and_(
        pc.is_in(cells.column("source"), value_set=pa.array([source for source, _ in of_batch], pa.string())),
        pc.is_in(_decoded(cells.column("item")), value_set=pa.array(sorted(items), pa.string())),
    )
    rows = np.flatnonzero(chosen.to_numpy(zero_copy_only=False))
    names = ("source", "report_id", "section", "item", "category")
    columns = [_decoded(cells.column(name).take(pa.array(rows))).to_pylist() for name in names]
    for row, source, report_id, section, item, category in zip(rows, *columns, strict=True):
        flags = of_batch.get((source, report_id), {})
        for which in (category, WHOLE_ROW):
            yield from ((int(row), _PLACES[flag]) for flag in flags.get((section, item, which), ()))


def _reports_in(cells: pa.RecordBatch) -> set[ReportKey]:
    pairs = pa.Table.from_batches([cells]).select(["source", "report_id"]).group_by(["source", "report_id"])
    found = pairs.aggregate([]).to_pydict()
    return set(zip(found["source"], found["report_id"], strict=True))


def mark_findings(
    findings: Sequence[pa.RecordBatch], reports: Sequence[pa.RecordBatch], across: Across, year: int | None
) -> tuple[list[pa.RecordBatch], dict[ReportKey, int]]:
    """The findings of these reports, theirs first, and by report how many more (or fewer) these are than before."""
    listed = [key for batch in reports for key in _report_keys(batch)]
    stale = pa.array(ACROSS_CHECKS, pa.string())
    if not any(key in across.findings for key in listed) and not any(
        pc.any(pc.is_in(_decoded(batch.column("check")), value_set=stale)).as_py() for batch in findings
    ):
        return list(findings), {}
    own: dict[ReportKey, list[dict[str, object]]] = {key: [] for key in listed}
    more: dict[ReportKey, int] = {}
    for batch in findings:
        for row in batch.to_pylist():
            key = (row["source"], row["report_id"])
            if row["check"] in ACROSS_CHECKS:
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
        for finding in across.findings.get(key, ()):
            own[key].append(shared[key] | _fields(finding))
            more[key] = more.get(key, 0) + 1
    rows = [row for key in listed for row in own[key]]
    return [pa.RecordBatch.from_pylist(rows, schema=FINDINGS)], more


_SHARED = frozenset(("source", "report_id", "agency", "year"))


def _decoded(column: pa.Array) -> pa.Array:
    """Plain words: those of a dictionary are slow to take out one by one."""
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def mark_reports(reports: pa.RecordBatch, across: Across, more: dict[ReportKey, int]) -> pa.RecordBatch:
    """The reports with `duplicate_of`, and their findings counted anew."""
    keys = _report_keys(reports)
    of = [across.duplicates.get(key) for key in keys]
    if any(of) or reports.column("duplicate_of").null_count < len(keys):
        reports = _with(reports, "duplicate_of", pa.array(of, pa.string()))
    if any(more.get(key) for key in keys):
        counts = reports.column("findings")
        total = [n + more.get(key, 0) for key, n in zip(keys, counts.to_pylist(), strict=True)]
        reports = _with(reports, "findings", pa.array(total, counts.type))
    return reports


def _fields(finding: Finding) -> dict[str, object]:
    return {name: getattr(finding, name) for name in Finding.__dataclass_fields__}


def _report_keys(batch: pa.RecordBatch) -> list[ReportKey]:
    return list(zip(batch.column("source").to_pylist(), batch.column("report_id").to_pylist(), strict=True))


def _with(batch: pa.RecordBatch, name: str, column: pa.Array) -> pa.RecordBatch:
    place = batch.schema.get_field_index(name)
    columns = [*batch.columns[:place], column, *batch.columns[place + 1 :]]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)
