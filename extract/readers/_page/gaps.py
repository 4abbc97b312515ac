"""White boxes that tile a coloured area: the gaps between them are ruling lines.

`<table bgcolor="#000" cellspacing="1">` with white cells, as old web pages draw their tables.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.readers._page.geometry import THIN_PT, Box, box_area

FEWEST_BOXES = 4
TILED_SHARE = 0.8  # of the area's size; the rest are its gaps


def gap_lines(fills: Sequence[Box], whites: Sequence[Box]) -> list[Box]:
    """The sides of the white boxes within each coloured area that they tile."""
    if len(whites) < FEWEST_BOXES:
        return []
    left, bottom, right, top = np.array(whites, dtype=np.float64).T
    sizes = (right - left) * (top - bottom)
    lines: list[Box] = []
    for fill in fills:
        size = box_area(fill)
        within = (left >= fill[0]) & (bottom >= fill[1]) & (right <= fill[2]) & (top <= fill[3])
        within &= sizes + THIN_PT < size
        if np.count_nonzero(within) >= FEWEST_BOXES and float(sizes[within].sum()) > TILED_SHARE * size:
            for k in within.nonzero()[0].tolist():
                x0, y0, x1, y1 = whites[k]
                lines += ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
    return lines
