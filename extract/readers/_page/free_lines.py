"""The lines of text of a page that no table holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.across.running_heads import is_page_number
from extract.readers._page.arrays import Chars, positions
from extract.readers._page.text import Line, chars_to_lines

BESIDE = 0.3  # of a line's height: two lines of one row overlap by more than this
NEAR = 1.6  # of a line's height: a label's lines begin no farther above or below the number set to its middle


def free_lines(chars: Chars, rest: NDArray[np.bool_]) -> list[Line]:
    """The lines that the characters left over by the tables make up; a line's members are positions among all of the page's."""
    places = positions(rest)
    return chars_to_lines(chars.take(places), places)


def without_page_number(lines: Sequence[Line], height: float) -> list[Line]:
    numbers = [k for k, line in enumerate(lines) if is_page_number(line, height)]
    dropped = {k for k in numbers if not _is_of_row(k, lines)}
    return [line for k, line in enumerate(lines) if k not in dropped]


def _is_of_row(k: int, lines: Sequence[Line]) -> bool:
    """Whether a line that looks like a page number is a value of a row, as another line stands beside it.

    That line may also be one of a label that goes over several lines, with the number at the height of its middle.
    """
    line = lines[k]
    near = [*lines[max(k - 1, 0) : k], *lines[k + 1 : k + 2]]
    return any(
        min(line.y1, other.y1) - max(line.y0, other.y0) > BESIDE * line.height
        or (other.x1 < line.x0 and abs(other.y0 - line.y0) < NEAR * line.height)
        for other in near
    )
