"""Runs over many files: the same bytes whatever the workers, and only what changed is read."""

import hashlib
import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extract.errors import OutputError
from extract.run import extract_paths
from extract.wide import write_wide
from tests.engine.crawls import (
    SOURCES,
    TABLES,
    change,
    edition,
    fresh_outputs,
    outputs,
    ran,
    reports,
    rewrite,
    run,
)


def test_bytes_do_not_depend_on_the_workers(crawl: Path, tmp_path: Path) -> None:
    run(crawl, jobs=1)
    one = outputs(tmp_path)
    run(crawl, jobs=3, fresh=True)
    assert outputs(tmp_path) == one


def test_members_of_an_archive_are_documents(crawl: Path, tmp_path: Path) -> None:
    ran(crawl)
    found = reports(tmp_path)
    members = [name for name in found if name.startswith("k_archive.zip!")]
    assert members == [
        *(f"k_archive.zip!sub/{n}{s.suffix}" for n, s in enumerate(SOURCES[:5])),
        "k_archive.zip!sub/empty.docx",
    ]
    assert found["k_archive.zip!sub/empty.docx"]["outcome"] == "failed"
    assert {found[name]["archive_bytes"] for name in members} == {(crawl / "k_archive.zip").stat().st_size}


def test_the_three_files_name_the_same_edition(crawl: Path, tmp_path: Path) -> None:
    ran(crawl)
    assert len({edition(tmp_path / name) for name in TABLES}) == 1


def test_tables_written_by_us_are_no_reports_wherever_they_are_kept(crawl: Path, tmp_path: Path) -> None:
    """Other outputs and wide tables among the reports; the Parquet files of others are files that cannot be read."""
    ran(crawl)
    before = [*reports(tmp_path)]
    for name in TABLES:
        shutil.copy(tmp_path / name, crawl / f"older.{name}")
    write_wide(tmp_path / "out.parquet", crawl / "wide.parquet")
    run(crawl, fresh=True)
    assert [*reports(tmp_path)] == before
    pq.write_table(pa.table({"a": [1]}), crawl / "other.parquet")
    (crawl / "cut.parquet").write_bytes((crawl / "wide.parquet").read_bytes()[:-9])
    run(crawl)
    found = reports(tmp_path)
    assert {*found} - {*before} == {"other.parquet", "cut.parquet"}
    assert found["other.parquet"]["outcome"] == "failed"


def test_an_unchanged_input_is_not_read_and_nothing_is_written(crawl: Path, tmp_path: Path) -> None:
    first = run(crawl)
    before = {name: (tmp_path / name).stat().st_ino for name in TABLES}
    again = run(crawl)
    assert (again.read, again.kept) == (0, first.read)
    assert again.outcomes == first.outcomes
    assert again.findings == first.findings
    assert again.exit_code == 1
    assert {name: (tmp_path / name).stat().st_ino for name in TABLES} == before


@pytest.mark.parametrize("what", ["new", "content", "archive", "time", "gone"])
def test_after_a_change_the_output_is_that_of_a_fresh_run(what: str, crawl: Path, tmp_path: Path) -> None:
    ran(crawl)
    files = len(list(crawl.iterdir()))
    expected = change(crawl, what)
    again = run(crawl, prune=True)
    assert again.read == expected
    assert again.gone == (2 if what == "gone" else 0)
    assert again.kept == files - again.gone - (0 if what == "new" else expected)
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_a_touched_file_is_hashed_and_its_rows_stay(crawl: Path, tmp_path: Path) -> None:
    """Its rows are the old ones: a mark made in them is still there."""
    ran(crawl)
    path = next(crawl.glob("*.docx"))
    rewrite(tmp_path / "out.reports.parquet", "title", [f"marked {source}" for source in reports(tmp_path)])
    os.utime(path, (1e9, 1e9))
    run(crawl)
    row = reports(tmp_path)[path.name]
    assert row["title"] == f"marked {path.name}"
    assert row["modified"].timestamp() == 1e9  # type: ignore[attr-defined]


def test_a_file_written_again_under_its_old_time_and_size_is_read(crawl: Path, tmp_path: Path) -> None:
    """As by a crawler that gives files the date of their publication."""
    path = next(crawl.glob("*.html"))
    for end in (b"<!--1-->", b"<!--2-->"):
        path.write_bytes(path.read_bytes().removesuffix(b"<!--1-->") + end)
        os.utime(path, (1e9, 1e9))
        run(crawl)
    assert reports(tmp_path)[path.name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    path.chmod(0o600)
    assert (run(crawl).read, run(crawl).read) == (1, 0)


def test_what_is_gone_stays_without_prune(crawl: Path, tmp_path: Path) -> None:
    ran(crawl)
    before = reports(tmp_path)
    change(crawl, "gone")
    assert run(crawl).absent == 2
    assert reports(tmp_path) == before


def test_failures_are_read_again_on_request(crawl: Path) -> None:
    ran(crawl)
    assert run(crawl).read == 0
    assert run(crawl, retry_failed=True).read == 2  # the empty file, and the archive with an empty member


def test_rows_of_another_version_are_read_again(crawl: Path, tmp_path: Path) -> None:
    ran(crawl)
    files = len(list(crawl.iterdir()))
    rewrite(tmp_path / "out.reports.parquet", "extractor_version", ["0.0.1"] * len(reports(tmp_path)))
    assert run(crawl).read == files
    assert run(crawl).read == 0


@pytest.mark.parametrize("table", TABLES[:2])  # the file that goes has no findings
def test_rows_of_another_version_with_other_columns_are_not_carried_over(
    table: str, crawl: Path, tmp_path: Path
) -> None:
    ran(crawl)
    later = pq.read_table(tmp_path / table)
    later = later.append_column("later", pa.array([1] * later.num_rows))
    name = edition(tmp_path / table)
    with pq.ParquetWriter(tmp_path / table, later.schema) as writer:
        writer.write_table(later)
        writer.add_key_value_metadata({"nianbao.edition": name.decode()})
    rewrite(tmp_path / "out.reports.parquet", "extractor_version", ["0.0.1"] * len(reports(tmp_path)))
    before = outputs(tmp_path)
    (crawl / "k_archive.zip").unlink()
    with pytest.raises(OutputError, match="another version's columns"):
        run(crawl)
    assert outputs(tmp_path) == before
    run(crawl, prune=True)
    assert outputs(tmp_path) == fresh_outputs(crawl)


def test_partitions_by_year_hold_the_same_rows(crawl: Path, tmp_path: Path) -> None:
    run(crawl)
    lake = tmp_path / "lake"
    extract_paths([crawl], f"{lake}/")
    change(crawl, "content")
    change(crawl, "gone")
    run(crawl, prune=True)
    assert extract_paths([crawl], f"{lake}/", prune=True).read == 1
    for name, table in zip(TABLES, ("cells", "reports", "findings"), strict=True):
        whole = pq.read_table(tmp_path / name).to_pylist()
        parts = []
        for file in (lake / table).glob("year=*/*.parquet"):
            year = file.parent.name.partition("=")[2]
            rows = pq.ParquetFile(file).read().to_pylist()
            parts += [{**row, "year": int(year) if year.isdigit() else None} for row in rows]
        assert sorted(parts, key=row_key) == sorted(whole, key=row_key)


def test_partitions_by_year_do_not_show_how_they_came_to_be(crawl: Path, tmp_path: Path) -> None:
    """Their edition neither: what is carried over comes year by year, what is read file by file."""
    for number, year in enumerate((2022, 2021, 2023, 2021, 2022)):
        page = f"<h1>某区财政局{year}年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年制发件数<td>现行有效件数"
        (crawl / f"a{number}.html").write_text(f"{page}<tr><td>规章<td>1<td>2</table>", "utf-8")
    extract_paths([crawl], f"{tmp_path}/lake/", jobs=1)
    (crawl / "b.html").write_bytes((crawl / "a4.html").read_bytes())
    extract_paths([crawl], f"{tmp_path}/lake/", jobs=1)
    extract_paths([crawl], f"{tmp_path}/fresh/", jobs=1)
    lake, fresh = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*.parquet")
        }
        for name in ("lake", "fresh")
    )
    assert lake == fresh


def row_key(row: dict[str, object]) -> tuple[str, ...]:
    return tuple(
        str(row.get(name)) for name in ("report_id", "source", "item", "category", "check", "message")
    )


def test_an_archive_without_files_and_members_that_cannot_be_read_are_rows(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "empty.zip", "w"):
        pass
    with tarfile.open(folder / "linked.tar", "w") as archive:
        archive.add(SOURCES[0], "a.html")
        link = tarfile.TarInfo("b.html")
        link.type, link.linkname = tarfile.SYMTYPE, "a.html"
        archive.addfile(link)
    extract_paths([folder], tmp_path / "out.parquet", jobs=1)
    rows = pq.read_table(tmp_path / "out.reports.parquet").to_pylist()
    assert [(row["source"], row["outcome"]) for row in rows] == [
        ("empty.zip", "failed"),
        ("linked.tar!a.html", "ok"),
        ("linked.tar!b.html", "failed"),
    ]
    assert "empty archive" in rows[0]["error"]
    assert "link" in rows[2]["error"]


def test_a_file_named_beside_its_folder_is_read_once(crawl: Path, tmp_path: Path) -> None:
    hidden = crawl / ".kept"
    hidden.mkdir()
    shutil.copy(SOURCES[0], hidden / SOURCES[0].name)
    run(crawl)
    before = outputs(tmp_path)
    some = next(crawl.glob("*.docx"))
    extract_paths([some, crawl, crawl / "."], tmp_path / "out.parquet", fresh=True)
    assert outputs(tmp_path) == before
    extract_paths([crawl, hidden], tmp_path / "out.parquet", fresh=True)
    assert f".kept/{SOURCES[0].name}" in reports(
        tmp_path
    )  # passed over on the way through its folder, so named itself
