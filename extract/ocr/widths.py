"""Whether a reading fits its ink: digits of one print are of nearly one width, a 1 is narrower.

The model is sure of what it reads in the company of digits: l as 1, O as 0, a 3 that a hyphen touches as 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
# an O is as high as the digits, a 〇 1.12 times; of 419 full-width 0, printed far more often, one is as round and wide
LETTER_HIGH, LETTER_ROUND, LETTER_WIDE = (0.9, 1.1), 0.9, 1.2
_SEPARATORS = ",.，．"


@dataclass(frozen=True, slots=True)
class Digit:
    """A page's usual digit. `share` is its width by its height in pixels, which is not known where digits are few."""

    share: float = USUAL_DIGIT
    height: float | None = None


def usual_digit(readings: Iterable[tuple[str, Sequence[int], int]]) -> Digit:
    """The median of a page's digits but 1. `readings` are texts, the widths of their ink, and its height, in pixels."""
    found = [
        (width / height, height)
        for text, widths, height in readings
        if text.isdecimal() and len(text) == len(widths)
        for digit, width in zip(text, widths, strict=True)
        if digit != "1"
    ]
    if len(found) < ENOUGH_DIGITS:
        return Digit()
    return Digit(median(share for share, _ in found), median(height for _, height in found))


def is_letter_o(width: int, height: int, digit: Digit) -> bool:
    """Whether a lone round shape is as high as the page's digits, and rounder and wider than a 0."""
    if digit.height is None:
        return False
    least, most = (share * digit.height for share in LETTER_HIGH)
    wide = width > LETTER_WIDE * digit.share * digit.height
    return least <= height <= most and width > LETTER_ROUND * height and wide


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
