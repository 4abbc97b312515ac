"""Cells and the page around them → lines of ink, cut out for recognition. Tells empty places from inked ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.images import Pixels
from extract.ocr.ink import HALO, INSET, PAPER, RESIDUE, Box, Ink
from extract.ocr.marks import is_barred, is_leaning, roundest_hole, shape_to_mark
from extract.ocr.masks import runs

USUAL_LINE = 30.0  # pixels: a character of 10.5 points
LINE_HIGH = (10, 60)  # pixels
ENOUGH_LINES = 5
DIGIT_HIGH = 0.8  # of a line's height
LONG = 6.0  # of a line's height: no count is printed that wide
WORD_GAP = 2.2  # of a line's height: words farther apart are separate
ABOVE = 0.2  # of a line's height: lines are farther apart, strokes of a character closer
LARGEST_CHARACTER = 5.0  # lines' heights
# of the crop's height: with so little beside them lone digits are read with certainties of 0.99, with 0.25 of 0.9
SIDE = 0.1
TALL_ROOM = 1.3  # for a line higher than usual


@dataclass(frozen=True, slots=True)
class InkLine:
    """A line of ink: its box, the widths of the pieces (digits, mostly) in which it falls from left to right, its shape.

    `beside_line`: it begins or ends with a thin stroke at its cell's side, a 1 or remains of the line.
    `barred` tells the shape of a 7, which alone is sometimes read as 1, `leaning` that of a blurred slash; `hole` how round the roundest is, for an O. `gap` is the widest white between two pieces,
    in pixels: digits far apart are two numbers. `mark` is —, /, 二 or 三 where the shape is plainly one: alone, the
    model takes them for 11 and 1. A stroke as wide as a character may be the numeral 一 as well. `pale`: some of the
    ink is pale throughout.
    """

    box: Box
    widths: tuple[int, ...]
    mark: str | None = None
    gap: int = 0
    barred: bool = False
    beside_line: bool = False
    pale: bool = False
    hole: float = 0.0
    leaning: bool = False

    @property
    def pieces(self) -> int:
        return len(self.widths)

    @property
    def height(self) -> int:
        return self.box[3] - self.box[1]

    @property
    def shares(self) -> tuple[float, ...]:
        """The widths of the pieces, as shares of the line's height."""
        return tuple(width / self.height for width in self.widths)

    @property
    def roundness(self) -> float:
        """Width by height. That of a 0 is less than that of an O or a 〇."""
        x0, y0, x1, y1 = self.box
        return (x1 - x0) / (y1 - y0)


def ink_to_lines(mask: NDArray[np.bool_], ink: Ink, at: tuple[int, int], usual: float) -> list[InkLine]:
    """Lines of a cell from top to bottom. `mask` holds its inside, whose corner on the sheet is `at`; `usual` is the
    height of a line on this page.
    """
    merged: list[tuple[int, int]] = []
    for start, end in runs(mask.any(axis=1)):
        # 二 and 三 fall apart, and so do dots and dashes
        if merged and end - merged[-1][0] <= 1.25 * usual:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [_ink_line(mask, ink, at, usual, rows) for rows in merged]


def _ink_line(
    mask: NDArray[np.bool_], ink: Ink, at: tuple[int, int], usual: float, rows: tuple[int, int]
) -> InkLine:
    start, end = rows
    pieces = runs(mask[start:end].any(axis=0))
    x0, x1 = pieces[0][0], pieces[-1][1]
    box = (x0 + at[0], start + at[1], x1 + at[0], end + at[1])
    window = slice(box[1], box[3]), slice(box[0], box[2])
    shape = mask[start:end, x0:x1]
    mark = shape_to_mark(shape, ink.grey[window], usual)
    return InkLine(
        box,
        _widths(pieces),
        mark,
        max((after[0] - before[1] for before, after in pairwise(pieces)), default=0),
        is_barred(shape),
        any(b - a <= RESIDUE - 2 and (a <= 1 or b >= mask.shape[1] - 1) for a, b in (pieces[0], pieces[-1])),
        bool(ink.faint[window].any()),
        roundest_hole(shape) if x1 - x0 <= LONG * usual else 0.0,
        mark is None and len(pieces) == 1 and end - start > 1 and is_leaning(shape),
    )


def _widths(pieces: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(end - start for start, end in pieces)


def usual_height(masks: Sequence[NDArray[np.bool_]], *, digits: bool) -> float:
    """The height of a line of Chinese characters: the median over lines of several.

    `digits`: where there are too few, by the height of all lines, which are digits then, and lower.
    """
    wide, any_line = [], []
    for mask in masks:
        for start, end in runs(mask.any(axis=1)):
            if not LINE_HIGH[0] <= end - start <= LINE_HIGH[1]:
                continue
            inked = np.flatnonzero(mask[start:end].any(axis=0))
            any_line.append(end - start)
            if end - start >= 14 and inked[-1] - inked[0] > 2.5 * (end - start):
                wide.append(end - start)
    if len(wide) >= ENOUGH_LINES:
        return float(np.median(wide))
    return float(np.median(any_line)) / DIGIT_HIGH if digits and len(any_line) >= ENOUGH_LINES else USUAL_LINE


def free_lines(ink: Ink, taken: Sequence[Box], usual: float) -> list[InkLine]:
    """Lines outside of the tables, cut into words where wide gaps are.

    Each piece of text has rows of its own: what is inked from head to foot of a page, such as the shadow along a
    book's spine or a table beside a photographed page, would join all of them.
    """
    mask = ink.mask.copy()
    for x0, y0, x1, y1 in taken:
        mask[max(y0 - INSET, 0) : y1 + INSET, max(x0 - INSET, 0) : x1 + INSET] = False
    mask = _without_edges(mask, LARGEST_CHARACTER * usual)
    parts = ink_apart(mask, WORD_GAP, usual)
    return [line for own, at in parts for line in _rows_to_lines(own, at, usual)]


def ink_apart(
    mask: NDArray[np.bool_], gap: float, usual: float
) -> Iterator[tuple[NDArray[np.bool_], tuple[int, int]]]:
    """The parts of a mask that stand apart, by so many lines' heights sideways, each with its corner's place."""
    bar = np.ones((max(round(ABOVE * usual), 1), max(round(gap * usual), 1)), np.uint8)
    near = cv2.dilate(mask.astype(np.uint8), bar)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    for k in range(1, count):
        x, y, wide, high, _ = stats[k].tolist()
        window = slice(y, y + high), slice(x, x + wide)
        yield mask[window] & (labels[window] == k), (x, y)


def _without_edges(mask: NDArray[np.bool_], largest: float) -> NDArray[np.bool_]:
    """The mask without blots at the page's edges that are larger than characters: they are what lay beside the page."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    x, y, wide, high = stats[:, :4].T
    at_edge = (x == 0) | (y == 0) | (x + wide == mask.shape[1]) | (y + high == mask.shape[0])
    good = ~at_edge | (np.maximum(wide, high) <= largest)
    good[0] = False
    return np.asarray(good[labels], bool)


def _rows_to_lines(own: NDArray[np.bool_], at: tuple[int, int], usual: float) -> Iterator[InkLine]:
    for y0, y1 in _rows_of_ink(own, usual):
        columns = np.asarray(own[y0:y1].any(axis=0))
        for x0, x1 in _joined_runs(columns, WORD_GAP * min(max(y1 - y0, usual / 2), 2 * usual)):
            part = np.flatnonzero(own[y0:y1, x0:x1].any(axis=1))
            top, bottom = y0 + int(part[0]), y0 + int(part[-1]) + 1
            if (
                bottom - top >= 0.3 * usual
                and x1 - x0 >= 0.2 * usual
                and bottom - top <= LARGEST_CHARACTER * usual
            ):
                box = (x0 + at[0], top + at[1], x1 + at[0], bottom + at[1])
                yield InkLine(box, _widths(runs(columns[x0:x1])))


def _rows_of_ink(mask: NDArray[np.bool_], usual: float) -> Iterator[tuple[int, int]]:
    counts = mask.sum(axis=1)
    last: tuple[int, int] | None = None
    for start, end in runs(counts > 2):
        if last is not None and end - last[0] <= 1.1 * usual:
            last = (last[0], end)
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def _joined_runs(flags: NDArray[np.bool_] | np.bool_, gap: float) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in runs(flags):
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def cut_out(grey: Pixels, box: Box, usual: float, *, room: float = 1.5) -> Pixels:
    """The crop of a line: at least `room` times a usual line high, so that a dash stays a dash; paper around."""
    x0, y0, x1, y1 = box
    high = round(max(room * usual, (y1 - y0) * min(room, TALL_ROOM)))
    beside = max(round(SIDE * high), HALO)
    above = (high - (y1 - y0)) // 2
    crop = np.full((high, x1 - x0 + 2 * beside), PAPER, np.uint8)
    # only the line's own ink and its halo: neighbours and frames stay out
    inside = grey[max(y0 - HALO, 0) : y1 + HALO, max(x0 - HALO, 0) : x1 + HALO]
    top, left = above - min(HALO, y0), beside - min(HALO, x0)
    inside = inside[max(-top, 0) : high - top]
    crop[max(top, 0) : max(top, 0) + len(inside), left : left + inside.shape[1]] = inside
    return crop


def sharpened(crop: Pixels) -> Pixels:
    """The crop with ink and paper set farther apart: what is half grey goes to the nearer of the two."""
    large = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    smooth = cv2.GaussianBlur(large, (0, 0), 1.2).astype(np.float32)
    return np.asarray(np.clip((smooth - 90) * 255 / 110, 0, 255), np.uint8)


def squeezed(crop: Pixels, share: float) -> Pixels:
    """The crop at a share of its width."""
    size = (max(round(crop.shape[1] * share), 4), crop.shape[0])
    return np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), np.uint8)
