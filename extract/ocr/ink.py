"""A level page → where its ink is, without ruling lines and specks; which cells are surely blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.clean import FAINT_INK, INK, INK_BELOW_SEAL, Sheet, lifted
from extract.ocr.images import Pixels
from extract.ocr.marks import shape_to_mark

Box = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels

SPECK = 4  # pixels; a smaller blot is dirt (a hyphen of 8 points is 6 long at 200 dpi)
SPECK_AREA = 8
PALE, PALE_AREA = 6, 12  # pixels: the same for pale blots; a pale hyphen is 7 long
FAINT_BELOW_SEAL = 165  # grey: what is left of a seal's thin strokes is paler
INSET = 3  # pixels: half a ruling line
RESIDUE = 7  # pixels; thinner blots along a cell's side are what is left of its line
STICK = (10, 36)  # pixels: what is that high may be a 1, with its cell's line beside it
UPRIGHT_LEAN = 1.2  # pixels from end to end; a slash leans more, even cut by the line
SLIVER = 18  # pixels: 6.5 points
ALONG = 0.8  # share of its length with which such a blot lies at the side
PAPER = 255
HALO = 3  # pixels around the ink that belong to its blur
# grey, smoothed; what is darker than paper: the palest sign on noisy paper, which stays above 234, went down to 208,
# while a hyphen of four pixels, thinned by black and white on clean paper, stays above 221
TRACE, CLEAR_TRACE = 231, 244
TRACE_BLUR = 1.5  # pixels
PAPER_NOISE = 0.1  # per cent of the paper away from ink is darker than the darkest that counts as paper
FURTHER = 6  # grey levels from there to a trace
AWAY = 15  # pixels around ink that are not asked how noisy paper is
TRACE_AREA = 8  # pixels; a pale hyphen has some 30


@dataclass(frozen=True, slots=True, eq=False)
class Ink:
    """The page's ink without ruling lines and specks.

    `faint`: blots of a character's size that are pale throughout: thin signs, ink below a seal, or dirt. `trace`:
    whatever is darker than paper, without what a seal may hide; `apart`: such blots in which no ink is.
    """

    mask: NDArray[np.bool_]
    faint: NDArray[np.bool_]
    trace: NDArray[np.bool_]
    apart: NDArray[np.bool_]
    grey: Pixels  # ruling lines painted over; of a seal, its rims are left
    clear: Pixels  # the same without the rims, and without some of the ink below them
    seal: Pixels | None


def sheet_to_ink(sheet: Sheet, ruling: Pixels) -> Ink:
    """The page's ink, with ruling lines painted over and blots smaller than a comma left out."""
    lines = cv2.dilate(ruling, np.ones((5, 5), np.uint8))
    bare = np.where(lines > 0, PAPER, sheet.grey).astype(np.uint8)
    clear = bare if sheet.seal is None else lifted(bare, sheet.seal)
    smooth = cv2.GaussianBlur(bare, (3, 3), 0)
    faintest = FAINT_INK if sheet.seal is None else np.where(sheet.seal > 0, FAINT_BELOW_SEAL, FAINT_INK)
    mask = (smooth < faintest).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    # thin strokes are grey where thick ones are black, but dirt is grey throughout
    black = np.zeros(count, dtype=bool)
    core = smooth < INK
    soft = cv2.GaussianBlur(bare, (0, 0), TRACE_BLUR)
    if sheet.seal is not None:
        core &= (sheet.seal == 0) | (smooth < INK_BELOW_SEAL)
    black[labels[core]] = True
    good = black & (size >= SPECK) & (stats[:, cv2.CC_STAT_AREA] >= SPECK_AREA)
    pale = ~black & (size >= PALE) & (stats[:, cv2.CC_STAT_AREA] >= PALE_AREA)
    if sheet.seal is not None:
        there = np.zeros(count, dtype=bool)
        there[labels[cv2.GaussianBlur(clear, (3, 3), 0) < FAINT_INK]] = True
        good &= there
        pale &= there
    good[0] = pale[0] = False
    ink, faint = good[labels], pale[labels]
    every = ink | faint
    trace, darker = soft < _trace_level(soft, every), soft < TRACE
    if sheet.seal is not None:
        trace &= sheet.seal == 0
        darker &= sheet.seal == 0
    apart = _apart(trace, every) | _apart(darker, every)
    return Ink(ink, faint, trace, apart, bare, clear, sheet.seal)


def _trace_level(soft: Pixels, ink: NDArray[np.bool_]) -> float:
    """The grey level below which a pixel is no paper. The less noise the paper has, the closer it is to white."""
    paper = soft[cv2.dilate(ink.astype(np.uint8), np.ones((AWAY, AWAY), np.uint8)) == 0][::3]
    darkest = float(np.percentile(paper, PAPER_NOISE)) if paper.size else 0.0
    return min(max(darkest - FURTHER, TRACE), CLEAR_TRACE)


def _apart(trace: NDArray[np.bool_], ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    count, labels = cv2.connectedComponents(trace.astype(np.uint8), connectivity=8)
    alone = np.ones(count, bool)
    alone[0] = False
    alone[labels[ink]] = False
    return np.asarray(alone[labels], bool)


def is_below_seal(ink: Ink, box: Box) -> bool:
    x0, y0, x1, y1 = box
    return ink.seal is not None and bool(ink.seal[y0:y1, x0 : max(x0, x1)].any())


def seal_is_beside(ink: Ink, cell: Box, line: Box, reach: float) -> bool:
    """Whether a seal may hide a sign of a cell, thin as that is, left or right of a line of its ink."""
    left, right = max(line[0] - round(reach), cell[0] + INSET), min(line[2] + round(reach), cell[2] - INSET)
    return is_below_seal(ink, (left, line[1], line[0], line[3])) or is_below_seal(
        ink, (line[2], line[1], right, line[3])
    )


def is_surely_all(ink: Ink, box: Box, lines: Sequence[Box]) -> bool:
    """Whether a cell holds nothing beside its lines of ink: no trace of a sign, no seal where no ink was found."""
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) < SLIVER:  # a doubled line's, not the printed cell
        return False
    rest = ink.trace[y0:y1, x0:x1].copy()
    for left, top, right, bottom in lines:
        around = (
            slice(max(top - y0 - 2 * HALO, 0), bottom - y0 + 2 * HALO),
            slice(max(left - x0 - 2 * HALO, 0), right - x0 + 2 * HALO),
        )
        rest[around] &= ink.apart[y0:y1, x0:x1][around]  # what is no blur of the ink: a short, pale minus
    inside = rest[RESIDUE : y1 - y0 - RESIDUE, RESIDUE : x1 - x0 - RESIDUE]
    if not lines and is_below_seal(ink, (x0 + RESIDUE, y0 + RESIDUE, x1 - RESIDUE, y1 - RESIDUE)):
        return False
    return int(np.count_nonzero(inside)) < TRACE_AREA


def traced_mark(ink: Ink, box: Box, usual: float) -> str | None:
    """The dash or slash whose trace alone shows in a cell without ink: a hairline on a scan of few dots to the inch."""
    x0, y0, x1, y1 = box
    inside = slice(y0 + RESIDUE, y1 - RESIDUE), slice(x0 + RESIDUE, x1 - RESIDUE)
    trace, grey = ink.trace[inside], ink.grey[inside]
    rows, columns = np.flatnonzero(trace.any(axis=1)), np.flatnonzero(trace.any(axis=0))
    if not rows.size:
        return None
    around = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    sign = shape_to_mark(trace[around], grey[around], usual)
    return sign if sign in ("—", "/") else None


def cell_ink(ink: Ink, box: Box) -> NDArray[np.bool_]:
    """A cell's ink, pale or not, as a cut-out of its inside, without remains of the lines around it."""
    x0, y0, x1, y1 = box
    window = slice(y0 + INSET, y1 - INSET), slice(x0 + INSET, x1 - INSET)
    inside = ink.mask[window] | ink.faint[window]
    if not inside.any():
        return inside
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside.astype(np.uint8), connectivity=8)
    keep = np.ones(count, dtype=bool)
    keep[0] = False
    for k in range(1, count):
        x, y, w, h, _ = stats[k].tolist()
        if min(w, h) <= RESIDUE:
            keep[k] = not _is_residue(labels == k, x, y, w, h)
    return np.asarray(keep[labels], bool)


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
