"""The clip paths of drawing objects: what they leave of the page."""

from __future__ import annotations

import ctypes
from typing import NamedTuple

from extract.readers._page.geometry import Box, Matrix, box_around, common_box, moved
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument

MAX_POINTS = 10_000  # of one path; a report's have five
BOX_POINTS = 5  # of a box, closed

CORNER_PT = 0.1  # points: so near to a box's corners its points lie

_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


class Clip(NamedTuple):
    """The box around what an object's clip paths leave, None where there are none; and whether they leave all of it."""

    box: Box | None
    whole: bool


def clip_of(handle: Argument, matrix: Matrix) -> Clip:
    """What the clip paths of an object leave. PDFium does not list those that leave all of it."""
    (path,) = calls.arguments([calls.clip_path(handle)])
    left: Box | None = None
    whole = True
    for k in range(calls.clips(path)):
        count = min(calls.clip_segments(path, k), MAX_POINTS)
        points = [_point(calls.clip_segment(path, k, n), matrix) for n in range(count)]
        box = box_around(points) if points else _NOWHERE
        whole &= count <= BOX_POINTS and all(_is_corner(point, box) for point in points)
        left = common_box(left, box) if left else box
    return Clip(left, whole)


def _is_corner(point: tuple[float, float], box: Box) -> bool:
    x, y = point
    return min(abs(x - box[0]), abs(x - box[2])) < CORNER_PT > min(abs(y - box[1]), abs(y - box[3]))


def _point(segment: int, matrix: Matrix) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    calls.point(*calls.arguments([segment]), ctypes.byref(x), ctypes.byref(y))
    return moved(x.value, y.value, matrix)
