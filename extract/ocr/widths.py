"""Whether a reading fits its ink: digits of one print are of nearly one width, a 1 is narrower.

The model is sure of what it reads in the company of digits: l as 1, O as 0, a 3 that a hyphen touches as 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

USUAL_DIGIT = 0.66  # of its height: the width of a digit as ink
ENOUGH_DIGITS = 5  # to tell a page's own width from
WIDEST = {"0": 1.18, "4": 1.18, "6": 1.15, "8": 1.15}  # times the page's usual digit; measured in seven fonts
WIDEST_OTHER = 1.1
NARROWEST = 0.68  # times the page's usual digit; a 3 has 0.71
NARROWEST_ONE = 0.4  # a 1 has 0.41 at the least, an l 0.4 at the most
# the least of each of touching digits, and of a 1; l6 had 1.39, 16 has 1.6
TOUCHING, TOUCHING_ONE = 0.85, 0.58
# so much wider than as many digits may touching ones be; 2O3 had 3.18, of 200 numbers of three none
SPARE = 0.12
_SEPARATORS = ",.，．"


def usual_digit(readings: Iterable[tuple[str, Sequence[float]]]) -> float:
    """The median width of a page's digits but 1. `readings` are texts and the widths of their ink, as shares of its height."""
    found = [
        width
        for text, widths in readings
        if text.isdecimal() and len(text) == len(widths)
        for digit, width in zip(text, widths, strict=True)
        if digit != "1"
    ]
    return median(found) if len(found) >= ENOUGH_DIGITS else USUAL_DIGIT


def fits(text: str, widths: Sequence[float], usual: float) -> bool:
    """Whether the pieces of ink may be these digits; words, signs and units are not judged."""
    marks = [char for char in text if char != " "]
    if not marks or not all(char.isdecimal() or char in _SEPARATORS for char in marks):
        return True
    if len(marks) == len(widths):
        return all(_is_digit(char, width / usual) for char, width in zip(marks, widths, strict=True))
    digits = [char for char in marks if char.isdecimal()]
    ones = digits.count("1")
    least = TOUCHING * (len(digits) - ones) + TOUCHING_ONE * ones
    return least <= sum(widths) / usual <= len(digits) + SPARE


def _is_digit(char: str, width: float) -> bool:
    if char in _SEPARATORS:
        return True
    return (NARROWEST_ONE if char == "1" else NARROWEST) <= width <= WIDEST.get(char, WIDEST_OTHER)
