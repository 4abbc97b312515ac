"""A table printed on its side, items over its columns and applicants before its rows → the rows of the form, and back again.

In the rows its cells have row and column changed for each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Cell
from extract.table.header import lies_across
from extract.table.rows import PrintedRow
from extract.table.vocabulary import roles

FIRST_ROWS = 4  # of a header
ENOUGH_ITEMS = 6  # in one row; the form prints three: 三、 > （三） > 1.
ENOUGH_COLUMNS = 3


def turned(rows: Sequence[PrintedRow], section: str) -> tuple[PrintedRow, ...]:
    """The rows of a table that lies on its side; () where it does not, or has no grid."""
    if lies_across(section) or not any(_heads_items(row, section) for row in rows[:FIRST_ROWS]):
        return ()
    if any(row.ragged or row.table != rows[0].table for row in rows):
        return ()
    cells = {(cell.row, cell.col): turned_cell(cell) for row in rows for cell in row.cells}.values()
    before = {cell.col for cell in cells if _names_column(cell, section)}
    if len(before) < ENOUGH_COLUMNS:
        return ()
    lines: dict[int, list[Cell]] = {}
    for cell in cells:
        for index in range(cell.row, cell.row + cell.rowspan):
            lines.setdefault(index, []).append(cell)
    flags = tuple(dict.fromkeys(flag for row in rows for flag in row.flags))
    return tuple(
        PrintedRow(tuple(sorted(lines[index], key=_column)), rows[0].table, index, False, flags)
        for index in sorted(lines)
        if any(cell.row == index for cell in lines[index])
    )


def turned_cell(cell: Cell) -> Cell:
    return cell._replace(row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)


def _heads_items(row: PrintedRow, section: str) -> bool:
    items = sum(cell.row == row.index and "row" in roles(cell.text, section) for cell in row.cells)
    return items >= ENOUGH_ITEMS


def _names_column(cell: Cell, section: str) -> bool:
    known = roles(cell.text, section)
    return "column" in known and "row" not in known


def _column(cell: Cell) -> int:
    return cell.col
