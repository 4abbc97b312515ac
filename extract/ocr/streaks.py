"""Strokes from one edge of the page to the other are no ruling lines: dirt on a scanner's glass, a fold.

They are filled from both sides, and cells that they cross are doubted: a thin sign may be lost below.
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
from extract.ocr.runs import runs

MARGIN = 0.03  # of the page: a streak goes through it, and a table's line ends before it
SLANT = 0.04  # of its length; the page was turned to be level, and the streak with it
WHOLE, WHOLE_END = 0.8, 0.5  # share of its length that shows, on the page and in a margin
MOST = 3  # in one direction; more of them are lines of a table cut out along its frame
HALF = 4  # pixels from a streak's middle to the paper
AROUND = 30  # pixels beside a streak's end, where a line across it shows that a table begins there
ACROSS = 0.7  # share of these that a line across inks
DARK = 200  # grey


def without_streaks(sheet: Sheet) -> Sheet:
    level = _streaks(sheet.grey)
    upright = _streaks(np.ascontiguousarray(sheet.grey.T))
    if not level and not upright:
        return sheet
    marks = np.zeros_like(sheet.grey)
    grey = _filled(sheet.grey, level, marks)
    grey = _filled(np.ascontiguousarray(grey.T), upright, marks.T).T
    return replace(sheet, grey=np.ascontiguousarray(grey), streaks=marks)


def _streaks(grey: Pixels) -> list[NDArray[np.int64]]:
    """For each level streak its row in every column."""
    width = grey.shape[1]
    margin = round(MARGIN * width)
    left, right = (_strokes(grey[:, part]) for part in (slice(margin), slice(width - margin, width)))
    found = [
        np.rint(np.linspace(a, b, width)).astype(np.int64)
        for a, b in product(left, right)
        if abs(a - b) <= SLANT * width
    ]
    whole = [rows for rows in found if _is_whole(grey, rows)]
    return whole if len(whole) <= MOST else []


def _strokes(margin: Pixels) -> list[int]:
    """The rows on which a thin stroke runs through the margin, with nothing across it."""
    seen = to_ridges(np.ascontiguousarray(margin)).mean(axis=1) / 255
    rows = [(start + end - 1) // 2 for start, end in runs(seen >= WHOLE_END)]
    dark = margin < DARK
    return [row for row in rows if not _is_crossed(dark, row)]


def _is_crossed(dark: NDArray[np.bool_], row: int) -> bool:
    beside = (dark[max(row - AROUND, 0) : max(row - HALF, 0)], dark[row + HALF + 1 : row + AROUND])
    return any(len(part) > 0 and float(part.mean(axis=0).max()) >= ACROSS for part in beside)


def _is_whole(grey: Pixels, rows: NDArray[np.int64]) -> bool:
    top = max(int(rows.min()) - AROUND, 0)
    ridges = cv2.dilate(to_ridges(grey[top : int(rows.max()) + AROUND]), np.ones((3, 1), np.uint8))
    return float((ridges[rows - top, np.arange(len(rows))] > 0).mean()) >= WHOLE


def _filled(grey: Pixels, streaks: list[NDArray[np.int64]], marks: Pixels) -> Pixels:
    """Paper where either side is paper, so that only strokes that go across a streak go on. Notes it in `marks`."""
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
