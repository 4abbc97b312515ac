"""The cells of a dump that fills each row up to the table's width with bars → its rows: the first width that comes out even."""

from __future__ import annotations

from itertools import groupby

from extract.readers._text.rows import Rows, is_value

MAX_WIDTH = 20  # cells of a row; the widest table of the forms, 行政复议与行政诉讼, has fifteen


def rows_of_some_width(cells: list[str]) -> Rows:
    """The rows, [] where no width comes out even."""
    return next(filter(None, (_rows_of_width(cells, width) for width in range(2, MAX_WIDTH + 1))), [])


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


def _begin_well(rows: Rows) -> bool:
    """Whether every row begins with words; one row of numbers alone may be that of 行政复议与行政诉讼, two were cut wrongly."""
    values = [[is_value(cell) for cell in row] for row in rows]
    return all(not row[0] or all(row) for row in values) and sum(map(all, values)) <= 1
