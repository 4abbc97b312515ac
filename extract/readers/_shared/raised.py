"""Digits set higher or lower than the line: a footnote mark behind a number must not become its last digit (3¹, not 31)."""

from __future__ import annotations

from typing import Final

from extract.flags import SUBSCRIPT, SUPERSCRIPT

_MARKS: Final = "0123456789+-()０１２３４５６７８９"
RAISE: Final = str.maketrans(_MARKS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹")
RAISED_BY: Final = 4  # half-points; by less, letters are only set straight
LOWER: Final = str.maketrans(_MARKS, "₀₁₂₃₄₅₆₇₈₉₊₋₍₎₀₁₂₃₄₅₆₇₈₉")
PLACES: Final = {SUPERSCRIPT: RAISE, SUBSCRIPT: LOWER}


def place_of(shift: int) -> str | None:
    """Where a shift by so many half-points sets text: `superscript`, `subscript`, or None for on the line."""
    return None if abs(shift) < RAISED_BY else SUPERSCRIPT if shift > 0 else SUBSCRIPT
