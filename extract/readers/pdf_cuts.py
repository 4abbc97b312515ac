"""A row that the page's end cuts inside its label -> one row again, where a form spells the label so.

2.其他法律行 and its numbers stand at the foot of one page, 政法规禁止公开 at the head of the next: read as two rows, the
numbers would have no label, and the label no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

from extract.model import Cell, Table
from extract.readers.pdf_text import Line
from extract.readers.pdf_words import is_label

SAME_PT = 3.0  # points: edges of one column on two pages differ by less

_CUT_NUMBER = re.compile(r"\s*[)）、.．,，]")  # what is left of a label whose number stands above


class Page(Protocol):
    """What was found on one page, in reading order of its tables."""

    lines: list[Line]
    tables: list[Table]


def mend_cut_rows(pages: Sequence[Page]) -> None:
    """Joins the last row of a page with the first of the next; which of both keeps the label has the numbers."""
    for above, below in pairwise(pages):
        if not above.tables or not below.tables:
            continue
        last = max(range(len(above.tables)), key=lambda k: _bottom(above.tables[k]))
        first = min(range(len(below.tables)), key=lambda k: _top(below.tables[k]))
        upper, lower = above.tables[last], below.tables[first]
        if any(line.y0 > _bottom(upper) for line in above.lines):
            continue
        if any(line.y1 < _top(lower) for line in below.lines):
            continue
        above.tables[last], below.tables[first] = _mended(upper, lower)


def _bottom(table: Table) -> float:
    return max(
        (cell.place.y1 for cell in table.cells if cell.place and cell.place.y1 is not None), default=0.0
    )


def _top(table: Table) -> float:
    return min(
        (cell.place.y0 for cell in table.cells if cell.place and cell.place.y0 is not None), default=0.0
    )


def _mended(upper: Table, lower: Table) -> tuple[Table, Table]:
    end = upper.n_rows - 1
    ends = [cell for cell in upper.cells if cell.row + cell.rowspan > end and cell.text.strip()]
    heads = [cell for cell in lower.cells if cell.row == 0 and cell.text.strip()]
    pairs = [(a, b) for a in ends for b in heads if _is_one(upper, a, lower, b)]
    if pairs and len(pairs) == len(heads) and all(a.row + a.rowspan == upper.n_rows for a, _ in pairs):
        for part, rest in pairs:  # nothing but the ends of labels stands below
            upper = _with(upper, part, part.text + rest.text)
            lower = _without_row(lower, 0, rest)
        return upper, lower
    if len(pairs) != 1 or pairs[0][0].row != end:
        return upper, lower
    part, rest = pairs[0]
    whole = part.text + rest.text
    if not any(_side(lower, cell) < _side(lower, rest) for cell in heads):  # no numbers below
        return _with(upper, part, whole), _without_row(lower, 0, rest)
    if not any(_side(upper, cell) < _side(upper, part) for cell in ends):  # nor above
        return _without_row(upper, end, part), _with(lower, rest, whole)
    return upper, lower


def _is_one(upper: Table, part: Cell, lower: Table, rest: Cell) -> bool:
    """Whether both are one cell: a form spells the label so, and they stand in one column."""
    if is_label(part.text) or not is_label(part.text + rest.text):
        return False
    if is_label(rest.text) and not _CUT_NUMBER.match(rest.text):
        return False
    one, other = part.place, rest.place
    if upper.flags or lower.flags or not one or not other:
        return _side(upper, part) == _side(lower, rest)
    sides = ((one.x0, other.x0), (one.x1, other.x1))
    return all(a is not None and b is not None and abs(a - b) < SAME_PT for a, b in sides)


def _side(table: Table, cell: Cell) -> int:
    """Columns right of a cell: pieces of one table have as many columns of numbers, if not of labels."""
    return table.n_cols - cell.col - cell.colspan


def _with(table: Table, cell: Cell, text: str) -> Table:
    cells = tuple(c._replace(text=text) if c is cell else c for c in table.cells)
    return replace(table, cells=cells)


def _without_row(table: Table, row: int, label: Cell) -> Table:
    """The table without a row's label and the blank cells right of it."""
    side = _side(table, label)
    cells = (
        c
        for c in table.cells
        if c is not label and (c.row != row or c.text.strip() or c.rowspan > 1 or _side(table, c) > side)
    )
    return replace(table, cells=tuple(cells))
