"""Masks of pixels (255 where there is ink, a line …) and what is made of them: moved, opened, parts kept, runs along a row."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.images import Pixels


def runs(flags: NDArray[np.bool_] | np.bool_) -> list[tuple[int, int]]:
    """Stretches of True as (start, end)."""
    padded = np.concatenate(([False], np.atleast_1d(flags), [False])).astype(np.int8)
    steps = np.diff(padded)
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def moved(pixels: Pixels, rows: int, beyond: int) -> Pixels:
    """Each row by the one so many rows above it (below, where negative); `beyond` the page."""
    shifted = np.full_like(pixels, beyond)
    if rows > 0:
        shifted[rows:] = pixels[:-rows]
    else:
        shifted[:rows] = pixels[-rows:]
    return shifted


def opened(mask: Pixels, length: int, *, level: bool) -> Pixels:
    """The level (upright) runs of at least that length."""
    bar = np.ones((1, length) if level else (length, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, bar), np.uint8)


def good_parts(labels: NDArray[np.int32], good: NDArray[np.bool_]) -> Pixels:
    """The parts of a mask that are good, by their numbers; 0 is what lies between."""
    good[0] = False
    return np.where(good[labels], 255, 0).astype(np.uint8)
