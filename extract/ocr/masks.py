"""Masks of pixels (255 where there is ink, a line …) and what is made of them: moved, opened, parts kept, runs along a row."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.images import Pixels


def runs(flags: NDArray[np.bool_] | np.bool_) -> list[tuple[int, int]]:
    """The stretches of True values, as start and end."""
    padded = np.concatenate(([False], np.atleast_1d(flags), [False])).astype(np.int8)
    steps = np.diff(padded)
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def moved(pixels: Pixels, rows: int, beyond: int) -> Pixels:
    """The mask moved down by so many rows (up, where negative), with `beyond` where it has no rows."""
    shifted = np.full_like(pixels, beyond)
    if rows > 0:
        shifted[rows:] = pixels[:-rows]
    else:
        shifted[:rows] = pixels[-rows:]
    return shifted


def opened(mask: Pixels, length: int, *, level: bool) -> Pixels:
    """The mask with only its level (or upright) runs of at least that length, in pixels."""
    bar = np.ones((1, length) if level else (length, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, bar), np.uint8)


def slanting(mask: Pixels, length: int, *, level: bool) -> Pixels:
    """The same with runs of lines askew among them, which are in steps: made thicker across, not along, as a line of dots is none."""
    across = np.ones((3, 1) if level else (1, 3), np.uint8)
    return opened(np.asarray(cv2.dilate(mask, across), np.uint8), length, level=level)


def slanting_lines(mask: Pixels, length: int) -> Pixels:
    """The level and the upright ones."""
    lines = cv2.bitwise_or(slanting(mask, length, level=True), slanting(mask, length, level=False))
    return np.asarray(lines, np.uint8)


def good_parts(labels: NDArray[np.int32], good: NDArray[np.bool_]) -> Pixels:
    """A mask of the parts that are `good`. `labels` gives the number of each pixel's part, 0 between them; `good` goes by these numbers."""
    good[0] = False
    return np.where(good[labels], 255, 0).astype(np.uint8)
