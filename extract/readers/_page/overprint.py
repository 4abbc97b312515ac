"""Digits in one cell that were not set as one number: a page header or watermark printed over the row, or two numbers.

What makes it hard: authors letter-space digits over the whole cell (1 2 3), so a gap does not prove that a number ends
there. It only puts the number in doubt.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars, Floats, Ints, positions, some
from extract.readers._page.ruled.grid import Grid
from extract.readers._page.text import BLANKS, Reading, is_digit, is_in, table_of

UNLIKE = 0.3  # of the larger digit's height: digits of one number differ in height by less
OFF_LINE = 0.15  # of a digit's height: upper and lower edges of digits on one line differ by less
COVERED = 0.4  # of the narrower digit's width: digits beside each other overlap by less
# of a digit's height: gaps in a number set close are smaller, those in a letter-spaced one differ by less
WITHIN = 0.12
SPACED = 0.7  # of a digit's height: letter-spaced digits stand no farther apart
FAR = 1.5  # of a digit's height: digits of one number stand no farther apart
# of a digit's width and height on each side: a line within this margin runs through the blank around its ink
CROSSED = 0.3

_NUMERIC = table_of(map(ord, "0123456789.,-０１２３４５６７８９．，－−–"))
_HAN = table_of(range(0x3400, 0xA000))


def overprinted(chars: Chars, numbers: Ints, reading: Reading) -> set[int]:
    """The cells in which two digits that follow each other on a line cannot be of one number.

    They differ in size, stand at different heights, lie upon each other, or stand far apart. `numbers` gives the cell of
    each character, `reading` the order in which the characters are read.
    """
    order, _, new_line = reading
    inked = ~is_in(chars.codes[order], BLANKS)
    line, order = np.cumsum(new_line)[inked], order[inked]
    codes = chars.codes[order]
    digit = is_digit(codes)
    second = positions(digit[1:] & digit[:-1] & (line[1:] == line[:-1])) + 1
    if not len(second):
        return set()
    one, other = chars.boxes.take(order[second - 1], axis=0), chars.boxes.take(order[second], axis=0)
    step = other - one
    height = np.maximum(one[:, 3] - one[:, 1], other[:, 3] - other[:, 1])
    width = np.minimum(one[:, 2] - one[:, 0], other[:, 2] - other[:, 0])
    unlike = np.abs(step[:, 3] - step[:, 1]) > UNLIKE * height
    off = np.minimum(np.abs(step[:, 1]), np.abs(step[:, 3])) > OFF_LINE * height
    off &= np.sign(step[:, 1]) == np.sign(step[:, 3])
    over = np.minimum(one[:, 2], other[:, 2]) - other[:, 0] > COVERED * width
    far = other[:, 0] - one[:, 2] > FAR * height
    return set(numbers[order[second[unlike | off | over | far]]].tolist())


def digits_beside(chars: Chars) -> Ints:
    """The positions of characters that make one number with the next character: digits, points and commas between them, and a minus before them.

    They stand close together on one line. Whether a ruling line is drawn between the two is asked later.
    """
    digit, numeric = is_digit(chars.codes), is_in(chars.codes, _NUMERIC)
    first = positions((digit[:-1] & numeric[1:]) | (numeric[:-1] & digit[1:]))
    gap, tall, level = _steps(chars.boxes.take(first, axis=0), chars.boxes.take(first + 1, axis=0))
    return first[level & (np.abs(gap) < SPACED * tall)]


def cut_numbers(chars: Chars, numbers: Ints, beside: Ints) -> set[int]:
    """The cells on both sides of a ruling line over which the digits of one number run on.

    `numbers` gives the cell of each character, -1 for none, as beyond the table's edge; `beside` is `digits_beside`.
    """
    apart = numbers[beside] != numbers[beside + 1]
    if not some(apart):
        return set()
    first, boxes = beside[apart], chars.boxes
    own, tall, _ = _steps(boxes.take(first, axis=0), boxes.take(first + 1, axis=0))
    gap, _, level = _steps(boxes[:-1], boxes[1:])
    numeric = is_in(chars.codes, _NUMERIC)
    same = numeric[:-1] & numeric[1:] & (numbers[:-1] == numbers[1:]) & level
    within = np.abs(own) < WITHIN * tall
    for step in (-1, 1):  # letter-spaced: as wide a gap as that before or behind it
        near = np.clip(first + step, 0, len(gap) - 1)
        within |= same[near] & (np.abs(gap[near] - own) < WITHIN * tall)
    runs_on = first[within]
    return set(numbers[np.concatenate((runs_on, runs_on + 1))].tolist()) - {-1}


def digit_cores(chars: Chars) -> Floats:
    """The inner part of each digit's box: a ruling line that runs through it crosses the digit, and does not just touch it.

    Digits of labels (约1条) are left out.
    """
    codes = chars.codes
    digits = positions(is_digit(codes))
    before = np.maximum(digits - 1, 0)
    gap = chars.boxes[digits, 0] - chars.boxes[before, 2]
    alone = ~is_in(codes[before], _HAN) | (np.abs(gap) > SPACED * chars.height[digits])
    boxes = chars.boxes.take(digits.compress(alone), axis=0)
    inset = CROSSED * (boxes[:, 2:] - boxes[:, :2])
    return np.concatenate((boxes[:, :2] + inset, boxes[:, 2:] - inset), axis=1)


def crossed_cells(cores: Floats, grid: Grid) -> set[int]:
    """The cells on both sides of a ruling line that runs through a digit, as the digit may belong to either of them."""
    left, top, right, bottom = cores.T
    x, y = (left + right) / 2, (top + bottom) / 2
    found: set[int] = set()
    if some(grid.xs.searchsorted(left, side="right") != grid.xs.searchsorted(right, side="right")):
        found |= _unlike(grid.cell_numbers(left, y), grid.cell_numbers(right, y))
    if some(grid.ys.searchsorted(top, side="right") != grid.ys.searchsorted(bottom, side="right")):
        found |= _unlike(grid.cell_numbers(x, top), grid.cell_numbers(x, bottom))
    return found


def _unlike(one: Ints, other: Ints) -> set[int]:
    """The cells named at the places where the two arrays of cell numbers differ."""
    differ = one != other
    return set(one[differ].tolist()).union(other[differ].tolist()) - {-1} if some(differ) else set()


def _steps(one: Floats, other: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """From characters to the next ones: the gap, the lower one's height, whether they stand on one line."""
    high = np.minimum(one[:, 3] - one[:, 1], other[:, 3] - other[:, 1])
    return other[:, 0] - one[:, 2], high, np.abs(other[:, 3] - one[:, 3]) < OFF_LINE * high
