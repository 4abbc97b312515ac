"""Whether characters show, tried by drawing their page with and without them.

For those that may not, of which there are few: what is painted over, what has its ground's colour, patterns. It costs
as much as the page is long, some ten times a reading.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Floats, Ints
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.canvas import draw_page, page_size

LEAST_PX = 8.0  # pixels: a character's height in the drawing
MAX_PIXELS = 16_000_000  # of a drawing; beyond, as on a page of metres, all characters count as seen
FAINT = 24  # of 255: a pixel that differs less in all colours is the same
INNER = 0.15  # of a character's width on either side: its neighbour may reach so far

_PAPER = 0xFFFFFFFF


def leave_traces(
    page: Argument, text_page: Argument, texts: Collection[int], suspects: Ints, boxes: Floats
) -> NDArray[np.bool_]:
    """Which of the suspects, characters as PDFium numbers them, change the page by being drawn.

    `texts`: all text objects of the page; `boxes` of the suspects, as displayed, in points from the top left.
    """
    width, height = page_size(page)
    scale = max(LEAST_PX / max(float(np.median(boxes[:, 3] - boxes[:, 1])), 0.1), 1.0)
    if width * height * scale * scale > MAX_PIXELS:
        return np.ones(len(boxes), dtype=bool)
    _set_active(texts, False)
    without = draw_page(page, scale, _PAPER)
    _set_active(set(map(calls.text_object, repeat(text_page), suspects.tolist())), True)
    whole = draw_page(page, scale, _PAPER)
    _set_active(texts, True)
    step = np.abs(whole.view(np.uint8).astype(np.int16) - without.view(np.uint8))
    changed = np.asarray((step >= FAINT).reshape(*whole.shape, 4).any(axis=2))
    found = np.zeros(len(boxes), dtype=bool)
    for k, (x0, y0, x1, y1) in enumerate((boxes * scale).tolist()):
        aside = INNER * (x1 - x0)
        rows = slice(max(int(y0), 0), max(int(y1) + 1, 0))
        found[k] = changed[rows, max(int(x0 + aside), 0) : max(int(x1 - aside) + 1, 0)].any()
    return found


def _set_active(texts: Collection[int], active: bool) -> None:
    for handle in calls.arguments(texts):
        calls.set_active(handle, int(active))
