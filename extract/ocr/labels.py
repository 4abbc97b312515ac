"""Cells of words that no form spells → read again: small 计 came as ù, and the numbers of 总计 were lost.

What is taken is a reading of the ink, never the nearest label: the words must be all of a form's label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from extract.ocr.layout import Layout
from extract.ocr.recognize import Reading, Recognizer
from extract.readers._page.wording import is_label

Readings = tuple[Reading, ...]
MOST_LINES = 4  # of a form's label in a narrow column
_HAN = re.compile("[\u4e00-\u9fff]")


def labels_again(layout: Layout, read: Sequence[Readings], recognizer: Recognizer) -> list[Readings]:
    """The readings of each cell's lines, replaced by second ones where these make a label and the first do not."""
    unknown = [
        k
        for k, (cell, lines) in enumerate(zip(layout.cells, read, strict=True))
        if lines and all(line.mark is None for line in cell.lines) and _may_be_label(lines)
    ]
    crops = [layout.close_crop(line) for k in unknown for line in layout.cells[k].lines]
    again = iter(recognizer.read(crops, letters=False))
    readings = list(read)
    for k in unknown:
        readings[k] = told_label(read[k], [next(again) for _ in read[k]])
    return readings


def told_label(first: Readings, second: Sequence[Reading]) -> Readings:
    """Given two readings of each line, those that make a label together; the first ones where none do."""
    choices = product(*zip(first, second, strict=True))
    return next((lines for lines in choices if is_label(_text(lines))), first)


def _may_be_label(lines: Sequence[Reading]) -> bool:
    text = _text(lines)
    return len(lines) <= MOST_LINES and len(_HAN.findall(text)) >= 2 and not is_label(text)


def _text(lines: Sequence[Reading]) -> str:
    return "".join(line.text for line in lines)
