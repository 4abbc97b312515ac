"""A path of PDFium -> the points along which it is drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from extract.readers._page.geometry import Matrix, moved, multiplied
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument

MAX_SEGMENTS = 100_000  # of one path

_LINE_TO = 0  # kind of a segment


def stretches_of(handle: Argument, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The stretches of a path, each as its points; a curve cuts the stretch."""
    own = (ctypes.c_float * 6)()
    if calls.object_matrix(handle, ctypes.byref(own)):
        matrix = multiplied(tuple(own), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    at = ctypes.byref(x), ctypes.byref(y)
    points: list[tuple[float, float]] = []
    for k in range(min(calls.segments(handle), MAX_SEGMENTS)):
        (segment,) = calls.arguments([calls.segment(handle, k)])
        kind = calls.segment_type(segment)
        calls.point(segment, *at)
        here = moved(x.value, y.value, matrix)
        if kind != _LINE_TO:
            if len(points) > 1:
                yield points
            points = []
        points.append(here)
        if calls.segment_closes(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
