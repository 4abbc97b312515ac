"""White print on dark blocks, as headings of tables on web pages have it → dark print on paper, the blocks' edges as lines."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.images import Pixels

_SHRINK = 4
DARK = 0.5  # of the paper's light: blocks are darker, with their print; rows of black print are paler
LEAST = (20, 100)  # pixels of a block's height and width
STROKE = 9  # pixels: strokes of the print on it are thinner
PRINT = 0.002, 0.4  # share of a block that is light: less is dirt, more is a picture
WHITE = 0.7  # of the paper's light: print on a block is as light at the least
DEEPEST = 100  # grey levels below a block's own by which lines on it are black
SOLID, BAR = (
    0.2,
    (6, 100),
)  # share of a block that is bars without print, of so many pixels; bold black print has none
RIM = 5  # pixels: twice the thickness of the lines that a block's edges become


def turned_over(grey: Pixels) -> Pixels:
    """The page with such blocks turned over; desks and shadows, which lie at its edges or have no white on them, are left."""
    height, width = grey.shape
    size = (max(width // _SHRINK, 1), max(height // _SHRINK, 1))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(small[::4, ::4], 90))
    dark = np.asarray(cv2.compare(small, DARK * paper, cv2.CMP_LT), np.uint8)
    filled = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    least = np.ones([side // _SHRINK for side in LEAST], np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        cv2.morphologyEx(filled, cv2.MORPH_OPEN, least)
    )
    turned = grey
    for k in range(1, count):
        x, y, wide, high, _ = stats[k].tolist()
        if min(x, y) <= 1 or x + wide >= size[0] - 1 or y + high >= size[1] - 1:
            continue
        rows, columns = slice(y - 1, y + high + 1), slice(x - 1, x + wide + 1)
        window = tuple(slice(part.start * _SHRINK, part.stop * _SHRINK) for part in (rows, columns))
        block = _turned(grey[window], (labels[rows, columns] == k).astype(np.uint8), paper)
        if block is not None:
            turned = grey.copy() if turned is grey else turned
            turned[window] = block
    return turned


def _turned(grey: Pixels, small: NDArray[np.uint8], paper: float) -> Pixels | None:
    """The window with the block in it turned over; `small` is 1 where the block is."""
    shape = (grey.shape[1], grey.shape[0])
    inside = cv2.resize(small, shape, interpolation=cv2.INTER_NEAREST) > 0
    own = float(np.median(grey[inside]))
    light = grey > (own + paper) / 2
    share = float(np.mean(light[inside]))
    if own > DARK * paper or not PRINT[0] <= share <= PRINT[1]:
        return None
    if np.percentile(grey[inside & light], 90) < WHITE * paper:  # thin strokes are greyer at their sides
        return None
    bars = cv2.morphologyEx((inside & ~light).astype(np.uint8), cv2.MORPH_OPEN, np.ones(BAR, np.uint8))
    if np.count_nonzero(bars) < SOLID * np.count_nonzero(inside):
        return None
    near = cv2.resize(cv2.dilate(small, np.ones((3, 3), np.uint8)), shape, interpolation=cv2.INTER_NEAREST)
    area = cv2.morphologyEx((~light).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((STROKE, STROKE), np.uint8))
    area &= near
    rim = (area > 0) & (cv2.erode(area, np.ones((RIM, RIM), np.uint8)) == 0)
    step = grey.astype(np.float32) - own
    depth = np.where(step > 0, step / (paper - own), -step / max(own, DEEPEST)).clip(0, 1)
    depth[rim] = 1
    return np.where(area > 0, paper * (1 - depth), grey).astype(np.uint8)
