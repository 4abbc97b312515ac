"""Whole runs: the three files, what becomes a row, what ends the run, what a killed run leaves."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import extract
from extract.cli import main
from extract.errors import UsageError
from extract.pipeline import extract_document
from extract.readers import READERS
from extract.run import extract_paths
from schemas import CELLS, FINDINGS, REPORTS
from tests.builder.compare import compare
from tests.builder.truth import read_truth
from tests.paths import ROOT
from tests.samples import SAMPLES, needs_samples

FIXTURES = ROOT / "fixtures" / "reports"
FOLDERS = sorted(path for path in FIXTURES.iterdir() if path.is_dir())


def source(folder: Path) -> Path:
    return next(folder.glob("source.*"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_committed_report(folder: Path) -> None:
    result = extract_document(source(folder).read_bytes(), source(folder).name)
    score = compare(read_truth(folder / "cells.tsv"), result.reports[0].cells)
    assert (score.silent, score.flagged) == ([], [])


@pytest.mark.parametrize("name", extract.__all__)
def test_the_package_offers_its_functions_with_what_they_give_and_raise(name: str) -> None:
    assert getattr(extract, name).__name__ == name


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    good = next(source(f) for f in FOLDERS if source(f).suffix == ".docx").read_bytes()
    (folder / "a_good.docx").write_bytes(good)
    (folder / "b_empty.docx").write_bytes(b"")
    (folder / "c_cut_off.docx").write_bytes(good[: len(good) // 2])
    (folder / "d_picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "e_no_report.html").write_text("<html><body><p>欢迎访问</p></body></html>", "utf-8")
    return folder


@pytest.mark.parametrize("kind", [str, Path])
def test_a_single_path_needs_no_list(broken: Path, tmp_path: Path, kind: type) -> None:
    assert extract_paths(kind(broken), tmp_path / "out.parquet").documents == 5


def test_bad_files_become_rows(broken: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    assert main([str(broken), "-o", str(out)]) == 1
    reports = pq.read_table(tmp_path / "out.reports.parquet").to_pylist()
    outcomes = {row["source"]: row["outcome"] for row in reports}
    assert outcomes == {
        "a_good.docx": "ok",
        "b_empty.docx": "failed",
        "c_cut_off.docx": "failed",
        "d_picture.docx": "failed",
        "e_no_report.html": "not_a_report",
    }
    assert all(row["source"] in row["error"] for row in reports if row["outcome"] != "ok")


def test_outputs_have_the_declared_columns(broken: Path, tmp_path: Path) -> None:
    extract_paths([broken], tmp_path / "out.parquet")
    names = {"out": CELLS, "out.reports": REPORTS, "out.findings": FINDINGS}
    for name, schema in names.items():
        assert pq.read_schema(tmp_path / f"{name}.parquet").names == schema.names


def test_same_input_gives_the_same_bytes(broken: Path, tmp_path: Path) -> None:
    extract_paths([broken], tmp_path / "one.parquet")
    extract_paths([broken], tmp_path / "two.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_recognition_writes_nowhere(tmp_path: Path) -> None:
    """ONNX Runtime keeps a session of its telemetry in TMPDIR unless it is told not to."""
    pytest.importorskip("onnxruntime")
    words = [sys.executable, "-c", "from extract.ocr.recognize import Recognizer; Recognizer()"]
    subprocess.run(words, check=True, env={**os.environ, "TMPDIR": str(tmp_path)})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options",
    [{"memory": 1}, {"memory": -1}, {"memory": 1 << 60}, {"ocr": "of"}, {"jobs": 0}, {"timeout": 0}],
    ids=str,
)
def test_options_out_of_range_are_wrong_usage(options: dict[str, object], broken: Path) -> None:
    with pytest.raises(UsageError):
        extract_paths([broken], broken.parent / "out.parquet", **options)  # type: ignore[arg-type]
    if "ocr" in options:
        with pytest.raises(UsageError):
            extract_document(b"", "a.docx", ocr="of")  # type: ignore[arg-type]


def test_missing_input_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        extract_paths([tmp_path / "nowhere"], tmp_path / "out.parquet")
    assert main([str(tmp_path / "nowhere"), "-o", str(tmp_path / "out.parquet")]) == 2


@pytest.mark.parametrize(
    ("path", "out"), [("", "out.parquet"), ("in", ""), ("in", "page.html/"), ("in", "page.html")]
)
def test_unset_variables_and_files_for_folders_are_wrong_usage(
    path: str, out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "page.html").touch()
    assert main([path, "-o", out]) == 2
    assert sorted(tmp_path.iterdir()) == [tmp_path / "in", tmp_path / "page.html"]


@needs_samples
def test_ganzhou_2024_read_off_by_hand() -> None:
    path = SAMPLES / "ganzhou_jingkai_2024.tika.txt"
    report = extract_document(path.read_bytes(), path.name).reports[0]
    numbers = {(c.item, c.category): c.value for c in report.cells}
    assert len(numbers) == 200
    assert {key: value for key, value in numbers.items() if value} == {
        ("licences", "decisions"): 3.0,
        ("penalties", "decisions"): 1.0,
        ("new", "natural_person"): 1.0,
        ("outcome.granted", "natural_person"): 1.0,
    }
    assert all(value is not None for value in numbers.values())
    assert "requests.row_sum" in {found.check for found in report.findings}


def test_a_bug_is_a_row_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(READERS, "text", "extract.readers.of_no_such_name")
    result = extract_document("机关 年度".encode(), "a.txt")
    (report,) = result.reports
    assert (report.outcome, report.cells) == ("failed", ())
    assert report.error is not None
    assert report.error.startswith("a.txt: 程序错误 (bug) ModuleNotFoundError")
    assert result.log is not None
    assert "of_no_such_name" in result.log
