"""A table printed as columns of a newspaper, two or three times the same header side by side → its rows one below another.

The 统计表 of 2014 has sixty rows and is often printed so. Told by its header (统计指标, 单位, 统计数, 统计指标, 单位, 统计数) and
by the words that stand under each repetition's first column; where the header stands over the first part alone, or none does, by
the form's labels in two columns with numbers between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.model import are_blank
from extract.table.rows import PrintedRow
from extract.table.vocabulary import roles
from normalize.number import is_words
from normalize.text import fold
from schemas.forms import STATISTICS

LEAST_WIDTH = 2  # columns of one part: a label and its number
HEADER_WITHIN = 4  # rows; a caption may stand over the header


def one_below_another(rows: Sequence[PrintedRow]) -> tuple[PrintedRow, ...]:
    """The rows of each part in turn, below the header; the rows as they are where the table does not stand side by side."""
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        width = _repeated_width(row)
        if width:
            starts = [row.cells[k].col for k in range(0, len(row.cells), width)]
            below = [_cut(other, starts, width) for other in rows[place:]]
            if len(below) > 1 and all(map(_has_labels, list(zip(*below[1:], strict=True))[1:])):
                parts = (part for column in zip(*below, strict=True) for part in column if part.cells)
                return (*rows[:place], *parts)
    firsts = _label_columns(rows)
    if not firsts:
        return tuple(rows)
    width = firsts[1] - firsts[0]
    below = [_headed(_cut(row, firsts, width), firsts) for row in rows]
    return tuple(part for column in zip(*below, strict=True) for part in column if part.cells)


def _label_columns(rows: Sequence[PrintedRow]) -> tuple[int, ...]:
    """The equally wide parts' first columns, where most rows print two labels of the form; few tables get past the first test."""
    count = len(rows)
    if not any(len(_labels(rows[n])) > 1 for n in {count // 4, count // 2, count * 3 // 4} if n < count):
        return ()
    found = [_labels(row) for row in rows]
    columns = Counter(col for labels in found if len(labels) > 1 for col in labels)
    starts = sorted(col for col, times in columns.items() if 2 * times > count)
    widths = {after - before for before, after in pairwise(starts)}
    return tuple(starts) if len(widths) == 1 and min(widths) >= LEAST_WIDTH else ()


def _labels(row: PrintedRow) -> list[int]:
    """The columns of the form's labels in a row that has a grid, each with a number or a blank before the next one."""
    if row.ragged:
        return []
    found: list[int] = []
    for place, cell in enumerate(row.cells):
        if cell.row == row.index and "row" in roles(cell.text, STATISTICS):
            if found and is_words(row.cells[place - 1].text):
                return []
            found.append(cell.col)
    return found


def _headed(parts: Sequence[PrintedRow], starts: Sequence[int]) -> tuple[PrintedRow, ...]:
    """A header row's parts: the first one's labels stand for those of the others that have none."""
    first, *others = parts
    if _labels(first) or are_blank(first.cells):
        return tuple(parts)
    return (
        first,
        *(
            replace(part, cells=tuple(c._replace(col=c.col + start - starts[0]) for c in first.cells))
            if are_blank(part.cells)
            else part
            for part, start in zip(others, starts[1:], strict=True)
        ),
    )


def _repeated_width(row: PrintedRow) -> int:
    """How many cells the repeated header has; 0 where none is."""
    texts = [fold(cell.text) for cell in row.cells]
    for times in (2, 3):
        width, rest = divmod(len(texts), times)
        part = texts[:width]
        if not rest and width >= LEAST_WIDTH and texts == part * times and len(set(part)) == width:
            return width
    return 0


def _cut(row: PrintedRow, starts: Sequence[int], width: int) -> tuple[PrintedRow, ...]:
    """The row's part under each repetition of the header; a cell over several belongs to the first."""
    ends = (*starts[1:], None)
    if row.ragged:
        starts = range(0, len(starts) * width, width)
        ends = (*starts[1:], None)
        return tuple(replace(row, cells=row.cells[a:b]) for a, b in zip(starts, ends, strict=True))
    return tuple(
        replace(row, cells=tuple([c for c in row.cells if a <= c.col and (b is None or c.col < b)]))
        for a, b in zip(starts, ends, strict=True)
    )


def _has_labels(part: Sequence[PrintedRow]) -> bool:
    """Whether most rows of a part begin with words."""
    printed = [row.cells[0].text for row in part if row.cells and row.cells[0].text.strip()]
    return 2 * sum(map(is_words, printed)) > len(printed) > 1
