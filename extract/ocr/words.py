"""A page without ruling lines → its words as pieces of ink; whatever stands far apart stays apart.

Rows of ink across the page would not do: labels of one, two and three lines stand beside each other, so the lines of
one column lie at the gaps between those of the next.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.crops import ABOVE, InkLine, ink_to_lines
from extract.ocr.ink import Box, Ink

BESIDE = 0.45  # of a line's height: the gap that parts two words; those inside a word are half as wide
LOWEST, NARROWEST = 0.1, 0.1  # of a line's height: a dash, a 1


def ink_to_words(ink: Ink, usual: float) -> list[InkLine]:
    mask = ink.mask | ink.faint
    bar = np.ones((max(round(ABOVE * usual), 1), max(round(BESIDE * usual), 1)), np.uint8)
    near = cv2.dilate(mask.astype(np.uint8), bar)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    words = []
    for k in range(1, count):
        x, y, wide, high, _ = stats[k].tolist()
        window = slice(y, y + high), slice(x, x + wide)
        own = mask[window] & (labels[window] == k)
        words.extend(_lines(own, ink, (x, y), usual))
    return [word for word in words if _is_sign(word.box, usual)]


def _lines(own: NDArray[np.bool_], ink: Ink, at: tuple[int, int], usual: float) -> list[InkLine]:
    return ink_to_lines(own, ink, at, usual) if own.any() else []


def _is_sign(box: Box, usual: float) -> bool:
    x0, y0, x1, y1 = box
    return y1 - y0 >= LOWEST * usual and x1 - x0 >= NARROWEST * usual
