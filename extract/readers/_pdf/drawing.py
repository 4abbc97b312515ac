"""The drawing objects of a PDFium page -> visible lines, coloured areas, pictures.

What makes it hard: a border is a stroke, a thin filled rectangle, the outline of a rectangle, a row of dashes, or one
path of hundreds of bars; browsers and WPS put them into nested form objects, each with its own matrix.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator
from itertools import pairwise, repeat
from typing import NamedTuple

from extract.readers._page.content import TooManyObjects
from extract.readers._page.gaps import gap_lines
from extract.readers._page.geometry import (
    IDENTITY,
    STRAIGHT_PT,
    THIN_PT,
    Box,
    Matrix,
    box_around,
    is_slant,
    is_upright,
    multiplied,
)
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.clips import clip_of
from extract.readers._pdf.paths import OPAQUE, Path, box_on_page, is_shown, read_paths
from extract.readers._pdf.stretches import stretches_of

MAX_OBJECTS = 100_000  # on one page; a report's page has some thousand
MAX_DEPTH = 6  # form objects inside form objects; browsers nest two
ROUND = 0.4  # of a box's side: what its round corners leave of it
DARK = 80.0  # red, green and blue of what blacks text out are lower
HIGHLIGHT = {0.0, 255.0}  # red, green and blue of what Word and WPS highlight with: yellow, turquoise, pink

_PATH, _IMAGE, _SHADING, _FORM = 2, 3, 4, 5
_NO_TEXT = -1  # as render mode
_LINE_SEGMENTS = 2  # of a path: one straight line
_BOX_SEGMENTS = 5  # of a path: a rectangle's, closed


class FormTexts(NamedTuple):
    """The texts of a form, as a range of all texts; how its space lies on the page; the box in which it shows (None: everywhere)."""

    texts: range
    matrix: Matrix
    shown: Box | None


class Drawing:
    """Collects the visible drawing of a page: thin strokes and bars as lines, coloured areas, pictures."""

    def __init__(self) -> None:
        self.lines: list[Box] = []
        self.slants: list[Box] = []  # straight strokes that are neither level nor upright
        self.fills: list[Box] = []
        self.whites: list[Box] = []  # of white boxes on coloured areas
        self.images: list[Box] = []
        self.shades: list[Box] = []  # areas whose colour runs into another one
        # boxes of closed shapes that are no rectangles, such as letters drawn as paths
        self.outlines: list[Box] = []
        self.texts: list[int] = []
        self.text_handles: list[Argument] = []  # the same
        self.text_modes: list[int] = []  # how they are rendered
        self.forms: list[FormTexts] = []  # inner ones first
        self.veiled: set[int] = set()  # texts of forms drawn through a mask, a blend mode, an odd clip path
        self.covers: list[tuple[int, Box]] = []  # opaque areas, and how many texts were drawn before
        self.grounds: dict[tuple[float, ...], list[Box]] = {}  # coloured areas by red, green, blue
        self.drawn = 0
        self.upright = True  # no form that may hold text is turned
        self._farthest: tuple[float, Argument, Matrix] | None = None  # path: its right edge, and what it is
        self._count = 0
        self._box = (ctypes.c_float * 4)()
        self._box_at = [ctypes.byref(self._box, 4 * k) for k in range(4)]

    def add(self, objects: list[int], matrix: Matrix = IDENTITY, depth: int = 0) -> None:
        self._count += len(objects)
        if self._count > MAX_OBJECTS:
            raise TooManyObjects
        handles = calls.arguments(objects)
        modes = list(map(calls.render_mode, handles))
        others = [k for k, mode in enumerate(modes) if mode == _NO_TEXT]  # few of most pages' objects
        kinds = list(map(calls.object_type, map(handles.__getitem__, others)))
        paths = read_paths(
            [handles[k] for k, kind in zip(others, kinds, strict=True) if kind == _PATH], matrix
        )
        start = 0
        for end, kind in zip(others, kinds, strict=True):
            if start < end:
                self._add_texts(objects[start:end], handles[start:end], modes[start:end])
            handle, start = handles[end], end + 1
            if kind == _PATH:
                self._add_path(next(paths), matrix)
            elif kind == _IMAGE:
                self.images.append(self.bounds_of(handle, matrix))
                self._add_cover(self.images[-1])
                self.drawn += 1
            elif kind == _SHADING:
                self.shades.append(self.bounds_of(handle, matrix))
                self.fills.append(self.shades[-1])
                self._add_cover(self.shades[-1])
            elif kind == _FORM:
                self._add_form(handle, matrix, depth)
        self._add_texts(objects[start:], handles[start:], modes[start:])

    def _add_texts(self, texts: list[int], handles: list[Argument], modes: list[int]) -> None:
        self.texts += texts
        self.text_handles += handles
        self.text_modes += modes

    def _add_form(self, handle: Argument, outer: Matrix, depth: int) -> None:
        matrix = self._matrix_of(handle, outer)
        self.upright &= depth < MAX_DEPTH and is_upright(matrix)
        if depth < MAX_DEPTH:
            inner = list(map(calls.form_object, repeat(handle), range(calls.form_objects(handle))))
            start = len(self.texts)
            self.add(inner, matrix, depth + 1)
            if len(self.texts) > start:
                clip = clip_of(handle, outer)
                self.forms.append(FormTexts(range(start, len(self.texts)), matrix, clip.box))
                if calls.has_transparency(handle) or not clip.whole:
                    self.veiled.update(self.texts[start:])

    def _matrix_of(self, handle: Argument, outer: Matrix) -> Matrix:
        found = (ctypes.c_float * 6)()
        if not calls.object_matrix(handle, ctypes.byref(found)):
            return outer
        return multiplied(tuple(found), outer)

    def bounds_of(self, handle: Argument, matrix: Matrix = IDENTITY) -> Box:
        """The bounds of an object; an empty box at the origin where PDFium knows none."""
        if not calls.bounds(handle, *self._box_at):
            return (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = self._box
        return box_on_page((left, bottom, right, top), matrix)

    def boxes_without(self, known: Collection[int]) -> list[Box]:
        """The boxes of the texts that are not among the known ones."""
        places = [k for k, text in enumerate(self.texts) if text not in known]
        return [
            self.bounds_of(
                self.text_handles[k],
                next((form.matrix for form in self.forms if k in form.texts), IDENTITY),
            )
            for k in places
        ]

    def bars(self) -> list[Box]:
        """The boxes as dark as what blacks a number out; its text may be gone from the file."""
        return [box for colour, boxes in self.grounds.items() if max(colour) < DARK for box in boxes]

    def _add_path(self, path: Path, matrix: Matrix) -> None:
        handle, box, fill, stroke, count = path
        filled, stroked = fill and is_shown(fill), stroke and is_shown(stroke)
        left, bottom, right, top = box
        is_thin = right - left <= THIN_PT or top - bottom <= THIN_PT
        if stroke and stroke[-1] == OPAQUE and count <= _LINE_SEGMENTS and not is_thin:
            self._add_cover(box)  # a line as thick as what it is drawn over
        if not stroked and not filled and not (fill and (self.texts or self.fills)):
            return
        is_opaque = fill is not None and fill[-1] == OPAQUE
        if is_thin and fill and not stroked and self._is_highlight(fill[:-1], box):
            return
        if is_opaque and not is_thin:
            self._add_cover(box)
            if fill and filled:
                self.grounds.setdefault(fill[:-1], []).append(box)
        if not stroked and not filled:
            if self.fills and is_opaque and count <= _BOX_SEGMENTS:
                self.whites.append(box)
            return
        self.drawn += 1
        if self._farthest is None or right > self._farthest[0]:
            self._farthest = right, handle, matrix
        if stroked:
            if count <= _BOX_SEGMENTS and (is_thin or self._is_thin_inside(handle, box, matrix)):
                self.lines.append(box)
            else:
                self._add_outline(handle, matrix)
                if count > _BOX_SEGMENTS:
                    self.outlines.append(box)
        elif is_thin:
            self.lines.append(box)
        elif count <= _BOX_SEGMENTS:
            self.fills.append(box)
        else:
            self._add_bars(handle, matrix)
            self.outlines.append(box)

    def _is_highlight(self, colour: tuple[float, ...], box: Box) -> bool:
        """Whether a thin bar is part of a highlight: it goes on where the highlight of the text before it ends (12 件 has a bar for its space)."""
        if set(colour) != HIGHLIGHT or not self.grounds.get(colour):
            return False
        _, bottom, right, top = self.grounds[colour][-1]
        return all(
            abs(a - b) < STRAIGHT_PT
            for a, b in zip((right, bottom, top), (box[0], box[1], box[3]), strict=True)
        )

    def _is_thin_inside(self, handle: Argument, box: Box, matrix: Matrix) -> bool:
        """Whether a stroke is thin once its line width is taken off, by which PDFium widens its bounds on every side."""
        calls.stroke_width(handle, self._box_at[0])
        side = min(box[2] - box[0], box[3] - box[1])
        return bool(side - 2 * self._box[0] * _scale(matrix) <= THIN_PT)

    def shown(self) -> Box | None:
        """What a clip path leaves of the path that reaches farthest to the right; None where none cuts it."""
        return clip_of(*self._farthest[1:]).box if self._farthest else None

    def _add_cover(self, box: Box) -> None:
        if self.texts:
            self.covers.append((len(self.texts), box))

    def _add_outline(self, handle: Argument, matrix: Matrix) -> None:
        """Every level or upright stretch of a stroked path is a line; slanted ones and curves are none."""
        stretches = list(stretches_of(handle, matrix))
        self.slants += [box_around(points) for points in stretches if is_slant(points)]
        sides = [
            (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
            for points in stretches
            for (xa, ya), (xb, yb) in pairwise(points)
            if abs(xa - xb) < STRAIGHT_PT or abs(ya - yb) < STRAIGHT_PT
        ]
        self.lines += _with_corners(sides)

    def _add_bars(self, handle: Argument, matrix: Matrix) -> None:
        """Borders are often filled all at once: one path of many thin rectangles, or of boxes in boxes."""
        outer: Box | None = None
        for points in stretches_of(handle, matrix):
            box = box_around(points)
            if min(box[2] - box[0], box[3] - box[1]) <= THIN_PT:
                self.lines.append(box)
            elif outer and all(abs(a - b) <= THIN_PT for a, b in zip(outer, box, strict=True)):
                self.lines += _between(self.fills.pop(), box)
                outer = None
            else:
                self.fills.append(box)
                outer = box


def read_drawing(page: Argument) -> Drawing:
    """All that a page draws. Raises TooManyObjects."""
    count = calls.page_objects(page)
    if count > MAX_OBJECTS:
        raise TooManyObjects
    drawing = Drawing()
    drawing.add(list(map(calls.page_object, repeat(page), range(count))))
    drawing.lines += gap_lines(drawing.fills, drawing.whites)
    return drawing


def _between(one: Box, other: Box) -> Iterator[Box]:
    """The sides of a frame, given its outer and its inner edge in any order; where both meet it has none."""
    x0, y0, x1, y1 = (min(a, b) for a, b in zip(one, other, strict=True))
    u0, v0, u1, v1 = (max(a, b) for a, b in zip(one, other, strict=True))
    sides = ((x0, y0, u1, v0), (x0, y1, u1, v1), (x0, y0, u0, v1), (x1, y0, u1, v1))
    yield from (side for side in sides if side[2] > side[0] and side[3] > side[1])


def _with_corners(sides: list[Box]) -> list[Box]:
    """The four sides of a box with round corners drawn out to its corners; any others as they are."""
    if sum(max(x1 - x0, y1 - y0) > STRAIGHT_PT for x0, y0, x1, y1 in sides) != 4:
        return sides
    x0, y0 = min(side[0] for side in sides), min(side[1] for side in sides)
    x1, y1 = max(side[2] for side in sides), max(side[3] for side in sides)
    level = [side for side in sides if side[2] - side[0] > ROUND * (x1 - x0)]
    upright = [side for side in sides if side[3] - side[1] > ROUND * (y1 - y0)]
    if len(level) != 2 or len(upright) != 2:
        return sides
    return [
        *((x0, low, x1, high) for _, low, _, high in level),
        *((low, y0, high, y1) for low, _, high, _ in upright),
    ]


def _scale(matrix: Matrix) -> float:
    if matrix is IDENTITY:
        return 1.0
    return max(abs(matrix[0]) + abs(matrix[2]), abs(matrix[1]) + abs(matrix[3]))
