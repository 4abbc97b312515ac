"""The lines of text of a page that no table holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.across.flow import is_page_number
from extract.readers._page.arrays import Chars, Codes, positions
from extract.readers._page.text import Line, chars_to_lines

BESIDE = 0.3  # of a line's height: lines of one row overlap by more
NEAR = 1.6  # of a line's height: a label's lines begin no farther above or below the number set to its middle


def free_lines(chars: Chars, rest: NDArray[np.bool_]) -> list[Line]:
    """Lines of the remaining characters; members count within the whole page."""
    places = positions(rest)
    return chars_to_lines(chars.take(places), places)


def lines_left(lines: Sequence[Line], chars: Chars, rest: NDArray[np.bool_]) -> list[Line]:
    """The same of what tables have left of such lines: these themselves, if of those in tables but blanks are left."""
    free = rest.tolist()
    is_free = free.__getitem__
    left = [line for line in lines if any(map(is_free, line.members))]
    whole = [all(map(is_free, line.members)) for line in left]
    parts = [
        k for line, is_whole in zip(left, whole, strict=True) if not is_whole for k in line.members if free[k]
    ]
    kept = [line for line, is_whole in zip(left, whole, strict=True) if is_whole]
    known = sum(len(line.members) for line in kept) + len(parts) == sum(free)
    if known and _are_blank(chars.codes[parts]) and _stand_apart(lines, left, whole):
        return kept
    return free_lines(chars, rest)


def _are_blank(codes: Codes) -> bool:
    return not codes.tobytes().decode("utf-32-le").strip()


def _stand_apart(lines: Sequence[Line], left: Sequence[Line], whole: Sequence[bool]) -> bool:
    """Whether no line that is whole can run into another one, now that others are gone between them or parts of these."""
    after = dict(pairwise(map(id, lines)))
    for (a, a_whole), (b, b_whole) in pairwise(zip(left, whole, strict=True)):
        as_before = a_whole and b_whole and after[id(a)] == id(b)
        if (a_whole or b_whole) and not as_before and a.y1 > b.y0:
            return False
    return True


def without_page_number(lines: Sequence[Line], height: float) -> list[Line]:
    numbers = [k for k, line in enumerate(lines) if is_page_number(line, height)]
    if not numbers:
        return list(lines)
    dropped = {k for k in numbers if not _is_of_row(k, lines)}
    return [line for k, line in enumerate(lines) if k not in dropped]


def _is_of_row(k: int, lines: Sequence[Line]) -> bool:
    """Whether a number stands beside another line, or right of a label's lines, a little higher or lower: it is a row's."""
    line = lines[k]
    near = [*lines[max(k - 1, 0) : k], *lines[k + 1 : k + 2]]
    return any(
        min(line.y1, other.y1) - max(line.y0, other.y0) > BESIDE * line.height
        or (other.x1 < line.x0 and abs(other.y0 - line.y0) < NEAR * line.height)
        for other in near
    )
