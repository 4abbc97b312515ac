"""The ruling lines of a level page → grids whose edges were held against the ink. The grid code is the PDF reader's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.images import Pixels
from extract.ocr.lines import LOWEST_ROW, SCALE, THICK, Ruling
from extract.ocr.masks import opened, runs
from extract.readers._page.ruled.frames import is_within_cell
from extract.readers._page.ruled.grid import Grid, edges_to_spans, rules_to_grids

EDGE_INK = 0.85  # share of a stretch of an edge that must be inked to be a line
BESIDE = 6  # pixels from the middle of a line to where the cell's inside begins
DRIFT = 4  # pixels that a bent line may stray from its edge
FOUND_LINE = 0.6  # share of a stretch that pieces of line must cover for the line to be believed
BESIDE_LINE = 11  # pixels above and below a line that are looked at: half a character
WHOLE_LINE = 0.93  # share of its length that is inked at least, unless it is broken
HIGHEST_LINE = 10  # pixels of a bent line's thickness
LONG_STRETCH = 60  # pixels: two and a half characters
END = 4  # pixels left out at the ends of a stretch: the crossing lines stand there
LONGER_THAN_SIGNS = 40  # pixels; a bracket or a 1 is as upright as a line, but shorter
FRAME_RUN = 100  # pixels: an upright line beside tables is a frame's; characters of 32 points are as high
LEVEL_RULE = 400  # pixels: of a level line beside tables; a row of characters' strokes is broken before
SHORT_STRETCH = 8  # pixels; shorter ones tell nothing
# share of a stretch below a seal that a ridge must cover: a line does whole, strokes in a low row up to 0.95
SEALED_RIDGE = 0.97


def ruling_to_grids(ruling: Ruling) -> list[Grid]:
    """Grids in points of the sheet, top to bottom, with broken inner edges mended."""
    grids = rules_to_grids(ruling.rules)
    return [_mended(grid, ruling) for grid in grids if not _is_of_large_print(grid)]


def _is_of_large_print(grid: Grid) -> bool:
    """Whether a grid is but strokes of a heading's characters (区, 监, 工), some of which touch; a table's lone row is wider."""
    x0, y0, x1, y1 = grid.box
    return y1 - y0 < FRAME_RUN * SCALE and x1 - x0 < LEVEL_RULE * SCALE


def without_frames(grids: Sequence[Grid]) -> tuple[list[Grid], list[Grid]]:
    """The tables, and the frames of a web page around tables that have more cells than the frame."""
    # strokes lie closer
    tables = [grid for grid in grids if np.median(np.diff(grid.ys)) >= LOWEST_ROW * SCALE]
    frames = [
        grid
        for grid in grids
        if sum(len(inner.spans) for inner in tables if is_within_cell(inner, grid)) > len(grid.spans)
    ]
    return [grid for grid in grids if all(grid is not frame for frame in frames)], frames


def edges_only(mask: Pixels, grids: Sequence[Grid], frames: Sequence[Grid]) -> Pixels:
    """The mask of lines without what lies inside of cells: strokes (一, —) and underlines belong to the text.

    Beside tables, only what is too long for a stroke.
    """
    kept = opened(mask, FRAME_RUN, level=False)
    kept = np.asarray(cv2.bitwise_or(kept, opened(mask, LEVEL_RULE, level=True)), np.uint8)
    for grid in (*grids, *frames):
        for box in grid.cell_boxes():
            x0, y0, x1, y1 = (round(side / SCALE) for side in box)
            a, b = max(y0 - THICK, 0), max(x0 - THICK, 0)
            kept[a : y1 + THICK, b : x1 + THICK] = mask[a : y1 + THICK, b : x1 + THICK]
    for grid in grids:
        for box in grid.cell_boxes():
            x0, y0, x1, y1 = (round(side / SCALE) for side in box)
            kept[y0 + BESIDE : y1 - BESIDE, x0 + BESIDE : x1 - BESIDE] = 0
    return kept


def _mended(grid: Grid, ruling: Ruling) -> Grid:
    """The grid with its inner edges held against the ink.

    An edge that the ink shows is added where its line was too broken to be found; one that only strokes of
    characters in a row made up (求缴纳费用) is taken out.
    """
    below = grid.owner[:-1] != grid.owner[1:]
    beside = grid.owner[:, :-1] != grid.owner[:, 1:]
    xs, ys = (np.rint(edges / SCALE).astype(int).tolist() for edges in (grid.xs, grid.ys))
    seen_below = _seen(below, ys, xs, ruling.mask, ruling.dark)
    seen_below &= ~_strokes(seen_below, ys, xs, ruling.dark)
    turned = (np.ascontiguousarray(ruling.mask.T), np.ascontiguousarray(ruling.dark.T))
    seen_beside = _seen(beside.T, xs, ys, *turned).T
    if ruling.seal is not None:
        level, upright = ruling.ridges
        seen_below |= _sealed(seen_below, ys, xs, level, ruling.seal)
        seen_beside |= _sealed(seen_beside.T, xs, ys, upright.T, ruling.seal.T).T
    if np.array_equal(below, seen_below) and np.array_equal(beside, seen_beside):
        return grid
    spans, owner = edges_to_spans(seen_below.tolist(), seen_beside.tolist())
    return replace(grid, spans=spans, owner=owner)


def _seen(
    edges: NDArray[np.bool_], across: Sequence[int], along: Sequence[int], mask: Pixels, dark: Pixels
) -> NDArray[np.bool_]:
    """For each inner edge and each stretch of it, whether a line runs there, by the lines found and by the ink."""
    seen = edges.copy()
    for edge, stretch in np.ndindex(edges.shape):
        place, start, end = across[edge + 1], along[stretch], along[stretch + 1]
        window = (
            slice(max(place - DRIFT, 0), place + DRIFT + 1),
            slice(start + END, max(end - END, start + END)),
        )
        band = dark[window]
        if band.shape[1] < SHORT_STRETCH or not band.size:
            continue
        if edges[edge, stretch]:
            line = float((mask[window] > 0).any(axis=0).mean())
            seen[edge, stretch] = line >= FOUND_LINE
        else:
            inked = float((band > 0).mean(axis=1).max())
            seen[edge, stretch] = inked >= EDGE_INK and band.shape[1] >= LONGER_THAN_SIGNS
    return seen


def _sealed(
    seen: NDArray[np.bool_], across: Sequence[int], along: Sequence[int], ridges: Pixels, seal: Pixels
) -> NDArray[np.bool_]:
    """Which stretches of lines are broken by the rims of a seal."""
    found = np.zeros_like(seen)
    for edge, stretch in zip(*np.nonzero(~seen), strict=True):
        place, start, end = across[edge + 1], along[stretch] + END, along[stretch + 1] - END
        window = slice(max(place - DRIFT, 0), place + DRIFT + 1), slice(start, end)
        if end - start >= SHORT_STRETCH and seal[window].any():
            found[edge, stretch] = (ridges[window] > 0).mean(axis=1).max() >= SEALED_RIDGE
    return found


def _strokes(
    edges: NDArray[np.bool_], ys: Sequence[int], xs: Sequence[int], dark: Pixels
) -> NDArray[np.bool_]:
    """Which level edges are no line but the strokes of a row of characters (上年结转政府信息公开)."""
    strokes = np.zeros_like(edges)
    for edge, found in enumerate(edges):
        for first, last in runs(found):
            start, end = xs[first] + END, xs[last] - END
            if end - start >= LONG_STRETCH:
                place = ys[edge + 1]
                band = dark[max(place - BESIDE_LINE, 0) : place + BESIDE_LINE + 1, start:end]
                strokes[edge, first:last] = _are_strokes(band)
    return strokes


def _are_strokes(band: Pixels) -> bool:
    """Whether the ink is as high as characters, and gaps part it as they do characters."""
    inked = band > 0
    density = inked.mean(axis=1)
    peak = int(density.argmax())
    whole = float(inked[max(peak - 1, 0) : peak + 2].any(axis=0).mean())
    high = next(end - start for start, end in runs(density >= density[peak] / 2) if start <= peak < end)
    return whole < WHOLE_LINE and high > HIGHEST_LINE
