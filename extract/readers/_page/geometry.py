"""Boxes (left, bottom, right, top) and matrices of a page's drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Floats, Ints

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Extent = tuple[float, float]  # left and right
EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# points: a filled rectangle no thicker than this is a line; Word's thickest usual border is 2.25
THIN_PT = 3.0
STRAIGHT_PT = 0.5  # points: a stretch of a path that strays less is level or upright
# a pen goes up and down over what it strikes out; a tick, a triangle, a closed box turn less often
PEN_POINTS, PEN_TURNS = 4, 3
ASCENT, DESCENT = 0.86, 0.14  # of the font's size: the body of a Chinese character about its baseline
WHITE = 250  # of 255: paler than this is the paper (tables laid out with white borders)


def box_area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def common_box(one: Box, other: Box) -> Box:
    """What two boxes share; its sides are swapped where they share nothing."""
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))


def box_around(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def is_slant(points: Sequence[tuple[float, float]]) -> bool:
    """Whether it is a line as a pen strikes out: a straight one that is neither level nor upright, or one that goes up and down."""
    if len(points) > PEN_POINTS:
        ups = [b[1] > a[1] for a, b in pairwise(points) if abs(b[1] - a[1]) > STRAIGHT_PT]
        return sum(a != b for a, b in pairwise(ups)) >= PEN_TURNS
    x0, y0, x1, y1 = box_around(points)
    return len(points) == 2 and min(x1 - x0, y1 - y0) > THIN_PT


def middles_outside(boxes: Floats, areas: Floats) -> NDArray[np.bool_]:
    """Which boxes have their middle outside of the area beside them."""
    left, bottom, right, top = areas.T
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return np.asarray((x < left) | (x > right) | (y < bottom) | (y > top))


def are_cut(boxes: Floats, areas: Floats, share: float) -> NDArray[np.bool_]:
    """Which boxes lie with more than that share of their width or height outside of the area beside them."""
    beyond = np.maximum(areas[:, :2] - boxes[:, :2], boxes[:, 2:] - areas[:, 2:])
    return np.asarray((beyond > share * (boxes[:, 2:] - boxes[:, :2])).any(axis=1))


def points_in(x: Floats, y: Floats, areas: Floats) -> tuple[Ints, Ints]:
    """Pairs of an area and a point that lies in it.

    Looked for among the points of the area's height: a page may have as many areas as cells.
    """
    left, bottom, right, top = areas.T
    upwards = y.argsort()
    ys = y.take(upwards)
    first = ys.searchsorted(bottom, side="left")
    count = np.maximum(ys.searchsorted(top, side="right") - first, 0)
    area = np.repeat(np.arange(len(areas)), count)
    place = upwards.take(np.arange(len(area)) + np.repeat(first - (count.cumsum() - count), count))
    inside = (left.take(area) <= x.take(place)) & (x.take(place) <= right.take(area))
    return area.compress(inside), place.compress(inside)


def moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """The point as the matrix puts it."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def is_upright(matrix: Sequence[float]) -> bool:
    """Whether it neither turns nor slants nor mirrors."""
    a, b, c, d = matrix[:4]
    return a > 0 and b == 0 and c == 0 and d > 0


def multiplied(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def slant_of(angles: Floats) -> Floats:
    """How far angles are from level or upright, in quarter turns."""
    turns = angles / (np.pi / 2)
    return np.asarray(np.abs(turns - np.rint(turns)))
