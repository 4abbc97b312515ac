"""The values of a section, of which a report may print some twice: the first printing holds, the second casts a doubt on it."""

from __future__ import annotations

from collections.abc import Collection

from extract.align.aligned import PrintedValue
from extract.align.leftover import Leftover
from extract.flags import COLUMN_INFERRED, ROW_REPEATED
from extract.model import Cell
from normalize.number import says_nothing
from normalize.text import fold
from schemas.forms import Row

ENOUGH_AGAIN = 2  # rows; one may be a subtotal without a name of its own
MOST_LABELS = 3  # columns of labels, into each of which a merged label may be written


class Printings:
    """Collects values by (item, category), and what is printed a second time."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], PrintedValue] = {}
        self.repeated: list[Leftover] = []
        self.alone: dict[tuple[int, str], int] = {}  # where rows of the form are printed without a cell
        self._second: set[int] = set()  # tables that print rows of an earlier one with other numbers
        # by table: rows that it prints twice with other numbers, as text whose two tables nothing parts, and where again
        self._again: dict[int, dict[str, int]] = {}

    def enter(self, value: PrintedValue) -> None:
        """Keep a value, or, where its row and column have one, the better of the two, in doubt where they differ."""
        key = (value.row.code, value.column.code)
        if key not in self.values:
            self.values[key] = value
            return
        earlier = self.values[key]
        if self._are_apart(earlier, value) and _prints_row_alone(earlier, value):
            # the row is printed, its number is lost or blank: another table's is not surely it
            printed = value if earlier.cell is None else earlier
            self.values[key] = printed.flagged(ROW_REPEATED)
        elif earlier.cell is None:
            torn = value.cell is not None and self._stands_elsewhere(value.row, value.cell)
            self.values[key] = value.flagged(COLUMN_INFERRED) if torn else value
        elif value.cell is not None and _text(earlier) != _text(value):
            label = value.printed_label
            self.repeated.append(
                Leftover("row_again", label) if label else Leftover("column_again", value.column.label)
            )
            if not _says_nothing(earlier) and not _says_nothing(value):
                if value.table != earlier.table:
                    self._second.add(value.table)
                else:
                    self._again.setdefault(value.table, {})[value.row.code] = value.cell.row
            # a number of a second table is no better than the blank of the first: it may be none of the form's
            better = value.table == earlier.table and _says_nothing(earlier) and not _says_nothing(value)
            kept = value if better else earlier
            self.values[key] = kept.flagged(ROW_REPEATED)

    def _are_apart(self, earlier: PrintedValue, value: PrintedValue) -> bool:
        """Whether two printings of a row stand apart, and are not one whose label is printed in each of its merged cells."""
        cell = earlier.cell or value.cell
        place = self.alone.get((value.table, value.row.code))
        if earlier.table != value.table or cell is None or place is None:
            return earlier.table != value.table
        return abs(cell.row - place) > MOST_LABELS

    def _stands_elsewhere(self, row: Row, cell: Cell) -> bool:
        """Whether other numbers of the form's row stand in another printed row, which lost this one."""
        others = (value.cell for (code, _), value in self.values.items() if code == row.code)
        return any(other is not None and other.row != cell.row for other in others)

    def doubt(self, rows: Collection[str], flag: str) -> None:
        """Flag what was read for these rows of the form."""
        for key, value in self.values.items():
            if key[0] in rows:
                self.values[key] = value.flagged(flag)

    def doubt_second(self) -> None:
        """Flag the values of a second table, and those from the row on at which a table begins anew."""
        starts = {
            table: min(rows.values()) for table, rows in self._again.items() if len(rows) >= ENOUGH_AGAIN
        }
        for key, value in self.values.items() if self._second or starts else ():
            start = starts.get(value.table)
            if value.table in self._second or (start is not None and value.cell and value.cell.row >= start):
                self.values[key] = value.flagged(ROW_REPEATED)


def _prints_row_alone(one: PrintedValue, other: PrintedValue) -> bool:
    """Whether one of two printings of a row has its label without a cell, and the other one a cell."""
    without = [value for value in (one, other) if value.cell is None and value.printed_label]
    return len(without) == 1 and (one.cell is None) != (other.cell is None)


def _says_nothing(value: PrintedValue) -> bool:
    return says_nothing(_text(value))


def _text(value: PrintedValue) -> str:
    return fold(value.cell.text) if value.cell else ""
