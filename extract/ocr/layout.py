"""A level page → its grids, cells and lines of ink; nothing is read yet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extract.ocr.clean import Sheet
from extract.ocr.crops import (
    LONG,
    InkLine,
    cut_out,
    free_lines,
    ink_to_lines,
    sharpened,
    squeezed,
    usual_height,
)
from extract.ocr.grids import edges_only, ruling_to_grids, without_frames
from extract.ocr.images import Pixels
from extract.ocr.ink import INSET, Box, Ink, cell_ink, sheet_to_ink
from extract.ocr.lines import SCALE, sheet_to_ruling
from extract.ocr.streaks import without_streaks
from extract.ocr.words import ink_to_words
from extract.readers._page.arrays import Span
from extract.readers._page.ruled.grid import Grid
from extract.readers._page.ruled.slivers import without_empty_places

SQUEEZE = 0.6
CLOSE = 1.25  # of a line's height; digits alone need more


@dataclass(frozen=True, slots=True, eq=False)
class InkedCell:
    """A cell with its lines of ink."""

    table: int
    span: Span
    box: Box
    lines: tuple[InkLine, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A levelled page before recognition."""

    sheet: Sheet
    ink: Ink
    grids: tuple[Grid, ...]
    cells: tuple[InkedCell, ...]
    free: tuple[InkLine, ...]  # lines beside the grids; words where there is no grid
    usual: float

    def crop(self, line: InkLine) -> Pixels:
        """A line's crop for the model. Long lines, which are words, are squeezed, as they are read as well in less time."""
        crop = cut_out(self.ink.grey, line.box, self.usual)
        return squeezed(crop, SQUEEZE) if self.is_long(line) else crop

    def is_long(self, line: InkLine) -> bool:
        return line.box[2] - line.box[0] > LONG * self.usual

    def close_crop(self, line: InkLine) -> Pixels:
        """A line of words with little paper around it, and as wide as it is."""
        return cut_out(self.ink.grey, line.box, self.usual, room=CLOSE)

    def second_crop(self, line: InkLine) -> Pixels:
        """The same ink at another scale, with another threshold, and otherwise freed of a seal."""
        return sharpened(cut_out(self.ink.clear, line.box, self.usual, room=1.8))


def sheet_to_layout(sheet: Sheet) -> Layout:
    sheet = without_streaks(sheet)
    ruling = sheet_to_ruling(sheet)
    if ruling.in_pieces:  # the gaps of dashed lines are strips, too
        sheet = replace(sheet, lost=None)
    grids, frames = without_frames(ruling_to_grids(ruling))
    ink = sheet_to_ink(sheet, edges_only(ruling.mask, grids, frames))
    cut = []
    kept = []
    for grid in grids:
        masks = _cell_inks(grid, ink)
        filled = np.array([mask.any() for mask in masks], dtype=bool)
        if not filled.any():
            continue
        grid = without_empty_places(grid, filled)
        if len(grid.xs) < 3:  # a frame around text, a stamp's box
            continue
        kept.append(grid)
        cut.append(_cell_inks(grid, ink))
    usual = usual_height([mask for masks in cut for mask in masks] or [ink.mask], digits=bool(kept))
    cells = [
        InkedCell(number, span, box, tuple(ink_to_lines(mask, ink, (box[0] + INSET, box[1] + INSET), usual)))
        for number, (grid, masks) in enumerate(zip(kept, cut, strict=True))
        for span, box, mask in zip(grid.spans, map(_pixels, grid.cell_boxes()), masks, strict=True)
    ]
    boxes = [_pixels(grid.box) for grid in kept]
    free = free_lines(ink, boxes, usual) if kept else ink_to_words(ink, usual)
    return Layout(sheet, ink, tuple(kept), tuple(cells), tuple(free), usual)


def _cell_inks(grid: Grid, ink: Ink) -> list[NDArray[np.bool_]]:
    return [cell_ink(ink, _pixels(box)) for box in grid.cell_boxes()]


def _pixels(box: tuple[float, float, float, float]) -> Box:
    x0, y0, x1, y1 = (max(round(side / SCALE), 0) for side in box)
    return (x0, y0, x1, y1)
