"""A whole table whose numbers found no place, above the rows that were placed: what was read may be another table's.

The report's own (本级) may name its rows in words that nobody knows, and 下属单位 below it as the form does.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.align.match_rows import WHOLE
from extract.align.place import Placer
from extract.table.header import numbers_the_columns
from extract.table.rows import PrintedRow
from normalize.number import is_words, prints_number
from schemas.forms import FORMS


def has_lost_table_above(placer: Placer, rows: Sequence[PrintedRow]) -> bool:
    """Whether the numbers above the placed rows that found no place would fill half of the form's table or more."""
    seen = placer.seen
    placed = [
        place
        for place, row in enumerate(rows)
        if [cell for cell in row.cells if (row.table, cell.row, cell.col) in seen]
    ]
    above = placed[len(placed) // 2] if placed else 0  # a few rows of the first table may have found a place
    lost = sum(_n_values(rows[place]) for place in {*range(above)}.difference(placed))
    return lost >= WHOLE * len(FORMS[placer.form].by_section[placer.section].cells)


def _n_values(row: PrintedRow) -> int:
    """How many numbers and marks a row that prints a number has, and does not count the columns."""
    own = (cell.text for cell in row.cells if cell.row == row.index and cell.text.strip())
    values = [text for text in own if not is_words(text)]
    return len(values) if any(map(prints_number, values)) and not numbers_the_columns(row) else 0
