"""A page of a PDF or a scan with the cells found over it: how a person checks a reading."""

from __future__ import annotations

import pypdfium2 as pdfium2
from PIL import Image, ImageDraw

from extract.errors import DocumentError
from extract.model import Cell, Document
from extract.ocr.images import page_count, picture_pages
from extract.sniff import kind_of

SCALE = 2.0  # pixels a point
MAX_PIXELS = 40_000_000  # a poster-sized page is drawn smaller
_COLORS = ((214, 39, 40), (31, 119, 180), (44, 160, 44), (148, 103, 189), (255, 127, 14))


def draw(data: bytes, document: Document, page: int) -> Image.Image:
    """Page `page` (from 1), each cell's box drawn in its table's colour with table, row and column.

    Raises DocumentError where the file or the page cannot be drawn.
    """
    image, scale = _scan(data, page) if kind_of(data) == "image" else _rendered(data, page)
    pen = ImageDraw.Draw(image, "RGBA")
    for number, table in enumerate(document.tables):
        color = _COLORS[number % len(_COLORS)]
        for cell in table.cells:
            box = _box_on(cell, page)
            if box is None:
                continue
            x0, y0, x1, y1 = (side * scale for side in box)
            pen.rectangle((x0, y0, x1, y1), outline=(*color, 255), fill=(*color, 24), width=2)
            pen.text((x0 + 3, y0 + 2), f"{number}:{cell.row},{cell.col}", fill=(*color, 255))
    return image


def _box_on(cell: Cell, page: int) -> tuple[float, float, float, float] | None:
    box = cell.place.box if cell.place is not None and cell.place.page == page else None
    if box is None:
        return None
    left, right = sorted(box[::2])
    top, bottom = sorted(box[1::2])
    return (left, top, right, bottom)


def _rendered(data: bytes, page: int) -> tuple[Image.Image, float]:
    try:
        with pdfium2.PdfDocument(data) as pdf:
            if not 1 <= page <= len(pdf):
                raise DocumentError(f"没有第 {page} 页 (no such page)：共 {len(pdf)} 页")
            sheet = pdf[page - 1]
            width, height = sheet.get_size()
            scale = min(SCALE, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
            bitmap = sheet.render(scale=scale)
            image = bitmap.to_pil().convert("RGB")
            return image, scale
    except pdfium2.PdfiumError as error:
        raise DocumentError("损坏或加密，无法画出页面 (cannot be drawn)") from error


def _scan(data: bytes, page: int) -> tuple[Image.Image, float]:
    pages = picture_pages(data, limit=page)
    scan = next((image for image in pages if image.number == page), None)
    if scan is None:
        raise DocumentError(f"没有第 {page} 页 (no such page)：共 {page_count(data)} 页")
    return Image.fromarray(scan.pixels), 1 / scan.points
