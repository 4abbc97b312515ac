"""Digits of one cell that were not set as one number: a page header, a watermark, a stamp printed over the row."""

from __future__ import annotations

import numpy as np

from extract.readers.grid import Chars, Ints
from extract.readers.pdf_text import reading_order

UNLIKE = 0.3  # of the larger digit's height: digits of one number differ by less
OFF_LINE = 0.15  # of a digit's height: both their edges are off by less
COVERED = 0.4  # of the narrower one's width: letters of one line overlap by less


def overprinted(chars: Chars, numbers: Ints) -> set[int]:
    """The cells in which digits of a line differ in size or line, or stand on each other.

    `numbers` says which cell a character is in.
    """
    codes = chars.codes
    digits = np.flatnonzero(((codes >= 0x30) & (codes <= 0x39)) | ((codes >= 0xFF10) & (codes <= 0xFF19)))
    if len(digits) < 2:
        return set()
    order, _, new_line = reading_order(chars.take(digits), numbers[digits])
    boxes, cell = chars.boxes[digits][order], numbers[digits][order]
    x0, y0, x1, y1 = boxes.T
    high, wide = y1 - y0, x1 - x0
    height = np.maximum(high[1:], high[:-1])
    unlike = np.abs(np.diff(high)) > UNLIKE * height
    off = np.sign(np.diff(y0)) * np.sign(np.diff(y1)) * np.minimum(np.abs(np.diff(y0)), np.abs(np.diff(y1)))
    over = np.minimum(x1[1:], x1[:-1]) - x0[1:]
    odd = unlike | (off > OFF_LINE * height) | (over > COVERED * np.minimum(wide[1:], wide[:-1]))
    return set(cell[1:][odd & ~new_line[1:]].tolist())
