"""Ruling lines of a page -> grids of cells: column and row edges, and spans where an edge between two places is missing.

What makes it hard: lines come a little askew and apart where they should meet; a table cut by the page's end has no edge
there; a web page's has none at its sides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Floats, Ints, Rules, Span, positions, some, to_span
from extract.readers._page.once import once
from extract.readers._page.pieces import EXACT_PT, SNAP_PT, join_pieces

# points: a nested table is at most this far from its frame (4 px of padding, less where scaled)
FRAME_PT = 4.5
NESTED_PT = 8.0  # points: a nested table is at least this high
TOUCH_PT = 3.0  # points: lines this close meet
APART_PT = 7.0  # points: lines of boxes printed apart from each other meet within this
# points: lines that run on beyond the last crossing line by more than this hold a row or column
OPEN_PT = 8.0
BESIDE_PT = 200.0  # points: a column of group labels is no wider
# places of one grid: a report has some hundreds, the lines of a map or plan make millions
MOST_PLACES = 250_000
FEWEST_SIDES = 4  # upright lines: fewer without any level one may be anything


@dataclass(frozen=True)
class Grid:
    """Edges of columns and rows, the cells, and for each elementary place the number of its cell."""

    xs: Floats
    ys: Floats
    spans: tuple[Span, ...]
    owner: Ints

    @property
    def box(self) -> tuple[float, float, float, float]:
        return (float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1]))

    def cell_boxes(self) -> list[tuple[float, float, float, float]]:
        xs, ys = self.xs.tolist(), self.ys.tolist()
        return [(xs[col], ys[row], xs[col + cols], ys[row + rows]) for row, col, rows, cols in self.spans]

    @once
    def tall(self) -> list[int]:
        """The cells over several rows."""
        return [number for number, (_, _, rows, _) in enumerate(self.spans) if rows > 1]

    def cell_numbers(self, x: Floats, y: Floats) -> Ints:
        """For each point the number of the cell it lies in; -1 outside of the grid."""
        around = np.full((len(self.ys) + 1, len(self.xs) + 1), -1, dtype=np.int64)
        around[1:-1, 1:-1] = self.owner
        row, col = self.ys.searchsorted(y, side="right"), self.xs.searchsorted(x, side="right")
        return around.take(row * (len(self.xs) + 1) + col)


def rules_to_grids(rules: Rules) -> list[Grid]:
    """The grids of a page from top to bottom."""
    return lines_to_grids(rules_to_lines(rules)[0])


def rules_to_lines(rules: Rules) -> tuple[Rules, Floats]:
    """The page's lines with their pieces joined, and apart from them the upright lines of frames around nested tables."""
    level, upright = join_pieces(rules.level), join_pieces(rules.upright, EXACT_PT)
    framing = _are_frames(upright, level)
    return Rules(level, join_pieces(upright[~framing])), upright[framing]


def lines_to_grids(lines: Rules, touch: float = TOUCH_PT) -> list[Grid]:
    """The grids of a page from top to bottom; lines that end within `touch` points of each other meet."""
    grids = []
    for levels, uprights in _meeting_lines(lines.level, lines.upright, touch):
        grids.extend(_lines_to_grids(lines.level[levels], lines.upright[uprights]))
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return grids


def _are_frames(lines: Floats, level: Floats) -> NDArray[np.bool_]:
    """Which upright lines run just outside of shorter ones, or of such a line: a page's border may be double."""
    if len(lines) < 2:
        return np.zeros(len(lines), dtype=bool)
    position, start, end = lines[:, 0], lines[:, 1], lines[:, 2]
    apart = np.abs(position[:, None] - position[None, :])
    beside = (apart > EXACT_PT) & (apart < APART_PT + EXACT_PT)
    if not some(beside):
        return np.zeros(len(lines), dtype=bool)
    around = (start[:, None] <= start[None, :] + EXACT_PT) & (end[:, None] >= end[None, :] - EXACT_PT)
    length = end - start
    beside &= around & (length[None, :] > NESTED_PT)
    near, off = apart < FRAME_PT, apart > TOUCH_PT
    longer = length[:, None] > length[None, :] + OPEN_PT
    framing = np.asarray((beside & near & longer).any(axis=1))
    for side in positions(framing).tolist():
        framing[side] = not _is_crossed(lines[side], level)
    for side in np.asarray((beside & off).any(axis=1)).nonzero()[0].tolist():
        alike = (np.abs(lines[:, 1:] - lines[side, 1:]) < EXACT_PT).all(axis=1) & (apart[side] > BESIDE_PT)
        for other in positions(alike).tolist():
            framing[[side, other]] |= _are_opposite(lines[side], lines[other], level)
    beyond = (start[:, None] < start[None, :] - EXACT_PT) & (end[:, None] > end[None, :] + EXACT_PT)
    return np.asarray(framing | (beside & near & beyond)[:, framing].any(axis=1))


def _is_crossed(line: Floats, level: Floats) -> bool:
    """Whether more level lines run through an upright one than end just beside it: a table's, with a small box in a cell."""
    _, x0, x1 = level[(level[:, 0] > line[1] + SNAP_PT) & (level[:, 0] < line[2] - SNAP_PT)].T
    through = (x0 < line[0] - SNAP_PT) & (x1 > line[0] + SNAP_PT)
    apart = np.minimum(np.abs(x0 - line[0]), np.abs(x1 - line[0]))
    return bool(np.count_nonzero(through) > np.count_nonzero((apart > EXACT_PT) & (apart < FRAME_PT)))


def _are_opposite(side: Floats, other: Floats, level: Floats) -> bool:
    """Whether each level line meets both sides or none, and more of them end just short of the first: those of a table within."""
    _, x0, x1 = level[(level[:, 0] > side[1] - EXACT_PT) & (level[:, 0] < side[2] + EXACT_PT)].T
    meets, meets_other = ((x0 < x + EXACT_PT) & (x1 > x - EXACT_PT) for x in (side[0], other[0]))
    short = x0 - side[0] if side[0] < other[0] else side[0] - x1
    within = (short > TOUCH_PT) & (short < APART_PT + EXACT_PT)
    return bool(np.count_nonzero(within) > np.count_nonzero(meets)) and not some(meets != meets_other)


def _meeting_lines(level: Floats, upright: Floats, touch: float) -> list[tuple[Ints, Ints]]:
    """Groups of lines that hang together, as positions in both arrays."""
    if not len(upright):
        return []
    y, x0, x1 = level[:, 0:1], level[:, 1:2] - touch, level[:, 2:3] + touch
    x, y0, y1 = upright[:, 0], upright[:, 1] - touch, upright[:, 2] + touch
    meets = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
    group = np.arange(len(level), dtype=np.int64)
    nowhere = len(level)
    levels, uprights = meets.nonzero()
    while True:
        of_upright = np.full(len(upright), nowhere, dtype=np.int64)
        np.minimum.at(of_upright, uprights, group[levels])
        smaller = group.copy()
        np.minimum.at(smaller, levels, of_upright[uprights])
        # a group goes with its first line: else a long chain takes a turn for each
        smaller = smaller[smaller]
        if not some(smaller != group):
            break
        group = smaller
    if some(of_upright == nowhere):
        _join_sides(upright, of_upright, nowhere)
    names = sorted(set(of_upright.tolist()) - {nowhere})
    return [(positions(group == name), positions(of_upright == name)) for name in names]


def _join_sides(upright: Floats, group: Ints, nowhere: int) -> None:
    """Puts upright lines that no level line meets into a group of lines: the sides of a cell that fills the page's height.

    They begin and end at the same heights as a grid beside them and become part of it. Several of them are a grid of their own.
    """
    found = [
        (name, upright[group == name].min(axis=0), upright[group == name].max(axis=0))
        for name in sorted(set(group.tolist()) - {nowhere})
    ]
    alone = positions(group == nowhere)
    for name, low, high in found:
        x, start, end = upright[alone].T
        level = (np.abs(start - low[1]) < SNAP_PT) & (np.abs(end - high[2]) < SNAP_PT)
        near = level & (x > low[0] - BESIDE_PT) & (x < high[0] + BESIDE_PT)
        group[alone[near]] = name
        alone = alone[~near]
    while len(alone) >= FEWEST_SIDES:
        same = (np.abs(upright[alone, 1:] - upright[alone[0], 1:]) < SNAP_PT).all(axis=1)
        if np.count_nonzero(same) >= FEWEST_SIDES:
            nowhere += 1
            group[alone[same]] = nowhere
        alone = alone[~same]


def _lines_to_grids(level: Floats, upright: Floats) -> list[Grid]:
    """The grids of one group of lines: one as a rule, several where tables of different widths stand directly on each other."""
    levels, uprights = level.tolist(), upright.tolist()  # so few that numpy would take longer
    xs, ys = _lines_to_edges(uprights, levels), _lines_to_edges(levels, uprights)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_PLACES:
        return []
    below = _covered(ys, xs, levels)  # [row edge, column]
    beside = list(zip(*_covered(xs, ys, uprights), strict=True))  # [row, column edge]
    grids = []
    for first, end, right in _runs_of_rows(below, beside):
        inner = [row[:right] for row in below[first + 1 : end]], [row[1:right] for row in beside[first:end]]
        grids.append(Grid(np.array(xs[: right + 1]), np.array(ys[first : end + 1]), *edges_to_spans(*inner)))
    return grids


def _lines_to_edges(lines: list[list[float]], crossings: list[list[float]]) -> list[float]:
    """The edges of a grid in one direction: lines closer than SNAP_PT to the first of them are one edge at their mean.

    Where the crossing lines run on beyond the first or last edge, the page's end cut the table, and one more edge is added there.
    """
    runs: list[list[float]] = []
    for position in sorted(position for position, _, _ in lines):
        if runs and position - runs[-1][0] <= SNAP_PT:
            runs[-1].append(position)
        else:
            runs.append([position])
    edges = [sum(run) / len(run) for run in runs]
    if not crossings:
        return edges
    low, high = min(start for _, start, _ in crossings), max(end for _, _, end in crossings)
    if not edges:
        return [low, high]
    before = [low] if low < edges[0] - OPEN_PT else []
    return [*before, *edges, *([high] if high > edges[-1] + OPEN_PT else [])]


def _covered(edges: list[float], crossings: list[float], lines: list[list[float]]) -> list[list[bool]]:
    """[edge, stretch]: does a line run along this edge over this stretch between two crossings?"""
    middles = [(a + b) / 2 for a, b in pairwise(crossings)]
    covered = [[False] * len(middles) for _ in edges]
    for position, start, end in lines:
        above = bisect_left(edges, position, 1, len(edges) - 1)
        nearest = above if edges[above] - position < position - edges[above - 1] else above - 1
        first, last = bisect_left(middles, start), bisect_right(middles, end)
        covered[nearest][first:last] = [True] * (last - first)
    return covered


def _runs_of_rows(
    below: Sequence[Sequence[bool]], beside: Sequence[tuple[bool, ...]]
) -> list[tuple[int, int, int]]:
    """First row, end and right column edge of each run of rows that end at one place on the right."""
    whole = len(beside[0]) - 1
    last = [len(row) - 1 - row[::-1].index(True) if True in row else -1 for row in beside]
    widest = max(last)
    runs: list[tuple[int, int, int]] = []
    for row, edge in enumerate(last):
        right = whole
        if 0 < edge < widest and sum(beside[row]) > 1:
            lines = below[row : row + 2]
            # ruled on to the right: an open cell, not a narrower table
            is_open = all(True in line[edge:] for line in lines) or not any(
                True in line[:edge] for line in lines
            )
            right = whole if is_open else edge
        if runs and runs[-1][2] == right:
            runs[-1] = (runs[-1][0], row + 1, right)
        else:
            runs.append((row, row + 1, right))
    return runs


def edges_to_spans(
    below: Sequence[Sequence[bool]], beside: Sequence[Sequence[bool]]
) -> tuple[tuple[Span, ...], Ints]:
    """Inner edges -> cells: `below[r][c]` parts rows r and r + 1 in column c, `beside[r][c]` columns c and c + 1.

    A cell grows to the right, then down, while no edge stands in its way, so an L-shaped gap falls into
    rectangles and cells never overlap.
    """
    n_rows, n_cols = len(beside), len(beside[0]) + 1
    taken = [[-1] * n_cols for _ in range(n_rows)]
    right = [(*edges, True) for edges in beside]
    down = [*below, [True] * n_cols]
    spans: list[Span] = []
    for row in range(n_rows):
        numbers, sides, feet = taken[row], right[row], down[row]
        for col in range(n_cols):
            if numbers[col] >= 0:
                continue
            if sides[col] and feet[col]:  # most places are a cell each
                numbers[col] = len(spans)
                spans.append(to_span((row, col, 1, 1)))
                continue
            end = col + 1
            while not sides[end - 1] and numbers[end] < 0:
                end += 1
            last = row + 1
            while (
                True not in down[last - 1][col:end]
                and True not in right[last][col : end - 1]
                and max(taken[last][col:end]) < 0
            ):
                last += 1
            for line in taken[row:last]:
                line[col:end] = [len(spans)] * (end - col)
            spans.append(Span(row, col, last - row, end - col))
    return tuple(spans), np.array(taken, dtype=np.int64).reshape(n_rows, n_cols)
