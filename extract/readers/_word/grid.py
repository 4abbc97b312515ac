"""Rows of Word cells → a table whose cells do not overlap.

What makes it hard: a row may start late (w:gridBefore); a vertical merge is a chain of cells that each say
"continue" and need not stand under one of the same width; a horizontal merge is a gridSpan or, in files of
older programs, another chain (w:hMerge).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extract.errors import DocumentError
from extract.model import Cell, Table

MAX_COLUMNS: Final = 1000  # Word itself stops at 63
_JOG: Final = 100  # twips (5 pt): a column no wider holds no number; an unsteady hand, or rounding, sets a row's lines so far off
_NARROWEST: Final = 1000  # twips: a grid less wide than this was never laid out


@dataclass(slots=True)
class WordCell:
    """A w:tc as read: its width in grid columns, its merge marks ("restart", "continue" or None), its text."""

    text: str
    span: int = 1
    vertical: str | None = None
    horizontal: str | None = None
    flags: tuple[str, ...] = ()
    row: int = 0  # these three are set when the cell is placed
    col: int = 0
    rowspan: int = 1


@dataclass(slots=True)
class WordRow:
    """A w:tr as read: `before` grid columns are skipped at its start."""

    before: int
    cells: Sequence[WordCell]


def has_jogs(widths: Sequence[int]) -> bool:
    """Whether a grid of these columns has some that are no more than a row's line set a little to one side."""
    return min(widths, default=_JOG + 1) <= _JOG and sum(widths) >= _NARROWEST


def snap(rows: Sequence[WordRow], widths: Sequence[int]) -> None:
    """Joins edges of a grid with columns of these widths that are one line with jogs: close together, and no cell between them."""
    if not has_jogs(widths):
        return
    begins = [-1] * (len(widths) + 1)  # by edge, where the narrowest of the cells that end there begins
    for row in rows:
        at = row.before = max(row.before, 0)
        for cell in row.cells:
            cell.span = max(cell.span, 1)
            start, at = at, at + cell.span
            if at > len(widths):
                return
            begins[at] = max(begins[at], start)
    numbers, first = [0], 0
    for edge, width in enumerate(widths, 1):
        if width > _JOG or max(begins[first + 1 : edge + 1]) >= first:
            first = edge
        numbers.append(numbers[-1] + (first == edge))
    for row in rows:
        at, row.before = row.before, numbers[row.before]
        for cell in row.cells:
            start, at = at, at + cell.span
            cell.span = numbers[at] - numbers[start]


def rows_to_table(rows: Sequence[WordRow]) -> Table | None:
    """The table these rows make; None where there is no cell at all."""
    placed: list[WordCell] = []
    above: dict[int, WordCell] = {}  # cells of the row above that a merge may continue, by their first column
    for number, row in enumerate(rows):
        here: dict[int, WordCell] = {}
        col = min(max(row.before, 0), MAX_COLUMNS)
        for cell in _join_horizontal(row.cells):
            span = min(max(cell.span, 1), MAX_COLUMNS - col)
            if span <= 0:
                raise DocumentError(f"表格超过 {MAX_COLUMNS} 列 (too many columns)；请核对文件是否损坏")
            over = above.get(col) if cell.vertical == "continue" else None
            # A chain goes on only under a cell of the same columns; otherwise the two would overlap a neighbour.
            if over is not None and over.span == span:
                over.rowspan += 1
            else:
                cell.row, cell.col, cell.span = number, col, span
                placed.append(cell)
                over = cell
            if cell.vertical is not None:
                here[col] = over
            col += span
        above = here
    if not placed:
        return None
    cells = tuple(Cell(each.text, each.row, each.col, each.rowspan, each.span, each.flags) for each in placed)
    return Table(cells, len(rows), max(each.col + each.span for each in placed))


def _join_horizontal(cells: Sequence[WordCell]) -> Sequence[WordCell]:
    if not any(cell.horizontal for cell in cells):
        return cells
    joined: list[WordCell] = []
    for cell in cells:
        if cell.horizontal == "continue" and joined and joined[-1].horizontal is not None:
            head = joined[-1]
            head.span += max(cell.span, 1)
            # such a cell is empty when a program wrote it; a number typed there must not get lost unseen
            head.text = "\n".join(filter(None, (head.text, cell.text.strip())))
            head.flags = tuple(dict.fromkeys((*head.flags, *cell.flags)))
        else:
            joined.append(cell)
    return joined
