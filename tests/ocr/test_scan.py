"""Scanned files from their bytes to cells, with recognition, without it, and switched off; the truth is the builder's."""

from __future__ import annotations

import io
import subprocess
import sys
from functools import cache

import pypdfium2 as pdfium2
import pytest
from PIL import Image

from extract.draw_cells import draw
from extract.errors import DocumentError
from extract.model import Document, Paragraph, Picture, Table
from extract.pipeline import extract_document
from extract.readers import scan
from extract.result import Report
from tests.builder.compare import compare
from tests.builder.truth import read_truth
from tests.ofd_files import HEAD, NS, document_xml, ofd_xml, package, page_xml
from tests.paths import ROOT

FIXTURES = ROOT / "fixtures"
SCANS = FIXTURES / "scans"


def blank_pdf(pages: int) -> bytes:
    document = pdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def unreadable(pages: int, *blocks: Table | Paragraph | Picture) -> Document:
    return Document(blocks, "pdf", pages=pages, unreadable_pages=tuple(range(1, pages + 1)))


ONE_TABLE = Table((), 0, 0)


def test_without_the_extra_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "find_spec", lambda name: None)
    report = extract_document((SCANS / "stamped_tilted.pdf").read_bytes(), "a.pdf").reports[0]
    assert (report.outcome, report.error) == ("failed", f"a.pdf: {scan.NOT_INSTALLED}")


def test_without_the_extra_tables_that_can_be_read_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "find_spec", lambda name: None)
    document = scan.recognize(b"", "pdf", unreadable(2, ONE_TABLE))
    assert document.tables == (ONE_TABLE,)
    assert scan.NOT_INSTALLED in document.problems[0]


def test_switched_off_a_picture_file_is_not_read() -> None:
    data = (SCANS / "last_page_upside_down.jpg").read_bytes()
    report = extract_document(data, "a.jpg", ocr="off").reports[0]
    assert report.outcome == "failed"
    assert "--ocr off" in str(report.error)


def test_switched_off_a_scanned_pdf_says_so() -> None:
    report = extract_document((SCANS / "stamped_tilted.pdf").read_bytes(), "a.pdf", ocr="off").reports[0]
    assert (report.outcome, report.error) == ("failed", f"a.pdf: {scan.SWITCHED_OFF}")


def test_switched_off_tables_that_can_be_read_are_kept() -> None:
    document = scan.without_recognition(unreadable(2, ONE_TABLE))
    assert document.tables == (ONE_TABLE,)
    assert document.problems == (f"第 1、2 页未识别：{scan.SWITCHED_OFF}",)


def test_a_page_of_text_loads_no_recognition() -> None:
    code = (
        "import sys; from pathlib import Path; from extract.pipeline import extract_document\n"
        "extract_document(Path(sys.argv[1]).read_bytes(), 'a.pdf')\n"
        "print([name for name in ('cv2', 'onnxruntime', 'rapidocr') if name in sys.modules])"
    )
    pdf = FIXTURES / "pdf" / "libreoffice_ruled_page_cut.pdf"
    run = subprocess.run([sys.executable, "-c", code, str(pdf)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


pytest.importorskip("cv2", reason="the extra ocr is not installed")
pytest.importorskip("rapidocr", reason="the extra ocr is not installed")


@cache
def read_report(name: str) -> Report:
    (report,) = extract_document((SCANS / name).read_bytes(), name).reports
    return report


def test_a_stamped_tilted_scan_gives_the_builders_numbers() -> None:
    report = read_report("stamped_tilted.pdf")
    score = compare(read_truth(SCANS / "stamped_tilted.cells.tsv"), report.cells)
    assert report.reader == "ocr"
    assert report.identity.year == 2025
    assert score.silent == []
    assert score.right >= 0.99 * score.total
    assert all(cell.x0 is not None for cell in report.cells if cell.status == "reported")


def test_a_page_upside_down_is_read_and_boxed_as_scanned() -> None:
    report = read_report("last_page_upside_down.jpg")
    disputes = [cell for cell in report.cells if cell.section == "disputes"]
    truth = [
        cell for cell in read_truth(SCANS / "last_page_upside_down.cells.tsv") if cell.section == "disputes"
    ]
    assert compare(truth, disputes).right == len(truth)
    lefts = {cell.category: cell.x0 for cell in disputes if cell.item == "review"}
    assert lefts["upheld"] > lefts["total"]  # 结果维持 is the first column, so the last on the turned page


@pytest.mark.parametrize("quarter_turns", [1, 3])
def test_a_page_on_its_side_is_read(quarter_turns: int) -> None:
    with Image.open(SCANS / "last_page_upside_down.jpg") as picture:
        turned = picture.rotate(90 * quarter_turns, expand=True)
    out = io.BytesIO()
    turned.save(out, "jpeg", quality=80)
    (report,) = extract_document(out.getvalue(), "a.jpg").reports
    truth = [
        cell for cell in read_truth(SCANS / "last_page_upside_down.cells.tsv") if cell.section == "disputes"
    ]
    read = [cell for cell in report.cells if cell.section == "disputes"]
    assert compare(truth, read).right == len(truth)


def test_a_pdf_of_which_one_page_is_a_picture_is_read_whole() -> None:
    text = pdfium2.PdfDocument(FIXTURES / "pdf" / "libreoffice_ruled_page_cut.pdf")
    scans = pdfium2.PdfDocument(SCANS / "stamped_tilted.pdf")
    mixed = pdfium2.PdfDocument.new()
    mixed.import_pages(text, [0])
    mixed.import_pages(scans, [1])
    out = io.BytesIO()
    mixed.save(out)
    (report,) = extract_document(out.getvalue(), "a.pdf").reports
    assert report.reader == "pdf+ocr"
    assert {cell.page for cell in report.cells if cell.status == "reported"} == {1, 2}


def test_a_cell_that_a_scan_does_not_show_is_in_doubt() -> None:
    report = read_report("last_page_upside_down.jpg")
    missing = [cell for cell in report.cells if cell.status == "missing"]
    assert missing  # the first page, which holds them, was left out
    assert all(cell.flags for cell in missing)


def test_the_picture_of_a_scan_has_its_size_and_its_cells() -> None:
    data = (SCANS / "last_page_upside_down.jpg").read_bytes()
    document = scan.read(data)
    plain = draw(data, Document((), "ocr"), 1)
    drawn = draw(data, document, 1)
    assert drawn.size == plain.size
    assert drawn.tobytes() != plain.tobytes()
    with pytest.raises(DocumentError, match="没有第 2 页"):
        draw(data, document, 2)


def test_a_book_is_refused_before_any_page_is_drawn() -> None:
    with pytest.raises(DocumentError, match="200 页，上限 40 页"):
        scan.recognize(b"", "pdf", unreadable(200))
    with pytest.raises(DocumentError, match="扫描页过多"):
        scan.read_all_pages(blank_pdf(41), "pdf")


def test_blank_pages_give_an_empty_document() -> None:
    document = scan.recognize(blank_pdf(1), "pdf", unreadable(1))
    assert document.blocks == ()
    assert document.unreadable_pages == ()


def test_pictures_pasted_into_a_document_become_tables() -> None:
    data = (SCANS / "last_page_upside_down.jpg").read_bytes()
    document = Document((Paragraph("一、总体情况"), Picture(data)), "docx")
    assert scan.needs_recognition(document)
    recognized = scan.recognize(b"", "docx", document)
    assert recognized.reader == "docx+ocr"
    assert len(recognized.tables) == 2
    assert recognized.blocks[0] == Paragraph("一、总体情况")


def test_a_scan_in_ofd_is_recognised() -> None:
    picture = '<ofd:ImageObject ID="1" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="9"/>'
    media = '<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>page.jpg</ofd:MediaFile></ofd:MultiMedia>'
    resources = f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    parts = {
        "OFD.xml": ofd_xml("Doc_0/Document.xml"),
        "Doc_0/Document.xml": document_xml('<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'),
        "Doc_0/PublicRes.xml": HEAD + resources,
        "Doc_0/Res/page.jpg": (SCANS / "last_page_upside_down.jpg").read_bytes(),
        "Doc_0/Pages/Page_0/Content.xml": page_xml(picture),
    }
    (report,) = extract_document(package(parts), "a.ofd").reports
    truth = read_truth(SCANS / "last_page_upside_down.cells.tsv")
    disputes = [cell for cell in truth if cell.section == "disputes"]
    read = [cell for cell in report.cells if cell.section == "disputes"]
    assert report.reader == "ofd+ocr"
    assert compare(disputes, read).right == len(disputes)


def test_a_damaged_pasted_picture_is_a_problem_of_the_document() -> None:
    recognized = scan.recognize(b"", "docx", Document((Picture(b"no picture"),), "docx"))
    assert "第 1 张图片未识别" in recognized.problems[0]
