"""A line for each cell of the grid, a merged cell's text on each of its lines → rows: python-docx's `row.cells`, docx2python.

第二十条第（一）项        All rows have as many cells, of which as many, the last, are numbers; so the
第二十条第（一）项        count of lines tells where a row ends, and blank cells, whose lines are empty,
…                         keep their places.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, pairwise, takewhile
from typing import Final

from extract.readers._text.cells import may_be_cell
from extract.readers._text.rows import MOST_LABELS, Rows, is_value
from extract.table.vocabulary import meanings

WIDTHS: Final = range(3, 17)  # cells of a row; 行政复议与行政诉讼 have fifteen
ENOUGH_ROWS: Final = 3


def repeated_run(lines: list[str], start: int) -> tuple[Rows, int]:
    """The rows of the table whose first cell is this line and the next, and the line behind it; no rows if none does.

    An empty line may stand below each cell.
    """
    step = 1 if any(line.strip() for line in lines[start + 1 : start + 2]) else 2
    if start + step >= len(lines) or not _is_first(lines[start].strip(), lines[start + step].strip()):
        return [], start
    between = takewhile(
        lambda n: step == 1 or not lines[n - 1].strip(), range(start + step, len(lines), step)
    )
    texts = (lines[n].strip() for n in (start, *between))
    rows = max(_rows([*takewhile(may_be_cell, texts)]), key=_n_cells, default=[])
    return rows, start + step * _n_cells(rows)


def _n_cells(rows: Rows) -> int:
    return sum(map(len, rows))


def _rows(cells: list[str]) -> Iterator[Rows]:
    """The rows for each width that the table may have. The one that explains most cells is its own."""
    for width in WIDTHS:
        rows = [cells[n : n + width] for n in range(0, len(cells) - width + 1, width)]
        counts = [_values(row) for row in rows]
        end = next((n for n, count in enumerate(counts) if count is None), len(rows))
        kept = [count for count in counts[:end] if count]
        # 四 has one row of nothing but numbers
        whole = (
            len(set(kept)) == 1
            and (kept[0] < width or len(kept) == 1)
            and _is_below(rows, counts.index(kept[0]), kept[0])
        )
        rest = takewhile(lambda pair: not _is_first(*pair), pairwise((*cells[end * width :], "")))
        if whole and end >= ENOUGH_ROWS and not any(cell and is_value(cell) for cell, _ in rest):
            yield rows[:end]


def _is_below(rows: Rows, first: int, n_values: int) -> bool:
    """Whether the header ends above row `first`, the first of values: none of its labels is one of the header's (总计 | 0 | 3 …)."""
    heads = {cell for row in rows[:first] for cell in row if cell}
    return heads.isdisjoint(rows[first][: len(rows[first]) - n_values])


def _is_first(cell: str, after: str) -> bool:
    """Whether a table may begin here."""
    return cell == after and not is_value(cell) and bool(meanings(cell))


def _values(row: list[str]) -> int | None:
    """How many values end a row; None where words stand among them. Blanks are merged labels' before its words, and a header's."""
    labels = [*dropwhile(lambda cell: not cell, row)]
    values = [is_value(cell) for cell in labels]
    if values.count(False) > MOST_LABELS:
        return None if any(map(is_value, filter(None, labels))) else 0
    count = sum(values)
    return count if all(values[len(labels) - count :]) else None
