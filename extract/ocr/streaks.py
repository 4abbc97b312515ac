"""Strokes from the head of the page to its foot are no ruling lines: dirt on a scanner's glass, a fold.

They are filled from both sides, and cells that they cross are doubted: a thin sign may be lost below. Level ones
stay: of a table that the page cuts on both sides, a last row would look the same.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.clean import Sheet
from extract.ocr.images import Pixels
from extract.ocr.lines import to_ridges
from extract.ocr.masks import runs

MARGIN = 0.03  # of the page: a streak goes through it, and a table's line ends before it
SLANT = 0.04  # of its length; the page was turned to be level, and the streak with it
WHOLE, WHOLE_END = 0.8, 0.5  # share of its length that shows, on the page and in a margin
MOST = 3  # more of them are lines of a table that goes on beyond both edges
MANY = 20  # strokes at one edge of the page: dots in black and white, of grey paper
HALF = 4  # pixels from a streak's middle to the paper
AROUND = 30  # pixels beside a streak's end, where a line across it shows that a table begins there
ACROSS = 0.7  # share of these that a line across inks
DARK = 200  # grey


def without_streaks(sheet: Sheet) -> Sheet:
    turned = np.ascontiguousarray(sheet.grey.T)
    streaks = _streaks(turned)
    if not streaks:
        return sheet
    marks = np.zeros_like(turned)
    grey = _filled(turned, streaks, marks)
    return replace(sheet, grey=np.ascontiguousarray(grey.T), streaks=np.ascontiguousarray(marks.T))


def _streaks(grey: Pixels) -> list[NDArray[np.int64]]:
    """For each streak of a page turned on its side, the row at which it runs in every column."""
    width = grey.shape[1]
    margin = round(MARGIN * width)
    ends = [np.ascontiguousarray(grey[:, part]) for part in (slice(margin), slice(width - margin, width))]
    starts = [_strokes(end) for end in ends]
    if max(map(len, starts)) > MANY:
        return []
    whole = [
        (a, b, rows)
        for a, b in product(*starts)
        if abs(a - b) <= SLANT * width
        for rows in [np.rint(np.linspace(a, b, width)).astype(np.int64)]
        if _is_whole(grey, rows)
    ]
    if len(whole) > MOST:
        return []
    return [rows for a, b, rows in whole if not _is_crossed(ends[0], a) and not _is_crossed(ends[1], b)]


def _strokes(margin: Pixels) -> list[int]:
    """The rows on which a thin stroke runs through the margin."""
    seen = to_ridges(margin).mean(axis=1) / 255
    return [(start + end - 1) // 2 for start, end in runs(seen >= WHOLE_END)]


def _is_crossed(margin: Pixels, row: int) -> bool:
    """Whether a line runs across the stroke there: a table begins."""
    dark = margin < DARK
    beside = (dark[max(row - AROUND, 0) : max(row - HALF, 0)], dark[row + HALF + 1 : row + AROUND])
    return any(len(part) > 0 and float(part.mean(axis=0).max()) >= ACROSS for part in beside)


def _is_whole(grey: Pixels, rows: NDArray[np.int64]) -> bool:
    top = max(int(rows.min()) - AROUND, 0)
    ridges = cv2.dilate(to_ridges(grey[top : int(rows.max()) + AROUND]), np.ones((3, 1), np.uint8))
    return float((ridges[rows - top, np.arange(len(rows))] > 0).mean()) >= WHOLE


def _filled(grey: Pixels, streaks: list[NDArray[np.int64]], marks: Pixels) -> Pixels:
    """The page with the streak made paper where either side of it is, so that only strokes across it stay. Notes it in `marks`."""
    filled = grey.copy()
    last = len(grey) - 1
    for rows in streaks:
        columns = np.arange(len(rows))
        above, below = np.maximum(rows - HALF - 1, 0), np.minimum(rows + HALF + 1, last)
        sides = np.maximum(grey[above, columns], grey[below, columns])
        for step in range(-HALF, HALF + 1):
            place = np.clip(rows + step, 0, last)
            filled[place, columns] = sides
            marks[place, columns] = 255
    return filled
