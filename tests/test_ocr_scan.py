"""Scans from pixels to cells. Truth: the builder's, or the hand that drew the page."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract.errors import DocumentError
from extract.model import Document, Paragraph, Picture, Table
from extract.picture import draw
from extract.pipeline import extract_document
from extract.readers import scan
from extract.result import Report
from tests.builder.compare import compare
from tests.builder.truth import read_truth
from tests.ofd_files import HEAD, NS, document_xml, ofd_xml, package, page_xml

FIXTURES = Path(__file__).parents[1] / "fixtures"
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


cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed")
pytest.importorskip("rapidocr", reason="the extra ocr is not installed")

from extract.ocr.clean import flatten, skew, to_sheet  # noqa: E402
from extract.ocr.images import PageImage, page_count, pdf_pages, picture_pages  # noqa: E402
from extract.ocr.ink import seal_is_beside  # noqa: E402
from extract.ocr.layout import sheet_to_layout  # noqa: E402
from extract.ocr.lines import ruling_to_grids, sheet_to_ruling  # noqa: E402


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


def drawn_table(*, gaps: int = 0, ink: int = 0) -> np.ndarray:
    """Three rows of two columns at 200 dpi; `gaps` in each line; the middle row's right cell holds a bar of ink."""
    page = np.full((2339, 1654, 3), 255, np.uint8)
    for y in (400, 460, 520, 580):
        cv2.line(page, (200, y), (1200, y), (ink,) * 3, 2)
    for x in (200, 700, 1200):
        cv2.line(page, (x, 400), (x, 580), (ink,) * 3, 2)
    for k in range(gaps):
        page[380:600, 260 + 110 * k : 264 + 110 * k] = 255
    page[476:504, 940:948] = 0
    return page


def noisy(page: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(1).normal(0, 9, page.shape)
    return np.clip(cv2.GaussianBlur(page, (0, 0), 0.9) + noise, 0, 255).astype(np.uint8)


def in_dots(page: np.ndarray) -> np.ndarray:
    """Grey paper and ink in black and white."""
    picture = Image.fromarray(cv2.min(cv2.max(page, 40), 215)).convert("1")
    return np.asarray(picture.convert("RGB"))


def in_pieces(dash: int, gap: int) -> np.ndarray:
    """The table with lines of dashes."""
    page = np.full((2339, 1654, 3), 255, np.uint8)
    for start in range(200, 1200, dash + gap):
        for y in (400, 460, 520, 580):
            page[y - 1 : y + 2, start : min(start + dash, 1201)] = 0
    for start in range(400, 580, dash + gap):
        for x in (200, 700, 1200):
            page[start : min(start + dash, 581), x - 1 : x + 2] = 0
    page[476:504, 940:948] = 0
    return page


@pytest.mark.parametrize(
    "page",
    [
        drawn_table(),
        drawn_table(gaps=8),
        drawn_table(ink=150),
        noisy(drawn_table(ink=190)),
        in_pieces(8, 8),
        in_pieces(20, 14),
        in_dots(drawn_table()),
    ],
    ids=["whole", "broken", "pale", "faint", "dashed", "in long dashes", "halftone"],
)
def test_whole_broken_and_faint_lines_give_the_cells_and_tell_blank_from_inked(page: np.ndarray) -> None:
    layout = sheet_to_layout(to_sheet(PageImage(1, page, 0.36)))
    places = {(cell.span.row, cell.span.col): len(cell.lines) for cell in layout.cells}
    assert places == {(0, 0): 0, (0, 1): 0, (1, 0): 0, (1, 1): 1, (2, 0): 0, (2, 1): 0}


@pytest.mark.parametrize(("left", "wide", "high"), [(704, 6, 3), (960, 9, 3), (950, 30, 4)])
def test_a_dash_of_any_length_is_ink_even_close_to_a_line(left: int, wide: int, high: int) -> None:
    page = drawn_table()
    page[425 : 425 + high, left : left + wide] = 0
    layout = sheet_to_layout(to_sheet(PageImage(1, noisy(page), 0.36)))
    marks = {(cell.span.row, cell.span.col): [line.mark for line in cell.lines] for cell in layout.cells}
    assert marks[0, 1] == ["—"]


@pytest.mark.parametrize(("sealed", "cells"), [(True, 2), (False, 1)])
def test_a_line_that_a_seal_broke_goes_on(sealed: bool, cells: int) -> None:
    ruling = sheet_to_ruling(to_sheet(PageImage(1, noisy(drawn_table()), 0.36)))
    for found in (ruling.mask, ruling.dark):
        found[463:517, 690:711] = 0
    seal = np.zeros_like(ruling.mask)
    seal[440:540, 650:800] = 255
    (grid,) = ruling_to_grids(replace(ruling, seal=seal if sealed else None))
    assert len([span for span in grid.spans if span.row == 1]) == cells


def test_a_seal_may_hide_a_sign_beside_a_number() -> None:
    ink = sheet_to_layout(to_sheet(PageImage(1, stamped_table(), 0.36))).ink
    assert seal_is_beside(ink, (700, 400, 1200, 460), (960, 420, 980, 440), 36)
    assert not seal_is_beside(ink, (700, 400, 1200, 460), (1060, 420, 1080, 440), 36)


def stamped_table() -> np.ndarray:
    page = drawn_table()
    cv2.rectangle(page, (900, 405), (940, 455), (230, 60, 50), -1)
    return page


def test_a_large_digit_is_no_line() -> None:
    page = drawn_table()
    page[408:452, 800:805] = 0  # a 1 of 22 points in a row of 22
    layout = sheet_to_layout(to_sheet(PageImage(1, noisy(page), 0.36)))
    inked = {(cell.span.row, cell.span.col, cell.span.cols): len(cell.lines) for cell in layout.cells}
    assert inked[0, 1, 1] == 1


def test_a_slash_at_the_side_of_its_cell_is_ink() -> None:
    page = drawn_table()
    cv2.line(page, (709, 418), (702, 440), (0, 0, 0), 2)
    layout = sheet_to_layout(to_sheet(PageImage(1, noisy(page), 0.36)))
    inked = {(cell.span.row, cell.span.col): len(cell.lines) for cell in layout.cells}
    assert inked[0, 1] == 1


def test_a_stick_beside_its_cells_line_is_kept_and_known() -> None:
    page = drawn_table()
    page[418:436, 705:708] = 0
    layout = sheet_to_layout(to_sheet(PageImage(1, noisy(page), 0.36)))
    (line,) = next(cell.lines for cell in layout.cells if (cell.span.row, cell.span.col) == (0, 1))
    assert line.beside_line


@pytest.mark.parametrize(("figure", "barred"), [(figure, figure == "7") for figure in "0123456789"])
def test_the_shape_of_a_7_is_told_from_all_other_figures(figure: str, barred: bool) -> None:
    picture = Image.fromarray(drawn_table())
    ImageDraw.Draw(picture).text((960, 420), figure, (0, 0, 0), ImageFont.load_default(30))
    layout = sheet_to_layout(to_sheet(PageImage(1, noisy(np.array(picture)), 0.36)))
    (line,) = next(cell.lines for cell in layout.cells if (cell.span.row, cell.span.col) == (0, 1))
    assert line.barred is barred
    assert not line.leaning


@pytest.mark.parametrize("right", [0, 2, 4])
def test_a_stroke_that_leans_less_than_a_slash_may_be_one(right: int) -> None:
    page = drawn_table()
    cv2.line(page, (960 + right, 420), (960, 444), (0, 0, 0), 3)
    layout = sheet_to_layout(to_sheet(PageImage(1, noisy(page), 0.36)))
    (line,) = next(cell.lines for cell in layout.cells if (cell.span.row, cell.span.col) == (0, 1))
    assert (line.mark, line.leaning) == (None, right > 2)


def test_a_dot_is_no_dash() -> None:
    page = drawn_table()
    cv2.circle(page, (960, 430), 2, (0, 0, 0), -1)
    layout = sheet_to_layout(to_sheet(PageImage(1, noisy(page), 0.36)))
    marks = {(cell.span.row, cell.span.col): [line.mark for line in cell.lines] for cell in layout.cells}
    assert marks[0, 1] == [None]


def test_a_row_of_strokes_is_no_line() -> None:
    page = drawn_table()
    for left in range(220, 660, 27):  # 工 over and over, with the gaps that characters have
        for top in (417, 427, 437):
            page[top : top + 3, left : left + 23] = 0
        page[417:440, left + 10 : left + 13] = 0
    layout = sheet_to_layout(to_sheet(PageImage(1, noisy(page), 0.36)))
    assert len(layout.grids) == 1
    assert (len(layout.grids[0].ys), len(layout.grids[0].xs)) == (4, 3)


def test_an_upright_line_of_one_low_row_is_found() -> None:
    page = np.full((1000, 1000, 3), 255, np.uint8)
    for y in (400, 424, 448):
        cv2.line(page, (100, y), (900, y), (0, 0, 0), 2)
    for x, bottom in ((100, 448), (500, 424), (900, 448)):
        cv2.line(page, (x, 400), (x, bottom), (0, 0, 0), 2)
    page[406:418, 300:306] = page[406:418, 700:706] = page[430:442, 300:306] = 0
    layout = sheet_to_layout(to_sheet(PageImage(1, page, 0.36)))
    places = {(cell.span.row, cell.span.col, cell.span.cols) for cell in layout.cells}
    assert places == {(0, 0, 1), (0, 1, 1), (1, 0, 2)}


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


def test_a_resolution_that_no_scanner_gave_is_not_believed() -> None:
    out = io.BytesIO()
    Image.new("L", (1654, 2339), 255).save(out, "bmp", dpi=(96, 96))
    (page,) = picture_pages(out.getvalue(), limit=1)
    assert page.pixels.shape[:2] == pytest.approx((2339, 1654), abs=4)


def test_a_faxs_low_pixels_become_square() -> None:
    out = io.BytesIO()
    Image.new("1", (1728, 1146), 1).save(out, "tiff", compression="group3", dpi=(204, 98))
    (page,) = picture_pages(out.getvalue(), limit=1)
    assert page.pixels.shape[:2] == pytest.approx((1146 / 98 * 200, 1728 / 204 * 200), abs=2)
    assert page.points == pytest.approx(0.36)


@pytest.mark.parametrize("angle", [-5.0, -1.2, 0.3, 5.0])
def test_the_skew_is_measured(angle: float) -> None:
    page = drawn_table()[:, :, 0]
    turn = cv2.getRotationMatrix2D((827, 1170), angle, 1)
    tilted = cv2.warpAffine(page, turn, (1654, 2339), borderValue=255)
    assert skew(tilted) == pytest.approx(-angle, abs=0.11)


def test_red_on_black_leaves_the_black() -> None:
    page = drawn_table()
    seal = page.copy()
    cv2.circle(seal, (944, 490), 60, (210, 50, 60), -1)  # red, green, blue
    stamped = np.minimum(page, seal)
    grey = to_sheet(PageImage(1, stamped, 0.36)).grey
    assert grey[490, 943] < 60
    assert grey[490, 970] > 230


def test_a_number_typed_in_red_is_ink_and_a_yellow_marker_is_none() -> None:
    page = drawn_table()
    page[476:504, 940:948] = (255, 0, 0)
    page[410:450, 720:1180] = (255, 255, 90)
    layout = sheet_to_layout(to_sheet(PageImage(1, page, 0.36)))
    inked = {(cell.span.row, cell.span.col): len(cell.lines) for cell in layout.cells}
    assert inked == {(0, 0): 0, (0, 1): 0, (1, 0): 0, (1, 1): 1, (2, 0): 0, (2, 1): 0}


@pytest.mark.parametrize("print_", [0, 100, 195])
def test_print_of_any_strength_is_black(print_: int) -> None:
    page = np.full((2339, 1654), 245, np.uint8)
    for left in range(300, 1200, 50):
        page[400:2000, left : left + 4] = print_
    grey = flatten(page)
    assert grey[490, 302] < 100
    assert grey[490, 327] > 250


def test_a_book_is_refused_before_any_page_is_drawn() -> None:
    with pytest.raises(DocumentError, match="200 页，上限 40 页"):
        scan.recognize(b"", "pdf", unreadable(200))
    with pytest.raises(DocumentError, match="扫描页过多"):
        scan.read_all_pages(blank_pdf(41), "pdf")


def test_blank_pages_give_an_empty_document() -> None:
    document = scan.recognize(blank_pdf(1), "pdf", unreadable(1))
    assert document.blocks == ()
    assert document.unreadable_pages == ()


@pytest.mark.parametrize("size", [(100, 30), (20_000, 9_000)])
def test_pictures_of_impossible_size_are_refused(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("1", size).save(out, "png")
    with pytest.raises(DocumentError, match="图片过"):
        list(picture_pages(out.getvalue(), limit=1))


def test_a_tiff_one_of_whose_pages_has_no_size_is_damaged() -> None:
    out = io.BytesIO()
    pages = [Image.new("1", (100, 100)) for _ in range(3)]
    pages[0].save(out, "tiff", save_all=True, append_images=pages[1:])
    width = struct.pack("<HHI", 256, 4, 1)
    head, first, second, third = out.getvalue().split(width)
    data = head + width + first + struct.pack("<HHI", 65000, 4, 1) + second + width + third
    assert page_count(data) == 1
    with pytest.raises(DocumentError, match="damaged picture"):
        list(picture_pages(data, limit=9))


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n", (SCANS / "last_page_upside_down.jpg").read_bytes()[:9000]]
)
def test_damaged_pictures_say_so(data: bytes) -> None:
    with pytest.raises(DocumentError, match="损坏"):
        scan.read(data)


def test_a_large_picture_is_worked_on_at_200_dpi() -> None:
    out = io.BytesIO()
    Image.new("L", (7016, 9921), 255).save(out, "png", dpi=(600, 600))
    (page,) = picture_pages(out.getvalue(), limit=1)
    assert page.pixels.shape == (3307, 2339, 3)
    assert page.points == pytest.approx(0.36)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def test_grey_of_16_bits_keeps_its_levels() -> None:
    grey = Image.fromarray(np.full((1000, 800), 128 * 257, np.uint16))
    (page,) = picture_pages(saved(grey, "png"), limit=1)
    assert page.pixels.mean() == pytest.approx(128, abs=1)


@pytest.mark.parametrize("dpi", [200, 600])
@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_what_is_transparent_is_paper(mode: str, dpi: int) -> None:
    picture = Image.new(mode, (dpi * 8, dpi * 11))
    (page,) = picture_pages(saved(picture, "png", dpi=(dpi, dpi)), limit=1)
    assert page.pixels.min() == 255


def test_a_page_that_its_file_turns_has_the_size_it_is_shown_in() -> None:
    turned = Image.Exif()
    turned[274] = 6  # the orientation: to be turned clockwise
    (page,) = picture_pages(saved(Image.new("L", (1654, 2339)), "jpeg", exif=turned, dpi=(200, 200)), limit=1)
    assert page.pixels.shape[:2] == (1654, 2339)


def test_a_photograph_with_a_smaller_one_in_its_file_is_one_page() -> None:
    photo = Image.new("RGB", (800, 1000))
    data = saved(photo, "mpo", save_all=True, append_images=[photo.resize((400, 500))])
    assert page_count(data) == len(list(picture_pages(data, limit=9))) == 1


def test_a_pdf_with_a_point_for_each_pixel_is_drawn_in_the_size_of_paper() -> None:
    (page,) = pdf_pages(saved(Image.new("L", (1654, 2339)), "pdf"), [1])
    assert page.pixels.shape[:2] == pytest.approx((2339, 1654), abs=3)
    assert page.points == pytest.approx(1, abs=0.01)


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
