"""The logical structure of a page of a tagged PDF (Table, TR, TH, TD with spans) -> its tables' cells.

Hard about it: a page lists only what stands on it, so a cell that began on the page before is missing from its row.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

MAX_ELEMENTS = 50_000  # of one page's structure; a full page of cells has some thousand
MAX_SPAN = 100


@dataclass(slots=True)
class TaggedCell:
    """Its spans, and the numbers by which the page calls its content."""

    rows: int = 1
    cols: int = 1
    contents: list[int] = field(default_factory=list)


def structure_tables(page: pdfium.FPDF_PAGE) -> list[list[list[TaggedCell]]]:
    """Of each table of the page its rows of cells; none where the file is not tagged."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    try:
        return [rows for rows in _tables(tree) if rows]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _kind(element: pdfium.FPDF_STRUCTELEMENT) -> str:
    buffer = ctypes.create_string_buffer(64)
    size = pdfium.FPDF_StructElement_GetType(element, buffer, 64)
    return buffer.raw[: max(0, min(size, 64) - 2)].decode("utf-16-le", "replace")


def _children(element: pdfium.FPDF_STRUCTELEMENT) -> Iterator[pdfium.FPDF_STRUCTELEMENT | None]:
    """Elements below, None for one that stands on another page (or is empty)."""
    for k in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, k)
        if child:
            yield child
        elif pdfium.FPDF_StructElement_GetChildMarkedContentID(element, k) < 0:
            yield None


def _tables(tree: pdfium.FPDF_STRUCTTREE) -> Iterator[list[list[TaggedCell]]]:
    """Of each table its rows of cells."""
    count = pdfium.FPDF_StructTree_CountChildren(tree)
    pending = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, k) for k in range(count)][::-1]
    for _ in range(MAX_ELEMENTS):
        if not pending:
            return
        element = pending.pop()
        if not element:
            continue
        if _kind(element) == "Table":
            yield [[_cell(cell) for cell in _children(row)] for row in _rows(element, 0)]
        else:
            pending.extend(list(_children(element))[::-1])


def _rows(element: pdfium.FPDF_STRUCTELEMENT, depth: int) -> Iterator[pdfium.FPDF_STRUCTELEMENT]:
    for child in _children(element):
        if child is None:
            continue
        if _kind(child) == "TR":
            yield child
        elif depth < 3:  # THead, TBody, TFoot
            yield from _rows(child, depth + 1)


def _cell(element: pdfium.FPDF_STRUCTELEMENT | None) -> TaggedCell:
    cell = TaggedCell()
    if element is None:
        return cell
    for k in range(pdfium.FPDF_StructElement_GetAttributeCount(element)):
        attribute = pdfium.FPDF_StructElement_GetAttributeAtIndex(element, k)
        cell.rows = max(cell.rows, _number(attribute, b"RowSpan"))
        cell.cols = max(cell.cols, _number(attribute, b"ColSpan"))
    pending: list[pdfium.FPDF_STRUCTELEMENT | None] = [element]
    while pending and len(cell.contents) < MAX_ELEMENTS:
        part = pending.pop()
        if part is None:
            continue
        count = pdfium.FPDF_StructElement_GetMarkedContentIdCount(part)
        ids = [pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(part, k) for k in range(count)]
        cell.contents.extend(number for number in ids if number >= 0)
        pending.extend(_children(part))
    return cell


def _number(attribute: pdfium.FPDF_STRUCTELEMENT_ATTR, name: bytes) -> int:
    value = pdfium.FPDF_StructElement_Attr_GetValue(attribute, name)
    number = ctypes.c_float(1.0)
    if not value or not pdfium.FPDF_StructElement_Attr_GetNumberValue(value, number):
        return 1
    return int(number.value) if 1 <= number.value <= MAX_SPAN else 1
