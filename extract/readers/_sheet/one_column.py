"""A CSV that a program opened into one column, each line in a cell → the blocks of the sheet that it was."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Block
from extract.readers._sheet.rows import SheetCell
from extract.readers._text.saved import LEAST_ROWS, MARKS, saved_sheet, unbroken


def sheet_of_lines(cells: Sequence[SheetCell]) -> tuple[Block, ...]:
    """None where the cells stand in several columns, or are no lines of cells."""
    texts = {cell.row: cell.text for cell in cells if cell.text}
    if len(texts) < LEAST_ROWS or len({cell.col for cell in cells if cell.text}) > 1:
        return ()
    if any(cell.flags for cell in cells) or not any(
        all(mark in text for text in texts.values()) for mark in MARKS
    ):
        return ()
    lines = (texts.get(row, "") for row in range(min(texts), max(texts) + 1))
    return saved_sheet(unbroken("\n".join(line.replace("\n", " ") for line in lines)))
