"""A table printed on its side (items over its columns, applicants before its rows) → rows as the form has them, and back.

In the turned rows, row and column of each cell have changed places.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from extract.model import Cell
from extract.table.header import lies_across
from extract.table.rows import PrintedRow
from extract.table.vocabulary import roles

FIRST_ROWS = 4  # of a header
ENOUGH_ITEMS = 6  # in one row; the form prints three: 三、 > （三） > 1.
ENOUGH_COLUMNS = 3


def turned(rows: Sequence[PrintedRow], section: str) -> tuple[PrintedRow, ...]:
    """The rows of a table that lies on its side, turned; () where it does not, or has no grid."""
    if lies_across(section) or not any(_heads_items(row, section) for row in rows[:FIRST_ROWS]):
        return ()
    if any(row.ragged or row.table != rows[0].table for row in rows):
        return ()
    cells = {(cell.row, cell.col): with_changed_places(cell) for row in rows for cell in row.cells}.values()
    before = {cell.col for cell in cells if _names_column(cell, section)}
    if len(before) < ENOUGH_COLUMNS:
        return ()
    lines: dict[int, list[Cell]] = {}
    for cell in cells:
        for index in range(cell.row, cell.row + cell.rowspan):
            lines.setdefault(index, []).append(cell)
    flags = tuple(dict.fromkeys(flag for row in rows for flag in row.flags))
    return tuple(
        PrintedRow(tuple(sorted(lines[index], key=attrgetter("col"))), rows[0].table, index, False, flags)
        for index in sorted(lines)
        if any(cell.row == index for cell in lines[index])
    )


def with_changed_places(cell: Cell) -> Cell:
    """The cell with its row and column exchanged: of a printed row the turned one, and back."""
    return cell._replace(row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)


def _heads_items(row: PrintedRow, section: str) -> bool:
    begun = {
        cell.text for cell in row.cells if cell.row == row.index
    }  # a merged label may be printed in each place
    return sum("row" in roles(text, section) for text in begun) >= ENOUGH_ITEMS


def _names_column(cell: Cell, section: str) -> bool:
    known = roles(cell.text, section)
    return "column" in known and "row" not in known
