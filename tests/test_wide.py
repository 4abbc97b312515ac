"""The wide table against the builder's numbers, whatever the batch size."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extract import extract_paths, wide
from extract.errors import UsageError
from tests.builder import read_truth

REPORTS = Path(__file__).parents[1] / "fixtures" / "reports"


def test_column_names_are_unique_and_stable() -> None:
    names = wide.wide_schema().names
    assert len(set(names)) == len(names)
    assert names[:2] == ["report_id", "source"]
    assert {
        "requests.new.total",
        "disclosure.licences.decisions",
        "statistics.requests.received.value",
    } <= set(names)


@pytest.mark.parametrize("rows", [1, 7, 300, wide.BATCH_ROWS])
def test_every_number_stands_in_its_report_and_column(
    rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = sorted(REPORTS.glob("*_20*/source.*"))[:4]
    cells, out = tmp_path / "out.parquet", tmp_path / "wide.parquet"
    extract_paths([path.parent for path in sources], cells)
    monkeypatch.setattr(wide, "BATCH_ROWS", rows)
    wide.write_wide(cells, out)
    turned = {row["source"].split("/")[0]: row for row in pq.read_table(out).to_pylist()}
    assert sorted(turned) == sorted(path.parent.name for path in sources)
    for path in sources:
        row = turned[path.parent.name]
        truth = {".".join(cell.key): cell.value for cell in read_truth(path.parent / "cells.tsv")}
        assert {name: row[name] for name in truth} == truth
        assert all(row[name] is None for name in wide.cell_columns() if name not in truth)


def test_the_table_is_open_to_whom_the_cells_are_and_never_replaces_them(tmp_path: Path) -> None:
    cells, out = tmp_path / "out.parquet", tmp_path / "wide.parquet"
    extract_paths([next(REPORTS.glob("*_20*"))], cells)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("[!.]*")}
    wide.write_wide(cells, out)
    assert out.stat().st_mode == cells.stat().st_mode
    for name in before:
        with pytest.raises(UsageError, match="overwrite"):
            wide.write_wide(cells, tmp_path / name)
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    assert {path.name for path in tmp_path.glob("[!.]*")} == {*before, "wide.parquet"}
    assert not list(tmp_path.glob(".wide*"))
