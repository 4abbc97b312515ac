"""Text objects of a PDFium page -> those that do not show: without ink, transparent, white on white paper.

Where that is not plain (painted over, as dark as their ground), the page is drawn with and without them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Codes, Floats, Ints, positions
from extract.readers._page.geometry import Box, points_in
from extract.readers._page.text import is_digit
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.drawing import Drawing
from extract.readers._shared.unseen import FAINT, is_pale

THIN = 0.8  # units: a white outline no wider leaves some of each stroke
ALIKE = 32  # of 255: text nearer to its ground in each colour may not show

# render modes: filled; neither filled nor stroked; only clipped to
_FILLED, _UNDRAWN, _CLIPPED = 0, 3, 7
_WITH_FILL = (0, 2, 4, 6)
_OUTLINED = (2, 6)  # filled, then stroked
_OF_PATTERN = [191, 191, 191, 255]  # the colour that PDFium gives for a tiling pattern

# of a text object: its render mode, whether its colour is known, and that as four numbers of 32 bits
Look = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class Unseen:
    """Handles of text objects, by why they may not show: no ink (as over a scan), white as the paper, or not sure.

    `inks` are the colours of the objects that do show on paper, as red, green, blue.
    """

    undrawn: frozenset[int]
    white: frozenset[int]
    doubtful: frozenset[int]
    inks: frozenset[tuple[int, ...]]

    @property
    def any(self) -> bool:
        return bool(self.undrawn or self.white or self.doubtful)


def find_unseen(drawing: Drawing) -> Unseen:
    """Which of the text objects do not show, or show on a dark ground alone."""
    looks = set(_looks_of(drawing))  # all objects of most pages look alike
    undrawn, white = set(filter(_is_undrawn, looks)), set(filter(_is_white, looks))
    doubtful = set(filter(_is_doubtful, looks))
    inks = frozenset(tuple(_colour(look)[:3]) for look in looks - undrawn - white - doubtful)
    outlined = frozenset(_outlined(drawing)) if any(look[0] in _OUTLINED for look in looks) else frozenset()
    if not undrawn and not white and not doubtful:
        return Unseen(frozenset(), frozenset(), outlined, inks)
    each = list(zip(drawing.texts, _looks_of(drawing), strict=True))
    kinds = [
        frozenset(text for text, look in each if look in kind)
        for kind in (undrawn, white - undrawn, doubtful - undrawn)
    ]
    return Unseen(kinds[0], kinds[1], kinds[2] | outlined - kinds[0], inks)


def _outlined(drawing: Drawing) -> Iterator[int]:
    """The texts whose white outline may cover what it fills."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    at = [ctypes.byref(channel) for channel in (red, green, blue, alpha)]
    width = ctypes.c_float()
    for text, handle, mode in zip(drawing.texts, drawing.text_handles, drawing.text_modes, strict=True):
        if mode not in _OUTLINED or not calls.stroke_color(handle, *at):
            continue
        calls.stroke_width(handle, ctypes.byref(width))
        if width.value > THIN and is_pale(red.value, green.value, blue.value):
            yield text


def _looks_of(drawing: Drawing) -> Iterator[Look]:
    colour = (ctypes.c_uint * 4)()
    at = [repeat(ctypes.byref(colour, 4 * k)) for k in range(4)]
    written = memoryview(colour).cast("B")
    return zip(
        drawing.text_modes,
        map(calls.fill_color, drawing.text_handles, *at),
        map(written.tobytes, repeat(None)),
        strict=False,
    )


def _colour(look: Look) -> list[int]:
    """The colour as red, green, blue and alpha."""
    return memoryview(look[2]).cast("I").tolist()


def _is_undrawn(look: Look) -> bool:
    mode, known, _ = look
    faint = mode == _FILLED and known and _colour(look)[3] < FAINT
    return bool(faint) or mode in (_UNDRAWN, _CLIPPED)


def _is_white(look: Look) -> bool:
    mode, known, _ = look
    return bool(mode == _FILLED and known and is_pale(*_colour(look)[:3]))


def _is_doubtful(look: Look) -> bool:
    """Whether a text is filled with a pattern, not filled, or white within an outline, so that it may not show."""
    mode, known, _ = look
    if mode not in _WITH_FILL or not known:
        return True
    colour = _colour(look)
    return colour == _OF_PATTERN or (mode != _FILLED and is_pale(*colour[:3]))


def is_seen(
    text_page: Argument,
    codes: Codes,
    indices: Ints,
    boxes: Floats,
    drawing: Drawing,
    unseen: Unseen,
    veiled: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which characters show, and which of these are in doubt, so that the page has to be drawn to tell.

    White characters show on coloured areas and pictures only. In doubt are characters that an area drawn later covers, that
    stand on an area of their own colour, or are `veiled`; digits also on a picture or a gradient, and white digits on a
    ground that may be white.
    """
    seen, doubted = np.ones(len(indices), dtype=bool), veiled.copy()
    if alike := _like_grounds(drawing, unseen.inks):
        doubted[standing_in(boxes, alike)[1]] = True
    if len(codes) and (drawing.images or drawing.shades):
        digits = positions(is_digit(codes))
        pictured = [*drawing.images, *drawing.shades]
        doubted[digits[standing_in(boxes.take(digits, axis=0), pictured)[1]]] = True
    if not unseen.any and not drawing.covers:
        return seen, doubted
    areas, covered = standing_in(boxes, [box for _, box in drawing.covers])
    asked = (
        positions(np.bincount(covered, minlength=len(seen)) > 0) if not unseen.any else np.arange(len(seen))
    )
    objects = list(map(calls.text_object, repeat(text_page), indices[asked].tolist()))
    if unseen.any:
        seen &= [handle not in unseen.undrawn for handle in objects]
        doubted |= [handle in unseen.doubtful for handle in objects]
        white = positions(np.array([handle in unseen.white for handle in objects]))
        ink = boxes.take(white, axis=0)
        seen[white] = False
        seen[white[standing_in(ink, [*drawing.fills, *drawing.images])[1]]] = True
        pale = white[standing_in(ink, [*drawing.whites, *drawing.images, *_pale_grounds(drawing)])[1]]
        doubted[pale] |= is_digit(codes[pale])
        again = _drawn_again(boxes, drawing, unseen, objects)
        seen[again], doubted[again] = True, False
    if len(covered):
        since = np.array([texts for texts, _ in drawing.covers])
        last = int(since.max())  # of the texts drawn later none is painted over
        order = dict(zip(drawing.texts[:last], range(last), strict=True))
        drawn = np.full(len(seen), last)
        drawn[asked] = np.fromiter(map(order.get, objects, repeat(last)), np.int64, len(objects))
        doubted[covered[drawn[covered] < since[areas]]] = True
    return seen, doubted & seen


def _drawn_again(boxes: Floats, drawing: Drawing, unseen: Unseen, objects: Collection[int]) -> Ints:
    """Which unseen characters stand for visible ones: of a text printed twice in one place (a shadow) PDFium gives the first print alone."""
    found = drawing.boxes_without(unseen.undrawn.union(unseen.white, unseen.doubtful, objects))
    again = np.array(found, dtype=np.float64).reshape(-1, 4)
    # the ink of a bracket alone stands beside the middle of its box
    return np.concatenate((standing_in(boxes, again)[1], standing_in(again, boxes)[0]))


def _pale_grounds(drawing: Drawing) -> Iterator[Box]:
    """The coloured areas on which white text may not show."""
    for ground, boxes in drawing.grounds.items():
        if min(ground) > 255 - ALIKE or ground == tuple(_OF_PATTERN[:3]):
            yield from boxes


def _like_grounds(drawing: Drawing, inks: Collection[tuple[int, ...]]) -> list[Box]:
    """The coloured areas on which text of one of these colours may not show."""
    return [
        box
        for ground, boxes in drawing.grounds.items()
        if any(max(abs(a - b) for a, b in zip(ground, ink, strict=True)) < ALIKE for ink in inks)
        for box in boxes
    ]


def standing_in(boxes: Floats, areas: Sequence[Box] | Floats) -> tuple[Ints, Ints]:
    """Pairs of an area and a character whose middle lies in it."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    return points_in(x, y, np.array(areas, dtype=np.float64).reshape(-1, 4))
