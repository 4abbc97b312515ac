"""Rows of HTML cells as written → cells at their places in the grid, as browsers place them.

A cell goes to the first column of its row that no cell from above still covers; `rowspan` ends with the row
group, `0` means up to there; `colspan` is at most 1000. Where a span runs into a cell from above, browsers
draw both over each other; here the later cell's box ends before it and the cell is flagged `span_overlap`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extract.errors import DocumentError
from extract.flags import HIDDEN_TEXT, PICTURE, SPAN_OVERLAP
from extract.model import Block, Cell, Paragraph, Table
from extract.readers._shared.nested import nested_text

MAX_COLSPAN = 1000  # as browsers
MAX_ROWSPAN = 65534  # as browsers
MAX_SLOTS = 2_000_000  # grid places of one table; the national form has 300
PLAUSIBLE_COLSPAN = 100  # columns; a larger one (colspan=1000) means "across the table", it defines no column

_INTEGER = re.compile(r"[ \t\n\f\r]*\+?([0-9]{1,9})")


class RawCell:
    """A td or th as written. `items`: its lines (str), headings, inner tables and pictures, in reading order.

    No dataclass: of nearly all cells most fields stay as they are, and these take no time here.
    """

    colspan: int = 1
    rowspan: int = 1  # 0: to the end of the row group
    link_chars: int = 0
    aside: str = ""  # text that is struck through or does not show
    unseen: str = ""  # what of it does not show
    drawn: bool = False  # holds what is no text: a drawing, a frame, a script
    flags: tuple[str, ...] = ()
    text: str = ""

    def __init__(self, items: Iterable[str | Block] = ()) -> None:
        self.items: list[str | Block] = [*items]

    def close(self) -> None:
        """Sets the cell's text: its own lines, not those of tables inside; blank ones only where all are.

        Struck text is the cell's only where it has no other: `<s>9</s>10` was 9 and is 10. A drawing is its content
        only where it has none at all. Words that do not show beside its text (自然人： for screen readers, a column's name
        for phones) are no number and cast no doubt on one.
        """
        items = self.items
        if self.unseen and not (items and _is_words(self.unseen)):
            self.flags += (HIDDEN_TEXT,)
        if not items:
            self.text = " ".join(self.aside.split())
            if self.drawn and not self.text and PICTURE not in self.flags:
                self.flags += (PICTURE,)
            return
        if len(items) == 1 and isinstance(items[0], str):
            self.text = items[0]
            return
        lines = [
            item if isinstance(item, str) else item.text
            for item in self.items
            if isinstance(item, str | Paragraph)
        ]
        if len(lines) > 1:
            lines = [line for line in lines if line.strip()] or lines[:1]
        self.text = "\n".join(lines) if lines else nested_text(items)


def _is_words(text: str) -> bool:
    return any(map(str.isalpha, text)) and not any(map(str.isnumeric, text))


RawRow = list[RawCell]


def span_value(text: str | None, limit: int, zero: int) -> int:
    """A span attribute as browsers read it: leading digits, else 1."""
    found = _INTEGER.match(text) if text else None
    if found is None:
        return 1
    return min(int(found[1]), limit) or zero


def rows_to_table(groups: Sequence[Sequence[RawRow]]) -> Table:
    """A table from its row groups (thead, tbody, tfoot in drawing order)."""
    cells: list[Cell] = []
    crossed: list[tuple[int, int]] = []  # a cell's place in `cells`, the first column that it must leave free
    n_rows = 0
    for group in groups:
        _place_group(group, n_rows, cells, crossed)
        n_rows += len(group)
    n_cols = _columns_used(cells)
    for place, limit in crossed:
        cells[place] = _narrowed(cells[place], min(limit, n_cols), n_cols)
    within = (
        cell if cell.col + cell.colspan <= n_cols else _narrowed(cell, n_cols, n_cols) for cell in cells
    )
    return Table(cells=tuple(within), n_rows=n_rows, n_cols=n_cols)


def _place_group(
    group: Sequence[RawRow], first_row: int, cells: list[Cell], crossed: list[tuple[int, int]]
) -> None:
    end_of_group = first_row + len(group)
    covered: list[int] = []  # for each column the first row that is free again
    slots = 0
    for row, raw_row in enumerate(group, first_row):
        col = 0
        for raw in raw_row:
            start = col
            while col < len(covered) and covered[col] > row:
                col += 1
            if raw.colspan == raw.rowspan == 1 and col < len(covered):  # nearly all
                covered[col] = row + 1
                slots += col + 1 - start
                cells.append(Cell(raw.text, row, col, 1, 1, raw.flags))
                col += 1
                continue
            end = col + raw.colspan
            if end > len(covered):
                slots += end - len(covered)
                covered.extend([0] * (end - len(covered)))
            below = min(row + raw.rowspan, end_of_group) if raw.rowspan else end_of_group
            for column in range(col, end):
                if covered[column] > row and (not crossed or crossed[-1][0] != len(cells)):
                    crossed.append((len(cells), column))
                if covered[column] < below:
                    covered[column] = below
            slots += end - start
            if slots > MAX_SLOTS:
                raise DocumentError(f"表格过大（超过 {MAX_SLOTS} 格，table too large）；不像一份年度报告")
            cells.append(Cell(raw.text, row, col, below - row, raw.colspan, raw.flags))
            col = end


def _columns_used(cells: Iterable[Cell]) -> int:
    """How many columns the table has, not counting those that only overlong spans reach."""
    used = 0
    row_before, first_end = -1, 0
    for cell in cells:
        used = max(used, cell.col + 1)
        end = cell.col + cell.colspan if cell.colspan <= PLAUSIBLE_COLSPAN else 0
        if cell.row != row_before:
            # a title alone in its row often spans more than there is: it defines no column
            row_before, first_end = cell.row, end
            continue
        used = max(used, first_end, end)
    return used


def _narrowed(cell: Cell, end: int, n_cols: int) -> Cell:
    flags = cell.flags if end == n_cols else (*cell.flags, SPAN_OVERLAP)
    return Cell(cell.text, cell.row, cell.col, cell.rowspan, end - cell.col, flags)
