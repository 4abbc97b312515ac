"""A sheet's cells → paragraphs and tables: a report typed into a spreadsheet does not say which is which.

A row that holds a single text is a line of running text, unless it stands inside a table: between rows of
several cells, and not looking like a section's heading. Empty rows part tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.errors import DocumentError
from extract.model import Block, Cell, Paragraph, Table

_HEADING = re.compile("[一二三四五六七八九十]+[、.．]")
MAX_PLACES = 200_000  # rows times columns of a table; a report's largest has some 300
_LINE = 40  # characters; the longest label of the form that may stand alone in a row of blanks is shorter


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A printed cell of the visible grid; `text` may be empty."""

    text: str
    row: int
    col: int
    rowspan: int
    colspan: int


def cells_to_blocks(cells: list[SheetCell]) -> Iterator[Block]:
    """Blocks in reading order; `cells` are those with text or a merge, none overlapping."""
    rows: dict[int, list[SheetCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    filled = {row: [cell for cell in here if cell.text] for row, here in rows.items()}
    if sum(cell.rowspan for cell in cells if cell.rowspan > 1) > MAX_PLACES:
        raise DocumentError(f"合并单元格跨越超过 {MAX_PLACES} 行 (merges too large)；请核对文件是否损坏")
    crossed = {row for cell in cells if cell.text for row in range(cell.row + 1, cell.row + cell.rowspan)}
    last = max((cell.row + cell.rowspan for cell in cells), default=0)
    is_table = {
        row: len(filled.get(row, ())) > 1
        or row in crossed
        or any(cell.rowspan > 1 for cell in filled.get(row, ()))
        for row in range(last)
    }
    block: list[int] = []
    for row in range(last):
        here = filled.get(row, [])
        inside = bool(block) and is_table.get(row + 1, False) and len(here) == 1
        if is_table[row] or (inside and _is_table_line(here[0].text)):
            block.append(row)
            continue
        yield from _table(block, rows)
        block = []
        if here:
            yield Paragraph(here[0].text)
    yield from _table(block, rows)


def _is_table_line(text: str) -> bool:
    return len(text) <= _LINE and not _HEADING.match(text)


def _table(block: list[int], rows: dict[int, list[SheetCell]]) -> Iterator[Table]:
    if not block:
        return
    first, end = block[0], block[-1] + 1
    cells = [cell for row in block for cell in rows.get(row, ())]
    left = min(cell.col for cell in cells)
    right = max(cell.col + cell.colspan for cell in cells)
    if len(block) * (right - left) > MAX_PLACES or sum(c.rowspan * c.colspan for c in cells) > MAX_PLACES:
        raise DocumentError(f"表格占用超过 {MAX_PLACES} 个单元格 (table too large)；请核对文件是否损坏")
    taken = {
        (row, col)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for col in range(cell.col, cell.col + cell.colspan)
    }
    # an empty cell is a printed blank; the sheet stores none
    cells += [
        SheetCell("", row, col, 1, 1)
        for row in block
        for col in range(left, right)
        if (row, col) not in taken
    ]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    yield Table(
        tuple(
            Cell(
                cell.text, cell.row - first, cell.col - left, min(cell.rowspan, end - cell.row), cell.colspan
            )
            for cell in cells
        ),
        n_rows=end - first,
        n_cols=right - left,
    )
