"""Closing punctuation that hangs over its cell's right edge, as Chinese typesetting lets it at a line's end."""

from __future__ import annotations

import numpy as np

from extract.readers._page.arrays import Chars, Ints, positions
from extract.readers._page.text import is_in, table_of

GAP = 0.3  # of a character's height: the gap to the character before is less
LEVEL = 0.5  # of a character's height: both stand on one line

_CLOSING = table_of(map(ord, "，。、；：！？）】》」』”’)"))


def with_hanging(chars: Chars, numbers: Ints) -> Ints:
    """The numbers of the cells, with such a character in the cell of the one that it follows."""
    marks = positions(is_in(chars.codes, _CLOSING))
    marks = marks[marks > 0]
    over = marks[(numbers[marks] != numbers[marks - 1]) & (numbers[marks - 1] >= 0)]
    if not len(over):
        return numbers
    before, own, height = chars.boxes[over - 1], chars.boxes[over], chars.height[over]
    follows = (np.abs(own[:, 0] - before[:, 2]) < GAP * height) & (
        np.abs(own[:, 3] - before[:, 3]) < LEVEL * height
    )
    found = numbers.copy()
    found[over[follows]] = numbers[over[follows] - 1]
    return found
