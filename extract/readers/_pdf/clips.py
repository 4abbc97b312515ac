"""The clip paths of drawing objects: what they leave of the page."""

from __future__ import annotations

import ctypes

from extract.readers._page.geometry import Box, Matrix, box_around, common_box, moved
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument

MAX_POINTS = 10_000  # of one path; a report's have five

_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def clip_box(handle: Argument, matrix: Matrix) -> Box | None:
    """The box around what an object's clip paths leave; None where there are none.

    PDFium drops those that leave the object whole.
    """
    (path,) = calls.arguments([calls.clip_path(handle)])
    left: Box | None = None
    for k in range(calls.clips(path)):
        count = min(calls.clip_segments(path, k), MAX_POINTS)
        points = [_point(calls.clip_segment(path, k, n), matrix) for n in range(count)]
        box = box_around(points) if points else _NOWHERE
        left = common_box(left, box) if left else box
    return left


def _point(segment: int, matrix: Matrix) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    calls.point(*calls.arguments([segment]), ctypes.byref(x), ctypes.byref(y))
    return moved(x.value, y.value, matrix)
