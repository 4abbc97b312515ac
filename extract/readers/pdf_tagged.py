"""The file's logical structure (tagged PDF) -> tables, for pages whose tables have no ruling lines.

Browsers and Word write Table, TR, TD with spans; a cell names its content by numbers that the characters carry.
Hard about it: a page lists only what stands on it, so a cell that began on the page before is missing from its
row, and the structure may tell another story than the page: then it is not used.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pypdfium2.raw as pdfium

from extract.readers.grid import Chars, Ints, Span

MAX_ELEMENTS = 50_000  # of one page's structure; a full page of cells has some thousand
MAX_SPAN = 100
NEAR_PT = 8.0  # points: text that stands this close to a column's belongs to it
CLAIMED_SHARE = 0.9  # of the characters in a table's box must belong to it


Sides = tuple[float, ...]  # left, middle, right


@dataclass(frozen=True, slots=True)
class TaggedTable:
    """Cells with their places in the grid, and for each character the number of its cell or -1."""

    spans: tuple[Span, ...]
    numbers: Ints
    moved: bool  # rows came out short, and their cells were put to columns by where they stand


@dataclass(slots=True)
class _Cell:
    rows: int = 1
    cols: int = 1
    contents: list[int] = field(default_factory=list)
    sides: Sides | None = None


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
        cells = [cell for row in rows for cell in row]
        numbers = np.full(len(chars), -1, dtype=np.int64)
        for number, cell in enumerate(cells):
            mine = np.isin(contents, cell.contents)
            numbers[mine] = number
            if mine.any():
                x0, x1 = float(chars.boxes[mine, 0].min()), float(chars.boxes[mine, 2].max())
                cell.sides = (x0, (x0 + x1) / 2, x1)
        spans, moved = _laid_out(rows)
        if len(spans) and _agrees(chars, numbers, spans):
            found.append(TaggedTable(tuple(spans), numbers, moved))
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


def _laid_out(rows: list[list[_Cell]]) -> tuple[list[Span], bool]:
    """Cells at the next free place of their row; the cells of a row that comes out short where they stand.

    Browsers leave out empty cells and those that began on the page before.
    """
    taken: set[tuple[int, int]] = set()
    starts: list[list[int]] = []
    ends: list[int] = []
    for row, line in enumerate(rows):
        col = 0
        starts.append([])
        for cell in line:
            while (row, col) in taken:
                col += 1
            starts[-1].append(col)
            down, right = range(row, min(row + cell.rows, len(rows))), range(col, col + cell.cols)
            taken.update((r, c) for r in down for c in right)
            col += cell.cols
        ends.append(max((c + 1 for (r, c) in taken if r == row), default=0))
    width = max(ends, default=0)
    columns = _column_sides(rows, starts, [end == width for end in ends])
    for row, end in enumerate(ends):
        if end < width:
            starts[row] = _placed(rows[row], columns, width)
    spans = [
        Span(row, col, min(cell.rows, len(rows) - row), cell.cols)
        for row, line in enumerate(rows)
        for cell, col in zip(line, starts[row], strict=True)
    ]
    covered = {
        (r, c) for s in spans for r in range(s.row, s.row + s.rows) for c in range(s.col, s.col + s.cols)
    }
    places = ((row, col) for row in range(len(rows)) for col in range(width))
    spans += [Span(row, col, 1, 1) for row, col in places if (row, col) not in covered]
    return spans, min(ends, default=0) < width


def _column_sides(rows: list[list[_Cell]], starts: list[list[int]], full: list[bool]) -> dict[int, Sides]:
    """Where the text of each column stands, from rows that want no cell."""
    seen: dict[int, list[Sides]] = {}
    for row, line in enumerate(rows):
        for cell, col in zip(line, starts[row], strict=True):
            if full[row] and cell.cols == 1 and cell.sides:
                seen.setdefault(col, []).append(cell.sides)
    return {col: tuple(np.median(np.array(sides), axis=0).tolist()) for col, sides in seen.items()}


def _placed(line: list[_Cell], columns: dict[int, Sides], width: int) -> list[int]:
    """Columns of a short row's cells, from the right: labels stand on the left and are the ones cut off."""
    free = width
    places: list[int] = []
    for cell in reversed(line):
        near = {col: _distance(cell, sides) for col, sides in columns.items() if col < free}
        best = min(near, key=lambda col: near[col], default=None)
        if best is not None and cell.cols == 1 and near[best] < NEAR_PT:
            col = best
        else:
            col = min(free, min(columns, default=free)) - cell.cols
        places.append(max(col, 0))
        free = max(col, 0)
    return places[::-1]


def _distance(cell: _Cell, sides: Sides) -> float:
    """A column's text is set to its left, its middle or its right."""
    if cell.sides is None:
        return NEAR_PT
    return min(abs(mine - theirs) for mine, theirs in zip(cell.sides, sides, strict=True))


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
    return _in_order(centres, spans, by_row=True) and _in_order(centres, spans, by_row=False)


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
