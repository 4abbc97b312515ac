"""A heading (表头) that a page's end cuts off from its rows, or in two -> read with what stands on top of the next page.

Its characters are put above those of the next page, so that half a label and the rest of it are one label.
"""

from __future__ import annotations

import numpy as np

from extract.readers._page.arrays import Chars, Floats
from extract.readers._page.guessed.align import NO_LINES, Guess, ends_in_number, lines_to_tables
from extract.readers._page.guessed.columns import Columns
from extract.readers._page.text import Line, chars_to_lines
from extract.readers._page.wording import begins_item
from extract.table.vocabulary import ROW_ONLY, roles_of_any

# of a line's height: the heading's last line is moved to this distance above the rest of its labels
STEP = 1.3
ROW_STEP = 2.2  # of a line's height: or to this distance above a row


def cut_heading(guess: Guess, chars: Chars) -> Chars | None:
    """The characters of a table that is nothing but a heading."""
    if any(span.row >= guess.head_rows for span in guess.spans):
        return None
    return chars.take(guess.numbers >= 0)


def read_below(
    chars: Chars, lines: list[Line], cut: Columns | None, level: Floats = NO_LINES
) -> tuple[Chars, list[Guess]]:
    """The tables among a page's lines, the first one with its heading from the page before, if that was cut off.

    And the page's characters, that heading's behind them.
    """
    if cut is not None and cut.heading is not None:
        above = _moved_above(cut.heading, lines[0])
        both = Chars(
            np.concatenate((chars.codes, above.codes)),
            np.concatenate((chars.boxes, above.boxes)),
            np.concatenate((chars.turns, above.turns)),
        )
        heading = chars_to_lines(above, np.arange(len(chars), len(both)))
        if heading[0].text != lines[0].text:  # else it is printed again
            guesses = lines_to_tables([*heading, *lines], both, level=level)
            if guesses and any(number < len(chars) for mine in guesses[0].members for number in mine):
                return both, guesses
    return chars, lines_to_tables(lines, chars, cut, level)


def _moved_above(heading: Chars, line: Line) -> Chars:
    last = max(chars_to_lines(heading), key=lambda line: line.y1)
    label = line.text.split()[0]
    is_row = ends_in_number(line) or begins_item(label) or roles_of_any(label) == ROW_ONLY
    down = line.y0 - (ROW_STEP if is_row else STEP) * line.height - last.y0
    return Chars(heading.codes, heading.boxes + np.array([0.0, down, 0.0, down]), heading.turns)
