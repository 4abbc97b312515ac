"""Two pages side by side on one picture (an open folder, two to a sheet) → a layout of each, the left one first.

Read as one page, the right one's table would come first where it begins higher up.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.ocr.clean import Sheet
from extract.ocr.layout import Layout, sheet_to_layout
from extract.ocr.lines import SCALE
from extract.ocr.masks import runs

WIDE = 1.2  # width by height, at least
MIDDLE = (0.44, 0.56)  # shares of the width between which the two meet
GUTTER = 0.025  # share of the width without ink; two A4 pages with margins of 12 mm have 0.057
DIRT = 0.002  # share of the height that may be inked there


def spread_to_pages(layout: Layout) -> list[Layout]:
    """The layouts of the pages on a picture, one or two. That of a right page has the negative of the sheet's number."""
    cut = _gutter(layout)
    if cut is None:
        return [layout]
    return [sheet_to_layout(half) for half in _halves(layout.sheet, cut)]


def _gutter(layout: Layout) -> int | None:
    """Where the paper is blank from head to foot between ruled tables, or a ruled table and text."""
    height, width = layout.ink.mask.shape
    if not layout.grids or width < WIDE * height:
        return None
    left, right = (round(share * width) for share in MIDDLE)
    inked = layout.ink.mask[:, left:right].sum(axis=0) > DIRT * height
    start, end = max(runs(~inked), key=lambda run: run[1] - run[0], default=(0, 0))
    cut = left + (start + end) // 2
    sides = [(grid.box[0] / SCALE, grid.box[2] / SCALE) for grid in layout.grids]
    sides += [(line.box[0], line.box[2]) for line in layout.free]
    whole = all(x1 <= cut or x0 >= cut for x0, x1 in sides)
    both = any(x1 <= cut for _, x1 in sides) and any(x0 >= cut for x0, _ in sides)
    return cut if end - start >= GUTTER * width and whole and both else None


def _halves(sheet: Sheet, cut: int) -> tuple[Sheet, Sheet]:
    across = np.array([[1, 0, cut], [0, 1, 0], [0, 0, 1]], np.float64)
    left = _part(sheet, slice(None, cut))
    return left, replace(_part(sheet, slice(cut, None)), number=-sheet.number, back=sheet.back @ across)


def _part(sheet: Sheet, columns: slice) -> Sheet:
    masks = (
        None if mask is None else np.ascontiguousarray(mask[:, columns])
        for mask in (sheet.seal, sheet.lost, sheet.streaks)
    )
    seal, lost, streaks = masks
    return replace(
        sheet, grey=np.ascontiguousarray(sheet.grey[:, columns]), seal=seal, lost=lost, streaks=streaks
    )
