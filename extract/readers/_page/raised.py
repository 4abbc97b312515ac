"""Digits set higher or lower than the number beside them: a footnote mark behind 120 must not make it 1201.

What makes it hard: the box of a character says little about its size and its line of text, and asking the file for both
may cost a call for each character. So only neighbours whose boxes differ are asked about.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Codes, Floats, Ints, positions, some
from extract.readers._page.geometry import slant_of
from extract.readers._page.text import is_digit, is_in, table_of
from extract.readers._shared.raised import LOWER, RAISE

# gives for characters where each stands on its line, and its size as the vector across that line
Settings = Callable[[Ints], tuple[Floats, Floats]]

UNLIKE = 0.1  # of a digit's height: boxes of one number's digits differ by less, at the top and at the bottom
LEVEL = 0.06  # of a quarter turn: text that slants more is a watermark
NEAR = 0.3  # of a digit's height: digits of one number stand no farther apart
OVER = 0.1  # of a character's height: the lower edge of a mark behind it is higher by more
SMALL = 0.85  # of the number's size: marks are smaller than this, and then a slight shift tells them
# of the number's size: how far the line of a mark is shifted, for a smaller mark and for one as large
SHIFTED, FAR_SHIFTED = 0.08, 0.25

_HAN = table_of(range(0x3400, 0xA000))


def with_marks(codes: Codes, boxes: Floats, angles: Floats, settings: Settings) -> Codes:
    """The codes, with those of raised and lowered digits replaced by superscripts and subscripts."""
    return _with_label_marks(_with_number_marks(codes, boxes, angles, settings), boxes, angles, settings)


def _with_label_marks(codes: Codes, boxes: Floats, angles: Floats, settings: Settings) -> Codes:
    """The codes, with those of digits that are raised behind a Chinese character replaced by superscripts: 规章 and its mark 1."""
    seconds = positions(is_digit(codes[1:]) & is_in(codes[:-1], _HAN)) + 1
    if some(angles):
        seconds = seconds[angles[seconds] == 0]
    if not len(seconds):
        return codes
    one, mark = boxes.take(seconds - 1, axis=0), boxes.take(seconds, axis=0)
    high = one[:, 3] - one[:, 1]
    raised = (mark[:, 1] - one[:, 1] > OVER * high) & (mark[:, 1] < one[:, 3])
    raised &= np.abs(mark[:, 0] - one[:, 2]) < NEAR * high
    marked = codes.copy() if some(raised) else codes
    for second in seconds[raised].tolist():
        if _shifts(*settings(np.array((second - 1, second))))[1] > 0:
            marked[second] = RAISE[int(codes[second])]
    return marked


def _with_number_marks(codes: Codes, boxes: Floats, angles: Floats, settings: Settings) -> Codes:
    digits = positions(is_digit(codes))
    if some(angles):
        digits = digits[slant_of(angles[digits]) < LEVEL]
    if len(digits) < 2:
        return codes
    start, end, low, high = _along_the_line(boxes.take(digits, axis=0), angles[digits])
    tall = np.maximum(high - low, 0.1)
    height = np.maximum(tall[1:], tall[:-1])
    unlike = np.maximum(np.abs(low[1:] - low[:-1]), np.abs(high[1:] - high[:-1])) > UNLIKE * height
    near = digits[1:] - digits[:-1] == 1
    if not some(near & unlike):
        return codes
    near &= np.abs(start[1:] - end[:-1]) < NEAR * height
    near &= (low[1:] < high[:-1]) & (low[:-1] < high[1:])
    odd = near & unlike
    if not some(odd):
        return codes
    number = np.cumsum(np.concatenate(([True], ~near)))
    marked = codes.copy()
    for name in np.unique(number[1:][odd]).tolist():
        members = digits[number == name]
        shifts = _shifts(*settings(members))
        for table, chosen in ((RAISE, shifts > 0), (LOWER, shifts < 0)):
            marked[members[chosen]] = [table[code] for code in codes[members[chosen]].tolist()]
    return marked


def _along_the_line(boxes: Floats, angles: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Start and end along the line of text, lower and upper edge across it."""
    left, bottom, right, top = boxes.T
    if not some(angles):
        return left, right, bottom, top
    turn = np.rint(angles / (np.pi / 2)).astype(np.int64) % 4  # clockwise
    return (
        np.choose(turn, (left, -top, -right, bottom)),
        np.choose(turn, (right, -bottom, -left, top)),
        np.choose(turn, (bottom, left, -top, -right)),
        np.choose(turn, (top, right, -bottom, -left)),
    )


def _shifts(origins: Floats, ups: Floats) -> NDArray[np.int64]:
    """For each digit of a number 1 where it is raised, -1 where it is lowered, else 0."""
    sizes = np.maximum(np.hypot(ups[:, 0], ups[:, 1]), 0.1)
    largest = int(sizes.argmax())
    shift = (origins - origins[largest]) @ ups[largest] / sizes[largest] ** 2
    limit = np.where(sizes < SMALL * sizes[largest], SHIFTED, FAR_SHIFTED)
    return np.where(np.abs(shift) > limit, np.sign(shift), 0).astype(np.int64)
