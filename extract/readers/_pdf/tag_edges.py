"""Cells of a tagged table whose rows lack some -> the columns in which they stand, where level lines tell the columns' edges.

Browsers leave out blank cells, and draw the border below each cell by itself: the pieces of a line end at the edges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from extract.readers._page.arrays import Chars, Floats, Ints, Span, positions
from extract.readers._page.geometry import Extent
from extract.readers._page.text import cell_boxes
from extract.readers._page.words import EDGE_PT
from extract.readers._pdf.structure import TaggedCell

Rows = Sequence[Sequence[tuple[int, TaggedCell]]]  # of the cells with text, each with its number


def placed_between_edges(
    rows: Sequence[Sequence[TaggedCell]], numbers: Ints, chars: Chars, level: Floats
) -> tuple[list[Span], Ints]:
    """The cells with text and blank ones between, and the new number of each character's cell; no cells where lines do not tell.

    `level`: the page's level lines as they are drawn, in pieces.
    """
    mine = positions(numbers >= 0)
    boxes = cell_boxes(chars.boxes.take(mine, axis=0), numbers[mine], sum(map(len, rows)))
    extents = {number: (box[0], box[2]) for number, box in enumerate(boxes) if box}
    starts = np.cumsum([0, *map(len, rows)]).tolist()
    lines = [
        [(start + k, cell) for k, cell in enumerate(line) if start + k in extents]
        for start, line in zip(starts, rows, strict=False)
    ]
    width = max(sum(cell.cols for _, cell in line) for line in lines)
    placed = between_edges(lines, extents, _edges(level, chars.y[mine], extents), width) if extents else None
    if placed is None:
        return [], numbers
    fresh = np.full(starts[-1] + 1, -1, dtype=np.int64)  # the last stands for characters of no cell
    fresh[list(placed)] = np.arange(len(placed))
    free = np.ones((len(rows), width), dtype=bool)
    for row, col, deep, wide in placed.values():
        free[row : row + deep, col : col + wide] = False
    blanks = (Span(row, col, 1, 1) for row, col in np.argwhere(free).tolist())
    return list(chain(placed.values(), blanks)), fresh[numbers]


def between_edges(
    lines: Rows, extents: Mapping[int, Extent], edges: Sequence[float], width: int
) -> dict[int, Span] | None:
    """Each cell's place between the edges of so many columns; None where a text has no place there, or several.

    The text of a cell over several columns, of which others may be blank, stands in their middle.
    """
    if len(edges) != width + 1:
        return None
    placed: dict[int, Span] = {}
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        start = 0
        for number, cell in line:
            low, high = extents[number]
            fits = [
                col
                for col in range(start, width - cell.cols + 1)
                if edges[col] - EDGE_PT < low
                and high < edges[col + cell.cols] + EDGE_PT
                and all((row, k) not in taken for k in range(col, col + cell.cols))
            ]
            if len(fits) > 1:
                fits = [
                    col for col in fits if abs(edges[col] + edges[col + cell.cols] - low - high) < EDGE_PT
                ]
            if len(fits) != 1:
                return None
            start = fits[0] + cell.cols
            span = placed[number] = Span(row, fits[0], min(cell.rows, len(lines) - row), cell.cols)
            taken.update((r, k) for r in range(row, row + span.rows) for k in range(fits[0], start))
    return placed


def _edges(level: Floats, y: Floats, extents: Mapping[int, Extent]) -> list[float]:
    """Where the pieces of the lines between a table's rows end."""
    left, right = min(low for low, _ in extents.values()), max(high for _, high in extents.values())
    inside = (level[:, 0] > y.min()) & (level[:, 0] < y.max()) & (level[:, 2] > left) & (level[:, 1] < right)
    edges: list[float] = []
    for x in np.sort(level[inside, 1:].ravel()).tolist():
        if not edges or x - edges[-1] > EDGE_PT:
            edges.append(x)
    return edges
