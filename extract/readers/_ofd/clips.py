"""The clip regions of an OFD object: what they leave of the page (GB/T 33190-2016, 8.4 and 8.5).

What makes it hard: the standard leaves it to a flag, which programs set as they like, whether a region turns and grows
with its object. What is outside in both ways does not show.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from lxml import etree

from extract.readers._ofd.package import child, children, text_of
from extract.readers._ofd.values import matrix_of, numbers, path_stretches
from extract.readers._page.geometry import Box, Matrix, box_around, common_box, moved, multiplied


def clip_box(
    element: etree._Element, place: Matrix, matrix: Matrix, spend: Callable[[int], None]
) -> Box | None:
    """The box around what the clip regions of an object leave of the page; None where it has no region.

    `place` leads from the object's boundary to PDF space, `matrix` by way of the object's own matrix. Raises BadNumber.
    """
    clips = list(children(child(element, "Clips"), "Clip"))
    boxes = [box for clip in clips if (box := _areas_box(clip, (place, matrix), spend))]
    return reduce(common_box, boxes) if boxes else None


def _areas_box(clip: etree._Element, outers: tuple[Matrix, ...], spend: Callable[[int], None]) -> Box | None:
    """The box around all areas of a region; None where an area is made of letters."""
    points = []
    for area in children(clip, "Area"):
        path = child(area, "Path")
        if path is None:
            return None
        left, top, _, _ = numbers(path.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
        inner = multiplied(matrix_of(path.get("CTM")), (1.0, 0.0, 0.0, 1.0, left, top))
        inner = multiplied(inner, matrix_of(area.get("CTM")))
        data = text_of(child(path, "AbbreviatedData"))
        for outer in outers:
            whole = multiplied(inner, outer)
            points += [moved(x, y, whole) for local in path_stretches(data, spend) for x, y in local]
    return box_around(points) if points else None
