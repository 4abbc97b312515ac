"""One page of PDFium -> arrays of characters and ruling lines.

PDFium is called a few times per character and per path, so the calls are bound anew as plain C functions that
take integers and keep the interpreter's lock: a third of the time of pypdfium2's own bindings.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.readers.grid import Chars, Rules
from extract.readers.pdf_glyphs import to_plain

Floats = NDArray[np.float64]

THIN_PT = 3.0  # points: a filled rectangle no thicker than this is a line; word_borders.pdf fills 0.5 to 2.25
WHITE = 250  # of 255: paler than this is the paper (tables laid out with white borders)
BIG_IMAGE = 0.5  # share of the page that pictures must cover to be its scan
MAX_OBJECTS = 100_000  # on one page; a report's page has some thousand
MAX_CHARS = 100_000
MAX_DEPTH = 6  # form objects inside form objects; browsers nest two

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_INVISIBLE = 3  # text render mode
_ADDRESS, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


def _bound(name: str, result: type | None, *arguments: type) -> ctypes._FuncPointer:
    address = ctypes.cast(getattr(pdfium, name), _ADDRESS).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_count_chars = _bound("FPDFText_CountChars", _INT, _ADDRESS)
_get_unicode = _bound("FPDFText_GetUnicode", ctypes.c_uint, _ADDRESS, _INT)
_get_box = _bound("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
_get_tight_box = _bound(
    "FPDFText_GetCharBox", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS
)
_get_angle = _bound("FPDFText_GetCharAngle", _FLOAT, _ADDRESS, _INT)
_no_unicode_map = _bound("FPDFText_HasUnicodeMapError", _INT, _ADDRESS, _INT)
_text_object = _bound("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)
_render_mode = _bound("FPDFTextObj_GetTextRenderMode", _INT, _ADDRESS)
_content_id = _bound("FPDFPageObj_GetMarkedContentID", _INT, _ADDRESS)
_page_objects = _bound("FPDFPage_CountObjects", _INT, _ADDRESS)
_page_object = _bound("FPDFPage_GetObject", _ADDRESS, _ADDRESS, _INT)
_form_objects = _bound("FPDFFormObj_CountObjects", _INT, _ADDRESS)
_form_object = _bound("FPDFFormObj_GetObject", _ADDRESS, _ADDRESS, ctypes.c_ulong)
_object_type = _bound("FPDFPageObj_GetType", _INT, _ADDRESS)
_object_matrix = _bound("FPDFPageObj_GetMatrix", _INT, _ADDRESS, _ADDRESS)
_bounds = _bound("FPDFPageObj_GetBounds", _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_fill_color = _bound("FPDFPageObj_GetFillColor", _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_stroke_color = _bound("FPDFPageObj_GetStrokeColor", _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
_stroke_width = _bound("FPDFPageObj_GetStrokeWidth", _INT, _ADDRESS, _ADDRESS)
_draw_mode = _bound("FPDFPath_GetDrawMode", _INT, _ADDRESS, _ADDRESS, _ADDRESS)
_segments = _bound("FPDFPath_CountSegments", _INT, _ADDRESS)
_segment = _bound("FPDFPath_GetPathSegment", _ADDRESS, _ADDRESS, _INT)
_point = _bound("FPDFPathSegment_GetPoint", _INT, _ADDRESS, _ADDRESS, _ADDRESS)
_segment_type = _bound("FPDFPathSegment_GetType", _INT, _ADDRESS)
_segment_closes = _bound("FPDFPathSegment_GetClose", _INT, _ADDRESS)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class TooManyObjects(ValueError):  # noqa: N818 - a finding about the page
    """The page holds more characters or drawing objects than a report's page ever does."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page is displayed: its visible box in PDF's own space, and clockwise quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def turned(self, turns: int) -> Frame:
        return Frame(self.left, self.bottom, self.right, self.top, turns % 4)

    def boxes(self, raw: Floats) -> Floats:
        """Rows of left, bottom, right, top in PDF space -> x0, y0, x1, y1 from the top left as displayed."""
        left, bottom, right, top = raw[:, 0], raw[:, 1], raw[:, 2], raw[:, 3]
        if self.turns == 0:
            columns = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        elif self.turns == 1:
            columns = (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        elif self.turns == 2:
            columns = (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        else:
            columns = (self.top - top, self.right - right, self.top - bottom, self.right - left)
        return np.stack(columns, axis=1)

    def raw_box(self, box: Sequence[float]) -> tuple[float, float, float, float]:
        """The inverse of `boxes` for one box."""
        x0, y0, x1, y1 = box
        if self.turns == 0:
            return (self.left + x0, self.top - y1, self.left + x1, self.top - y0)
        if self.turns == 1:
            return (self.left + y0, self.bottom + x0, self.left + y1, self.bottom + x1)
        if self.turns == 2:
            return (self.right - x1, self.bottom + y0, self.right - x0, self.bottom + y1)
        return (self.right - y1, self.top - x1, self.right - y0, self.top - x0)


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page, in the frame in which most of its text is upright."""

    chars: Chars
    rules: Rules
    fills: Floats  # boxes of coloured areas: backgrounds of cells
    shown: Frame  # as a viewer displays the page
    upright: Frame  # as its text is read; differs for a table set sideways on an unturned page
    indices: NDArray[np.int64]  # PDFium's number of each character, for look-ups in its content
    image_share: float  # of the page's area that pictures cover
    recognized: bool  # the text is an invisible layer over a picture
    drawn: int  # number of paths and pictures
    unmapped: bool  # the fonts give no Unicode for most characters


def read_page(page: int, text_page: int, frame: Frame) -> PageContent:
    """The page's content; `page` and `text_page` are PDFium's handles. Raises TooManyObjects."""
    objects = _list_objects(page)
    drawing = _Drawing()
    drawing.add(objects, _IDENTITY, 0)
    width, height = frame.size
    share = sum(drawing.image_areas) / max(width * height, 1.0)
    invisible = sum(1 for mode in map(_render_mode, drawing.texts) if mode == _INVISIBLE)
    recognized = share >= BIG_IMAGE and invisible * 2 > len(drawing.texts)
    codes, boxes, indices = _read_chars(text_page)
    angles = _read_angles(text_page, indices)
    seen = np.ones(len(indices), dtype=bool)
    if invisible and not recognized:
        modes = [_render_mode(_text_object(text_page, k)) for k in indices.tolist()]
        seen &= np.array(modes, dtype=np.int64) != _INVISIBLE
    turns = np.rint(angles / (np.pi / 2)).astype(np.int64)
    level = np.abs(angles - turns * (np.pi / 2)) < 0.1  # watermarks run slantwise
    upright = frame.turned(_usual_turn(turns[level & seen] % 4, frame.turns))
    boxes = upright.boxes(boxes)
    kept = seen & level & _inside(boxes, upright.size) & ~_printed_twice(codes, boxes)
    chars = Chars(codes[kept], boxes[kept], ((turns - upright.turns) % 4)[kept])
    return PageContent(
        chars=chars,
        rules=_to_rules(drawing.lines, upright),
        fills=upright.boxes(_rows(drawing.fills)),
        shown=frame,
        upright=upright,
        indices=indices[kept],
        image_share=share,
        recognized=recognized,
        drawn=drawing.drawn,
        unmapped=_lacks_unicode(text_page, codes, indices),
    )


def content_ids(text_page: int, indices: Sequence[int]) -> list[int]:
    """For each character the number that the page's logical structure calls its content by; -1 for none."""
    return [_content_id(_text_object(text_page, k)) for k in indices]


def _rows(boxes: list[tuple[float, float, float, float]]) -> Floats:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _list_objects(page: int) -> list[int]:
    count = _page_objects(page)
    if count > MAX_OBJECTS:
        raise TooManyObjects
    return list(map(_page_object, repeat(page), range(count)))


def _read_chars(text_page: int) -> tuple[NDArray[np.uint32], Floats, NDArray[np.int64]]:
    """Code points, boxes (left, bottom, right, top) and PDFium's numbers, without what PDFium made up."""
    count = _count_chars(text_page)
    if count > MAX_CHARS:
        raise TooManyObjects
    if count <= 0:
        return np.zeros(0, np.uint32), np.zeros((0, 4)), np.zeros(0, np.int64)
    text = "".join(map(chr, map(_valid_code, map(_get_unicode, repeat(text_page), range(count)))))
    codes = np.frombuffer(to_plain(text).encode("utf-32-le"), dtype=np.uint32)
    found = (ctypes.c_float * (4 * count))()
    start = ctypes.addressof(found)
    for _ in map(_get_box, repeat(text_page), range(count), range(start, start + 16 * count, 16)):
        pass
    boxes = np.frombuffer(found, dtype=np.float32).reshape(count, 4).astype(np.float64)[:, [0, 3, 2, 1]]
    flat = (boxes[:, 2] <= boxes[:, 0]) | (boxes[:, 3] <= boxes[:, 1])
    blank = np.isin(codes, (0x20, 0x0A, 0x0D, 0x09))
    _set_tight_boxes(text_page, boxes, np.flatnonzero(flat & ~blank))
    kept = np.flatnonzero(~(blank & flat) & (codes != 0x0A) & (codes != 0x0D))
    return codes[kept], boxes[kept], kept


def _valid_code(code: int) -> int:
    """A surrogate or an impossible code cannot be text: the replacement character stands for it."""
    return code if code < 0xD800 or 0xE000 <= code < 0x110000 else 0xFFFD


def _set_tight_boxes(text_page: int, boxes: Floats, wanted: NDArray[np.int64]) -> None:
    """Some fonts declare no height at all; then the glyph's own outline is the box."""
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    for k in wanted.tolist():
        _get_tight_box(text_page, k, *map(ctypes.addressof, sides))
        boxes[k] = (left.value, bottom.value, right.value, top.value)


def _read_angles(text_page: int, indices: NDArray[np.int64]) -> Floats:
    """Of each character, clockwise against PDF space, in radians from 0."""
    return np.fromiter(map(_get_angle, repeat(text_page), indices.tolist()), np.float64, len(indices))


def _usual_turn(turns: NDArray[np.int64], shown: int) -> int:
    """The quarter turn in which the text reads upright: the displayed one unless most text is set sideways."""
    if not len(turns):
        return shown
    counts = np.bincount(turns, minlength=4)
    most = int(counts.argmax())
    return most if counts[most] > 0.8 * len(turns) else shown


def _inside(boxes: Floats, size: tuple[float, float]) -> NDArray[np.bool_]:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return np.asarray((x >= 0) & (y >= 0) & (x <= size[0]) & (y <= size[1]))


def _printed_twice(codes: NDArray[np.uint32], boxes: Floats) -> NDArray[np.bool_]:
    """Bold faked by printing a character again a little beside itself."""
    again = np.zeros(len(codes), dtype=bool)
    order = np.lexsort((boxes[:, 0], np.rint(boxes[:, 1] / 2), codes))
    step = np.abs(np.diff(boxes[order], axis=0))
    height = (boxes[:, 3] - boxes[:, 1])[order][1:]
    same = np.diff(codes[order].astype(np.int64)) == 0
    again[order[1:]] = same & (np.maximum(step[:, 0], step[:, 1]) < 0.15 * height)
    return again


def _lacks_unicode(text_page: int, codes: NDArray[np.uint32], indices: NDArray[np.int64]) -> bool:
    """Rubbish instead of text: asked of PDFium only where a page shows few Chinese characters."""
    chinese = np.count_nonzero((codes >= 0x3400) & (codes < 0xA000))
    if not len(codes) or chinese * 5 > len(codes):
        return False
    failed = sum(map(_no_unicode_map, repeat(text_page), indices.tolist()))
    return failed * 2 > len(codes)


class _Drawing:
    """Collects the visible drawing of a page: thin strokes and bars as lines, coloured areas, pictures."""

    def __init__(self) -> None:
        self.lines: list[tuple[float, float, float, float]] = []
        self.fills: list[tuple[float, float, float, float]] = []
        self.image_areas: list[float] = []
        self.texts: list[int] = []
        self.drawn = 0
        self._count = 0
        self._box = (_FLOAT * 4)()
        self._color = (ctypes.c_uint * 4)()
        self._mode = (_INT * 2)()
        box, color, mode = (ctypes.addressof(block) for block in (self._box, self._color, self._mode))
        self._box_at = (box, box + 4, box + 8, box + 12)
        self._color_at = (color, color + 4, color + 8, color + 12)
        self._mode_at = (mode, mode + 4)

    def add(self, objects: list[int], matrix: Matrix, depth: int) -> None:
        self._count += len(objects)
        if self._count > MAX_OBJECTS:
            raise TooManyObjects
        for handle, kind in zip(objects, map(_object_type, objects), strict=True):
            if kind == _TEXT:
                self.texts.append(handle)
            elif kind == _PATH:
                self._add_path(handle, matrix)
            elif kind == _IMAGE:
                left, bottom, right, top = self._bounds_of(handle, matrix)
                self.image_areas.append((right - left) * (top - bottom))
                self.drawn += 1
            elif kind == _FORM and depth < MAX_DEPTH:
                inner = list(map(_form_object, repeat(handle), range(_form_objects(handle))))
                self.add(inner, self._matrix_of(handle, matrix), depth + 1)

    def _matrix_of(self, handle: int, outer: Matrix) -> Matrix:
        found = (_FLOAT * 6)()
        if not _object_matrix(handle, ctypes.addressof(found)):
            return outer
        return _multiplied(tuple(found), outer)  # type: ignore[arg-type]

    def _bounds_of(self, handle: int, matrix: Matrix) -> tuple[float, float, float, float]:
        if not _bounds(handle, *self._box_at):
            return (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = self._box
        if matrix is _IDENTITY:
            return (left, bottom, right, top)
        (xa, ya), (xb, yb) = _moved(left, bottom, matrix), _moved(right, top, matrix)
        return (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    def _add_path(self, handle: int, matrix: Matrix) -> None:
        fill_mode, stroked = self._draw_mode_of(handle)
        stroked = stroked and self._is_visible(_stroke_color, handle)
        if not stroked and not (fill_mode and self._is_visible(_fill_color, handle)):
            return
        self.drawn += 1
        left, bottom, right, top = box = self._bounds_of(handle, matrix)
        count = _segments(handle)
        if stroked:
            _stroke_width(handle, self._box_at[0])
            # PDFium widens a stroke's bounds by its width on every side
            thin = min(right - left, top - bottom) - 2 * self._box[0] * _scale(matrix) <= THIN_PT
            if thin and count <= 5:
                self.lines.append(box)
            else:
                self._add_outline(handle, matrix)
        elif min(right - left, top - bottom) <= THIN_PT:
            self.lines.append(box)
        elif count <= 5:
            self.fills.append(box)
        else:
            self._add_bars(handle, matrix)

    def _draw_mode_of(self, handle: int) -> tuple[int, int]:
        _draw_mode(handle, *self._mode_at)
        return self._mode[0], self._mode[1]

    def _is_visible(self, get_color: ctypes._FuncPointer, handle: int) -> bool:
        if not get_color(handle, *self._color_at):
            return True
        red, green, blue, alpha = self._color
        return alpha > 0 and min(red, green, blue) < WHITE

    def _add_outline(self, handle: int, matrix: Matrix) -> None:
        """Every level or upright stretch of a stroked path is a line; slanted ones and curves are none."""
        for points in _walk(handle, matrix):
            for (xa, ya), (xb, yb) in zip(points, points[1:], strict=False):
                if abs(xa - xb) < 0.5 or abs(ya - yb) < 0.5:
                    self.lines.append((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))

    def _add_bars(self, handle: int, matrix: Matrix) -> None:
        """Borders are often filled all at once: one path of many thin rectangles."""
        for points in _walk(handle, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            thin = min(box[2] - box[0], box[3] - box[1]) <= THIN_PT
            (self.lines if thin else self.fills).append(box)


def _walk(handle: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The stretches of a path, each as its points; a curve cuts the stretch."""
    own = (_FLOAT * 6)()
    if _object_matrix(handle, ctypes.addressof(own)):
        matrix = _multiplied(tuple(own), matrix)  # type: ignore[arg-type]
    x, y = _FLOAT(), _FLOAT()
    points: list[tuple[float, float]] = []
    for k in range(min(_segments(handle), MAX_OBJECTS)):
        segment = _segment(handle, k)
        kind = _segment_type(segment)
        _point(segment, ctypes.addressof(x), ctypes.addressof(y))
        here = _moved(x.value, y.value, matrix)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(here)
        if _segment_closes(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _multiplied(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _scale(matrix: Matrix) -> float:
    if matrix is _IDENTITY:
        return 1.0
    return max(abs(matrix[0]) + abs(matrix[2]), abs(matrix[1]) + abs(matrix[3]))


def _to_rules(lines: list[tuple[float, float, float, float]], frame: Frame) -> Rules:
    """Boxes of lines -> level ones as y, x0, x1 and upright ones as x, y0, y1, within the page."""
    boxes = frame.boxes(_rows(lines))
    boxes[:, 0::2] = boxes[:, 0::2].clip(0, frame.size[0])
    boxes[:, 1::2] = boxes[:, 1::2].clip(0, frame.size[1])
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    level, upright = boxes[wide > high], boxes[high > wide]
    return Rules(
        np.stack([(level[:, 1] + level[:, 3]) / 2, level[:, 0], level[:, 2]], axis=1),
        np.stack([(upright[:, 0] + upright[:, 2]) / 2, upright[:, 1], upright[:, 3]], axis=1),
    )
