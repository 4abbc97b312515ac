"""The file's logical structure (tagged PDF) -> tables, for pages whose tables have no ruling lines.

Browsers and Word write Table, TR, TD with spans; a cell names its content by numbers that the characters carry.
What makes it hard: the structure may tell another story than the page: then it is not used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars, Floats, Ints, Span, positions, some
from extract.readers._page.content import TaggedTable
from extract.readers._page.geometry import Extent
from extract.readers._page.text import cell_boxes, is_digit
from extract.readers._page.word_lines import pieces, words_to_lines
from extract.readers._page.words import EDGE_PT, Word, chars_to_words
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.laid_out import NOTHING, Reaching, laid_out
from extract.readers._pdf.structure import TaggedCell, structure_tables
from extract.readers._pdf.tag_columns import between_edges, columns_begun, in_columns, text_extents

FAR_PT = 20.0  # points: where texts stand farther beside their columns, one began on the page before
CLAIMED_SHARE = 0.9  # of the characters in a table's box must belong to it


def tagged_tables(
    page: Argument,
    chars: Chars,
    level: Floats,
    free: NDArray[np.bool_],
    contents_of: Callable[[NDArray[np.bool_]], Ints],
    above: Reaching,
) -> tuple[list[TaggedTable], Reaching]:
    """Tables of the page's structure that agree with the page and hold any of the `free` characters; what reaches beyond it.

    `level`: the page's level lines as they are drawn, in pieces. `contents_of` tells the numbers by which the structure calls
    the content of the chosen characters. `above`: what reaches into this page.
    """
    contents = np.full(len(chars), -1, dtype=np.int64)
    contents[free] = contents_of(free)
    tables = structure_tables(page, set(contents.tolist()))
    if tables:
        contents[~free] = contents_of(~free)
    found = []
    below = NOTHING
    for place, rows in enumerate(tables):
        cells = chain.from_iterable(rows)
        cell_of = {content: number for number, cell in enumerate(cells) for content in cell.contents}
        numbers = np.fromiter(map(cell_of.get, contents.tolist(), repeat(-1)), np.int64, len(contents))
        spans, below = laid_out(rows)
        inferred = False
        if not spans and not place and above.cells:
            spans, below = laid_out(rows, above)
        if not spans:
            spans, numbers, inferred = _placed(rows, numbers, chars, level)
        if spans and _agrees(chars, numbers, spans):
            found.append(TaggedTable(tuple(spans), numbers, inferred))
    return found, below


def _placed(
    rows: list[list[TaggedCell]], numbers: Ints, chars: Chars, level: Floats
) -> tuple[list[Span], Ints, bool]:
    """The cells with text in the columns in which they stand on the page, and blank ones between; none where that fails.

    The second value says whether that is a guess. It is none where the pieces of level lines tell the columns' edges.
    """
    starts = np.cumsum([0, *(len(line) for line in rows)]).tolist()
    extents = text_extents(numbers, chars)
    lines = [
        [(start + k, cell) for k, cell in enumerate(line) if start + k in extents]
        for start, line in zip(starts, rows, strict=False)
    ]
    width = max(sum(cell.cols for _, cell in line) for line in lines)
    told = between_edges(lines, extents, _edges(level, chars.y[numbers >= 0], extents), width)
    placed, beside = (told, 0.0) if told else in_columns(lines, extents, width)
    if beside > FAR_PT:
        more, nearer = in_columns(lines, extents, width + 1)
        if nearer < beside / 2 and len(columns_begun(more)) > len(columns_begun(placed)):
            placed = more
    if placed is None:
        return [], numbers, True
    fresh = np.full(starts[-1] + 1, -1, dtype=np.int64)  # the last stands for characters of no cell
    fresh[list(placed)] = np.arange(len(placed))
    spans = list(placed.values())
    spans.extend(_blanks(spans, len(rows), max(span.col + span.cols for span in spans)))
    return spans, fresh[numbers], told is None


def _edges(level: Floats, y: Floats, extents: Mapping[int, Extent]) -> list[float]:
    """Where the pieces of the lines between a table's rows end."""
    left, right = min(low for low, _ in extents.values()), max(high for _, high in extents.values())
    inside = (level[:, 0] > y.min()) & (level[:, 0] < y.max()) & (level[:, 2] > left) & (level[:, 1] < right)
    edges: list[float] = []
    for x in np.sort(level[inside, 1:].ravel()).tolist():
        if not edges or x - edges[-1] > EDGE_PT:
            edges.append(x)
    return edges


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
        near: list[list[Span]] | None = None
        col = 0
        while col < width:
            end = col
            while end < width and (row, end) not in taken:
                end += 1
            if end > col:
                near = near or _nearest(rows, row)
                tiles = next((tiles for line in near if col and (tiles := _tiles(line, col, end))), None)
                places = [(k, 1) for k in range(col, end)] if tiles is None else tiles
                yield from (Span(row, k, 1, cols) for k, cols in places)
            col = end + 1


def _nearest(rows: Sequence[list[Span]], row: int) -> list[list[Span]]:
    """The other rows, the nearest ones first; of two as near the one with more cells."""
    others = sorted((line for k, line in enumerate(rows) if k != row), key=len, reverse=True)
    return sorted(others, key=lambda line: abs(line[0].row - row) if line else len(rows))


def _tiles(line: list[Span], start: int, end: int) -> list[tuple[int, int]]:
    """Column and width of a row's cells between two columns, if they fill just these."""
    tiles = [(span.col, span.cols) for span in line if start <= span.col and span.col + span.cols <= end]
    return tiles if sum(cols for _, cols in tiles) == end - start else []


def _agrees(chars: Chars, numbers: Ints, spans: list[Span]) -> bool:
    """Cells of a row run from left to right, rows downwards, columns apart, and nobody else stands between."""
    if len({(span.row, span.col) for span in spans}) < len(spans):
        return False
    mine = positions(numbers >= 0)
    if not len(mine):
        return False
    x, y = chars.x, chars.y
    own = chars.boxes.take(mine, axis=0)
    low, high = own[:, :2].min(axis=0), own[:, 2:].max(axis=0)
    inside = (x > low[0]) & (x < high[0]) & (y > low[1]) & (y < high[1])
    if len(mine) < CLAIMED_SHARE * np.count_nonzero(inside):
        return False
    if some(is_digit(chars.codes[inside & (numbers < 0)])):
        return False  # a number typed onto the page later has no tag
    boxes = cell_boxes(own, numbers[mine], len(spans))
    centres = {
        number: ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for number, box in enumerate(boxes) if box
    }
    if any(len(pieces(line)) > 1 for line in _lines_of_cells(chars, numbers)):
        return False  # cells of several columns under one tag
    return _in_order(centres, spans, by_row=True) and _in_order(centres, spans, by_row=False)


def _lines_of_cells(chars: Chars, numbers: Ints) -> Iterator[list[Word]]:
    """The lines of words in each cell that has several words."""
    by_cell: dict[int, list[Word]] = {}
    for word in chars_to_words(chars, positions(numbers >= 0)):
        by_cell.setdefault(int(numbers[word.members[0]]), []).append(word)
    for words in by_cell.values():
        if len(words) > 1:
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
