"""The ink of one line → a sign known by its shape: a dash, a slash, 二, 三, the bar of a 7, the hole of an O.

Alone, the model takes these for 11, 1 and the like: it has no other character to compare them with.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.images import Pixels
from extract.ocr.masks import runs

PAPER = 255
BARRED, BAR, FOOT = (0.4, 0.9), 0.75, 0.7  # width by height; shares of the width
DASH_HIGH, DASH_WIDE = 0.28, 0.22  # of a line's height
FLAT = 1.2  # a hyphen of 7 points has 1.3, a dot 1
SLASH_HIGH = 0.42  # of a line's height, at least: a thin font's slash is no higher than half a character
SLASH_LEAN = 0.2  # pixels to the side for each pixel down; an italic 1 leans 0.15
# the same; a slash of a page at 100 dpi leans 0.19, an upright 1 as far to the left or not at all
NEARLY_SLASH = 0.12
SLASH_STRAY = 0.09  # of its height, that a slash's ink strays from a straight line; a 7 strays 0.2
# of the line's height: a hole of a 0, not of an 8, and not the white between touching digits
HOLE_HIGH = 0.55
NUMERALS = {2: "二", 3: "三"}
STROKE_WIDE = 0.4  # of a line's height: the shortest stroke of 三


def shape_to_mark(shape: NDArray[np.bool_], grey: Pixels, usual: float) -> str | None:
    """—, /, 二 or 三 where the shape is a flat stroke, a straight one that leans right, or flat strokes above each other; else None."""
    height, width = shape.shape
    strokes = runs(shape.any(axis=1))
    if len(strokes) in NUMERALS:
        return NUMERALS[len(strokes)] if _are_flat(shape, strokes, usual) else None
    if height <= DASH_HIGH * usual and width >= DASH_WIDE * usual:
        return "—" if _flatness(np.where(shape, PAPER - grey, 0)) >= FLAT else None
    if height < SLASH_HIGH * usual or width < SLASH_LEAN * height or width > 1.2 * height:
        return None
    return "/" if _leans(shape, SLASH_LEAN) else None


def is_leaning(shape: NDArray[np.bool_]) -> bool:
    """Whether a straight stroke leans nearly as a slash does: blurred, a slash is thicker, and leans less."""
    return _leans(shape, NEARLY_SLASH)


def _leans(shape: NDArray[np.bool_], least: float) -> bool:
    y, x = np.nonzero(shape)
    lean, start = np.polyfit(y, x, 1)
    stray = float(np.std(x - lean * y - start))
    return bool(lean < -least and stray <= max(SLASH_STRAY * len(shape), 1.2))


def is_barred(shape: NDArray[np.bool_]) -> bool:
    """Whether the top of a figure is a bar as wide as the figure, its foot narrow: a 7; a 1 has its flag lower."""
    height, width = shape.shape
    if not BARRED[0] * height <= width <= BARRED[1] * height:
        return False
    top, foot = shape[:2].mean(), shape[-max(round(height / 5), 2) :].any(axis=0).mean()
    return bool(top >= BAR and foot <= FOOT)


def roundest_hole(shape: NDArray[np.bool_]) -> float:
    """Width by height of the roundest hole that is as high as that of a 0; 0 where there is no such hole."""
    count, _, stats, _ = cv2.connectedComponentsWithStats((~shape).astype(np.uint8), connectivity=4)
    height, width = shape.shape
    holes = [
        wide / high
        for x, y, wide, high, _ in stats[1:count].tolist()
        if high >= HOLE_HIGH * height and x > 0 and y > 0 and x + wide < width and y + high < height
    ]
    return max(holes, default=0.0)


def _flatness(ink: NDArray[np.integer]) -> float:
    """How far the ink spreads to the sides by how far up and down; a dot's blur makes a box of it, but no dash."""
    height, width = ink.shape
    total = max(float(ink.sum()), 1.0)

    def spread(weights: NDArray[np.integer], size: int) -> float:
        places = np.arange(size) - float(weights @ np.arange(size)) / total
        return max(float(weights @ (places * places)) / total, 0.05)

    return float((spread(ink.sum(axis=0), width) / spread(ink.sum(axis=1), height)) ** 0.5)


def _are_flat(shape: NDArray[np.bool_], strokes: list[tuple[int, int]], usual: float) -> bool:
    """Whether each stroke is flat, unbroken and as wide as a character's, the lowest the widest."""
    widths = []
    for start, end in strokes:
        pieces = runs(shape[start:end].any(axis=0))
        if len(pieces) != 1 or end - start > DASH_HIGH * usual:
            return False
        widths.append(pieces[0][1] - pieces[0][0])
    return min(widths) >= STROKE_WIDE * usual and max(widths) == widths[-1] and len(shape) >= usual / 3
