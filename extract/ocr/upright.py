"""A scanned page, turned or not → its layout the right way up, told by the shape of its digits and by samples of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

import cv2
import numpy as np

from extract.ocr.clean import to_sheet
from extract.ocr.crops import InkLine
from extract.ocr.images import PageImage, Pixels
from extract.ocr.ink import Ink
from extract.ocr.layout import Layout, sheet_to_layout
from extract.ocr.recognize import Recognizer

# pixels; long side by short one: a 0 has 1.6, a 1 may have 2.5, a Chinese character 1
DIGIT_LONG, SLIM = (12, 60), (1.25, 2.5)
# how many digits, and their share, that lie the same way: 0.88 and more of whole ones do
FEW_DIGITS, AGREED = 5, 0.8
WIDE, LEVEL_SHARE = 3.0, 0.2  # width by height; of a page's lines are as wide, of a page on its side few are
UPRIGHT = 0.85  # mean certainty of some characters; upside down they give 0.3 to 0.7
# to see whether the page is upright: lines that are tried, lines' heights of their length, characters
SAMPLES, SAMPLED, FEW_CHARACTERS = 20, 40, 10
_HAN = re.compile("[\u4e00-\u9fff]")


def upright_layout(page: PageImage, recognizer: Recognizer) -> Layout:
    """The layout of the page turned the way its digits stand, or its lines lie level, and its characters read best."""
    level = sheet_to_layout(to_sheet(page))
    turns = 0
    stand = _digits_stand(level)
    if stand is False or (stand is None and _share_of_wide(level) < LEVEL_SHARE):
        beside = sheet_to_layout(to_sheet(page, 1))
        if stand is False or _share_of_wide(beside) > _share_of_wide(level):
            level, turns = beside, 1
    crops = _samples(level)
    sure = _certainty(crops, recognizer)
    if sure >= UPRIGHT or sure >= _certainty([_upside_down(crop) for crop in crops], recognizer):
        return level
    return sheet_to_layout(to_sheet(page, turns + 2))


def _lines(layout: Layout) -> list[InkLine]:
    return [line for cell in layout.cells for line in cell.lines] + list(layout.free)


def _digits_stand(layout: Layout) -> bool | None:
    """Whether the page's lone digits are higher than wide; None where they are few, or do not agree.

    Labels in narrow columns, one or two characters a line, make wide lines of a page on its side, and the model reads
    such columns turned nearly as well.
    """
    upright = [
        line.roundness < 1
        for line in _lines(layout)
        if line.pieces == 1 and line.mark is None and _may_be_digit(line, layout.ink)
    ]
    share = sum(upright) / max(len(upright), 1)
    if len(upright) < FEW_DIGITS or 1 - AGREED < share < AGREED:
        return None
    return share >= AGREED


def _may_be_digit(line: InkLine, ink: Ink) -> bool:
    """Whether a line is one blot as slim as a digit, whichever way it lies."""
    x0, y0, x1, y1 = line.box
    short, long = sorted((x1 - x0, y1 - y0))
    if not (DIGIT_LONG[0] <= long <= DIGIT_LONG[1] and SLIM[0] <= long / short <= SLIM[1]):
        return False
    count, _ = cv2.connectedComponents(ink.mask[y0:y1, x0:x1].astype(np.uint8), connectivity=8)
    return count == 2  # with the paper


def _share_of_wide(layout: Layout) -> float:
    lines = _lines(layout)
    return sum(line.roundness > WIDE for line in lines) / max(len(lines), 1)


def _samples(layout: Layout) -> list[Pixels]:
    """Crops of some lines: neither the longest, which cost most, nor the shortest, which say little."""
    lines = sorted(_lines(layout), key=lambda line: abs(line.box[2] - line.box[0] - 8 * layout.usual))
    before = accumulate((line.box[2] - line.box[0] for line in lines), initial=0)
    return [
        layout.crop(line)
        for line, width in zip(lines[:SAMPLES], before, strict=False)
        if width < SAMPLED * layout.usual
    ]


def _upside_down(crop: Pixels) -> Pixels:
    return np.ascontiguousarray(np.rot90(crop, 2))


def _certainty(crops: Sequence[Pixels], recognizer: Recognizer) -> float:
    """How sure the Chinese characters are; digits look much the same upside down."""
    told = [
        sure
        for reading in recognizer.read(crops)
        for char, sure in zip(reading.text, reading.sure, strict=True)
        if _HAN.match(char)
    ]
    return sum(told) / max(len(told), FEW_CHARACTERS)  # a few read well may be chance
