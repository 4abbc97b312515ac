"""Characters of a PDFium page whose font does not say what they are: no code in its map, a control, or a blank that has ink.

PDFium gives a glyph without a code by its number in the font, which may be that of a digit.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.grid import Codes, Floats, positions
from extract.readers._page.text import is_in, table_of
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.drawing import Drawing
from extract.readers._pdf.inks import standing_in

INKED_HEIGHT, INKED_WIDTH = 0.35, 0.2  # of the line's height and the advance; a blank's own outline has less
_ASKED = table_of((*range(0x20), *range(0x21, 0x7F)))
_CONTROLS = table_of({*range(0x20)} - {0x02, 0x09})  # a hyphen as PDFium marks it, a tab
_BLANKS = table_of((0x09, 0x20, 0xA0, 0xAD, *range(0x2000, 0x200E), 0x3000, 0xFEFF))


def is_nameless(text_page: Argument, codes: Codes, numbers: list[int], boxes: Floats) -> NDArray[np.bool_]:
    """Which of the characters (as PDFium gives and numbers them; boxes left, bottom, right, top) these are."""
    found = is_in(codes, _CONTROLS)
    asked = positions(is_in(codes, _ASKED) & ~found)
    mapless = map(calls.no_unicode_map, repeat(text_page), [numbers[k] for k in asked.tolist()])
    found[asked] = np.fromiter(mapless, np.int64, len(asked)) == 1
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    blank = positions(is_in(codes, _BLANKS) & (wide > 0) & (high > 0))
    if len(blank):
        inked = calls.filled(
            calls.get_tight_box, text_page, [numbers[k] for k in blank.tolist()], np.float64, (1, 1, 1, 1)
        )
        left, right, bottom, top = inked.T
        found[blank] = (right - left > INKED_WIDTH * wide[blank]) & (
            top - bottom > INKED_HEIGHT * high[blank]
        )
    return found


def untold_boxes(text_page: Argument, boxes: Floats, drawing: Drawing, unseen: Collection[int]) -> Floats:
    """Where a glyph is drawn of which PDFium gives no character: one alone in its text that the font calls a blank.

    `boxes`: of the characters that it gives, `unseen`: the texts that do not show.
    """
    known = set(map(calls.text_object, repeat(text_page), range(calls.count_chars(text_page))))
    found = np.array(drawing.boxes_without(known.union(unseen)), dtype=np.float64).reshape(-1, 4)
    kept = (found[:, 0] < found[:, 2]) & (found[:, 1] < found[:, 3])
    kept[standing_in(found, boxes)[1]] = False  # of characters that it gives by another text
    return found[kept]
