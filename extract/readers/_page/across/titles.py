"""Parts of a sheet too wide for its page: first columns that each page prints again (打印标题列), cells that a page's edge cuts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extract.flags import HIDDEN_TEXT
from extract.model import Cell, Table
from extract.readers._page.wording import has_role

SAME_PT = 1.0  # points: edges of one row on two pages differ by less


def title_columns(before: Table, table: Table) -> int:
    """How many of the first columns of `before` the table prints again, whatever stands in a cell over several columns."""
    own = {(c.text, c.col, before.n_rows - c.row): _box(c)[2] for c in before.cells}
    new = (
        cell.col
        for cell in table.cells
        if cell.colspan == 1
        and abs(own.get((cell.text, cell.col, table.n_rows - cell.row), -SAME_PT) - _box(cell)[2]) >= SAME_PT
    )
    return min(new, default=0)


def without_titles(table: Table, titles: int) -> Table:
    """The table without so many of its first columns."""
    cells = (cell._replace(col=cell.col - titles) for cell in table.cells if cell.col >= titles)
    return replace(table, cells=tuple(cells), n_cols=table.n_cols - titles)


def heads_columns(cells: Iterable[Cell]) -> bool:
    """Whether one of the cells is a column's label, and no row's."""
    return any(has_role(cell.text, "column") and not has_role(cell.text, "row") for cell in cells)


def _box(cell: Cell) -> tuple[float, ...]:
    """The edges of a cell; for a cell without a place, edges that no other cell has."""
    return (cell.place.box if cell.place else None) or (-9.0,) * 4


def with_cut_cells_doubted(table: Table) -> Table:
    """The table with the blank cells at its right edge in doubt: the number of a cell that the edge cuts may stand on another page."""
    cells = (
        cell._replace(flags=(*cell.flags, HIDDEN_TEXT))
        if cell.col + cell.colspan == table.n_cols and not cell.text.strip() and HIDDEN_TEXT not in cell.flags
        else cell
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))
