"""A page without ruling lines → its words as pieces of ink; whatever stands far apart stays apart.

Rows of ink across the page would not do: labels of one, two and three lines stand beside each other, so the lines of
one column lie at the gaps between those of the next.
"""

from __future__ import annotations

from extract.ocr.crops import InkLine, ink_apart, ink_to_lines
from extract.ocr.ink import Box, Ink

BESIDE = 0.45  # of a line's height: the gap that parts two words; those inside a word are half as wide
LOWEST, NARROWEST = 0.1, 0.1  # of a line's height: a dash, a 1


def ink_to_words(ink: Ink, usual: float) -> list[InkLine]:
    parts = ink_apart(ink.mask | ink.faint, BESIDE, usual)
    words = (word for own, at in parts if own.any() for word in ink_to_lines(own, ink, at, usual))
    return [word for word in words if _is_sign(word.box, usual)]


def _is_sign(box: Box, usual: float) -> bool:
    x0, y0, x1, y1 = box
    return y1 - y0 >= LOWEST * usual and x1 - x0 >= NARROWEST * usual
