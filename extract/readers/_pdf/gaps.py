"""White boxes that tile a coloured area: the gaps between them are ruling lines.

`<table bgcolor="#000" cellspacing="1">` with white cells, as old web pages draw their tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.readers._page.geometry import THIN_PT, Box, box_area, common_box

FEWEST_BOXES = 4
TILED_SHARE = 0.8  # of the area's size; the rest are its gaps


def gap_lines(fills: Sequence[Box], whites: Sequence[Box]) -> list[Box]:
    """The sides of the white boxes within each coloured area that they tile."""
    lines: list[Box] = []
    for fill in fills if len(whites) >= FEWEST_BOXES else ():
        within = [box for box in whites if _is_within(box, fill)]
        if len(within) >= FEWEST_BOXES and sum(map(box_area, within)) > TILED_SHARE * box_area(fill):
            for x0, y0, x1, y1 in within:
                lines += ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
    return lines


def _is_within(box: Box, area: Box) -> bool:
    return common_box(box, area) == box and box_area(area) > box_area(box) + THIN_PT
