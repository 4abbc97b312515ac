"""Cells and the page around them → lines of ink, cut out for recognition. Tells empty places from inked ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.clean import FAINT_INK, INK, INK_BELOW_SEAL, Sheet
from extract.ocr.images import Pixels
from extract.ocr.runs import runs

Box = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels

SPECK = 4  # pixels; a smaller blot is dirt (a hyphen of 8 points is 6 long at 200 dpi)
SPECK_AREA = 8
PALE, PALE_AREA = 9, 25  # pixels: the same for pale blots
INSET = 3  # pixels: half a ruling line
RESIDUE = 7  # pixels; thinner blots along a cell's side are what is left of its line
STICK = (10, 36)  # pixels: what is that high may be a 1, with its cell's line beside it
UPRIGHT_LEAN = 1.2  # pixels from end to end; a slash leans more, even cut by the line
BARRED, BAR, FOOT = (0.4, 0.9), 0.75, 0.7  # width by height; shares of the width
SLIVER = 18  # pixels: 6.5 points
ALONG = 0.8  # share of its length with which such a blot lies at the side
USUAL_LINE = 30.0  # pixels: a character of 10.5 points
DASH_HIGH, DASH_WIDE = 0.28, 0.22  # of a line's height
FLAT = 1.2  # a hyphen of 7 points has 1.3, a dot 1
SLASH_LEAN = 0.2  # pixels to the side for each pixel down; an italic 1 leans 0.15
SLASH_STRAY = 0.09  # of its height, that a slash's ink strays from a straight line; a 7 strays 0.2
WORD_GAP = 2.2  # of a line's height: words farther apart are separate
PAPER = 255
HALO = 3  # pixels around the ink that belong to its blur
# of the crop's height: with so little beside them lone digits are read with certainties of 0.99, with 0.25 of 0.9
SIDE = 0.1
TALL_ROOM = 1.3  # for a line higher than usual


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """The page's ink without ruling lines and specks."""

    mask: NDArray[np.bool_]
    faint: NDArray[np.bool_]  # blots of a character's size that are too pale to be sure of
    grey: Pixels  # ruling lines painted over


@dataclass(frozen=True, slots=True)
class InkLine:
    """A line of ink: its box, in how many pieces (digits, mostly) it falls from left to right, its shape.

    `beside_line`: it begins or ends with a thin stroke at its cell's side, a 1 or remains of the line.
    `barred` tells the shape of a 7, which alone is sometimes read as 1. `gap` is the widest white between two pieces, in pixels: digits far apart are two numbers.
    `mark` is — or / where the shape is plainly one: alone, the model takes them for 11 and 1. A stroke as wide as a
    character may be the numeral 一 as well.
    """

    box: Box
    pieces: int
    mark: str | None = None
    gap: int = 0
    barred: bool = False
    beside_line: bool = False

    @property
    def roundness(self) -> float:
        """Width by height: a 0 is narrower than an O or a 〇."""
        x0, y0, x1, y1 = self.box
        return (x1 - x0) / (y1 - y0)


def sheet_to_ink(sheet: Sheet, ruling: Pixels) -> Ink:
    """Ruling lines are painted over, blots smaller than a comma left out."""
    lines = cv2.dilate(ruling, np.ones((5, 5), np.uint8))
    bare = np.where(lines > 0, PAPER, sheet.grey).astype(np.uint8)
    smooth = cv2.GaussianBlur(bare, (3, 3), 0)
    mask = (smooth < FAINT_INK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    # thin strokes are grey where thick ones are black, but dirt is grey throughout
    black = np.zeros(count, dtype=bool)
    core = smooth < INK
    if sheet.seal is not None:
        core &= (sheet.seal == 0) | (smooth < INK_BELOW_SEAL)
    black[labels[core]] = True
    good = black & (size >= SPECK) & (stats[:, cv2.CC_STAT_AREA] >= SPECK_AREA)
    pale = ~black & (size >= PALE) & (stats[:, cv2.CC_STAT_AREA] >= PALE_AREA)
    good[0] = pale[0] = False
    return Ink(good[labels], pale[labels], bare)


def is_surely_blank(ink: Ink, seal: Pixels | None, box: Box) -> bool:
    """Whether nothing at all stands inside of a cell without ink: nothing pale, and no seal that may hide it."""
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) < SLIVER:  # a doubled line's, not the printed cell
        return False
    inside = slice(y0 + RESIDUE, y1 - RESIDUE), slice(x0 + RESIDUE, x1 - RESIDUE)
    return not ink.faint[inside].any() and (seal is None or not seal[inside].any())


def cell_ink(ink: Ink, box: Box) -> NDArray[np.bool_]:
    """A cell's ink, as a cut-out of its inside, without remains of the lines around it."""
    x0, y0, x1, y1 = box
    inside = ink.mask[y0 + INSET : y1 - INSET, x0 + INSET : x1 - INSET]
    if not inside.any():
        return inside
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    keep = np.ones(count, dtype=bool)
    keep[0] = False
    for k in range(1, count):
        x, y, w, h, _ = stats[k].tolist()
        if min(w, h) <= RESIDUE:
            keep[k] = not _is_residue(labels == k, x, y, w, h)
    return np.asarray(keep[labels])


def _is_residue(blot: NDArray[np.bool_], x: int, y: int, wide: int, high: int) -> bool:
    """Whether a thin blot lies along a side of the cell; a hyphen or a slash meets it only with its end."""
    height, width = blot.shape
    level = wide >= high and high <= RESIDUE and (y <= 1 or y + high >= height - 1)
    upright = (
        high > wide
        and wide <= RESIDUE - 2
        and not STICK[0] <= high <= STICK[1]
        and (x <= 1 or x + wide >= width - 1)
    )
    if level:
        side = blot[:2] if y <= 1 else blot[-2:]
        return bool(side.any(axis=0).sum() >= ALONG * wide)
    if upright:
        side = blot[:, :2] if x <= 1 else blot[:, -2:]
        middles = [np.flatnonzero(row).mean() for row in blot if row.any()]
        leans = float(np.subtract(*np.percentile(middles, [90, 10]))) > UPRIGHT_LEAN
        return bool(side.any(axis=1).sum() >= ALONG * high) and not leans
    return False


def ink_to_lines(mask: NDArray[np.bool_], grey: Pixels, at: tuple[int, int], usual: float) -> list[InkLine]:
    """Lines of a cell from top to bottom. `mask` and `grey` hold its inside, whose corner on the sheet is `at`;
    `usual` is the height of a line on this page.
    """
    merged: list[tuple[int, int]] = []
    for start, end in runs(mask.any(axis=1)):
        # 二 and 三 fall apart, and so do dots and dashes
        if merged and end - merged[-1][0] <= 1.25 * usual:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    lines = []
    for start, end in merged:
        columns = mask[start:end].any(axis=0)
        inked = np.flatnonzero(columns)
        x0, x1 = int(inked[0]), int(inked[-1]) + 1
        box = (x0 + at[0], start + at[1], x1 + at[0], end + at[1])
        pieces = runs(columns)
        gap = max((after[0] - before[1] for before, after in pairwise(pieces)), default=0)
        shape = _mark(mask[start:end, x0:x1], grey[start:end, x0:x1], usual)
        beside = any(
            b - a <= RESIDUE - 2 and (a <= 1 or b >= mask.shape[1] - 1) for a, b in (pieces[0], pieces[-1])
        )
        lines.append(InkLine(box, len(pieces), shape, gap, _is_barred(mask[start:end, x0:x1]), beside))
    return lines


def _mark(shape: NDArray[np.bool_], grey: Pixels, usual: float) -> str | None:
    """Whether the ink is a dash or a slash: a flat stroke, or a straight one that leans to the right."""
    height, width = shape.shape
    if height <= DASH_HIGH * usual and width >= DASH_WIDE * usual:
        return "—" if _flatness(np.where(shape, PAPER - grey, 0)) >= FLAT else None
    if height < 0.6 * usual or width < SLASH_LEAN * height or width > 1.2 * height:
        return None
    y, x = np.nonzero(shape)
    lean, start = np.polyfit(y, x, 1)
    stray = float(np.std(x - lean * y - start))
    return "/" if lean < -SLASH_LEAN and stray <= max(SLASH_STRAY * height, 1.2) else None


def _is_barred(shape: NDArray[np.bool_]) -> bool:
    """Whether the top of a figure is a bar as wide as the figure, its foot narrow: a 7; a 1 has its flag lower."""
    height, width = shape.shape
    if not BARRED[0] * height <= width <= BARRED[1] * height:
        return False
    top, foot = shape[:2].mean(), shape[-max(round(height / 5), 2) :].any(axis=0).mean()
    return bool(top >= BAR and foot <= FOOT)


def _flatness(ink: NDArray[np.integer]) -> float:
    """How far the ink spreads to the sides by how far up and down; a dot's blur makes a box of it, but no dash."""
    height, width = ink.shape
    total = max(float(ink.sum()), 1.0)

    def spread(weights: NDArray[np.integer], size: int) -> float:
        places = np.arange(size) - float(weights @ np.arange(size)) / total
        return max(float(weights @ (places * places)) / total, 0.05)

    return float((spread(ink.sum(axis=0), width) / spread(ink.sum(axis=1), height)) ** 0.5)


def usual_height(masks: Sequence[NDArray[np.bool_]]) -> float:
    """The height of a line of Chinese characters: the median over lines of several (digits are lower)."""
    heights = []
    for mask in masks:
        for start, end in runs(mask.any(axis=1)):
            inked = np.flatnonzero(mask[start:end].any(axis=0))
            if 14 <= end - start <= 60 and inked[-1] - inked[0] > 2.5 * (end - start):
                heights.append(end - start)
    return float(np.median(heights)) if len(heights) >= 5 else USUAL_LINE


def free_lines(ink: Ink, taken: Sequence[Box], usual: float) -> list[InkLine]:
    """Lines outside of the tables, cut into words where wide gaps are."""
    mask = ink.mask.copy()
    for x0, y0, x1, y1 in taken:
        mask[max(y0 - INSET, 0) : y1 + INSET, max(x0 - INSET, 0) : x1 + INSET] = False
    found = []
    for y0, y1 in _rows_of_ink(mask, usual):
        columns = np.asarray(mask[y0:y1].any(axis=0))
        for x0, x1 in _joined_runs(columns, WORD_GAP * min(max(y1 - y0, usual / 2), 2 * usual)):
            part = np.flatnonzero(mask[y0:y1, x0:x1].any(axis=1))
            top, bottom = y0 + int(part[0]), y0 + int(part[-1]) + 1
            if bottom - top >= 0.3 * usual and x1 - x0 >= 0.2 * usual and bottom - top <= 5 * usual:
                found.append(InkLine((x0, top, x1, bottom), len(runs(columns[x0:x1]))))
    return found


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
    """Ink apart from paper more strictly: what is half grey goes to the nearer of the two."""
    large = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    smooth = cv2.GaussianBlur(large, (0, 0), 1.2).astype(np.float32)
    return np.asarray(np.clip((smooth - 90) * 255 / 110, 0, 255), np.uint8)


def squeezed(crop: Pixels, share: float) -> Pixels:
    """The crop at a share of its width."""
    size = (max(round(crop.shape[1] * share), 4), crop.shape[0])
    return np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), np.uint8)
