"""Files cut short or with bytes changed: never a wrong number called right, never anything but rows."""

from __future__ import annotations

import gzip
import random
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from extract.pipeline import extract_document
from extract.result import ReportResult
from tests.builder import Mess, lay_out, make_report
from tests.builder.compare import compare
from tests.builder.docx import to_docx
from tests.builder.html import to_html
from tests.builder.layout import Page
from tests.builder.mht import to_mht
from tests.builder.rtf import to_rtf
from tests.builder.sheet import to_excel_2003, to_xlsx
from tests.builder.text import to_text
from tests.builder.truth import TruthCell, read_truth
from tests.builder.word_xml import to_flat_opc, to_word_2003
from tests.docx_files import zipped
from tests.paths import ROOT
from tests.reading import read_source

FIXTURES = ROOT / "fixtures"
TENTHS = [*(tenth / 10 for tenth in range(1, 10)), 0.999]
WRITERS: dict[str, Callable[[Page], bytes]] = {
    "docx": to_docx,
    "html": to_html,
    "text": to_text,
    "rtf": to_rtf,
    "xlsx": to_xlsx,
    "mht": to_mht,
    "flat OPC": to_flat_opc,
    "Word 2003": to_word_2003,
    "Excel 2003": to_excel_2003,
    "zip": lambda page: zipped({"a.docx": to_docx(page)}),
    "docx.gz": lambda page: gzip.compress(to_docx(page)),
}
FILES = {
    "doc": "formats/report_2021.doc",
    "odt": "formats/report_2021.odt",
    "xls": "formats/report_2021.xls",
    "ods": "formats/report_2021.ods",
    "pdf": "pdf/libreoffice_ruled_page_cut.pdf",
    "ofd": "ofd/libreoffice_print.ofd",
}


@cache
def whole(kind: str) -> tuple[bytes, tuple[TruthCell, ...]]:
    """A report in this format, with what it prints."""
    if kind in FILES:
        path = FIXTURES / FILES[kind]
        return path.read_bytes(), read_truth(path.with_suffix(".cells.tsv"))
    page = lay_out(make_report(random.Random(5), "2021", number_mess=0.1), Mess(seed=5))
    return WRITERS[kind](page), page.truth


def read_all(data: bytes, folder: Path) -> list[ReportResult]:
    path = folder / "report.doc"
    path.write_bytes(data)
    return list(read_source(str(path), path.name))


def assert_told(results: list[ReportResult], truth: tuple[TruthCell, ...]) -> None:
    """What is called `ok` is true; elsewhere a printed number is right, flagged or not there."""
    for result in results:
        assert result.log is None, result.log
        for report in result.reports:
            if report.outcome == "ok":
                assert compare(truth, report.cells).silent == []
            else:
                assert report.error
                silent = compare(truth, report.cells).silent if report.cells else []
                assert [wrong for wrong in silent if wrong.status not in ("missing", "no such cell")] == []


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it makes of a damaged .doc differs from machine to machine, and takes seconds."""
    monkeypatch.setattr(shutil, "which", lambda _: None)


@pytest.mark.parametrize("kind", [*WRITERS, *FILES])
def test_whole(kind: str, tmp_path: Path) -> None:
    data, truth = whole(kind)
    [result] = read_all(data, tmp_path)
    assert compare(truth, result.reports[0].cells).silent == []


@pytest.mark.parametrize("share", TENTHS)
@pytest.mark.parametrize("kind", [*WRITERS, *FILES])
def test_cut(kind: str, share: float, tmp_path: Path) -> None:
    data, truth = whole(kind)
    results = read_all(data[: int(len(data) * share)], tmp_path)
    assert len(results) == 1
    assert_told(results, truth)


@pytest.mark.parametrize("kind", [*WRITERS, *FILES])
def test_changed_bytes_never_raise(kind: str, tmp_path: Path) -> None:
    data, _ = whole(kind)
    rng = random.Random(kind)
    for _ in range(6):
        broken = bytearray(data)
        for _ in range(rng.choice([1, 3, 30])):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        for result in read_all(bytes(broken), tmp_path):
            assert result.log is None, result.log
            assert all(report.outcome for report in result.reports)


@pytest.mark.parametrize("kind", [*WRITERS, *FILES])
def test_the_name_does_not_matter(kind: str) -> None:
    data, _ = whole(kind)
    told = [
        [cell for report in extract_document(data, name).reports for cell in report.cells]
        for name in ("a.pdf", "a.docx", "a")
    ]
    assert told[0] == told[1] == told[2]
