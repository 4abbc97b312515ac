"""A level page → its ruling lines as pixels and as numbers, and grids whose edges were held against the ink.

The grid code is the PDF reader's. What a scan adds: lines are some pixels thick, bent, broken or faint, and the
strokes of characters look like short lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.broken import broken_lines, fresh_lines
from extract.ocr.clean import Sheet
from extract.ocr.images import DPI, Pixels
from extract.ocr.masks import good_parts, moved, opened, runs
from extract.readers._page.arrays import Rules
from extract.readers._page.ruled.frames import is_within_cell
from extract.readers._page.ruled.grid import Grid, edges_to_spans, rules_to_grids

SCALE = 72 / DPI  # points a pixel: the grid code counts in points
LEVEL_RUN, UPRIGHT_RUN = 48, 32  # pixels; a character's stroke is shorter, a row (12 points) higher
LOWEST_ROW = 20  # pixels: a row of 7 points
PIECES_GAP = 11  # pixels between pieces of a broken line
# pixels; smaller gaps in a line are closed. Between rows set close, upright strokes are 4 from the lines: 请 over 请
LEVEL_GAP, UPRIGHT_GAP = 5, 3
BROKEN_TIMES = 4  # a line with gaps must be that much longer to be one
THICK = 14  # pixels; what is thicker is a picture or a shaded area
FAINT = 22  # grey levels; a line is that much darker than what is around it
AROUND = 41  # pixels
RIDGE_BESIDE = (3, 5)  # pixels from the middle of a faint line to the paper; text may begin 4 from it
RIDGE_DEPTH = 10  # grey levels
RIDGE_VOTERS, RIDGE_VOTE = 9, 190  # pixels in a row, and three quarters of 255
NEWS = 0.01  # share of the faint lines that must be new to take them; on a page of clear lines some 0.001 are
OWN_LINES = 0.1  # share of the faint lines' pixels that found ones must have for a page of its own lines
PALE_STROKE = 14  # pixels: longer than a scanner's noise makes
PALE_STROKES = 0.01  # pixels of them to one of faint lines; where the page's own lines are faint 0.002
NEAR_INK = 9  # pixels
FAINT_LEVEL_RUN, FAINT_UPRIGHT_RUN = 72, 60  # pixels: longer than three characters' strokes in a row
EDGE_INK = 0.85  # share of a stretch of an edge that must be inked to be a line
BESIDE = 6  # pixels from the middle of a line to where the cell's inside begins
PAPER = 255
DRIFT = 4  # pixels that a bent line may stray from its edge
FOUND_LINE = 0.6  # share of a stretch that pieces of line must cover for the line to be believed
BESIDE_LINE = 11  # pixels above and below a line that are looked at: half a character
WHOLE_LINE = 0.93  # share of its length that is inked at least, unless it is broken
HIGHEST_LINE = 10  # pixels of a bent line's thickness
LONG_STRETCH = 60  # pixels: two and a half characters
END = 4  # pixels left out at the ends of a stretch: the crossing lines stand there
LONGER_THAN_SIGNS = 40  # pixels; a bracket or a 1 is as upright as a line, but shorter
FRAME_RUN = 100  # pixels: an upright line beside tables is a frame's; characters of 32 points are as high
SHORT_STRETCH = 8  # pixels; shorter ones tell nothing
# share of a stretch below a seal that a ridge must cover: a line does whole, strokes in a low row up to 0.95
SEALED_RIDGE = 0.97


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """`mask` is 255 where a ruling line is; `dark` where anything is darker than around it.

    `ridges` is 255 where a level stroke is darker than what is above and below it, and the same for upright ones.
    """

    rules: Rules
    mask: Pixels
    dark: Pixels
    ridges: tuple[Pixels, Pixels]
    seal: Pixels | None


def sheet_to_ruling(sheet: Sheet) -> Ruling:
    dark = _darker_than_around(sheet.grey)
    level = _long_runs(dark, LEVEL_RUN, level=True)
    upright = _long_runs(dark, UPRIGHT_RUN, level=False)
    pieces = broken_lines(dark, level, upright)
    if pieces is not None:
        level, upright = cv2.bitwise_or(level, pieces[0]), cv2.bitwise_or(upright, pieces[1])
        dark = np.asarray(cv2.bitwise_or(dark, cv2.bitwise_or(*pieces)), np.uint8)
    ridges = to_ridges(sheet.grey), to_ridges(np.ascontiguousarray(sheet.grey.T)).T
    faint_level, faint_upright = _faint_lines(*ridges)
    faint, found = (faint_level, faint_upright), (level, upright)
    fresh = fresh_lines(faint_level, level), fresh_lines(faint_upright, upright)
    if _is_news(fresh, faint) and not _shines_through(ridges, fresh, faint, found, dark):
        level, upright = cv2.bitwise_or(level, faint_level), cv2.bitwise_or(upright, faint_upright)
        dark = np.asarray(cv2.bitwise_or(dark, cv2.bitwise_or(faint_level, faint_upright)), np.uint8)
    if sheet.seal is not None:
        upright = np.asarray(cv2.bitwise_or(upright, _parts_below(sheet.seal, faint_upright)), np.uint8)
    level_boxes, level = _thin_parts(level, across=3)
    upright_boxes, upright = _thin_parts(_upright_lines(dark, upright, level), across=2)
    return Ruling(
        Rules(_as_rules(level_boxes, 1, 0), _as_rules(upright_boxes, 0, 1)),
        np.asarray(cv2.bitwise_or(level, upright), np.uint8),
        dark,
        ridges,
        sheet.seal,
    )


def _is_news(fresh: tuple[Pixels, Pixels], faint: tuple[Pixels, Pixels]) -> bool:
    """Whether faint lines are more than strokes of characters: many of them where no line was found."""
    return any(_count(new) > NEWS * _count(every) for new, every in zip(fresh, faint, strict=True))


def _shines_through(
    ridges: tuple[Pixels, Pixels],
    fresh: tuple[Pixels, Pixels],
    faint: tuple[Pixels, Pixels],
    found: tuple[Pixels, Pixels],
    dark: Pixels,
) -> bool:
    """Whether the faint lines are those of the page's back: pale strokes of its text are about, and the page has lines of its own."""
    if sum(map(_count, found)) < OWN_LINES * sum(map(_count, faint)):
        return False
    near = cv2.dilate(dark, np.ones((NEAR_INK, NEAR_INK), np.uint8))
    strokes = 0
    for ridge, lines, level in zip(ridges, faint, (True, False), strict=True):
        taken = cv2.bitwise_or(near, cv2.dilate(lines, np.ones((7, 7), np.uint8)))
        strokes += _count(cv2.bitwise_and(opened(ridge, PALE_STROKE, level=level), cv2.bitwise_not(taken)))
    return strokes > PALE_STROKES * sum(map(_count, fresh))


def _count(mask: Pixels) -> int:
    return int(np.count_nonzero(mask))


def ruling_to_grids(ruling: Ruling) -> list[Grid]:
    """Grids in points of the sheet, top to bottom, with broken inner edges mended."""
    return [_mended(grid, ruling) for grid in rules_to_grids(ruling.rules)]


def _darker_than_around(grey: Pixels) -> Pixels:
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    dark = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, AROUND, FAINT
    )
    return np.asarray(dark, np.uint8)


def _long_runs(dark: Pixels, length: int, *, level: bool) -> Pixels:
    """Runs without a gap, and runs with small gaps that are longer than strokes in a row of characters make."""

    gap = np.ones((1, LEVEL_GAP) if level else (UPRIGHT_GAP, 1), np.uint8)
    closed = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, gap), np.uint8)
    whole, broken = opened(dark, length, level=level), opened(closed, BROKEN_TIMES * length, level=level)
    return np.asarray(cv2.bitwise_or(whole, broken), np.uint8)


def _faint_lines(level_ridges: Pixels, upright_ridges: Pixels) -> tuple[Pixels, Pixels]:
    """Level and upright lines, however faint, as masks."""
    level = opened(level_ridges, FAINT_LEVEL_RUN, level=True)
    upright = np.ascontiguousarray(upright_ridges)
    # where a level line crosses, the upright one is no darker than what is beside it
    crossings = cv2.dilate(level, np.ones((3, 1), np.uint8))
    return level, opened(cv2.bitwise_or(upright, crossings), FAINT_UPRIGHT_RUN, level=False)


def _parts_below(seal: Pixels, lines: Pixels) -> Pixels:
    """The lines that a seal crosses: its rims break what the ink shows, but not the ridge."""
    count, labels, *_ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    below = np.zeros(count, bool)
    below[labels[(seal > 0) & (lines > 0)]] = True
    return good_parts(labels, below)


def to_ridges(grey: Pixels) -> Pixels:
    """255 where a level line, however faint, is darker than what is above and below it.

    Noise makes holes in it, which the neighbours outvote; the gaps between strokes of characters are wider.
    """
    along = cv2.blur(grey, (3, 1))
    beside = [cv2.min(moved(along, rows, PAPER), moved(along, -rows, PAPER)) for rows in RIDGE_BESIDE]
    darker = cv2.compare(cv2.subtract(cv2.max(*beside), along), RIDGE_DEPTH, cv2.CMP_GE)
    return np.asarray(cv2.compare(cv2.blur(darker, (RIDGE_VOTERS, 1)), RIDGE_VOTE, cv2.CMP_GE), np.uint8)


def _upright_lines(dark: Pixels, long: Pixels, level: Pixels) -> Pixels:
    """Upright runs without large digits (a 1 of 16 points is as long as a row is high), with those of low rows.

    What is no longer than two rows is a line only if it goes from one level line to the next.
    """
    pieces = cv2.morphologyEx(long, cv2.MORPH_CLOSE, np.ones((PIECES_GAP, 1), np.uint8))
    strokes = opened(dark, LOWEST_ROW, level=False)
    return np.asarray(
        cv2.bitwise_or(
            cv2.bitwise_and(long, _anchored(pieces, level)),
            _anchored(strokes, level, short_only=True),
        ),
        np.uint8,
    )


def _anchored(mask: Pixels, level: Pixels, *, short_only: bool = False) -> Pixels:
    """The upright runs that go from one level line to the next, and the long ones unless `short_only`."""
    stops = cv2.dilate(level, np.ones((LOWEST_ROW // 4, 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    good = np.zeros(count, bool)
    for k in range(1, count):
        x, y, width, height, _ = stats[k].tolist()
        if height >= 2 * UPRIGHT_RUN:
            good[k] = not short_only
        elif width <= THICK:
            good[k] = bool(stops[y, x : x + width].any() and stops[y + height - 1, x : x + width].any())
    return good_parts(labels, good)


def _thin_parts(mask: Pixels, *, across: int) -> tuple[NDArray[np.int32], Pixels]:
    """Boxes (x, y, width, height) of the lines in a mask, and the mask without what is no line.

    `across` is the column of the box that holds a line's thickness.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    thickness = stats[:, cv2.CC_STAT_AREA] / np.maximum(stats[:, 5 - across], 1)
    good = (stats[:, across] <= 3 * THICK) & (thickness <= THICK)
    lines = good_parts(labels, good)
    return np.asarray(stats[good, :4], np.int32), lines


def _as_rules(boxes: NDArray[np.int32], across: int, along: int) -> NDArray[np.float64]:
    """Boxes → rows of position, start, end in points."""
    if not len(boxes):
        return np.zeros((0, 3))
    middle = boxes[:, across] + boxes[:, across + 2] / 2
    start, end = boxes[:, along], boxes[:, along] + boxes[:, along + 2]
    return np.stack((middle, start, end), axis=1).astype(np.float64) * SCALE


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
    """[inner edge, stretch]: whether a line runs there, given what was found and the ink."""
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
    """Stretches of line that the rims of a seal broke."""
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
    """Found level edges that are a row of characters' strokes: 上年结转政府信息公开."""
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
