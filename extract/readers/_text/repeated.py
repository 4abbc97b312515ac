"""A line for each cell of the grid, a merged cell's text on each of its lines → rows: what python-docx's `row.cells` print.

第二十条第（一）项        All rows have as many cells, of which as many, the last, are numbers; so the
第二十条第（一）项        count of lines tells where a row ends, and blank cells, whose lines are empty,
…                         keep their places.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Final

from extract.readers._text.cells import may_be_cell
from extract.readers._text.rows import Rows, is_value
from extract.table.vocabulary import meanings

WIDTHS: Final = range(3, 17)  # cells of a row; 行政复议与行政诉讼 have fifteen
ENOUGH_ROWS: Final = 3


def repeated_run(lines: list[str], start: int) -> tuple[Rows, int]:
    """The rows of the table whose first cell is this line and the next, and the line behind it; no rows if none does."""
    if start + 1 == len(lines) or not _is_first(lines[start].strip(), lines[start + 1].strip()):
        return [], start
    cells = [line.strip() for line in takewhile(lambda line: may_be_cell(line.strip()), lines[start:])]
    return next(_rows(cells, start), ([], start))


def _rows(cells: list[str], start: int) -> Iterator[tuple[Rows, int]]:
    for width in WIDTHS:
        rows = [cells[n : n + width] for n in range(0, len(cells) - width + 1, width)]
        counts = [_values(row) for row in rows]
        end = next((n for n, count in enumerate(counts) if count is None), len(rows))
        kept = [count for count in counts[:end] if count]
        # 四 has one row of nothing but numbers
        whole = len(set(kept)) == 1 and (kept[0] < width or len(kept) == 1)
        rest = takewhile(lambda pair: not _is_first(*pair), pairwise((*cells[end * width :], "")))
        if whole and end >= ENOUGH_ROWS and not any(cell and is_value(cell) for cell, _ in rest):
            yield rows[:end], start + end * width


def _is_first(cell: str, after: str) -> bool:
    """Whether a table may begin here."""
    return cell == after and not is_value(cell) and bool(meanings(cell))


def _values(row: list[str]) -> int | None:
    """How many values end a row; None where words stand among them."""
    values = [is_value(cell) for cell in row]
    count = sum(values)
    return count if all(values[len(row) - count :]) else None
