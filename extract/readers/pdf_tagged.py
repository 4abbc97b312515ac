"""The file's logical structure (tagged PDF) -> tables, for pages whose tables have no ruling lines.

Browsers and Word write Table, TR, TD with spans; a cell names its content by numbers that the characters carry.
Hard about it: a page lists only what stands on it, so a cell that began on the page before is missing from its
row, and the structure may tell another story than the page: then it is not used.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

import numpy as np
import pypdfium2.raw as pdfium

from extract.readers.grid import Chars, Ints, Span
from extract.readers.pdf_words import EDGE_PT, Word, chars_to_words, pieces, words_to_lines

MAX_ELEMENTS = 50_000  # of one page's structure; a full page of cells has some thousand
MAX_SPAN = 100
OVER = 4.0  # times what a text stands beside its column weighs what it reaches over another one
FAR_PT = 20.0  # points: where texts stand farther beside their columns, one began on the page before
UNTOLD_PT = 10.0  # points: as far counts a text from a column that no row tells
CLAIMED_SHARE = 0.9  # of the characters in a table's box must belong to it

Extent = tuple[float, float]  # left and right


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


@dataclass(frozen=True, slots=True)
class _Columns:
    """Left edges by column, middles by first column and end: those that the page tells."""

    width: int
    lefts: dict[int, float]
    middles: dict[tuple[int, int], float]

    def offset(self, extent: Extent, first: int, end: int) -> float:
        """How far a text is from its columns' left edge, or their middle; reaching over others costs more."""
        low, high = extent
        before = max((left for col, left in self.lefts.items() if col < first), default=low)
        after = min((left for col, left in self.lefts.items() if col >= end), default=high)
        over = OVER * (max(before - low, 0.0) + max(high - after, 0.0))
        left, middle = self.lefts.get(first), self.middles.get((first, end))
        offsets = [] if left is None else [abs(low - left)]
        if left is not None and middle is None and end in self.lefts:
            middle = (left + self.lefts[end]) / 2
        if middle is not None:
            offsets.append(abs((low + high) / 2 - middle))
        return over + min(offsets, default=UNTOLD_PT)


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
    """Cells with text in the columns in which they stand on the page, and blank ones between; none where that fails."""
    starts = np.cumsum([0, *(len(line) for line in rows)]).tolist()
    extents = _extents(numbers, chars)
    lines = [
        [(start + k, cell) for k, cell in enumerate(line) if start + k in extents]
        for start, line in zip(starts, rows, strict=False)
    ]
    width = max(sum(cell.cols for _, cell in line) for line in lines)
    placed, beside = _in_columns(lines, extents, width)
    if beside > FAR_PT:
        more, nearer = _in_columns(lines, extents, width + 1)
        if nearer < beside / 2 and len(_begun(more)) > len(_begun(placed)):
            placed = more
    if placed is None:
        return [], numbers
    fresh = np.full(starts[-1] + 1, -1, dtype=np.int64)  # the last stands for characters of no cell
    fresh[list(placed)] = np.arange(len(placed))
    spans = list(placed.values())
    spans.extend(_blanks(spans, len(rows), max(span.col + span.cols for span in spans)))
    return spans, fresh[numbers]


def _in_columns(
    lines: list[list[tuple[int, _Cell]]], extents: Mapping[int, Extent], width: int
) -> tuple[dict[int, Span] | None, float]:
    """Each cell's place in so many columns, and how far texts stand beside theirs; none where a row has no room."""
    placed = dict(_of_full_rows(lines, width))
    for _ in range(2):  # by the rows that lack no cell, then by all
        columns = _columns(placed, extents, width)
        found = _best_rows(lines, extents, columns)
        if found is None:
            return None, math.inf
        placed = found
    return placed, sum(
        columns.offset(extents[k], span.col, span.col + span.cols) for k, span in placed.items()
    )


def _begun(placed: Mapping[int, Span] | None) -> set[int]:
    """Columns in which a cell begins."""
    return {span.col for span in (placed or {}).values()}


def _extents(numbers: Ints, chars: Chars) -> dict[int, Extent]:
    """Left and right end of each cell's text."""
    found = {}
    for number in np.unique(numbers[numbers >= 0]).tolist():
        box = chars.boxes[numbers == number]
        found[number] = (float(box[:, 0].min()), float(box[:, 2].max()))
    return found


def _of_full_rows(lines: list[list[tuple[int, _Cell]]], width: int) -> Iterator[tuple[int, Span]]:
    """The cells of rows that lack none, with their places."""
    for row, line in enumerate(lines):
        if sum(cell.cols for _, cell in line) == width:
            col = 0
            for number, cell in line:
                yield number, Span(row, col, cell.rows, cell.cols)
                col += cell.cols


def _columns(placed: Mapping[int, Span], extents: Mapping[int, Extent], width: int) -> _Columns:
    """Where the texts begin in each column, and where the middle of those in each run of columns is."""
    lefts: dict[int, list[float]] = {}
    middles: dict[tuple[int, int], list[float]] = {}
    for number, span in placed.items():
        low, high = extents[number]
        lefts.setdefault(span.col, []).append(low)
        middles.setdefault((span.col, span.col + span.cols), []).append((low + high) / 2)
    told = {col: median_low(found) for col, found in lefts.items()}
    shared = {run: median_low(found) for run, found in middles.items() if len(found) > 1}
    known = [-1, *sorted(told), width]
    for last, end in pairwise(known):
        bounds = told.get(last, -math.inf) + EDGE_PT, told.get(end, math.inf) - EDGE_PT
        inside = [extent for extent in extents.values() if bounds[0] < extent[0] and extent[0] < bounds[1]]
        by_left, lefts_there = _most_shared([low for low, _ in inside], end - last - 1)
        by_middle, middles_there = _most_shared([(low + high) / 2 for low, high in inside], end - last - 1)
        columns = range(end - 1, last, -1)  # where a column is missing it is a left one, from the page before
        if by_middle > by_left:
            middles_there.reverse()
            shared.update(
                ((col, col + 1), middle) for col, middle in zip(columns, middles_there, strict=False)
            )
        else:
            told.update(zip(columns, reversed(lefts_there), strict=False))
    return _Columns(width, told, shared)


def _most_shared(places: Sequence[float], count: int) -> tuple[int, list[float]]:
    """At most so many places that most texts share, in order, and how many texts do."""
    shared: list[list[float]] = []
    for place in sorted(places):
        if shared and place - shared[-1][0] < EDGE_PT:
            shared[-1].append(place)
        else:
            shared.append([place])
    most = sorted(shared, key=len, reverse=True)[:count]
    return sum(map(len, most)), sorted(median_low(found) for found in most)


def _best_rows(
    lines: list[list[tuple[int, _Cell]]], extents: Mapping[int, Extent], columns: _Columns
) -> dict[int, Span] | None:
    """Each cell's place, row by row; None where a row has no room."""
    placed: dict[int, Span] = {}
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        free = {col for col in range(columns.width) if (row, col) not in taken}
        places = _best_places([(extents[k], cell.cols) for k, cell in line], free, columns)
        if places is None:
            return None
        for (number, cell), col in zip(line, places, strict=True):
            span = placed[number] = Span(row, col, min(cell.rows, len(lines) - row), cell.cols)
            taken.update((r, c) for r in range(row, row + span.rows) for c in range(col, col + span.cols))
    return placed


def _best_places(cells: list[tuple[Extent, int]], free: set[int], columns: _Columns) -> list[int] | None:
    """The first column of each cell, in order from left to right, where all stand best; None where there is no room."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}  # columns passed -> offset so far, places
    for extent, count in cells:
        reached: dict[int, tuple[float, list[int]]] = {}
        for passed, (cost, places) in best.items():
            for col in range(passed, columns.width - count + 1):
                end = col + count
                if free.issuperset(range(col, end)):
                    whole = cost + columns.offset(extent, col, end)
                    if end not in reached or whole < reached[end][0]:
                        reached[end] = (whole, [*places, col])
        best = reached
    return min(best.values(), default=(0.0, None))[1]


def _blanks(spans: list[Span], height: int, width: int) -> Iterator[Span]:
    """Blank cells for the places left over, right of a row's labels as wide as the nearest row has cells there."""
    taken = {
        (row, col)
        for span in spans
        for row in range(span.row, span.row + span.rows)
        for col in range(span.col, span.col + span.cols)
    }
    rows: list[list[Span]] = [[] for _ in range(height)]
    for span in sorted(spans, key=lambda span: span.col):
        if span.rows == 1:
            rows[span.row].append(span)
    for row in range(height):
        others = sorted((line for k, line in enumerate(rows) if k != row), key=lambda line: -len(line))
        near = sorted(others, key=lambda line: abs(line[0].row - row) if line else height)
        col = 0
        while col < width:
            end = col
            while end < width and (row, end) not in taken:
                end += 1
            if end > col:
                tiles = next((tiles for line in near if col and (tiles := _tiles(line, col, end))), None)
                places = [(k, 1) for k in range(col, end)] if tiles is None else tiles
                yield from (Span(row, k, 1, cols) for k, cols in places)
            col = end + 1


def _tiles(line: list[Span], start: int, end: int) -> list[tuple[int, int]]:
    """Column and width of a row's cells between two columns, if they fill just these."""
    tiles = [(span.col, span.cols) for span in line if start <= span.col and span.col + span.cols <= end]
    return tiles if sum(cols for _, cols in tiles) == end - start else []


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
