"""The lengths in CSS values: how far, how wide, how tall, in points."""

from __future__ import annotations

import re

TINY = 2.0  # points; text below has a size that nobody reads

_POINTS = {
    "pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12, "cm": 28.35, "mm": 2.835, "in": 72.0,
    "": 0.75,
}  # fmt: skip
_SCALE = {"%": 0.01, "em": 16.0, "rem": 16.0}
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_LENGTH = re.compile(rf"({_NUMBER})([a-z]+|%|)(?![\w.])")


def font_size(said: dict[str, str]) -> tuple[float, str] | None:
    """The size of the letters with its unit, by `font-size` or what `font` says before a stroke, whichever comes last."""
    for name in reversed(said):
        if name == "font":
            sizes = _LENGTH.finditer(said[name].partition("/")[0])
            found = next((size for size in sizes if size[2] or float(size[1]) == 0), None)
        elif name == "font-size":
            found = _LENGTH.match(said[name])
        else:
            continue
        return (float(found[1]), found[2]) if found is not None else None
    return None


def is_tiny(number: float, unit: str) -> bool:
    """Whether letters of that size are too small to read; of rem a page for phones sets its own size."""
    return number == 0 or (unit not in ("", "rem") and points(number, unit) < TINY)


def longest(value: str) -> float:
    return max((abs(points(float(number), unit)) for number, unit in _LENGTH.findall(value)), default=0.0)


def amount(value: str) -> float:
    """The number that a value begins with, of its per cents the hundredth, of an em about its pixels; 1 where it is none."""
    found = _LENGTH.match(value)
    return float(found[1]) * _SCALE.get(found[2], 1.0) if found is not None else 1.0


def points(number: float, unit: str) -> float:
    return number * _POINTS.get(unit, 0.0)


def stated(value: str) -> float | None:
    """The length that a value begins with; None where it begins with none."""
    found = _LENGTH.match(value)
    return points(float(found[1]), found[2]) if found is not None else None
