"""Strips from edge to edge that were not printed (a clogged nozzle) or not scanned: nothing on the page goes through them.

What lay in one is lost: a 7 without its bar is a slash, of 118 a 1 may be missing.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.images import Pixels
from extract.ocr.masks import runs

DARK = 200  # grey; darker is ink
STRAY = 1  # pixels of dirt in a strip
WIDEST = 8  # pixels
BESIDE = 3  # pixels on either side of a strip
LINED, FULL = 4, 30  # pixels of ink there: of the lines of a table, and of text or of many lines
LONELY = 12  # pixels from one strip to the next; the gaps of dotted lines are closer
MOST = 50  # more of them are such gaps


def blank_strips(grey: Pixels) -> Pixels:
    """255 where a strip runs, level or upright."""
    _, dark = cv2.threshold(grey, DARK - 1, 1, cv2.THRESH_BINARY_INV)
    strips = np.zeros_like(grey)
    for axis, across in ((1, strips), (0, strips.T)):
        counts = np.asarray(cv2.reduce(dark, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S)).ravel()
        found = [(start, end, _least_beside(counts, start, end)) for start, end in runs(counts <= STRAY)]
        found = [strip for strip in found if strip[1] - strip[0] <= WIDEST and strip[2] >= LINED]
        ends = [-LONELY, *(end for _, end, _ in found)]
        starts = [*(start for start, _, _ in found[1:]), len(counts) + LONELY]
        for (start, end, ink), before, after in zip(found, ends, starts, strict=False):
            if len(found) <= MOST and ink >= FULL and start - before >= LONELY and after - end >= LONELY:
                across[start:end] = 255
    return strips


def _least_beside(counts: NDArray[np.int32], start: int, end: int) -> int:
    before, after = counts[max(start - BESIDE, 0) : start], counts[end : end + BESIDE]
    return int(min(before.max(initial=0), after.max(initial=0)))
