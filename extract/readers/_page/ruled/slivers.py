"""A grid -> the grid without edges that part nothing: columns and rows in which no cell begins, and empty slivers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Floats, Ints, Span, positions, some
from extract.readers._page.ruled.grid import OPEN_PT, Grid


def without_empty_places(grid: Grid, filled: NDArray[np.bool_]) -> Grid:
    """The grid without columns and rows that hold nothing: no cell begins in them, or they are too thin for text and blank.

    `filled[k]` says whether cell k holds text.
    """
    rows, cols = (sorted(set(places)) for places in tuple(zip(*grid.spans, strict=True))[:2])
    owner, whole = grid.owner, grid.owner.shape == (len(rows), len(cols))
    if not whole:
        owner = owner[rows][:, cols]
    nothing = _say_nothing(owner, filled)
    if whole and not some(nothing) and not _has_sliver(grid.xs) and not _has_sliver(grid.ys):
        return grid  # as most are
    kept = positions(~nothing)
    owner = owner[kept]
    rows, ys = _without_slivers(_edges(grid.ys, np.array(rows)[kept]), owner, filled)
    cols, xs = _without_slivers(_edges(grid.xs, np.array(cols)), owner.T, filled)
    if not rows or not cols or (len(ys), len(xs)) == (len(grid.ys), len(grid.xs)):
        return grid
    return _renumbered(np.array(xs), np.array(ys), owner[rows][:, cols])


def has_own_sliver(grid: Grid, filled: NDArray[np.bool_]) -> bool:
    """Whether a blank cell of some row is a sliver at whose edge a cell with text of another row begins or ends.

    The cells of such a row stand in other columns when counted in order than when placed by their edges.
    """
    owner = grid.owner
    for place in positions(np.diff(grid.xs) < OPEN_PT).tolist():
        if not 0 < place < owner.shape[1] - 1:
            continue
        here = owner[:, place]
        begins, ends = here != owner[:, place - 1], here != owner[:, place + 1]
        if some(begins & ends & ~filled[here]) and some((begins ^ ends) & filled[here]):
            return True
    return False


def _edges(edges: Floats, kept: Ints) -> list[float]:
    """Those at which the rows (columns) begin, and the last."""
    return [*edges[kept].tolist(), float(edges[-1])]


def _say_nothing(owner: Ints, filled: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rows add nothing: only blank cells begin in them, while cells with text reach down into them.

    Browsers draw the cells of one row as ending at several heights.
    """
    text, above = filled[owner[1:]], owner[1:] == owner[:-1]
    nothing = np.zeros(len(owner), dtype=bool)
    nothing[1:] = (text & above).any(axis=1) & ~(text & ~above).any(axis=1)
    return nothing


def _has_sliver(edges: Floats) -> bool:
    return some(edges[1:] - edges[:-1] < OPEN_PT)


def _without_slivers(
    edges: list[float], owner: Ints, filled: NDArray[np.bool_]
) -> tuple[list[int], list[float]]:
    """The rows (columns) that are not too thin for text, and the edges that are left.

    The room of a thin one goes to the row (column) before or after it, if all its cells with text reach there.
    """
    kept: list[int] = []
    left: list[float] = []
    start: float | None = None
    for place, (edge, following) in enumerate(pairwise(edges)):
        if following - edge < OPEN_PT:
            here = set(owner[place][filled[owner[place]]].tolist())
            if not here or (kept and here <= set(owner[kept[-1]].tolist())):
                continue
            if place + 1 < len(owner) and here <= set(owner[place + 1].tolist()):
                start = edge if start is None else start
                continue
        kept.append(place)
        left.append(edge if start is None else start)
        start = None
    return kept, [*left, edges[-1]]


def _renumbered(xs: Floats, ys: Floats, owner: Ints) -> Grid:
    spans: list[Span] = []
    fresh = np.full_like(owner, -1)
    for number in dict.fromkeys(owner.ravel().tolist()):
        rows, cols = np.nonzero(owner == number)
        fresh[owner == number] = len(spans)
        row, col = int(rows.min()), int(cols.min())
        spans.append(Span(row, col, int(rows.max()) - row + 1, int(cols.max()) - col + 1))
    return Grid(xs, ys, tuple(spans), fresh)
