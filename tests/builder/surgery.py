"""Grids with a row or a column cut out or put in; merged cells shrink and grow with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from tests.builder.grid import Box, Grid, make_grid

Axis = Literal["row", "col"]


def cut_out(grid: Grid, axis: Axis, at: int) -> Grid:
    """The grid without row or column number `at`."""
    kept = []
    for box in grid.boxes:
        start, span = _extent(box, axis)
        if start > at:
            kept.append(_placed(box, axis, start - 1, span))
        elif start + span <= at:
            kept.append(box)
        elif span > 1:
            kept.append(_placed(box, axis, start, span - 1))
    return make_grid(kept)


def put_in(grid: Grid, axis: Axis, at: int, texts: dict[int, str]) -> Grid:
    """The grid with a new row or column before number `at`; `texts` by their place on the other axis, blank elsewhere."""
    kept = []
    for box in grid.boxes:
        start, span = _extent(box, axis)
        grown = start < at < start + span
        kept.append(_placed(box, axis, start + (start >= at), span + grown))
    across = grid.n_cols if axis == "row" else grid.n_rows
    covered = make_grid(kept).covered()
    for other in range(across):
        row, col = (at, other) if axis == "row" else (other, at)
        if (row, col) not in covered:
            kept.append(Box(texts.get(other, ""), row, col))
    return make_grid(kept)


def printed(grid: Grid, old: Box, text: str) -> Grid:
    """The grid with another text in one of its boxes."""
    return make_grid(replace(box, text=text) if box is old else box for box in grid.boxes)


def _extent(box: Box, axis: Axis) -> tuple[int, int]:
    return (box.row, box.rowspan) if axis == "row" else (box.col, box.colspan)


def _placed(box: Box, axis: Axis, start: int, span: int) -> Box:
    if axis == "row":
        return replace(box, row=start, rowspan=span)
    return replace(box, col=start, colspan=span)
