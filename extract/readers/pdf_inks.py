"""Text objects of a PDFium page -> those that do not show: without ink, transparent, white on white paper."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from extract.readers import pdf_calls as calls
from extract.readers.grid import Floats, Ints
from extract.readers.pdf_drawing import WHITE, Box, Drawing

FAINT = 13  # of 255: text less opaque than this (one part in twenty) is not seen

# render modes: filled; neither filled nor stroked; only clipped to
_FILLED, _UNDRAWN, _CLIPPED = 0, 3, 7


@dataclass(frozen=True, slots=True)
class Unseen:
    """Handles of text objects: without ink, as over a scan, and as white as the paper."""

    undrawn: frozenset[int]
    white: frozenset[int]


def find_unseen(texts: Sequence[int]) -> Unseen:
    """Which of the text objects do not show, or show on a dark ground alone."""
    count = len(texts)
    modes = np.fromiter(map(calls.render_mode, texts), np.int64, count)
    colours = (ctypes.c_uint * (4 * count))()
    start = ctypes.addressof(colours)
    parts = (range(start + 4 * k, start + 4 * k + 16 * count, 16) for k in range(4))
    known = np.fromiter(map(calls.fill_color, texts, *parts), np.int64, count) != 0
    found = np.ctypeslib.as_array(colours).reshape(count, 4)
    filled = known & (modes == _FILLED)
    faint = filled & (found[:, 3] < FAINT)
    undrawn = faint | (modes == _UNDRAWN) | (modes == _CLIPPED)
    white = filled & ~faint & (found[:, :3].min(axis=1) >= WHITE) if count else filled
    return Unseen(frozenset(compress(texts, undrawn.tolist())), frozenset(compress(texts, white.tolist())))


def is_seen(
    text_page: int, indices: Ints, boxes: Floats, drawing: Drawing, unseen: Unseen
) -> NDArray[np.bool_]:
    """Which characters show: white ones only on coloured areas and pictures, none below a later white area."""
    seen = np.ones(len(indices), dtype=bool)
    covered = _inside(boxes, [box for _, box in drawing.covers]) if drawing.covers else None
    hiding = bool(unseen.undrawn or unseen.white)
    asked = np.arange(len(indices)) if hiding or covered is None else np.flatnonzero(covered.any(axis=0))
    if not len(asked) or (covered is None and not hiding):
        return seen
    objects = [calls.text_object(text_page, k) for k in indices[asked].tolist()]
    if hiding:
        seen &= [handle not in unseen.undrawn for handle in objects]
        white = np.flatnonzero([handle in unseen.white for handle in objects])
        seen[white] = _inside(boxes[white], [*drawing.fills, *drawing.images]).any(axis=0)
    if covered is not None:
        order = {handle: k for k, handle in enumerate(drawing.texts)}
        drawn = np.array([order.get(handle, len(order)) for handle in objects], dtype=np.int64)
        since = np.array([texts for texts, _ in drawing.covers])[:, None]
        seen[asked] &= ~(covered[:, asked] & (drawn < since)).any(axis=0)
    return seen


def _inside(boxes: Floats, areas: Sequence[Box]) -> NDArray[np.bool_]:
    """[area, character]: whether the middle of a character lies in an area."""
    around = np.array(areas, dtype=np.float64).reshape(-1, 4)
    x, y = (boxes[:, :2] + boxes[:, 2:]).T / 2
    across = (around[:, 0:1] <= x) & (x <= around[:, 2:3])
    return np.asarray(across & (around[:, 1:2] <= y) & (y <= around[:, 3:4]))
