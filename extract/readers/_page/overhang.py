"""Text that hangs out below a table's last row, where the page's end cuts it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.across.running_heads import EDGE_SHARE
from extract.readers._page.arrays import Floats, positions, some
from extract.readers._page.content import PageContent
from extract.readers._page.pieces import GAP_PT, SNAP_PT
from extract.readers._page.ruled.grid import Grid
from extract.readers._page.words import chars_to_words

LINES_OVER = 4.0  # of a character's height: the lines of a cut cell hang out below its border by no more


def with_overhang(grid: Grid, content: PageContent, rest: NDArray[np.bool_], grids: Iterable[Grid]) -> Grid:
    """The grid, its last row longer where text of that row hangs out below the table.

    Where the page's end cuts a row, browsers print the row's last lines below the border, or draw no border at all. Text
    below a table may also be a heading, a page number or a row in a box of its own, which are none of its last row's.
    """
    x0, _, x1, bottom = grid.box
    foot = (1 - EDGE_SHARE) * content.upright.size[1]
    boxes, x, y = content.chars.boxes, content.chars.x, content.chars.y
    height = content.chars.height
    below = rest & (y > bottom)
    if bottom < foot:
        below &= boxes[:, 1] < foot
        within = below & (x > x0) & (x < x1) & (boxes[:, 3] < bottom + LINES_OVER * height)
        if some(below & ~within) or _is_ruled_off(bottom, content, x[below]):
            return grid
    else:
        below &= (x > x0) & (x < x1) & (boxes[:, 1] < bottom + 0.3 * height)
    for left, top, right, end in (other.box for other in grids if other.box[1] >= bottom):
        below &= (x < left) | (x > right) | (y < top) | (y > end)
    if not some(below):
        return grid
    lowest = float(boxes[below, 3].max())
    # a page number is none: 第5页 共7页, whose digits may begin lower than its words
    if some(content.chars.codes[rest & (y > bottom) & (y < lowest) & (x > x0) & (x < x1)] < 0x3400):
        return grid
    ys = grid.ys.copy()
    ys[-1] = lowest
    longer = replace(grid, ys=ys)
    cells = longer.cell_numbers(x, y)
    words = chars_to_words(content.chars, positions(rest & (y > bottom) & (cells >= 0)))
    # a heading runs on over the sides of the cells above
    return grid if any(len(set(cells[word.members].tolist())) > 1 for word in words) else longer


def _is_ruled_off(bottom: float, content: PageContent, x: Floats) -> bool:
    """Whether a border at the table's bottom runs above any of the places `x`. What stands below it is not the last row's."""
    level = content.rules.level
    border = level[np.abs(level[:, 0] - bottom) < SNAP_PT]
    return some((x > border[:, 1:2] - GAP_PT) & (x < border[:, 2:] + GAP_PT))
