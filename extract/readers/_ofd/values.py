"""The attribute values of OFD's XML -> numbers, offsets, path points, colours (GB/T 33190-2016, 7 to 11).

What makes it hard: offsets are run-length coded (`g 3 4.2 2.1`) and often shorter than the text; a number that cannot be
read would put digits into a wrong cell, so it makes the page unreadable instead.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from lxml import etree

from extract.readers._page.geometry import (
    IDENTITY,
    STRAIGHT_PT,
    THIN_PT,
    WHITE,
    Box,
    Matrix,
    box_around,
    moved,
)
from extract.readers._shared.unseen import FAINT

FARTHEST = 1e6  # millimetres: no page, and no sane coordinate, reaches farther
OPAQUE = 255.0
BOX_POINTS = 6  # of a rectangle's path, closed twice

Point = tuple[float, float]

_TOKENS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[A-Za-z]+")
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0, "Z": 0}


class BadNumber(ValueError):  # noqa: N818 - a finding about the page
    """A coordinate that is no number, or beyond any page."""


def number(text: str) -> float:
    """A coordinate as a number. Raises BadNumber."""
    try:
        value = float(text)
    except ValueError as error:
        raise BadNumber(text[:40]) from error
    if not math.isfinite(value) or abs(value) > FARTHEST:
        raise BadNumber(text[:40])
    return value


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """The `count` numbers of an attribute; None where there is no such attribute. Raises BadNumber."""
    if text is None or not text.strip():
        return None
    tokens = text.replace(",", " ").split()[:count]
    try:
        found = tuple(map(float, tokens))
    except ValueError as error:
        raise BadNumber(text[:40]) from error
    # written so that nan fails
    if len(found) < count or not (
        min(found) >= -FARTHEST and max(found) <= FARTHEST and sum(found) == sum(found)
    ):
        raise BadNumber(text[:40])
    return found


def matrix_of(text: str | None) -> Matrix:
    """A CTM attribute; the identity where there is none. Raises BadNumber."""
    found = numbers(text, 6)
    if found is None:
        return IDENTITY
    a, b, c, d, e, f = found
    return (a, b, c, d, e, f)


def offsets(text: str | None, needed: int) -> list[float] | None:
    """DeltaX or DeltaY as one offset for each further character, None where there is no such attribute.

    `g n v` stands for n times v. The last offset goes on where there are too few, as viewers do.
    """
    tokens = (text or "").split()
    if not tokens:
        return None
    found: list[float] = []
    at = 0
    while at < len(tokens) and len(found) < needed:
        if tokens[at] in ("g", "G"):
            if at + 2 >= len(tokens) or not tokens[at + 1].isdecimal() or len(tokens[at + 1]) > 9:
                raise BadNumber(" ".join(tokens[at : at + 3])[:40])
            found += [number(tokens[at + 2])] * min(int(tokens[at + 1]), needed - len(found))
            at += 3
        else:
            found.append(number(tokens[at]))
            at += 1
    if len(found) < needed:
        found += [found[-1] if found else 0.0] * (needed - len(found))
    return found


def path_stretches(data: str, spend: Callable[[int], None]) -> list[list[Point]]:
    """AbbreviatedData -> stretches of straight lines, each as its points; a curve begins a new one where it ends.

    `spend` is told how many tokens there are before they are looked at. An unknown operator ends the path.
    Raises BadNumber.
    """
    tokens = _TOKENS.findall(data)
    spend(len(tokens) // 2)
    stretches: list[list[Point]] = []
    at, start = 0, (0.0, 0.0)
    while at < len(tokens):
        operands = _OPERANDS.get(tokens[at])
        if (
            operands is None
            or at + operands >= len(tokens)
            or (tokens[at + operands][-1].isalpha() and operands)
        ):
            break
        name, at = tokens[at], at + 1 + operands
        here = (float(tokens[at - 2]), float(tokens[at - 1])) if operands else start
        if name in "MS":
            start = here
            stretches.append([here])
        elif not stretches:
            break
        elif name in "LCZ":
            stretches[-1].append(here)
        else:
            stretches.append([here])
    return stretches


def is_true(element: etree._Element, name: str, default: bool) -> bool:
    """The value of a boolean attribute; `default` where there is none."""
    value = element.get(name)
    return default if value is None else value.strip().lower() in ("true", "1")


def is_visible_color(color: etree._Element, paper: int = WHITE) -> bool:
    """Whether a colour is neither transparent nor as pale as paper. Patterns, shadings and palettes count as visible."""
    if is_faint(color):
        return False
    parts = channels(color)
    return not parts or not _is_white(parts, paper)


def channels(color: etree._Element) -> tuple[float, ...]:
    """The numbers of a colour; none for patterns, shadings and palettes."""
    parts = [_channel(token) for token in color.get("Value", "").split()]
    return () if None in parts else tuple(part for part in parts if part is not None)


def is_faint(element: etree._Element) -> bool:
    """Whether an object or a colour is too transparent to be seen: Alpha runs from 0 to 255."""
    alpha = _channel(element.get("Alpha", "").strip())
    return alpha is not None and alpha < FAINT


def is_opaque(element: etree._Element, fill: etree._Element) -> bool:
    """Whether nothing below the object shows through its colour, which is no pattern or gradient."""
    alphas = (_channel(each.get("Alpha", "255").strip()) for each in (element, fill))
    return len(fill) == 0 and all(alpha == OPAQUE for alpha in alphas)


def is_box(points: Sequence[Point]) -> bool:
    """Whether a stretch of lines goes round a level rectangle."""
    sides = list(pairwise((*points, points[0])))
    level = (abs(xa - xb) < STRAIGHT_PT or abs(ya - yb) < STRAIGHT_PT for (xa, ya), (xb, yb) in sides)
    return 4 <= len(points) <= BOX_POINTS and all(level)


def straight_sides(points: Sequence[Point]) -> list[Box]:
    """Level and upright stretches; slanted ones are no ruling."""
    return [
        box_around((one, other))
        for one, other in pairwise(points)
        if abs(one[0] - other[0]) < STRAIGHT_PT or abs(one[1] - other[1]) < STRAIGHT_PT
    ]


def thick_strokes(
    element: etree._Element, stroke: etree._Element, matrix: Matrix, stretches: Sequence[Sequence[Point]]
) -> list[Box]:
    """The areas that level and upright strokes of a path cover, if they are opaque and thicker than any border."""
    half = abs(_channel(element.get("LineWidth", "").strip()) or 0.0) * math.hypot(*matrix[:2]) / 2
    if 2 * half <= THIN_PT or not is_opaque(element, stroke):
        return []
    found = []
    for x0, y0, x1, y1 in (box_around([moved(x, y, matrix) for x, y in each]) for each in stretches if each):
        if y1 - y0 < STRAIGHT_PT:
            found.append((x0, y0 - half, x1, y1 + half))
        elif x1 - x0 < STRAIGHT_PT:
            found.append((x0 - half, y0, x1 + half, y1))
    return found


def _channel(token: str) -> float | None:
    try:
        return float(int(token[1:], 16)) if token.startswith("#") else float(token)
    except ValueError:
        return None


def _is_white(parts: Sequence[float], paper: int) -> bool:
    if len(parts) == 4:  # CMYK: no ink
        return max(parts) <= 255 - paper
    return min(parts) >= paper
