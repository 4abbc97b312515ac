"""Results as rows: values that Arrow would refuse, and where row groups end."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extract.pipeline import extract_document
from extract.result import ReportResult
from extract.write.parquet import GROUP_ROWS, TableWriter
from extract.write.rows import results_to_batches
from tests.one_page import PAGE

RESULT = extract_document(PAGE.encode(), "a.html")


def with_first_cell(**changes: object) -> ReportResult:
    (report,) = RESULT.reports
    cells = (report.cells[0]._replace(**changes), *report.cells[1:])  # type: ignore[arg-type]
    return replace(RESULT, reports=(replace(report, cells=cells),))


def test_half_a_character_of_a_name_stops_nothing() -> None:
    batches = results_to_batches([replace(RESULT, source="a\ud800.html")])
    assert {*batches.cells.column("source").to_pylist()} == {"a?.html"}


def test_a_place_beyond_all_tables_is_null_and_its_number_stays() -> None:
    cells = results_to_batches([with_first_cell(row=40_000, value=7.0)]).cells.to_pylist()
    assert (cells[0]["row"], cells[0]["value"]) == (None, 7.0)
    assert cells[1]["row"] is not None


def test_row_groups_end_between_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = len(RESULT.reports[0].cells)
    monkeypatch.setitem(GROUP_ROWS, "cells", count + 1)
    writer = TableWriter(tmp_path / "a.parquet", "cells")
    for _ in range(3):
        writer.add([results_to_batches([RESULT] * 2).cells], [count] * 2)
    writer.close({})
    written = pq.ParquetFile(tmp_path / "a.parquet").metadata
    assert [written.row_group(n).num_rows for n in range(written.num_row_groups)] == [2 * count] * 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_file_on_a_full_disk_is_let_go_without_a_word() -> None:
    cells = results_to_batches([RESULT]).cells
    writer = TableWriter(Path("/dev/full"), "cells")
    writer.add([cells], [cells.num_rows])
    with pytest.raises(OSError, match="No space"):
        writer.close({"note": "x" * 10_000})  # more than the file's buffer takes
    writer.abandon()
    del writer  # its finalizer would warn
    gc.collect()
