"""A whole sheet saved as text (CSV, Excel's "Unicode text"): every row has as many cells → its blocks.

Such a file stores blank cells and loses merges, like a sheet whose report was typed without any. Text that only has
tables between marks has lines of other lengths.
"""

from __future__ import annotations

import csv
import io

from extract.model import Block
from extract.readers._sheet.rows import SheetCell, cells_to_blocks

MARKS = ",;\t"
LEAST_ROWS = 8  # a report's tables have some 40


def saved_sheet(text: str) -> tuple[Block, ...]:
    """The sheet's paragraphs and tables; () where the text is none."""
    first, _, rest = text.lstrip().partition("\n")
    for mark in MARKS:
        padded = first.count(mark)
        if padded and rest.partition("\n")[0].count(mark) >= padded:
            rows = _rows(text, mark)
            if len(rows) >= LEAST_ROWS and {*map(len, rows)} == {padded + 1}:
                return tuple(cells_to_blocks(_cells(rows)))
    return ()


def _rows(text: str, mark: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(text), delimiter=mark) if row]
    except csv.Error:  # a quote that nothing closes, a cell beyond any length
        return []


def _cells(rows: list[list[str]]) -> list[SheetCell]:
    return [
        SheetCell(text, row, col, 1, 1)
        for row, texts in enumerate(rows)
        for col, cell in enumerate(texts)
        if (text := cell.strip())
    ]
