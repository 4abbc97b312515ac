"""A table printed on its side (items over its columns, applicants before its rows) → rows as the form has them, and back.

In the turned rows, row and column of each cell have changed places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from extract.model import Cell
from extract.table.header import lies_across
from extract.table.rows import PrintedRow
from extract.table.vocabulary import roles

FIRST_ROWS = 4  # of a header
ENOUGH_ITEMS = 6  # in one row; the form prints three: 三、 > （三） > 1.
ENOUGH_COLUMNS = 3


def turned(rows: Sequence[PrintedRow], section: str) -> tuple[PrintedRow, ...]:
    """The rows of a table that lies on its side, turned; () where it does not, or has neither a grid nor a cell for each item."""
    if lies_across(section) or not any(_heads_items(row, section) for row in rows[:FIRST_ROWS]):
        return ()
    if any(row.ragged != rows[0].ragged or row.table != rows[0].table for row in rows):
        return ()
    if rows[0].ragged:
        rows = _in_step(rows, section)
    cells = {(cell.row, cell.col): _turned_cell(cell) for row in rows for cell in row.cells}.values()
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


def turned_back(cell: Cell, rows: Sequence[PrintedRow]) -> Cell:
    """A cell of the turned rows as it stands in the printed ones."""
    back = _turned_cell(cell)
    if rows[0].ragged:
        lengths = {row.index: len(row.cells) for row in rows}
        back = back._replace(col=back.col - max(lengths.values()) + lengths[back.row])
    return back


def _in_step(rows: Sequence[PrintedRow], section: str) -> tuple[PrintedRow, ...]:
    """The rows of a text without a grid, with the columns of their values counted from the right.

    () where a row does not have, behind a column's label, one cell for each item of the first row. Labels before that do not
    count: 法人或其他组织 may stand before the first applicant alone.
    """
    head, *below = rows
    items = sum("row" in roles(cell.text, section) for cell in head.cells)
    if not all("row" in roles(cell.text, section) for cell in head.cells[-items:]):
        return ()
    length = max(len(row.cells) for row in rows)
    found = [_moved(head, head.cells[:-items], length)]
    for row in below:
        named = [cell for cell in row.cells[:-items] if cell.text.strip()]
        if not named or "column" not in roles(named[-1].text, section):
            return ()
        if any(roles(cell.text, section) for cell in row.cells[-items:]):
            return ()
        found.append(_moved(row, row.cells[: named[-1].end], length))
    return tuple(found)


def _moved(row: PrintedRow, labels: Sequence[Cell], length: int) -> PrintedRow:
    """The row with its cells behind the labels at the end of `length` columns, and the last label up to them."""
    start = length - len(row.cells)
    behind = [cell._replace(col=cell.col + start) for cell in row.cells[len(labels) :]]
    if labels:
        labels = [*labels[:-1], labels[-1]._replace(colspan=behind[0].col - labels[-1].col)]
    return replace(row, cells=(*labels, *behind))


def _turned_cell(cell: Cell) -> Cell:
    return cell._replace(row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)


def _heads_items(row: PrintedRow, section: str) -> bool:
    begun = {
        cell.text for cell in row.cells if cell.row == row.index
    }  # a merged label may be printed in each place
    return sum("row" in roles(text, section) for text in begun) >= ENOUGH_ITEMS


def _names_column(cell: Cell, section: str) -> bool:
    known = roles(cell.text, section)
    return "column" in known and "row" not in known
