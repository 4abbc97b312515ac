"""Cells in which the numbers of two columns stand side by side: a ruling line between them is missing, or stands elsewhere.

The numbers of other rows may then stand in the wrong one of the two columns, or in one cell for both, and nothing is to be
seen of it in their own cells.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extract.flags import COLUMN_INFERRED, OVERPRINTED
from extract.model import Cell, Table
from extract.readers._page.wording import look_of

# 属于国家秘密 0 (not 约1条, 第20条), or in the middle of a label on two lines: 不计其他情0形
_NUMBER_BEHIND = re.compile(r"[\u4e00-\u9fff）)”’](?<![约第])\s?\d[\d,.]*(?![\d,.年月日条])")


def with_crowded(table: Table) -> Table:
    """The table, with doubts in the rows and columns of such cells, and in a blank beside a label that has a number in it."""
    crowded = [cell for cell in table.cells if " " in cell.text and _holds_two(cell)]
    beside = {(cell.row, cell.end) for cell in table.cells if _NUMBER_BEHIND.search(cell.text)}
    if not crowded and not beside:
        return table
    rows = {row for cell in crowded for row in range(cell.row, cell.row + cell.rowspan)}
    columns = {column for cell in crowded for column in range(cell.col, cell.end)}
    around = columns | {column for cell in crowded for column in (cell.col - 1, cell.end)}

    def is_doubted(cell: Cell) -> bool:
        words = cell.text.split()
        if not all(look_of(word).is_value for word in words):
            return False
        if cell.row in rows or (not words and (cell.row, cell.col) in beside):
            return True
        # a blank's number may have come to stand in the column beside it
        shared = columns if words else around
        return not shared.isdisjoint(range(cell.col, cell.end))

    cells = (cell.flagged(COLUMN_INFERRED) if is_doubted(cell) else cell for cell in table.cells)
    return replace(table, cells=tuple(cells))


def _holds_two(cell: Cell) -> bool:
    """Whether it holds two values and nothing else: numbers far apart, or a number beside a mark. 1 234 is one number."""
    looks = [look_of(word) for word in cell.text.split()]
    values = [look for look in looks if not look.is_unit]
    if not all(look.is_value for look in looks):
        return False  # 4 . 无 正当理由: a label in whose letters stand blanks
    return len(values) > 1 and (OVERPRINTED in cell.flags or not all(look.is_number for look in values))
