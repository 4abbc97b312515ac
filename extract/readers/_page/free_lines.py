"""The lines of text of a page that no table holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.across.running_heads import is_page_number
from extract.readers._page.arrays import Chars, positions
from extract.readers._page.text import Line, chars_to_lines


def free_lines(chars: Chars, rest: NDArray[np.bool_]) -> list[Line]:
    """The lines that the characters left over by the tables make up; a line's members are positions among all of the page's."""
    places = positions(rest)
    return chars_to_lines(chars.take(places), places)


def without_page_number(lines: Sequence[Line], height: float) -> list[Line]:
    return [line for line in lines if not is_page_number(line, height)]
