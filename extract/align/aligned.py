"""What alignment gives: for each cell of a form the printed cell that holds it, and the doubts about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from extract.align.leftover import Leftover
from extract.flags import added
from extract.model import Cell
from schemas.forms import Column, Row


class PrintedValue(NamedTuple):
    """The printed cell that is one cell of the form; `cell` is None where its row is printed without this column."""

    row: Row
    column: Column
    cell: Cell | None
    table: int
    printed_label: str | None
    unit: str | None
    flags: tuple[str, ...]

    def flagged(self, *flags: str) -> PrintedValue:
        return self._replace(flags=added(self.flags, *flags))


@dataclass(frozen=True, slots=True)
class Aligned:
    """One section of a report laid beside one form: its values by (item, category), and what is left over.

    `nameless` says that numbers stand in a row without a label, which may be those of a row whose label has none.
    """

    form: str
    section: str
    values: dict[tuple[str, str], PrintedValue]
    unknown: tuple[Leftover, ...] = ()
    nameless: bool = False
