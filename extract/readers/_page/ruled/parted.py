"""Numbers of several rows in one cell, since no line parts them where lines part their labels -> a cell for each row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.readers._page.arrays import Chars, Ints, Span, positions, some
from extract.readers._page.ruled.grid import Grid
from extract.readers._page.text import BLANKS, chars_to_cell_texts, is_in, table_of
from extract.readers._page.wording import UNIT_CHARS, is_label

OVER = 0.3  # of a character's height: so far may one reach over the edges of its row

FEWEST = 2  # characters a row that a cell with several labels holds; a group's label has less

_OF_VALUES = table_of(map(ord, "0123456789０１２３４５６７８９.,．，/／—–－-〇" + UNIT_CHARS))


def with_parted(grid: Grid, chars: Chars, numbers: Ints) -> tuple[Grid, set[int]]:
    """The grid with such cells parted, and the numbers of their parts; `numbers`: the cell of each character."""
    if not grid.tall:
        return grid, set()
    tall = np.zeros(len(grid.spans), dtype=bool)
    tall[grid.tall] = True
    values = is_in(chars.codes, _OF_VALUES)
    places = positions(values & tall[numbers])
    if not len(places):
        return grid, set()
    edges = grid.ys.searchsorted(chars.y[places])
    of_cells: dict[int, set[int]] = {}
    for number, edge in zip(numbers[places].tolist(), edges.tolist(), strict=True):
        of_cells.setdefault(number, set()).add(edge)
    spans, owner, parts = list(grid.spans), grid.owner, set[int]()
    for number in (number for number, found in of_cells.items() if len(found) > 1):
        mine = positions((numbers == number) & ~is_in(chars.codes, BLANKS))
        if not values[mine].all() or not _stand_in_rows(grid, chars.take(mine)):
            continue
        row, col, rows, cols = spans[number]
        spans[number] = Span(row, col, 1, cols)
        owner = owner.copy() if owner is grid.owner else owner
        for k in range(row + 1, row + rows):
            owner[k, col : col + cols] = len(spans)
            spans.append(Span(k, col, 1, cols))
        parts.update((number, *range(len(spans) - rows + 1, len(spans))))
    return (replace(grid, spans=tuple(spans), owner=owner), parts) if parts else (grid, parts)


def holds_labels(grid: Grid, chars: Chars, numbers: Ints) -> bool:
    """Whether a cell at the table's left edge holds the labels of several rows, which are ruled apart beside it."""
    for number in grid.tall:
        row, col, rows, _ = grid.spans[number]
        if col:
            continue
        mine = chars.take(positions(numbers == number))
        if len(mine) < FEWEST * rows:
            continue
        of_rows = grid.ys.searchsorted(mine.y) - row - 1
        if (
            len(set(of_rows.tolist())) > 1
            and sum(map(is_label, chars_to_cell_texts(mine, of_rows, rows))) > 1
        ):
            return True
    return False


def _stand_in_rows(grid: Grid, chars: Chars) -> bool:
    """Whether each of them stands within one row, and no row has two lines of them."""
    row = grid.ys.searchsorted(chars.y)
    slack = OVER * chars.height
    top, bottom = chars.boxes[:, 1], chars.boxes[:, 3]
    if some((top < grid.ys[row - 1] - slack) | (bottom > grid.ys[row] + slack)):
        return False
    return all(np.ptp(chars.y[row == k]) < chars.height.min() for k in set(row.tolist()))
