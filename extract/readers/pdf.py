"""PDF -> paragraphs and tables, each cell with its page and box, at close to PDFium's own cost.

Hard about it: a PDF has no tables. Cells come from ruling lines, where there are none from the file's logical
structure or from the words' alignment; each page's piece of a table is a table of its own here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from extract.errors import DocumentError
from extract.model import Cell, Document, Place, Table
from extract.readers.grid import Chars, Grid, rules_to_grids, without_empty_places
from extract.readers.pdf_calls import address
from extract.readers.pdf_drawing import TooManyObjects
from extract.readers.pdf_flow import PageBlocks, is_page_number, join_pages
from extract.readers.pdf_page import BIG_IMAGE, Frame, PageContent, read_page
from extract.readers.pdf_text import chars_to_cell_texts, chars_to_lines

READER = "pdf"
MAX_PAGES = 2000  # a report has some ten
RUBBISH_SHARE = 0.1  # of a page's characters: more of them without meaning make the page unreadable
FEW_CHARS = 10  # fewer on a page that is drawn or pictured: no text layer

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "加密 (encrypted)：打开需要密码，请另存为不加密的文件",
    pdfium.FPDF_ERR_SECURITY: "加密 (encrypted)：不支持其加密方式，请另存为不加密的文件",
}
_DAMAGED = "损坏 (damaged)：不是完整的 PDF 文件，请重新下载或重新导出"


def read(data: bytes) -> Document:
    """Reads a PDF. Raises DocumentError for encrypted, damaged, empty and oversized files."""
    with _opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count <= 0:
            raise DocumentError("没有页面 (no pages)：请重新导出")
        if count > MAX_PAGES:
            raise DocumentError(f"页数过多 (too many pages)：{count} 页，上限 {MAX_PAGES} 页")
        pages: list[PageBlocks] = []
        problems: list[str] = []
        for index in range(count):
            try:
                pages.append(_read_one(document, index))
            except TooManyObjects:
                pages.append(PageBlocks(index + 1, unreadable=True))
                problems.append(f"第 {index + 1} 页的文字或图形过多，未读取")
            except pdfium2.PdfiumError:
                pages.append(PageBlocks(index + 1, unreadable=True))
                problems.append(f"第 {index + 1} 页损坏，无法打开")
        title = _title(document)
    return Document(
        blocks=tuple(join_pages(pages)),
        reader=READER,
        title=title,
        pages=count,
        unreadable_pages=tuple(page.number for page in pages if page.unreadable),
        problems=tuple(problems),
    )


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.FPDF_DOCUMENT]:
    if not data.strip():
        raise DocumentError("空文件 (empty)")
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise DocumentError(_REASONS.get(pdfium.FPDF_GetLastError(), _DAMAGED))
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _title(document: pdfium.FPDF_DOCUMENT) -> str | None:
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < size < 4096:
        return None
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip() or None


def _read_one(document: pdfium.FPDF_DOCUMENT, index: int) -> PageBlocks:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise pdfium2.PdfiumError("page")
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        if not text_page:
            raise pdfium2.PdfiumError("text")
        content = read_page(address(page), address(text_page), _frame(page))
        return _content_to_blocks(content, index + 1)
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        pdfium.FPDF_ClosePage(page)


def _frame(page: pdfium.FPDF_PAGE) -> Frame:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return Frame(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)


def _content_to_blocks(content: PageContent, number: int) -> PageBlocks:
    width, height = content.upright.size
    blocks = PageBlocks(number, width, height)
    if _is_unreadable(content):
        blocks.unreadable = True
        return blocks
    grids, _ = rules_to_grids(content.rules)
    rest = np.ones(len(content.chars), dtype=bool)
    x, y = content.chars.x, content.chars.y
    for grid in sorted(grids, key=_area):
        numbers = grid.cell_numbers(x, y)
        inside = np.flatnonzero((numbers >= 0) & rest)
        if not len(inside):
            continue
        table = _grid_to_table(grid, content, content.chars.take(inside), number)
        if table is not None:
            rest[inside] = False
            blocks.tables.append(table)
    outside = np.flatnonzero(rest)
    lines = chars_to_lines(content.chars.take(outside))
    blocks.lines = [line for line in lines if not is_page_number(line, height)]
    return blocks


def _is_unreadable(content: PageContent) -> bool:
    codes = content.chars.codes[content.chars.codes != 0x20]
    if len(codes) < FEW_CHARS:
        return content.image_share >= BIG_IMAGE or (content.drawn > 0 and content.image_share > 0.05)
    rubbish = np.count_nonzero(
        (codes < 0x20) | (codes == 0xFFFD) | ((codes >= 0xE000) & (codes < 0xF900)) | (codes >= 0xF0000)
    )
    return bool(rubbish > RUBBISH_SHARE * len(codes)) or content.unmapped


def _area(grid: Grid) -> float:
    x0, y0, x1, y1 = grid.box
    return (x1 - x0) * (y1 - y0)


def _grid_to_table(grid: Grid, content: PageContent, chars: Chars, page: int) -> Table | None:
    filled = np.zeros(len(grid.spans), dtype=bool)
    filled[grid.cell_numbers(chars.x, chars.y)] = True
    grid = without_empty_places(grid, filled)
    n_rows, n_cols = grid.owner.shape
    if n_cols < 2:
        return None
    texts = chars_to_cell_texts(chars, grid.cell_numbers(chars.x, chars.y), len(grid.spans))
    flags = ("text_layer_recognized",) if content.recognized else ()
    cells = tuple(
        Cell(
            text, span.row, span.col, span.rows, span.cols, flags, _place(content, page, grid.cell_box(span))
        )
        for text, span in zip(texts, grid.spans, strict=True)
    )
    return Table(cells, n_rows, n_cols)


def _place(content: PageContent, page: int, box: tuple[float, float, float, float]) -> Place:
    if content.upright != content.shown:
        box = tuple(content.shown.boxes(np.array([content.upright.raw_box(box)]))[0].tolist())
    return Place(page, *box)
