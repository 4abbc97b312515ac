"""The file's logical structure (tagged PDF) -> tables, for pages whose tables have no ruling lines.

Browsers and Word write Table, TR, TD with spans; a cell names its content by numbers that the characters carry.
What makes it hard: the structure may tell another story than the page: then it is not used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars, Ints, Span, positions, some
from extract.readers._page.content import TaggedTable
from extract.readers._page.text import cell_boxes, is_digit
from extract.readers._page.word_lines import pieces, words_to_lines
from extract.readers._page.words import Word, chars_to_words
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.laid_out import NOTHING, Reaching, laid_out
from extract.readers._pdf.structure import structure_tables

CLAIMED_SHARE = 0.9  # of the characters in a table's box must belong to it


def tagged_tables(
    page: Argument,
    chars: Chars,
    free: NDArray[np.bool_],
    contents_of: Callable[[NDArray[np.bool_]], Ints],
    above: Reaching,
) -> tuple[list[TaggedTable], Reaching]:
    """Tables of the page's structure that agree with the page and hold any of the `free` characters; what reaches beyond it.

    A structure whose rows lack cells gives none. `contents_of` tells the numbers by which the structure calls the content of
    the chosen characters. `above`: what reaches into this page.
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
        if not spans and not place and above.cells:
            spans, below = laid_out(rows, above)
        if spans and _agrees(chars, numbers, spans):
            found.append(TaggedTable(tuple(spans), numbers))
    return found, below


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
