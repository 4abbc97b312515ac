"""PDF -> paragraphs and tables, each cell with its page and box, at close to PDFium's own cost.

What makes it hard: a PDF has no tables. Cells come from ruling lines, where there are none from the file's logical
structure or from the words' alignment; each page's piece of a table is a table of its own here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.errors import DocumentError
from extract.model import Block, Document, Table
from extract.readers._page.across.flow import join_pages
from extract.readers._page.arrays import Ints
from extract.readers._page.content import PageContent, TaggedTable, TooManyObjects
from extract.readers._page.frame import Frame
from extract.readers._page.guessed.columns import NOTHING_ABOVE, Above
from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.tables import content_to_blocks
from extract.readers._page.unruled import TaggedReader
from extract.readers._pdf.calls import PDFIUM, Argument, argument
from extract.readers._pdf.chars import content_ids
from extract.readers._pdf.drawing import read_drawing
from extract.readers._pdf.laid_out import NOTHING, Reaching
from extract.readers._pdf.layers import has_layers
from extract.readers._pdf.notes import load_page
from extract.readers._pdf.page import read_page
from extract.readers._pdf.spoken import load_text
from extract.readers._pdf.tagged import tagged_tables

READER = "pdf"
MAX_PAGES = 2000  # a report has some ten

_REASONS = {
    pdfium.FPDF_ERR_PASSWORD: "加密 (encrypted)：打开需要密码，请另存为不加密的文件",
    pdfium.FPDF_ERR_SECURITY: "加密 (encrypted)：不支持其加密方式，请另存为不加密的文件",
}
_DAMAGED = "损坏 (damaged)：不是完整的 PDF 文件，请重新下载或重新导出"


def read(data: bytes) -> Document:
    """Reads a PDF. Raises DocumentError for encrypted, damaged, empty and oversized files."""
    with PDFIUM, _opened(data) as document, _held_pages() as held:
        count = pdfium.FPDF_GetPageCount(document)
        if count <= 0:
            raise DocumentError("没有页面 (no pages)：请重新导出")
        if count > MAX_PAGES:
            raise DocumentError(f"页数过多 (too many pages)：{count} 页，上限 {MAX_PAGES} 页")
        layered = has_layers(data)
        pages: list[PageBlocks] = []
        reaching: dict[int, Reaching] = {}
        problems: list[str] = []
        for index in range(count):
            try:
                before = pages[-1].above if pages else NOTHING_ABOVE
                pages.extend(_read_one(document, index, held, layered, before, reaching))
            except TooManyObjects:
                pages.append(PageBlocks(index + 1, unreadable=True))
                problems.append(f"第 {index + 1} 页的文字或图形过多，未读取")
            except pdfium2.PdfiumError:
                pages.append(PageBlocks(index + 1, unreadable=True))
                problems.append(f"第 {index + 1} 页损坏，无法打开")
        title = _title(document)
        blocks = tuple(join_pages(pages))
        attached = 0 if any(map(_is_table, blocks)) else pdfium.FPDFDoc_GetAttachmentCount(document)
        if attached > 0:  # the pages of a portfolio (PDF 包) say only that the viewer is too old
            problems.append(f"PDF 附有 {attached} 个文件，未读取 (attached files)：请另存附件后再读取")
    return Document(
        blocks=blocks,
        reader=READER,
        title=title,
        pages=count,
        unreadable_pages=tuple(page.number for page in pages if page.unreadable),
        layered_pages=tuple(dict.fromkeys(page.number for page in pages if page.layered)),
        pictured_pages=tuple(dict.fromkeys(page.number for page in pages if page.pictured)),
        problems=tuple(problems),
    )


def _is_table(block: Block) -> bool:
    return isinstance(block, Table)


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.FPDF_DOCUMENT]:
    if not data:
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


@contextmanager
def _held_pages() -> Iterator[list[pdfium.FPDF_PAGE]]:
    """A place for the page read last, open until the next one is: PDFium drops fonts that no open page has."""
    held: list[pdfium.FPDF_PAGE] = []
    try:
        yield held
    finally:
        _close(held)


def _close(held: list[pdfium.FPDF_PAGE]) -> None:
    while held:
        pdfium.FPDF_ClosePage(held.pop())


def _read_one(
    document: pdfium.FPDF_DOCUMENT,
    index: int,
    held: list[pdfium.FPDF_PAGE],
    layered: bool,
    before: Above,
    reaching: dict[int, Reaching],
) -> list[PageBlocks]:
    page, notes = load_page(document, index)
    _close(held)
    held.append(page)
    text_page = None
    try:
        drawing = read_drawing(argument(page))
        text_page, said = load_text(page, drawing)
        if not text_page:
            raise pdfium2.PdfiumError("text")
        handles = argument(page), argument(text_page)
        content = read_page(*handles, drawing, _frame(page), notes, said, layered=layered)
        tagged = _tagged_reader(document, *handles, index, reaching)
        return content_to_blocks(content, index + 1, tagged, before)
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)


def _tagged_reader(
    document: pdfium.FPDF_DOCUMENT,
    page: Argument,
    text_page: Argument,
    index: int,
    reaching: dict[int, Reaching],
) -> TaggedReader:
    """Asked only for pages with text outside of ruled tables that looks like a table; its content may be a part of the page's.

    `reaching`: what reaches into each page.
    """

    def tables(content: PageContent, free: NDArray[np.bool_]) -> list[TaggedTable]:
        if not pdfium.FPDFCatalog_IsTagged(document):
            return []

        def contents_of(chosen: NDArray[np.bool_]) -> Ints:
            return content_ids(text_page, content.indices[chosen].tolist())

        above = reaching.get(index, NOTHING)
        found, reaching[index + 1] = tagged_tables(
            page, content.chars, content.rules.level, free, contents_of, above
        )
        return found

    return tables


def _frame(page: pdfium.FPDF_PAGE) -> Frame:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return Frame(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)
