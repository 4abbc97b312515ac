"""Tables → printed rows: for each row the cells that stand in it, left to right, also those that reach down into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from extract.model import Cell, Table


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


def printed_rows(tables: Sequence[Table], first: int) -> Iterator[tuple[PrintedRow, ...]]:
    """The rows of each table in turn; grid rows in which no cell begins are left out. Tables count from `first`."""
    for number, table in enumerate(tables, first):
        rows: list[list[Cell]] = [[] for _ in range(table.n_rows)]
        reaching = False
        for cell in table.cells:
            if cell.rowspan == 1:
                rows[cell.row].append(cell)
                continue
            for index in range(cell.row, min(cell.row + cell.rowspan, table.n_rows)):
                rows[index].append(cell)
            reaching = True
        if reaching:
            rows = [
                sorted(row, key=attrgetter("col")) if _begins(row, index) else []
                for index, row in enumerate(rows)
            ]
        yield tuple(
            PrintedRow(tuple(cells), number, index, table.ragged, table.flags)
            for index, cells in enumerate(rows)
            if cells
        )


def _begins(row: Sequence[Cell], index: int) -> bool:
    """Whether any cell begins in the row; an empty `<tr>` holds only what reaches down into it."""
    return any(cell.row == index for cell in row)
