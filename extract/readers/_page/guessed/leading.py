"""How far apart the lines of a page are set: lines set loosely are moved closer, as most reports have them.

The alignment of unruled tables measures in heights of a line, and its limits hold for lines set close. A file gives the
lines of one cell one after the other, so two words that make up the beginning of a form's label tell the distance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.readers._page.wording import begins_label, is_label
from extract.readers._page.words import Word, overlap

CLOSE = 1.5  # of a line's height: lines of one label are usually set so far apart
LOOSE = 1.8  # of a line's height: those farther apart are set loosely
WIDEST = 4.5  # of a line's height: lines of one label stand no farther apart


def set_close(words: Sequence[Word]) -> None:
    """Moves the words of a page whose labels' lines are all set loosely; `words` in the file's order."""
    step = min(_steps(words), default=0.0)
    if step < LOOSE:
        return
    share = CLOSE / step
    for word in words:
        word.y *= share


def _steps(words: Sequence[Word]) -> Iterator[float]:
    """How far apart the first two lines of labels are, in heights of a line."""
    for a, b in pairwise(words):
        if b.look.is_item or b.is_value or a.is_value:  # most pairs, told at no cost
            continue
        step = (b.y - a.y) / a.height
        if not 1.0 < step < WIDEST or overlap(b, (a.x0, a.x1)) <= 0:
            continue
        if is_label(a.text) or begins_label(b.text) or not begins_label(a.text + b.text):
            continue
        yield step
