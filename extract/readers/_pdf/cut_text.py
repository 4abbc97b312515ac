"""Text that a page draws outside of the clip path in force, which does not show, and digits drawn through what may hide them.

What makes it hard: a sheet's page may end in the midst of a group's label, and of a row of exact height the lines that have
no room are clipped, each by itself.
"""

from __future__ import annotations

from functools import reduce
from itertools import compress, repeat

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Floats, Ints
from extract.readers._page.geometry import EVERYWHERE, IDENTITY, Box, are_cut, common_box, middles_outside
from extract.readers._page.text import is_digit, is_in, table_of
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.clips import clip_of
from extract.readers._pdf.drawing import Drawing, FormTexts

LEGIBLE = 0.25  # of a digit's width or height: with more cut off, signs beside it may be cut whole
_MARKS = table_of(map(ord, "-–—―─－/／"))  # what stands for no number
CLIPPING = 4  # a render mode: from here on the text is a clip path for what follows


def cut_and_veiled(
    text_page: Argument, codes: NDArray[np.uint32], indices: Ints, boxes: Floats, drawing: Drawing
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Which characters have their middle outside of the box that a clip path leaves, which digits it cuts, and which are veiled.

    These are digits and marks drawn through a mask, a blend mode, half transparent, or a clip path of which PDFium does not say all.
    """
    digits = is_digit(codes)
    told = digits | is_in(codes, _MARKS)
    suspects = list(set(map(calls.text_object, repeat(text_page), indices[told].tolist())))
    veiled = drawing.veiled.union(compress(suspects, map(calls.has_transparency, calls.arguments(suspects))))
    if max(drawing.text_modes, default=0) >= CLIPPING:
        veiled.update(suspects)
    areas: dict[int, Box] = {}
    if any(form.shown for form in drawing.forms) or any(_are_clipped(drawing.text_handles)):
        areas, odd = _shown_areas(drawing)
        veiled |= odd
    if not areas and not veiled:
        none = np.zeros(len(indices), dtype=bool)
        return none, none, none
    owners = list(map(calls.text_object, repeat(text_page), indices.tolist()))
    shown = np.array([areas.get(owner, EVERYWHERE) for owner in owners]).reshape(-1, 4)
    outside = middles_outside(boxes, shown)
    cut = digits & ~outside & are_cut(boxes, shown, LEGIBLE)
    return outside, cut, told & [owner in veiled for owner in owners]


def _are_clipped(handles: list[Argument]) -> list[bool]:
    counts = map(calls.clips, calls.arguments(map(calls.clip_path, handles)))
    return [count > 0 for count in counts]


def _shown_areas(drawing: Drawing) -> tuple[dict[int, Box], set[int]]:
    """For each text object that clip paths cut, the area of the page that they leave; and the objects for which that is no box."""
    areas, odd = {}, set()
    handles = drawing.text_handles
    around: list[list[FormTexts]] = [[] for _ in handles]
    for form in drawing.forms:
        for place in form.texts:
            around[place].append(form)
    for text, handle, clipped, forms in zip(
        drawing.texts, handles, _are_clipped(handles), around, strict=True
    ):
        boxes = [form.shown for form in forms if form.shown]
        own = clip_of(handle, forms[0].matrix if forms else IDENTITY) if clipped else None
        if own and own.box:
            boxes.append(own.box)
        if own and not own.whole:
            odd.add(text)
        if boxes:
            areas[text] = reduce(common_box, boxes)
    return areas, odd
