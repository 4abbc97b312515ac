"""Text objects of a PDFium page -> those that do not show: without ink, transparent, white on white paper."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from extract.readers import pdf_calls as calls
from extract.readers.grid import Floats, Ints
from extract.readers.pdf_calls import Argument
from extract.readers.pdf_drawing import WHITE, Cover, Drawing
from extract.readers.pdf_geometry import Box

FAINT = 13  # of 255: text less opaque than this (one part in twenty) is not seen

# render modes: filled; neither filled nor stroked; only clipped to
_FILLED, _UNDRAWN, _CLIPPED = 0, 3, 7

# of a text object: its render mode, whether its colour is known, and that as four numbers of 32 bits
Look = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class Unseen:
    """Handles of text objects: without ink, as over a scan, and as white as the paper."""

    undrawn: frozenset[int]
    white: frozenset[int]


def find_unseen(drawing: Drawing) -> Unseen:
    """Which of the text objects do not show, or show on a dark ground alone."""
    looks = set(_looks_of(drawing.text_handles))  # all objects of most pages look alike
    undrawn, white = set(filter(_is_undrawn, looks)), set(filter(_is_white, looks))
    if not undrawn and not white:
        return Unseen(frozenset(), frozenset())
    each = list(zip(drawing.texts, _looks_of(drawing.text_handles), strict=True))
    return Unseen(
        frozenset(text for text, look in each if look in undrawn),
        frozenset(text for text, look in each if look in white - undrawn),
    )


def _looks_of(handles: Sequence[Argument]) -> Iterator[Look]:
    colour = (ctypes.c_uint * 4)()
    at = [repeat(ctypes.byref(colour, 4 * k)) for k in range(4)]
    written = memoryview(colour).cast("B")
    return zip(
        map(calls.render_mode, handles),
        map(calls.fill_color, handles, *at),
        map(written.tobytes, repeat(None)),
        strict=False,
    )


def _is_undrawn(look: Look) -> bool:
    mode, known, colour = look
    faint = mode == _FILLED and known and memoryview(colour).cast("I")[3] < FAINT
    return bool(faint) or mode in (_UNDRAWN, _CLIPPED)


def _is_white(look: Look) -> bool:
    mode, known, colour = look
    return bool(mode == _FILLED and known and min(memoryview(colour).cast("I")[:3]) >= WHITE)


def is_seen(
    text_page: Argument, indices: Ints, boxes: Floats, drawing: Drawing, unseen: Unseen
) -> NDArray[np.bool_]:
    """Which characters show: white ones only on coloured areas and pictures, none below a later white area."""
    seen = np.ones(len(indices), dtype=bool)
    hiding = bool(unseen.undrawn or unseen.white)
    if not hiding and not drawing.covers:
        return seen
    areas, covered = _standing_in(boxes, [cover.box for cover in drawing.covers])
    asked = np.flatnonzero(np.bincount(covered, minlength=len(seen))) if not hiding else np.arange(len(seen))
    objects = list(map(calls.text_object, repeat(text_page), indices[asked].tolist()))
    if hiding:
        seen &= [handle not in unseen.undrawn for handle in objects]
        white = np.flatnonzero([handle in unseen.white for handle in objects])
        seen[white] = False
        seen[white[_standing_in(boxes.take(white, axis=0), [*drawing.fills, *drawing.images])[1]]] = True
    if len(covered):
        count = len(drawing.texts)
        order = dict(zip(drawing.texts, range(count), strict=True))
        drawn = np.full(len(seen), count)
        drawn[asked] = np.fromiter(map(order.get, objects, repeat(count)), np.int64, len(objects))
        since = np.array([cover.texts for cover in drawing.covers])
        later = drawn[covered] < since[areas]
        seen[_within_shown(drawing.covers, areas[later], covered[later], boxes)] = False
    return seen


def _within_shown(covers: Sequence[Cover], areas: Ints, chars: Ints, boxes: Floats) -> Ints:
    """Of pairs of a white area and a character, the characters in the part of their area that shows."""
    shown = {area: covers[area].shown_box() for area in set(areas.tolist())}
    left, bottom, right, top = np.array([shown[area] for area in areas.tolist()]).reshape(-1, 4).T
    x, y = (boxes[chars, 0] + boxes[chars, 2]) / 2, (boxes[chars, 1] + boxes[chars, 3]) / 2
    return chars.compress((left <= x) & (x <= right) & (bottom <= y) & (y <= top))


def _standing_in(boxes: Floats, areas: Sequence[Box]) -> tuple[Ints, Ints]:
    """Pairs of an area and a character whose middle lies in it.

    Looked for among the characters of the area's height: a page may have as many areas as cells.
    """
    left, bottom, right, top = np.array(areas, dtype=np.float64).reshape(-1, 4).T
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    upwards = np.argsort(y)
    first = np.searchsorted(y[upwards], bottom, side="left")
    count = np.maximum(np.searchsorted(y[upwards], top, side="right") - first, 0)
    area = np.repeat(np.arange(len(areas)), count)
    place = upwards[np.arange(len(area)) + np.repeat(first - (np.cumsum(count) - count), count)]
    inside = (left[area] <= x[place]) & (x[place] <= right[area])
    return area[inside], place[inside]
