"""Cells of a tagged table whose rows lack some -> the columns in which they stand on the page.

What makes it hard: which cells are lacking is not said; the texts of a column begin at one place, or have one middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from statistics import median_low

import numpy as np

from extract.readers._page.arrays import Chars, Floats, Ints, Span, positions, to_span
from extract.readers._page.geometry import Extent
from extract.readers._page.text import cell_boxes
from extract.readers._page.words import EDGE_PT
from extract.readers._pdf.structure import TaggedCell

OVER = 4.0  # times what a text stands beside its column weighs what it reaches over another one
UNTOLD_PT = 10.0  # points: as far counts a text from a column that no row tells

Rows = Sequence[Sequence[tuple[int, TaggedCell]]]  # of the cells with text, each with its number
_Beside = Mapping[
    int, list[float]
]  # how far each cell's text is from where it would be, by the cell's first column


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where texts stand in the columns, as far as the page tells: left edges by column, middles by first column and end.

    `before`, `after`: for each column the last left edge before it, the first one from it on.
    """

    width: int
    lefts: dict[int, float]
    middles: dict[tuple[int, int], float]
    before: tuple[float, ...]
    after: tuple[float, ...]

    def offsets(self, extents: Floats, counts: Sequence[int]) -> Floats:
        """How far texts of cells over so many columns are from these columns' left edge, or their middle, by text and first column.

        Reaching over others costs more; infinitely far where there are not so many columns.
        """
        firsts = range(self.width)
        kinds = {count: k for k, count in enumerate(set(counts))}
        own = [kinds[count] for count in counts]
        left = np.array([self.lefts.get(first, math.inf) for first in firsts])
        middle = np.array([[self._middle(first, first + count) for first in firsts] for count in kinds])
        after = np.array([(*self.after[count:], *repeat(-math.inf, count - 1)) for count in kinds])
        low, high = extents.T[:, :, None]
        over = np.maximum(self.before[:-1] - low, 0.0) + np.maximum(high - after[own], 0.0)
        nearest = np.minimum(np.abs(low - left), np.abs((low + high) / 2 - middle[own]))
        nearest[np.isinf(nearest)] = UNTOLD_PT
        return np.asarray(OVER * over + nearest)

    def _middle(self, first: int, end: int) -> float:
        if first in self.lefts and end in self.lefts and (first, end) not in self.middles:
            return (self.lefts[first] + self.lefts[end]) / 2
        return self.middles.get((first, end), math.inf)


def in_columns(
    lines: Rows, extents: Mapping[int, Extent], width: int
) -> tuple[dict[int, Span] | None, float]:
    """Each cell's place in so many columns, and how far (points) texts stand beside those; none where a row has no room."""
    placed = dict(_of_full_rows(lines, width))
    beside: _Beside = {}
    cells = [(number, cell.cols) for line in lines for number, cell in line]
    numbers, counts = map(list, zip(*cells, strict=True))
    ends = np.array([extents[number] for number in numbers])
    for _ in range(2):  # by the rows that lack no cell, then by all
        offsets = _columns(placed, extents, width).offsets(ends, counts)
        beside = dict(zip(numbers, offsets.tolist(), strict=True))
        found = _best_rows(lines, beside, width)
        if found is None:
            return None, math.inf
        placed = found
    return placed, sum(beside[k][span.col] for k, span in placed.items())


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


def columns_begun(placed: Mapping[int, Span] | None) -> set[int]:
    """Columns in which a cell begins."""
    return {span.col for span in (placed or {}).values()}


def text_extents(numbers: Ints, chars: Chars) -> dict[int, Extent]:
    """The left and the right end of each cell's text, in points."""
    mine = positions(numbers >= 0)
    boxes = cell_boxes(chars.boxes.take(mine, axis=0), numbers[mine], int(numbers.max(initial=-1)) + 1)
    return {number: (box[0], box[2]) for number, box in enumerate(boxes) if box}


def _of_full_rows(lines: Rows, width: int) -> Iterator[tuple[int, Span]]:
    """The cells of rows that lack none, with their places."""
    for row, line in enumerate(lines):
        if sum(cell.cols for _, cell in line) == width:
            col = 0
            for number, cell in line:
                yield number, Span(row, col, cell.rows, cell.cols)
                col += cell.cols


def _columns(placed: Mapping[int, Span], extents: Mapping[int, Extent], width: int) -> _Columns:
    """Where the texts begin in each column, and where the middle of those in each run of columns is."""
    lefts: dict[int, list[float]] = {}
    middles: dict[tuple[int, int], list[float]] = {}
    for number, span in placed.items():
        low, high = extents[number]
        lefts.setdefault(span.col, []).append(low)
        middles.setdefault((span.col, span.col + span.cols), []).append((low + high) / 2)
    told = {col: median_low(found) for col, found in lefts.items()}
    shared = {run: median_low(found) for run, found in middles.items() if len(found) > 1}
    known = [-1, *sorted(told), width]
    for last, end in pairwise(known):
        if end - last == 1:
            continue
        bounds = told.get(last, -math.inf) + EDGE_PT, told.get(end, math.inf) - EDGE_PT
        inside = [extent for extent in extents.values() if bounds[0] < extent[0] and extent[0] < bounds[1]]
        by_left, lefts_there = _most_shared([low for low, _ in inside], end - last - 1)
        by_middle, middles_there = _most_shared([(low + high) / 2 for low, high in inside], end - last - 1)
        columns = range(end - 1, last, -1)  # where a column is missing it is a left one, from the page before
        if by_middle > by_left:
            middles_there.reverse()
            shared.update(
                ((col, col + 1), middle) for col, middle in zip(columns, middles_there, strict=False)
            )
        else:
            told.update(zip(columns, reversed(lefts_there), strict=False))
    before = (
        max((left for col, left in told.items() if col < first), default=-math.inf)
        for first in range(width + 1)
    )
    after = (
        min((left for col, left in told.items() if col >= end), default=math.inf) for end in range(width + 1)
    )
    return _Columns(width, told, shared, tuple(before), tuple(after))


def _most_shared(places: Sequence[float], count: int) -> tuple[int, list[float]]:
    """At most so many places that most texts share, in order, and how many texts do."""
    shared: list[list[float]] = []
    for place in sorted(places):
        if shared and place - shared[-1][0] < EDGE_PT:
            shared[-1].append(place)
        else:
            shared.append([place])
    most = sorted(shared, key=len, reverse=True)[:count]
    return sum(map(len, most)), sorted(median_low(found) for found in most)


def _best_rows(lines: Rows, beside: _Beside, width: int) -> dict[int, Span] | None:
    """Each cell's place, row by row; None where a row has no room."""
    placed: dict[int, Span] = {}
    height = len(lines)
    from_above: list[set[int]] = [set() for _ in lines]
    for row, line in enumerate(lines):
        taken = from_above[row]
        free = [col for col in range(width) if col not in taken]
        places = _best_places([(beside[k], cell.cols) for k, cell in line], free)
        if places is None:
            return None
        for (number, (deep, wide, _)), col in zip(line, places, strict=True):
            deep = min(deep, height - row)
            placed[number] = to_span((row, col, deep, wide))
            for below in from_above[row + 1 : row + deep]:
                below.update(range(col, col + wide))
    return placed


def _best_places(cells: list[tuple[Sequence[float], int]], free: list[int]) -> list[int] | None:
    """The first column of each cell, in order from left to right, where all stand best; None where there is no room.

    A cell's free columns follow each other, and cells pass over no more of them than are left over.
    """
    spare = len(free) - sum(count for _, count in cells)
    best: list[tuple[float, list[int]]] = [(0.0, [])] * (spare + 1)  # with so many columns passed over
    done = 0
    for offsets, count in cells:
        least, before = math.inf, list[int]()
        for passed, (cost, places) in enumerate(best):
            if cost < least:
                least, before = cost, places
            col = free[done + passed]
            together = free[done + passed + count - 1] - col < count
            best[passed] = (least + offsets[col], [*before, col]) if together else (math.inf, [])
        done += count
    cost, places = min(best, default=(math.inf, []))
    return places if cost < math.inf else None
