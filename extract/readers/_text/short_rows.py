"""Rows that lost cells at their ends: text whose lines were stripped of blanks, Markdown cut behind each row's last cell.

    （一）予以公开 | | 0 | 0 | 0 | 0 | 0 | 0        the total is lost, the blank is of a merged label
    （二）部分公开 | | 0 | 0 | 0 | 0 | 0 | 0 | 0

Counted from the right, the first row's numbers would stand one column off, the blank as the first of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from extract.flags import COLUMN_INFERRED
from extract.model import Table
from extract.readers._text.remarks import rows_with_remarks
from extract.readers._text.rows import Rows, grid_to_table, rows_to_table
from normalize.number import prints_value

ENOUGH_ROWS = 2  # of one length, to be as long as the table is wide


def to_table(rows: Rows) -> Table:
    """The ragged table of these rows, with the doubt on each cell of rows whose last cells may be lost."""
    table = rows_to_table(rows)
    shapes = [_shape(row) for row in rows]
    counts = Counter(shape.numbers for shape in shapes if shape.numbers > 1)
    usual = max(counts, key=lambda count: (counts[count], count), default=0)
    whole = {shape for shape in shapes if shape.blanks and shape.numbers == usual}
    lengths = Counter(shape.length for shape in shapes if shape.numbers > 1)
    width = max((length for length, times in lengths.items() if times >= ENOUGH_ROWS), default=0)
    short = {
        n
        for n, shape in enumerate(shapes)
        if any(_may_lack(shape, other) for other in whole)
        # a blank more than the columns have room for is a merged label's, or the row lost a cell
        or (shape.blanks and shape.length < width and shape.numbers < usual < shape.blanks + shape.numbers)
    }
    return doubted(table, short | rows_with_remarks(rows))


def even_table(rows: Rows) -> Table:
    """Rows that are as long as each other have a grid; any others may have lost cells."""
    return (grid_to_table if len({*map(len, rows)}) == 1 else to_table)(rows)


def doubted(table: Table, rows: Collection[int]) -> Table:
    """The table with the doubt on each cell of these rows."""
    if not rows:
        return table
    cells = (c.flagged(COLUMN_INFERRED) if c.row in rows else c for c in table.cells)
    return replace(table, cells=tuple(cells))


class _Shape(NamedTuple):
    """How many blanks a row has between its label and its first value, how many cells from that value on, and how many in all."""

    blanks: int
    numbers: int
    length: int


def _shape(row: list[str]) -> _Shape:
    # a number before the label is the row's own (序号)
    words = next((n for n, text in enumerate(row) if text.strip() and not prints_value(text)), 0)
    first = next((n for n in range(words, len(row)) if prints_value(row[n])), len(row))
    label = next((n for n in range(first - 1, -1, -1) if row[n].strip()), -1)
    return _Shape(first - 1 - label, len(row) - first, len(row))


def _may_lack(row: _Shape, whole: _Shape) -> bool:
    """Whether a row may have lost cells at its end: with a merged label's blanks counted as values it only seems to be whole."""
    behind = row.blanks + row.numbers
    return (
        row.length < whole.length
        and row.blanks >= whole.blanks
        and whole.numbers <= behind < whole.blanks + whole.numbers
    )
