"""Characters of a PDFium page whose font does not say what they are: no code in its map, a control, or a blank that has ink.

PDFium gives a glyph without a code by its number in the font, which may be that of a digit.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import NAMELESS, Codes, Floats, positions
from extract.readers._page.text import is_in, table_of
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.drawing import Drawing
from extract.readers._pdf.inks import standing_in

FLAT = 0.02  # points; PDFium gives an empty outline a hundredth
INKED_HEIGHT, INKED_WIDTH = 0.35, 0.2  # of the line's height and the advance; a blank's own outline has less
_ASKED = table_of((*range(0x20), *range(0x21, 0x7F)))
_NO_NAMES = table_of({*range(0x20), NAMELESS} - {0x02, 0x09})  # but a hyphen as PDFium marks it, a tab
_SPACE = 0x20
_BLANKS = table_of((0x09, 0x20, 0xA0, 0xAD, *range(0x2000, 0x200E), 0x3000, 0xFEFF))


def without_nameless(text_page: Argument, codes: Codes, numbers: list[int], boxes: Floats) -> Codes:
    """The codes, with NAMELESS for characters without a known one; `codes`, numbers and boxes (left, bottom, right, top) are PDFium's."""
    found = is_in(codes, _NO_NAMES)
    asked = positions(is_in(codes, _ASKED) & ~found)
    mapless = map(calls.no_unicode_map, repeat(text_page), [numbers[k] for k in asked.tolist()])
    found[asked] = np.fromiter(mapless, np.int64, len(asked)) == 1
    codes = codes.copy()
    nameless = positions(found)
    if len(nameless):
        empty = _draws_nothing(text_page, [numbers[k] for k in nameless.tolist()])
        codes[nameless] = np.where(empty, _SPACE, NAMELESS)
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    blank = positions(is_in(codes, _BLANKS) & (wide > 0) & (high > 0) & ~_shares_its_glyph(boxes))
    if len(blank):
        inked_wide, inked_high = _inks(text_page, [numbers[k] for k in blank.tolist()]).T
        inked = (inked_wide > INKED_WIDTH * wide[blank]) & (inked_high > INKED_HEIGHT * high[blank])
        codes[blank[inked]] = NAMELESS
    return codes


def _inks(text_page: Argument, numbers: list[int]) -> Floats:
    """Width and height of each character's outline, in points."""
    left, right, bottom, top = calls.filled(
        calls.get_tight_box, text_page, numbers, np.float64, (1, 1, 1, 1)
    ).T
    return np.stack((right - left, top - bottom), 1)


def _draws_nothing(text_page: Argument, numbers: list[int]) -> NDArray[np.bool_]:
    """Which characters have an empty outline in a font that is in the file: a tab, or what the program's fonts lacked."""
    flat = np.asarray((_inks(text_page, numbers) < FLAT).any(axis=1))
    chosen = positions(flat)
    objects = calls.arguments(calls.text_object(text_page, numbers[k]) for k in chosen.tolist())
    fonts = calls.arguments(map(calls.text_font, objects))
    flat[chosen] = np.fromiter(map(calls.is_embedded, fonts), np.int64, len(chosen)) == 1
    return flat


def _shares_its_glyph(boxes: Floats) -> NDArray[np.bool_]:
    """Which characters stand where a neighbour does: one glyph may be named as several characters (8 and a mark without width)."""
    same = (boxes[1:] == boxes[:-1]).all(axis=1)
    return np.concatenate((same, [False])) | np.concatenate(([False], same))


def untold_boxes(text_page: Argument, boxes: Floats, drawing: Drawing, unseen: Collection[int]) -> Floats:
    """The boxes of glyphs for which PDFium gives no character: the font calls them blanks, and each is alone in its text object.

    `boxes` are those of the characters that it gives, `unseen` the text objects that do not show.
    """
    known = set(map(calls.text_object, repeat(text_page), range(calls.count_chars(text_page))))
    found = np.array(drawing.boxes_without(known.union(unseen)), dtype=np.float64).reshape(-1, 4)
    kept = (found[:, 0] < found[:, 2]) & (found[:, 1] < found[:, 3])
    kept[standing_in(found, boxes)[1]] = False  # of characters that it gives by another text
    return found[kept]
