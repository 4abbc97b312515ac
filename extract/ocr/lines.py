"""A level page → its ruling lines as pixels and as numbers.

What a scan adds to a PDF's: lines are some pixels thick, bent, broken or faint, and the strokes of characters look like
short lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.broken import broken_lines, fresh_lines
from extract.ocr.clean import Sheet
from extract.ocr.images import DPI, Pixels
from extract.ocr.masks import good_parts, moved, opened
from extract.readers._page.arrays import Rules

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
PAPER = 255


@dataclass(frozen=True, slots=True, eq=False)
class Ruling:
    """`mask` is 255 where a ruling line is; `dark` where anything is darker than around it.

    `ridges` is 255 where a level stroke is darker than what is above and below it, and the same for upright ones.
    `in_pieces`: lines are dashed, dotted or broken.
    """

    rules: Rules
    mask: Pixels
    dark: Pixels
    ridges: tuple[Pixels, Pixels]
    seal: Pixels | None
    in_pieces: bool


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
        pieces is not None,
    )


def _is_news(fresh: tuple[Pixels, Pixels], faint: tuple[Pixels, Pixels]) -> bool:
    """Whether faint lines are to be added. Few of them on a page without other lines may be strokes of characters, and are not."""
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


def _darker_than_around(grey: Pixels) -> Pixels:
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    dark = cv2.adaptiveThreshold(
        smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, AROUND, FAINT
    )
    return np.asarray(dark, np.uint8)


def _long_runs(dark: Pixels, length: int, *, level: bool) -> Pixels:
    """Runs without a gap, and runs with small gaps that are longer than those of the strokes in a row of characters."""

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
    """The parts of lines below a seal, told by their ridges: a seal's rims break the ink of a line, but not its ridge."""
    count, labels, *_ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    below = np.zeros(count, bool)
    below[labels[(seal > 0) & (lines > 0)]] = True
    return good_parts(labels, below)


def to_ridges(grey: Pixels) -> Pixels:
    """A mask that is 255 where a level line, however faint, is darker than what is above and below it.

    Noise makes holes in it, which the neighbours outvote; the gaps between strokes of characters are wider.
    """
    along = cv2.blur(grey, (3, 1))
    beside = [cv2.min(moved(along, rows, PAPER), moved(along, -rows, PAPER)) for rows in RIDGE_BESIDE]
    darker = cv2.compare(cv2.subtract(cv2.max(*beside), along), RIDGE_DEPTH, cv2.CMP_GE)
    return np.asarray(cv2.compare(cv2.blur(darker, (RIDGE_VOTERS, 1)), RIDGE_VOTE, cv2.CMP_GE), np.uint8)


def _upright_lines(dark: Pixels, long: Pixels, level: Pixels) -> Pixels:
    """The upright runs that are lines, those of low rows among them. A 1 of 16 points is as long as a row is high, and none.

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
