"""Where a landscape sheet that shows two pages side by side is parted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars, some
from extract.readers._page.content import PageContent
from extract.readers._page.readable import FEW_CHARS
from extract.readers._page.text import chars_to_lines

GUTTER_PT = 20.0  # points between two report pages on one sheet
# level ruling lines in half of a sheet, none of which crosses the sheet's middle: it is a page
RULED_LINES = 6
PROSE_LINES = 3  # lines of running text that each half of such a sheet has at least


def gutter(content: PageContent) -> float | None:
    """Where a landscape sheet with two pages side by side is parted: a strip near its middle that nothing crosses."""
    width, height = content.upright.size
    if width < 1.2 * height or len(content.chars) < 2 * FEW_CHARS:
        return None
    spans = np.concatenate((content.chars.boxes[:, [0, 2]], content.rules.level[:, 1:]))
    spans = spans[np.argsort(spans[:, 0])]
    ends = np.maximum.accumulate(spans[:, 1])
    gaps = spans[1:, 0] - ends[:-1]
    centres = (spans[1:, 0] + ends[:-1]) / 2
    good = (gaps > GUTTER_PT) & (np.abs(centres - width / 2) < 0.08 * width)
    if not some(good):
        return None
    middle = float(centres[good][gaps[good].argmax()])
    left = content.chars.x < middle
    on_left = content.rules.level[:, 1] < middle
    halves = ((left, on_left), (~left, ~on_left))
    return middle if all(_is_page(content, *half) for half in halves) else None


def _is_page(content: PageContent, chars: NDArray[np.bool_], level: NDArray[np.bool_]) -> bool:
    """Whether half of a sheet is a page of its own: it has running text, or level ruling lines that end within it."""
    ruled = int(np.count_nonzero(level))
    if ruled >= RULED_LINES:
        return True
    prose = _prose_lines(content.chars.take(chars))
    return prose >= PROSE_LINES or (ruled >= 2 and prose > 0)  # the last row of a table, and text below it


def _prose_lines(chars: Chars) -> int:
    return sum(1 for line in chars_to_lines(chars) if len(line.text) > 12 and " " not in line.text)
