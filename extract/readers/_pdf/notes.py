"""A PDF's page with its annotations: text typed onto it, filled-in form fields, stamps.

Hard about it: PDFium reads only the page's own content, in which the number that an official typed into a blank cell
with a viewer's text tool does not stand. What an annotation shows is made part of the page first. A form filled in by a
program may have the fields' values alone, and leave it to the viewer to draw them.
"""

from __future__ import annotations

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from extract.readers._page.geometry import Box

MAX_NOTES = 2000  # on one page

# what shows something of its own; links, notes that pop up, marks on text do not
_SHOWN = frozenset(
    (
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_LINE,
        pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_POLYGON,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_INK,
        pdfium.FPDF_ANNOT_WIDGET,
    )
)


def load_page(document: pdfium.FPDF_DOCUMENT, index: int) -> tuple[pdfium.FPDF_PAGE, list[Box]]:
    """The page's handle, its annotations made part of it, and their boxes: some have no picture of themselves.

    The boxes are left, bottom, right, top in PDF space. Raises PdfiumError.
    """
    page = _load(document, index)
    count = pdfium.FPDFPage_GetAnnotCount(page)
    notes = [box for k in range(min(count, MAX_NOTES)) if (box := _shown_box(page, k))]
    if notes:
        _let_appear(page)
    if notes and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
        pdfium.FPDF_ClosePage(page)
        page = _load(document, index)
    return page, notes


def _let_appear(page: pdfium.FPDF_PAGE) -> None:
    """PDFium draws up what fields look like, where the file says that it is wanted, when the page is first drawn."""
    bitmap = pdfium.FPDFBitmap_Create(1, 1, 0)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, pdfium.FPDF_ANNOT)
    pdfium.FPDFBitmap_Destroy(bitmap)


def _load(document: pdfium.FPDF_DOCUMENT, index: int) -> pdfium.FPDF_PAGE:
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise pdfium2.PdfiumError("page")
    return page


def _shown_box(page: pdfium.FPDF_PAGE, k: int) -> Box | None:
    """The box of an annotation that shows; None for others."""
    note = pdfium.FPDFPage_GetAnnot(page, k)
    if not note:
        return None
    try:
        hidden = pdfium.FPDFAnnot_GetFlags(note) & (
            pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
        )
        rect = pdfium.FS_RECTF()
        shown = pdfium.FPDFAnnot_GetSubtype(note) in _SHOWN and not hidden
        if not shown or not pdfium.FPDFAnnot_GetRect(note, rect):
            return None
        return (rect.left, rect.bottom, rect.right, rect.top)
    finally:
        pdfium.FPDFPage_CloseAnnot(note)
