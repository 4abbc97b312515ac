"""Pages photographed from the side, and scans below which another program laid its own text."""

from __future__ import annotations

import ctypes
import io
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium2
import pytest
from PIL import Image
from pypdfium2 import raw as pdfium

from extract.model import Document, Paragraph, Place
from extract.pipeline import extract_document
from extract.readers import pdf, scan
from tests.builder.compare import compare
from tests.builder.truth import read_truth

cv2 = pytest.importorskip("cv2", reason="the extra ocr is not installed")
pytest.importorskip("rapidocr", reason="the extra ocr is not installed")

from extract.ocr.clean import to_sheet  # noqa: E402
from extract.ocr.images import PageImage  # noqa: E402
from extract.ocr.layout import sheet_to_layout  # noqa: E402
from extract.ocr.rectify import parallel_lines  # noqa: E402
from tests.paths import ROOT  # noqa: E402

SCANS = ROOT / "fixtures" / "scans"
ROWS, COLUMNS = 20, 6


def ruled_page() -> np.ndarray:
    page = np.full((2339, 1654, 3), 250, np.uint8)
    for y in range(200, 200 + 90 * ROWS + 1, 90):
        cv2.line(page, (120, y), (1530, y), (0, 0, 0), 2)
    for x in range(120, 120 + 235 * COLUMNS + 1, 235):
        cv2.line(page, (x, 200), (x, 200 + 90 * ROWS), (0, 0, 0), 2)
    for row in range(ROWS):
        for column in range(COLUMNS):
            page[230 + 90 * row : 255 + 90 * row, 200 + 235 * column : 204 + 235 * column] = 0
    return page


def from_the_side(page: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The page as a hand-held camera sees it, and the map from the page to it."""
    height, width = page.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = flat + np.array([[40, 25], [-10, 50], [-45, -20], [5, -45]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, seen)
    return cv2.warpPerspective(page, matrix, (width, height), borderValue=(130, 130, 130)), matrix


def test_a_page_seen_from_the_side_gives_all_its_cells_where_they_stand() -> None:
    photo, matrix = from_the_side(ruled_page())
    layout = sheet_to_layout(to_sheet(PageImage(1, photo, 0.36)))
    assert [(len(grid.ys) - 1, len(grid.xs) - 1) for grid in layout.grids] == [(ROWS, COLUMNS)]
    last = next(cell for cell in layout.cells if (cell.span.row, cell.span.col) == (ROWS - 1, COLUMNS - 1))
    x, y, scale = matrix @ [120 + 235 * COLUMNS, 200 + 90 * ROWS, 1]
    box = layout.sheet.box_on_page(last.box)
    assert box[2:] == pytest.approx((x / scale * 0.36, y / scale * 0.36), abs=2)


def test_a_page_whose_upright_lines_alone_lean_gives_all_its_cells() -> None:
    page = ruled_page()
    height, width = page.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(
        flat, flat + np.array([[0, 0], [0, 0], [0, 0], [130, 0]], np.float32)
    )
    seen = cv2.warpPerspective(page, matrix, (width, height), borderValue=(250, 250, 250))
    layout = sheet_to_layout(to_sheet(PageImage(1, seen, 0.36)))
    assert [(len(grid.ys) - 1, len(grid.xs) - 1) for grid in layout.grids] == [(ROWS, COLUMNS)]


def test_lines_of_text_stay_apart_beside_what_is_dark_from_head_to_foot() -> None:
    page = ruled_page()
    page[:, :40] = 30  # a book's spine, or the table on which the page lay
    for y in (80, 130):
        cv2.putText(page, "A TITLE OF THE PAGE", (400, y), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 3)
    free = sheet_to_layout(to_sheet(PageImage(1, page, 0.36))).free
    assert sorted(line.box[1] // 10 for line in free) == [5, 10]


def test_a_page_askew_within_a_scanners_black_border_is_levelled() -> None:
    page = np.full((2339, 1654, 3), 250, np.uint8)
    page[150:400] = ruled_page()[150:400]
    turn = cv2.getRotationMatrix2D((827, 1170), 2, 1)
    page = cv2.warpAffine(page, turn, (1654, 2339), borderValue=(250, 250, 250))
    page[:50] = page[-50:] = page[:, :40] = page[:, -40:] = 20
    layout = sheet_to_layout(to_sheet(PageImage(1, page, 0.36)))
    assert [(len(grid.ys) - 1, len(grid.xs) - 1) for grid in layout.grids] == [(2, COLUMNS)]


@pytest.mark.parametrize(
    "corners",
    [
        [(1250, 0), (1654, 0), (1654, 2339), (1250, 2339)],  # of what stands beside the page
        [(0, 1000), (1654, 1000), (1654, 1070), (0, 1070)],  # of a fold
        [(900, 2339), (1250, 1500), (1654, 1300), (1654, 2339)],  # of a hand
    ],
)
def test_what_lies_in_a_deep_shadow_up_to_the_pages_edge_is_read(corners: list[tuple[int, int]]) -> None:
    shade = np.zeros((2339, 1654), np.uint8)
    cv2.fillPoly(shade, [np.array(corners, np.int32)], 255)
    light = 1 - 0.65 * cv2.GaussianBlur(shade, (0, 0), 6)[..., None] / 255
    page = (ruled_page() * light).astype(np.uint8)
    layout = sheet_to_layout(to_sheet(PageImage(1, page, 0.36)))
    assert [(len(grid.ys) - 1, len(grid.xs) - 1) for grid in layout.grids] == [(ROWS, COLUMNS)]
    assert {len(cell.lines) for cell in layout.cells} == {1}


def test_a_flat_page_is_left_as_it_is() -> None:
    assert parallel_lines(np.ascontiguousarray(ruled_page()[:, :, 0])) is None


def write_on(document: pdfium2.PdfDocument, page: int, words: str, *, lines: int, hidden: bool) -> None:
    sheet = document[page]
    for line in range(lines):
        text = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", ctypes.c_float(10))
        encoded = (words + "\0").encode("utf-16-le")
        pdfium.FPDFText_SetText(
            text, ctypes.cast(ctypes.create_string_buffer(encoded), ctypes.POINTER(ctypes.c_ushort))
        )
        if hidden:
            pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 60, 700 - 30 * line)
        pdfium.FPDFPage_InsertObject(sheet, text)
    sheet.gen_content()


def test_a_scan_with_hidden_text_or_its_programs_mark_is_recognised_anew() -> None:
    document = pdfium2.PdfDocument((SCANS / "stamped_tilted.pdf").read_bytes())
    write_on(document, 0, "regulations 12 34 56", lines=12, hidden=True)
    write_on(document, 1, "Scanned with CamScanner", lines=1, hidden=False)
    document.save(out := io.BytesIO())
    read = pdf.read(out.getvalue())
    assert (read.layered_pages, read.pictured_pages) == ((1,), (2,))
    (report,) = extract_document(out.getvalue(), "a.pdf").reports
    score = compare(read_truth(SCANS / "stamped_tilted.cells.tsv"), report.cells)
    assert report.reader == "pdf+ocr"
    assert score.right >= 0.99 * score.total


def test_a_page_with_a_picture_beside_its_text_is_recognised_only_for_a_table_it_lacks() -> None:
    text = Paragraph("全年主动公开政府信息。" * 10, place=Place(1))
    heading = Paragraph("三、收到和处理政府信息公开申请情况", place=Place(1))
    pictured = Document((text,), "pdf", pages=1, pictured_pages=(1,))
    assert not scan.needs_recognition(pictured)
    assert scan.needs_recognition(replace(pictured, blocks=(text, heading)))


def test_text_beside_a_picture_without_a_table_stays() -> None:
    out = io.BytesIO()
    Image.new("L", (1654, 2339), 255).save(out, "pdf", resolution=200)
    text = Paragraph("三、收到和处理政府信息公开申请情况" * 10, place=Place(1))
    document = Document((text,), "pdf", pages=1, pictured_pages=(1,))
    assert scan.recognize(out.getvalue(), "pdf", document).blocks == (text,)


def test_hidden_text_stays_where_recognition_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    layered = Document((), "pdf", pages=1, layered_pages=(1,))
    assert scan.needs_recognition(layered)
    monkeypatch.setattr(scan, "find_spec", lambda name: None)
    assert not scan.needs_recognition(layered)
