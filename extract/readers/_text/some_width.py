"""The cells of a dump that fills each row up to the table's width with bars → its rows: the first width that comes out even."""

from __future__ import annotations

from itertools import groupby

from extract.readers._text.rows import Rows, is_value, n_words
from extract.table.vocabulary import names_row

ENOUGH_ROWS = 6  # rows that all begin with a label; fewer may do so by chance
MAX_WIDTH = 20  # cells of a row; the widest table of the forms, 行政复议与行政诉讼, has fifteen


def rows_of_some_width(cells: list[str], *, blanks: bool = False) -> Rows:
    """The rows, [] where no width comes out even. `blanks`: blank cells have their bars, too."""
    cut = _rows_with_blanks if blanks else _rows_of_width
    return next(filter(None, (cut(cells, width) for width in range(2, MAX_WIDTH + 1))), [])


def _rows_of_width(cells: list[str], width: int) -> Rows:
    """The cells cut into rows of this width, without the blanks that fill them up; [] where one row does not come out."""
    rows: Rows = []
    row: list[str] = []
    for blank, run in groupby(cells, lambda cell: not cell):
        group = list(run)
        if blank:
            if len(row) + len(group) != width:
                return []
            rows.append(row)
            row = []
            continue
        for cell in group:
            if len(row) == width:
                rows.append(row)
                row = []
            row.append(cell)
    if len(row) not in (0, width):
        return []
    rows = [row for row in (*rows, row) if row]
    return rows if _begin_well(rows) else []


def _rows_with_blanks(cells: list[str], width: int) -> Rows:
    """As `_rows_of_width`, where blank cells have their bars, too, so that each row has as many bars as the table is wide.

    Of the blanks behind a row's last number so many are cells that the row has as many values as the other rows.
    """
    chunks = [cells[start : start + width] for start in range(0, len(cells), width)]
    rows = [_without_end(chunk) for chunk in chunks]
    if len(rows) < ENOUGH_ROWS or not all(row and row[0] for row in rows) or not _begin_well(rows):
        return []
    words = [n_words(row) for row in rows]
    values = [row[n:] for row, n in zip(rows, words, strict=True)]
    if not any("" in row for row in values) or any(n_words([cell]) for row in values for cell in row):
        return []
    usual = max(map(len, values))
    return [
        chunk[: n + usual] if n < len(row) or names_row(row[-1]) else row
        for row, chunk, n in zip(rows, chunks, words, strict=True)
    ]


def _without_end(chunk: list[str]) -> list[str]:
    end = max((n + 1 for n, cell in enumerate(chunk) if cell), default=0)
    return chunk[:end]


def _begin_well(rows: Rows) -> bool:
    """Whether every row begins with words; one row of numbers alone may be that of 行政复议与行政诉讼, two were cut wrongly."""
    values = [[is_value(cell) for cell in row] for row in rows]
    return all(not row[0] or all(row) for row in values) and sum(map(all, values)) <= 1
