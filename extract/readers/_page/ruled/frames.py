"""A page laid out by a frame (a web page's table around menus, text and other tables) -> its parts in reading order.

What makes it hard: the lines of a frame look like those of a table. A grid is a frame if one of its cells holds another
ruled table, or running text while no cell holds a label of a form. Each of its cells is then read by itself, as is running
text over all columns of a table, above or below which a frame of the page has the table's own sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars, Floats, Ints, positions, some
from extract.readers._page.ruled.grid import FRAME_PT, Grid
from extract.readers._page.text import chars_to_cell_texts, is_in, table_of
from extract.readers._page.wording import is_label
from normalize.number import prints_number

# columns of the table inside: a boxed paragraph does not make a frame of the lines around it
LEAST_COLUMNS = 2
LEAST_SENTENCES = 2
LEAST_LABELS = 2  # labels of a form in a table that shares its sides with the frame
MAX_DEPTH = 4  # frames inside frames

_SENTENCE_ENDS = table_of(map(ord, "。！？；"))

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """Characters that are read for themselves, and the grids among them."""

    chosen: Mask
    grids: tuple[Grid, ...]


def page_parts(grids: Sequence[Grid], chars: Chars, chosen: Mask, depth: int = 0) -> list[Part]:
    """The parts of a page in reading order; the whole page where it has no frame."""
    ends = chosen & is_in(chars.codes, _SENTENCE_ENDS) if grids else chosen
    for grid in sorted(grids, key=area_of, reverse=True) if depth < MAX_DEPTH else ():
        others = [other for other in grids if other is not grid]
        inside = [other for other in others if is_within_cell(other, grid)]
        running = _holding_text(grid, chars, ends)
        if not inside and not some(running):
            continue
        numbers = np.where(chosen, grid.cell_numbers(chars.x, chars.y), -1)
        own = _of_its_own(grid, inside, chars, numbers)
        if not inside and some(own):
            own &= ~(running & _over_all_columns(grid))
            if own.all():
                continue
        elif not inside and _has_label(grid, chars, numbers):
            continue
        above = chosen & (numbers < 0) & (chars.y < grid.ys[0])
        below = chosen & (numbers < 0) & ~above
        cells = sorted(range(len(grid.spans)), key=lambda k: (grid.spans[k].row, grid.spans[k].col))
        masks = [above, *(numbers == k for k in cells if not own[k]), below]
        parts = [part for mask in masks if some(mask) for part in page_parts(others, chars, mask, depth + 1)]
        mine = Part((numbers >= 0) & own[numbers], (grid,))
        return sorted([*parts, mine], key=lambda part: chars.y[part.chosen].min()) if own.any() else parts
    return [Part(chosen, tuple(grids))]


def _of_its_own(grid: Grid, inside: Sequence[Grid], chars: Chars, numbers: Ints) -> Mask:
    """Which cells of a frame are a table's own: a table that fills its frame shares the frame's sides.

    They are all cells but those that hold other tables, if some of them are labels of a form and one has a number.
    """
    texts = chars_to_cell_texts(chars.take(numbers >= 0), numbers[numbers >= 0], len(grid.spans))
    tops = np.array([other.box[:2] for other in inside]).reshape(-1, 2)
    own = np.ones(len(grid.spans), dtype=bool)
    own[grid.cell_numbers(tops[:, 0] + 1, tops[:, 1] + 1)] = False
    mine = [text for text, of_it in zip(texts, own, strict=True) if of_it]
    is_table = sum(map(is_label, mine)) >= LEAST_LABELS and any(map(prints_number, mine))
    return own & is_table


def split_at_lines(part: Part, lines: Floats, chars: Chars) -> list[Part]:
    """The part cut at upright lines (x, y0, y1) of frames of which no other side is known."""
    if not len(lines):
        return [part]
    for grid in (grid for grid in part.grids if len(grid.xs) > LEAST_COLUMNS):
        x0, y0, x1, y1 = grid.box
        across = (lines[:, 0] > x0 + FRAME_PT) & (lines[:, 0] < x1 - FRAME_PT)
        lines = lines[~(across & (lines[:, 1] < y1) & (lines[:, 2] > y0))]
    if not len(lines):
        return [part]
    inside = part.chosen & (chars.y > lines[:, 1].min()) & (chars.y < lines[:, 2].max())
    column = np.searchsorted(np.sort(lines[:, 0]), chars.x)
    columns = np.unique(column[inside]).tolist()
    if len(columns) < 2:
        return [part]
    above = part.chosen & ~inside & (chars.y <= lines[:, 1].min())
    masks = [above, *(inside & (column == k) for k in columns), part.chosen & ~inside & ~above]
    return [Part(mask, part.grids) for mask in masks if some(mask)]


def area_of(grid: Grid) -> float:
    x0, y0, x1, y1 = grid.box
    return (x1 - x0) * (y1 - y0)


def is_within_cell(inner: Grid, outer: Grid) -> bool:
    """Whether a grid of several columns lies within one cell of another grid."""
    if len(inner.xs) <= LEAST_COLUMNS:
        return False
    (x0, y0, x1, y1), (left, top, right, bottom) = inner.box, outer.box
    if x0 < left or y0 < top or x1 > right or y1 > bottom:
        return False
    corners = outer.cell_numbers(np.array([x0, x1, x0, x1]), np.array([y0, y0, y1, y1]))
    return bool((corners >= 0).all() and (corners == corners[0]).all())


def _holding_text(grid: Grid, chars: Chars, ends: Mask) -> Mask:
    """Which cells hold running text (two sentences); `ends` are the ends of sentences."""
    if np.count_nonzero(ends) < LEAST_SENTENCES:
        return np.zeros(len(grid.spans), dtype=bool)
    cells = grid.cell_numbers(chars.x[ends], chars.y[ends])
    return np.asarray(np.bincount(cells[cells >= 0], minlength=len(grid.spans)) >= LEAST_SENTENCES)


def _over_all_columns(grid: Grid) -> Mask:
    return np.array([span.cols == len(grid.xs) - 1 for span in grid.spans])


def _has_label(grid: Grid, chars: Chars, numbers: Ints) -> bool:
    inside = positions(numbers >= 0)
    return any(map(is_label, chars_to_cell_texts(chars.take(inside), numbers[inside], len(grid.spans))))
