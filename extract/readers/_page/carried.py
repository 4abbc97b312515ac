"""The heading (表头) that ends a page, read once more above the lines of the next page, where its last lines or its rows stand.

What makes it hard: which labels are one column's shows only in all lines of a heading, and in the numbers below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from extract.model import Table
from extract.readers._page.arrays import Chars
from extract.readers._page.guessed.align import Guess, lines_to_tables
from extract.readers._page.text import BLANKS, Line, chars_to_lines, is_in

LEADING = 0.3  # of a line's height: the heading is put so far above the page's first line


class Carried(NamedTuple):
    """The page's characters and behind them those of the heading, the tables among both, and where the page itself begins."""

    chars: Chars
    guesses: list[Guess]
    top: float


def heading_of(guess: Guess, chars: Chars) -> Chars | None:
    """The characters of a table that has a heading and no row."""
    if any(span.row >= guess.head_rows for span in guess.spans):
        return None
    return chars.take(np.sort(np.concatenate([np.array(mine, np.int64) for mine in guess.members])))


def with_heading(head: Chars, chars: Chars, lines: Sequence[Line]) -> Carried | None:
    """The page's tables, the first of which has that heading; None where it does not take it in, or where the page prints it again."""
    if not lines:
        return None
    first = min(lines, key=lambda line: line.y0)
    down = first.y0 - LEADING * first.height - head.boxes[:, 3].max()
    both = Chars(
        np.concatenate((chars.codes, head.codes)),
        np.concatenate((chars.boxes, head.boxes + np.array((0.0, down, 0.0, down)))),
        np.concatenate((chars.turns, head.turns)),
    )
    carried = chars_to_lines(both.take(places := np.arange(len(chars), len(both))), places)
    if carried[-1].text in {line.text for line in lines}:
        return None
    guesses = lines_to_tables([*carried, *lines], both)
    if not guesses or heading_of(guesses[0], both) is not None:
        return None
    left_out = (guesses[0].numbers[len(chars) :] < 0) & ~is_in(head.codes, BLANKS)
    return None if left_out.any() else Carried(both, guesses, first.y0)


def without_places(table: Table, top: float) -> Table:
    """The table whose cells above `top` have no place: they stand on the page before."""
    cells = (
        cell._replace(place=None) if cell.place and (cell.place.y0 or top) < top else cell
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))
