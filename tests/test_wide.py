"""`extract wide`: one row a report, each number under the name of its cell."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract.cli import main
from tests.paths import ROOT

REPORTS = ROOT / "fixtures" / "reports"
REPORT = next(REPORTS.glob("*_does_not_add_up")) / "source.html"


def test_wide_is_one_row_a_report(tmp_path: Path) -> None:
    cells, out = tmp_path / "out.parquet", tmp_path / "wide.parquet"
    assert main([str(REPORT), "-o", str(cells)]) == 0
    assert main(["wide", str(cells), "-o", str(out)]) == 0
    (row,) = pq.read_table(out).to_pylist()
    assert (row["agency"], row["year"]) == ("赣州市章贡区教育局", 2022)
    assert (row["requests.new.total"], row["requests.outcome.total.total"]) == (62, 60)  # as cells.tsv says
    assert "requests.outcome.total.total" in row["doubtful"]
    assert "requests.new.total" not in row["doubtful"]


def test_wide_says_in_which_unit_a_sum_of_money_stands(tmp_path: Path) -> None:
    cells, out = tmp_path / "out.parquet", tmp_path / "wide.parquet"
    assert main([str(REPORT), "-o", str(cells)]) == 0
    table = pq.read_table(cells)
    units = ["元" if cell["item"] == "fees" else cell["unit"] for cell in table.to_pylist()]
    pq.write_table(table.set_column(table.schema.get_field_index("unit"), "unit", pa.array(units)), cells)
    assert main(["wide", str(cells), "-o", str(out)]) == 0
    (row,) = pq.read_table(out).to_pylist()
    assert row["disclosure.fees.amount.unit"] == "元"
    assert "requests.new.total.unit" not in row


@pytest.mark.parametrize("theirs", [b"text", b""])
def test_wide_replaces_nothing_but_a_wide_table(theirs: bytes, tmp_path: Path) -> None:
    cells, out = tmp_path / "out.parquet", tmp_path / "wide.parquet"
    assert main([str(REPORT), "-o", str(cells)]) == 0
    out.write_bytes(theirs)
    assert main(["wide", str(cells), "-o", str(out)]) == 2
    assert out.read_bytes() == theirs
    assert main(["wide", str(cells), "-o", str(tmp_path / "out.findings.parquet")]) == 2
    out.unlink()
    assert main(["wide", str(cells), "-o", str(out)]) == 0
    assert main(["wide", str(cells), "-o", str(out)]) == 0


def test_wide_of_a_folder_has_the_years_of_its_partitions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = tmp_path / "lake", tmp_path / "wide.parquet"
    assert (
        main([str(REPORTS), "-o", f"{folder}/"]) == 1
    )  # the lists of the numbers beside the reports are none
    assert main(["wide", str(folder), "-o", str(out)]) == 0
    years = pq.read_table(out)["year"].to_pylist()
    assert (len(years), years) == (12, sorted(years))
    assert main(["wide", str(tmp_path), "-o", str(out)]) == 2
    monkeypatch.chdir(folder)
    assert main(["wide", ".", "-o", str(out)]) == 0
