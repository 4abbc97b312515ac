"""A PDF's page with its annotations: text typed onto it, filled-in form fields, stamps.

What makes it hard: PDFium reads only the page's own content, in which the number that an official typed into a blank cell
with a viewer's text tool does not stand. What an annotation shows is made part of the page first. A form filled in by a
program may have the fields' values alone, and leave it to the viewer to draw them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from extract.readers._page.geometry import Box

MAX_NOTES = 2000  # on one page
EDGE_PT = 2.5  # points: a note's own border runs so far within its box
MIDDLE_PT = 1.5  # points: half of a box that marks a place
OVER_PT = 0.2  # points: and so far beyond it

# what shows something of its own; links, notes that pop up, marks on text do not
_SHOWN = frozenset(
    (
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_LINE,
        pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_POLYGON,
        pdfium.FPDF_ANNOT_POLYLINE,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_INK,
        pdfium.FPDF_ANNOT_WIDGET,
        pdfium.FPDF_ANNOT_WATERMARK,
        pdfium.FPDF_ANNOT_REDACT,
    )
)


def load_page(document: pdfium.FPDF_DOCUMENT, index: int) -> tuple[pdfium.FPDF_PAGE, list[Box]]:
    """The page's handle, its annotations made part of it, and their boxes: some have no picture of themselves.

    The boxes are left, bottom, right, top in PDF space; each has another one, small, in its middle, as a field may hold
    more than PDFium draws. Raises PdfiumError.
    """
    page = _load(document, index)
    count = pdfium.FPDFPage_GetAnnotCount(page)
    notes = [box for k in range(min(count, MAX_NOTES)) if (box := _shown_box(page, k))]
    if notes:
        _let_appear(page)
        notes += list(map(_middle, notes))
    if notes and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        pdfium.FPDF_ClosePage(page)
        page = _load(document, index)
    return page, notes


def without_borders(lines: list[Box], notes: Sequence[Box]) -> list[Box]:
    """The lines but for the borders of annotations: a square around a number, a field's frame are no ruling."""
    order = sorted(range(len(lines)), key=lambda k: lines[k][0])
    lefts = [lines[k][0] for k in order]
    borders: set[int] = set()
    for note in notes:
        for low, high in ((note[0] - OVER_PT, note[0] + EDGE_PT), (note[2] - EDGE_PT, note[2] + OVER_PT)):
            near = order[bisect_left(lefts, low) : bisect_right(lefts, high)]
            borders.update(k for k in near if _is_border(lines[k], note))
    return [line for k, line in enumerate(lines) if k not in borders]


def _is_border(line: Box, note: Box) -> bool:
    low, high = note[:2], note[2:]
    if any(a < b - OVER_PT for a, b in zip(line[:2], low, strict=True)):
        return False
    if any(a > b + OVER_PT for a, b in zip(line[2:], high, strict=True)):
        return False
    off = [abs(a - b) < EDGE_PT for a, b in zip(line, note, strict=True)]
    along_x, along_y = off[0] and off[2], off[1] and off[3]
    thin_x, thin_y = line[2] - line[0] < EDGE_PT, line[3] - line[1] < EDGE_PT
    return (along_x and thin_y and (off[1] or off[3])) or (along_y and thin_x and (off[0] or off[2]))


def _let_appear(page: pdfium.FPDF_PAGE) -> None:
    """Makes PDFium draw the values of fields, where the file asks for that: it does so when a page is first drawn."""
    bitmap = pdfium.FPDFBitmap_Create(1, 1, 0)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, pdfium.FPDF_ANNOT)
    pdfium.FPDFBitmap_Destroy(bitmap)


def _load(document: pdfium.FPDF_DOCUMENT, index: int) -> pdfium.FPDF_PAGE:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise pdfium2.PdfiumError("page")
    return page


def _shown_box(page: pdfium.FPDF_PAGE, k: int) -> Box | None:
    """The box of an annotation; None where the annotation does not show."""
    with _annotation(page, k) as note:
        if not note:
            return None
        flags = pdfium.FPDFAnnot_GetFlags(note)
        hidden = flags & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW)
        shown = pdfium.FPDFAnnot_GetSubtype(note) in _SHOWN and not hidden
        if not shown or flags & pdfium.FPDF_ANNOT_FLAG_INVISIBLE:
            # PDFium's flattening would take what is not viewed and a comment's icon, and leave what only viewers that do not
            # know its kind hide
            pdfium.FPDFAnnot_SetFlags(note, 0 if shown else pdfium.FPDF_ANNOT_FLAG_HIDDEN)
        rect = pdfium.FS_RECTF()
        if not shown or not pdfium.FPDFAnnot_GetRect(note, rect):
            return None
        return (rect.left, rect.bottom, rect.right, rect.top)


def _middle(box: Box) -> Box:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return (x - MIDDLE_PT, y - MIDDLE_PT, x + MIDDLE_PT, y + MIDDLE_PT)


@contextmanager
def _annotation(page: pdfium.FPDF_PAGE, k: int) -> Iterator[pdfium.FPDF_ANNOTATION | None]:
    note = pdfium.FPDFPage_GetAnnot(page, k)
    try:
        yield note
    finally:
        if note:
            pdfium.FPDFPage_CloseAnnot(note)
