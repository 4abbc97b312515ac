"""The wide table against the builder's numbers, whatever the batch size."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extract import extract_paths, wide
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
