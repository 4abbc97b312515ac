"""Tables → printed rows: for each row the cells that stand in it, left to right, also those that reach down into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from extract.model import Cell, Table
from normalize.number import prints_number, prints_value


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of table number `table` (from 0 in the document). `ragged`: columns are mere counts, no grid."""

    cells: tuple[Cell, ...]
    table: int
    index: int
    ragged: bool
    flags: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The column behind its last cell."""
        return self.cells[-1].end


def have_number(cells: Iterable[Cell]) -> bool:
    """Whether any of them prints a number."""
    return bool([cell for cell in cells if prints_number(cell.text)])


def have_value(cells: Iterable[Cell]) -> bool:
    """Whether any of them prints a number, or a mark in place of one."""
    return bool([cell for cell in cells if prints_value(cell.text)])


def printed_rows(tables: Sequence[Table], first: int) -> Iterator[tuple[PrintedRow, ...]]:
    """The rows of each table in turn; grid rows in which no cell begins are left out. Tables count from `first`."""
    for number, table in enumerate(tables, first):
        # an empty `<tr>` holds only what reaches down into it
        rows = {
            index: [*cells]
            for index, cells in groupby(sorted(table.cells, key=attrgetter("row")), attrgetter("row"))
        }
        reached: set[int] = set()
        for cell in [cell for cell in table.cells if cell.rowspan > 1]:
            for index in range(cell.row + 1, cell.row + cell.rowspan):
                if index in rows:
                    rows[index].append(cell)
                    reached.add(index)
        for index in reached:
            rows[index].sort(key=attrgetter("col"))
        yield tuple(
            [
                PrintedRow(tuple(cells), number, index, table.ragged, table.flags)
                for index, cells in rows.items()
            ]
        )
