"""Tables → printed rows: for each row the cells that stand in it, left to right, also those that reach down into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.model import Cell, Table


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of table number `table` (from 0 in the document). `ragged`: columns are mere counts, no grid."""

    cells: tuple[Cell, ...]
    table: int
    index: int
    ragged: bool
    flags: tuple[str, ...] = ()


def _is_even(table: Table) -> bool:
    """Whether a table without a grid has one all the same: as many cells in every row."""
    widths = {len(list(row)) for _, row in groupby(table.cells, key=lambda cell: cell.row)}
    return len(widths) == 1


def printed_rows(tables: Sequence[Table]) -> Iterator[tuple[PrintedRow, ...]]:
    """The rows of each table in turn; grid rows without any cell are left out."""
    for number, table in enumerate(tables):
        rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
        for cell in table.cells:
            for index in range(cell.row, min(cell.row + cell.rowspan, table.n_rows)):
                rows[index].append(cell)
        if any(cell.rowspan > 1 for cell in table.cells):
            for row in rows:
                row.sort(key=_column)
        ragged = table.ragged and not _is_even(table)
        yield tuple(
            PrintedRow(tuple(cells), number, index, ragged, table.flags)
            for index, cells in enumerate(rows)
            if cells
        )


def _column(cell: Cell) -> int:
    return cell.col
