"""The file's logical structure (tagged PDF) -> tables, for pages whose tables have no ruling lines.

Browsers and Word write Table, TR, TD with spans; a cell names its content by numbers that the characters carry.
Hard about it: a page lists only what stands on it, so a cell that began on the page before is missing from its
row, and the structure may tell another story than the page: then it is not used.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pypdfium2.raw as pdfium

from extract.readers.grid import Chars, Ints, Span
from extract.readers.pdf_words import Word, chars_to_words, pieces, words_to_lines

MAX_ELEMENTS = 50_000  # of one page's structure; a full page of cells has some thousand
MAX_SPAN = 100
CLAIMED_SHARE = 0.9  # of the characters in a table's box must belong to it


@dataclass(frozen=True, slots=True)
class TaggedTable:
    """Cells with their places in the grid, and for each character the number of its cell or -1."""

    spans: tuple[Span, ...]
    numbers: Ints
    inferred: bool = False  # the structure lacks cells, so the page told the columns


@dataclass(slots=True)
class _Cell:
    rows: int = 1
    cols: int = 1
    contents: list[int] = field(default_factory=list)


def tagged_tables(page: pdfium.FPDF_PAGE, chars: Chars, contents: Ints) -> list[TaggedTable]:
    """Tables of the page's structure that agree with the page; `contents` is each character's content number."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    try:
        tables = [rows for rows in _tables(tree) if rows]
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    found = []
    for rows in tables:
        cell_of = {k: n for n, cell in enumerate(c for row in rows for c in row) for k in cell.contents}
        numbers = np.array([cell_of.get(k, -1) for k in contents.tolist()], dtype=np.int64)
        spans = _laid_out(rows)
        inferred = not spans
        if inferred:
            spans, numbers = _placed(rows, numbers, chars)
        if spans and _agrees(chars, numbers, spans):
            found.append(TaggedTable(tuple(spans), numbers, inferred))
    return found


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


def _tables(tree: pdfium.FPDF_STRUCTTREE) -> Iterator[list[list[_Cell]]]:
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


def _cell(element: pdfium.FPDF_STRUCTELEMENT | None) -> _Cell:
    cell = _Cell()
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


def _laid_out(rows: list[list[_Cell]]) -> list[Span]:
    """Cells at the next free place of their row; none where a row comes out short.

    Browsers leave out empty cells and those that began on the page before.
    """
    taken: set[tuple[int, int]] = set()
    spans: list[Span] = []
    ends: set[int] = set()
    for row, line in enumerate(rows):
        col = 0
        for cell in line:
            while (row, col) in taken:
                col += 1
            span = Span(row, col, min(cell.rows, len(rows) - row), cell.cols)
            taken.update((r, c) for r in range(row, row + span.rows) for c in range(col, col + span.cols))
            spans.append(span)
        ends.add(max((c + 1 for r, c in taken if r == row), default=0))
    return spans if len(ends) == 1 else []


def _placed(rows: list[list[_Cell]], numbers: Ints, chars: Chars) -> tuple[list[Span], Ints]:
    """Cells with text in the columns in which they stand on the page, and blank ones between; none where two collide."""
    listed = [(row, cell) for row, line in enumerate(rows) for cell in line]
    extents: dict[int, tuple[float, float]] = {}
    for number in np.unique(numbers[numbers >= 0]).tolist():
        box = chars.boxes[numbers == number]
        extents[number] = (float(box[:, 0].min()), float(box[:, 2].max()))
    columns: list[tuple[float, float]] = []
    for low, high in sorted(extent for k, extent in extents.items() if listed[k][1].cols == 1):
        if columns and low < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], high))
        else:
            columns.append((low, high))
    fresh = np.full(len(listed) + 1, -1, dtype=np.int64)  # the last stands for characters of no cell
    spans: list[Span] = []
    taken: set[tuple[int, int]] = set()
    for number, extent in extents.items():
        row, cell = listed[number]
        starts = range(len(columns) - cell.cols + 1)
        col = min(starts, key=lambda k: _offset(extent, columns[k : k + cell.cols]), default=0)
        span = Span(row, col, min(cell.rows, len(rows) - row), cell.cols)
        places = {(r, c) for r in range(row, row + span.rows) for c in range(col, col + span.cols)}
        if not starts or places & taken:
            return [], numbers
        taken |= places
        fresh[number] = len(spans)
        spans.append(span)
    blanks = ((r, c) for r in range(len(rows)) for c in range(len(columns)) if (r, c) not in taken)
    spans.extend(Span(r, c, 1, 1) for r, c in blanks)
    return spans, fresh[numbers]


def _offset(extent: tuple[float, float], columns: Sequence[tuple[float, float]]) -> float:
    """How far a text is from standing at the left edge or in the middle of its columns."""
    low, high = columns[0][0], columns[-1][1]
    return min(abs(extent[0] - low), abs(sum(extent) - low - high) / 2)


def _agrees(chars: Chars, numbers: Ints, spans: list[Span]) -> bool:
    """Cells of a row run from left to right, rows downwards, columns apart, and nobody else stands between."""
    if len({(span.row, span.col) for span in spans}) < len(spans):
        return False
    mine = np.flatnonzero(numbers >= 0)
    if not len(mine):
        return False
    x, y = chars.x, chars.y
    low, high = chars.boxes[mine, :2].min(axis=0), chars.boxes[mine, 2:].max(axis=0)
    inside = (x > low[0]) & (x < high[0]) & (y > low[1]) & (y < high[1])
    if len(mine) < CLAIMED_SHARE * np.count_nonzero(inside):
        return False
    centres: dict[int, tuple[float, float]] = {}
    for number in np.unique(numbers[mine]).tolist():
        box = chars.boxes[numbers == number]
        centres[number] = (
            float(box[:, 0].min() + box[:, 2].max()) / 2,
            float(box[:, 1].min() + box[:, 3].max()) / 2,
        )
    if any(len(pieces(line)) > 1 for line in _lines_of_cells(chars, numbers)):
        return False  # cells of several columns under one tag
    return _in_order(centres, spans, by_row=True) and _in_order(centres, spans, by_row=False)


def _lines_of_cells(chars: Chars, numbers: Ints) -> Iterator[list[Word]]:
    by_cell: dict[int, list[Word]] = {}
    for word in chars_to_words(chars, np.flatnonzero(numbers >= 0)):
        by_cell.setdefault(int(numbers[word.members[0]]), []).append(word)
    for words in by_cell.values():
        yield from words_to_lines(words)


def _in_order(centres: dict[int, tuple[float, float]], spans: list[Span], by_row: bool) -> bool:
    """Cells of one row (column) lie wholly before those of the next."""
    reach: dict[int, tuple[float, float]] = {}
    for number, centre in centres.items():
        span = spans[number]
        if (span.rows if by_row else span.cols) > 1:
            continue
        place, where = (span.row, centre[1]) if by_row else (span.col, centre[0])
        low, high = reach.get(place, (where, where))
        reach[place] = (min(low, where), max(high, where))
    places = [reach[place] for place in sorted(reach)]
    return all(before[1] < after[0] for before, after in pairwise(places))
