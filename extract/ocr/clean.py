"""A page's pixels → grey, level, on white: seal dropped, light evened, skew taken out.

Grey is 0 for full ink and 255 for paper, whatever the scan's own contrast was.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.blank_strips import blank_strips
from extract.ocr.images import PageImage, Pixels
from extract.ocr.masks import good_parts, slanting_lines
from extract.ocr.rectify import parallel_lines
from extract.ocr.reversed_blocks import turned_over

INK = 165  # grey; darker is ink
INK_BELOW_SEAL = 125  # grey; what is left of a seal itself is paler
FAINT_INK = 205  # grey; thin strokes of what is ink elsewhere
PALEST_PRINT = 185.0  # grey; of a page printed paler than that, thin strokes are lost in the paper's noise
MAX_SKEW = 6.0  # degrees
_STEP, _FINE = 0.5, 0.05  # degrees
_SHRINK = 4
_BACKGROUND = 16  # the light is measured on squares of this many pixels
PALE_INK, PRINTED = 225, 0.005  # grey, and share of a page: print has 0.02, the noise of blank paper 0.001
HALFTONE = 20.0  # grey levels by which neighbours differ; a noisy scanner gives 15 at most, dots 23
DOT = 1.2  # pixels
THICKEST = 20  # pixels: strokes of a heading of 40 points; a shaded row is 27 high at the least
NARROWEST = 100  # pixels of a shaded row; a seal's star is narrower
SURROUNDINGS = 0.45  # of the page's light: they are darker
SHADED, SHADED_LINES = 60, 400  # pixels: of a ruling line, and of all that go on into a shadow
DARKEST = 0.55  # of the paper's light: darker areas are no shading, but pictures


RED = 30  # grey levels of red above green and blue
FEW_RED = 200  # pixels of a quarter of the page; a seal has some ten thousand
RED_LINE, RED_LINES = (
    25,
    8000,
)  # pixels of a quarter of the page: of a line, and of all; a seal has up to 5000 of such
# by how many parts of LIFT_UNIT to brighten, by redness
_LIFT = np.clip(np.arange(256) * 0.36 - 6, 0, 60).astype(np.uint8)
LIFT_UNIT = 128


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A level page in grey, and the way back to the page as it was."""

    number: int
    grey: Pixels  # without a seal, and what else is red on its page
    seal: Pixels | None  # above 0 where red was taken out
    back: NDArray[np.float64]  # 3 × 3: pixel of this sheet → points on the page
    lost: Pixels | None = None  # above 0 where a strip was not printed, or not scanned
    streaks: Pixels | None = None  # above 0 where one was taken out

    def box_on_page(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box in pixels of this sheet → the box around it on the page, in points."""
        x0, y0, x1, y1 = box
        corners = np.array([[x0, x1, x0, x1], [y0, y0, y1, y1], [1, 1, 1, 1]], dtype=np.float64)
        x, y, scale = self.back @ corners
        x, y = x / scale, y / scale
        return (float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def to_sheet(page: PageImage, quarter_turns: int = 0) -> Sheet:
    """The page turned clockwise by quarter turns, levelled, and made as if seen from straight above."""
    pixels = _without_dots(np.ascontiguousarray(np.rot90(page.pixels, -quarter_turns)))
    seal = _redness(pixels)
    channel = np.ascontiguousarray(pixels[:, :, 0])
    if seal is None:  # a number typed in red is ink; green leaves out what is marked in yellow
        channel = np.asarray(cv2.min(channel, np.ascontiguousarray(pixels[:, :, 1])), np.uint8)
    red = _within_page(turned_over(channel), seal)
    angle = skew(red)
    height, width = red.shape
    forth = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), np.float64)
    level = np.vstack((forth, [0, 0, 1]))
    grey = _moved(red, level) if abs(angle) >= _FINE else red
    straight = parallel_lines(grey)
    if straight is not None:
        level = straight @ level
        grey = _moved(red, level)
    lost = blank_strips(grey)  # by the printer
    if straight is not None or abs(angle) >= _FINE:
        unseen = blank_strips(red)  # by the scanner
        if unseen.any():
            lost = np.asarray(cv2.bitwise_or(lost, _moved(unseen, level, 0)), np.uint8)
        seal = None if seal is None else _moved(seal, level, 0)
    back = np.diag((page.points, page.points, 1)) @ _unturn(page, quarter_turns) @ np.linalg.inv(level)
    return Sheet(page.number, grey, seal, back, lost if lost.any() else None)


def _moved(grey: Pixels, matrix: NDArray[np.float64], around: int = 255) -> Pixels:
    height, width = grey.shape
    affine = not matrix[2, :2].any()
    move, way = (cv2.warpAffine, matrix[:2]) if affine else (cv2.warpPerspective, matrix)
    return np.asarray(move(grey, way, (width, height), flags=cv2.INTER_CUBIC, borderValue=around), np.uint8)


def _unturn(page: PageImage, quarter_turns: int) -> NDArray[np.float64]:
    """The 3 × 3 matrix from pixels of the turned page to pixels of the page."""
    height, width = page.pixels.shape[:2]
    matrices = (
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
        [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        [[0, -1, width], [1, 0, 0], [0, 0, 1]],
    )
    return np.array(matrices[quarter_turns % 4], dtype=np.float64)


def _without_dots(pixels: Pixels) -> Pixels:
    """The page with black and white dots made grey, where all of it is dots: a scanner's or a copier's halftone."""
    height = len(pixels)
    part = np.ascontiguousarray(pixels[height // 4 : height // 2, :, 1])
    rough = cv2.absdiff(part, np.asarray(cv2.blur(part, (5, 5)), np.uint8))
    size = (max(part.shape[1] // _BACKGROUND, 1), max(part.shape[0] // _BACKGROUND, 1))
    if np.median(cv2.resize(rough, size, interpolation=cv2.INTER_AREA)) < HALFTONE:
        return pixels
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), DOT), np.uint8)


def _redness(pixels: Pixels) -> Pixels | None:
    """By how much to brighten the red channel so that a seal becomes paper and the black below it stays black.

    A JPEG keeps colour at half the resolution, so the lift spreads over the seal's dark rims. None without a seal.
    """
    other = cv2.max(np.ascontiguousarray(pixels[:, :, 1]), np.ascontiguousarray(pixels[:, :, 2]))
    redness = cv2.subtract(np.ascontiguousarray(pixels[:, :, 0]), other)  # stops at 0
    red = np.asarray(cv2.compare(np.ascontiguousarray(redness[::2, ::2]), RED, cv2.CMP_GT), np.uint8)
    if np.count_nonzero(red) < FEW_RED or _are_lines(red):
        return None
    spread = cv2.GaussianBlur(cv2.dilate(redness, np.ones((7, 7), np.uint8)), (5, 5), 0)
    return np.asarray(cv2.LUT(spread, _LIFT), np.uint8)


def _are_lines(red: Pixels) -> bool:
    """Whether all that is red is a table's solid lines, however askew: a seal is round, and its characters' strokes are short."""
    count = np.count_nonzero(cv2.bitwise_and(red, slanting_lines(red, RED_LINE)))
    return bool(count > RED_LINES and np.count_nonzero(red) - count < FEW_RED)


def lifted(grey: Pixels, lift: Pixels) -> Pixels:
    """The pixels with the seal taken out. A seal darkens like a filter: what is black below it stays black."""
    return np.asarray(cv2.multiply(grey, cv2.add(lift, LIFT_UNIT), scale=1 / LIFT_UNIT), np.uint8)


def flatten(grey: Pixels, lift: Pixels | None = None, shadow: Pixels | None = None) -> Pixels:
    """The page with paper at 255 whatever the light, and ink at 0 whatever its strength; `lift` brightens up to paper.

    `shadow` is 255 where paper may be as dark as a picture is elsewhere.
    """
    height, width = grey.shape
    # the brightest of each square is paper, unless all of it is dark
    small = cv2.resize(
        grey,
        (max(width // _BACKGROUND * 2, 2), max(height // _BACKGROUND * 2, 2)),
        interpolation=cv2.INTER_AREA,
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 7)
    paper = cv2.resize(cv2.GaussianBlur(paper, (0, 0), 3), (width, height), interpolation=cv2.INTER_LINEAR)
    paper = np.asarray(cv2.min(paper, _shading(grey, paper, shadow)), np.uint8)
    if lift is not None:
        grey = np.maximum(grey, np.minimum(lifted(grey, lift), paper))
    even = cv2.divide(grey, np.maximum(paper, 48), scale=255)
    floor = _fullest_ink(even[::3, ::3])
    table = np.clip((np.arange(256) - floor) * 255 / (245 - floor), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(even, table), np.uint8)


def _fullest_ink(even: Pixels) -> float:
    """The grey that is to be black; 0 for a page without print."""
    ink = even[even < 190]
    if ink.size > 200:
        return min(float(np.percentile(ink, 15)), PALEST_PRINT)
    return PALEST_PRINT if np.count_nonzero(even < PALE_INK) > PRINTED * even.size else 0.0


def _shading(grey: Pixels, paper: Pixels, shadow: Pixels | None) -> Pixels:
    """The ground below the ink. Print is thin, so that wide areas higher than a stroke are shaded paper."""
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(width // _SHRINK, 1), max(height // _SHRINK, 1)), interpolation=cv2.INTER_AREA
    )
    size = (THICKEST // _SHRINK, NARROWEST // _SHRINK)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones(size, np.uint8))
    closed = cv2.resize(closed, (width, height), interpolation=cv2.INTER_LINEAR)
    pale = cv2.compare(cv2.multiply(closed, 1 / DARKEST), paper, cv2.CMP_GE)
    if shadow is not None:
        pale = cv2.bitwise_or(pale, shadow)
    return np.asarray(cv2.bitwise_or(closed, cv2.bitwise_not(pale)), np.uint8)


def _within_page(grey: Pixels, lift: Pixels | None) -> Pixels:
    """The page flattened, with paper in place of what lay around it: a scanner's lid or a desk is dark, thick and at an edge.

    The border of these may be straight where the page is not, and would tell another skew.
    """
    flat = flatten(grey, lift)
    size = (max(flat.shape[1] // _SHRINK, 1), max(flat.shape[0] // _SHRINK, 1))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    dark = (small < SURROUNDINGS * np.percentile(small[::4, ::4], 90)).astype(np.uint8)
    thick = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((THICKEST // _SHRINK,) * 2, np.uint8))
    _, labels = cv2.connectedComponents(thick, connectivity=8)
    at_edge = np.unique(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])))
    around = np.isin(labels, at_edge[at_edge > 0]).astype(np.uint8)
    if not around.any():
        return flat
    around = cv2.dilate(around, np.ones((7, 7), np.uint8)) * 255
    wide = cv2.resize(around, (flat.shape[1], flat.shape[0]), interpolation=cv2.INTER_NEAREST)
    shadow = _ruled_into(wide, flat)
    if shadow.any():
        flat = flatten(grey, lift, shadow)
    return np.where((wide > 0) & (shadow == 0), np.uint8(255), flat)


def _ruled_into(around: Pixels, flat: Pixels) -> Pixels:
    """The page's part that lies in shadow, dark as it is: ruling lines go on into it, as they do into no desk."""
    dark = np.asarray(cv2.compare(flat, INK, cv2.CMP_LT), np.uint8)
    rim = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((THICKEST, THICKEST), np.uint8))
    thin = np.asarray(cv2.bitwise_and(dark, cv2.bitwise_not(rim)), np.uint8)
    lines = slanting_lines(thin, SHADED)
    # the shadow's own rim may part a line
    joined = cv2.bitwise_or(lines, cv2.dilate(rim, np.ones((5, 5), np.uint8)))
    count, labels = cv2.connectedComponents(joined, connectivity=8)
    sides = [np.bincount(labels[(lines > 0) & side], minlength=count) for side in (around > 0, around == 0)]
    within = cv2.bitwise_and(good_parts(labels, np.minimum(*sides) >= SHADED_LINES), around)
    hull = np.zeros_like(around)
    if within.any():
        cv2.fillConvexPoly(hull, cv2.convexHull(cv2.findNonZero(within)), 255)
    return np.asarray(cv2.dilate(hull, np.ones((NARROWEST, NARROWEST), np.uint8)), np.uint8)


def skew(grey: Pixels) -> float:
    """Degrees by which the page must be turned (counter-clockwise) to be level.

    Rows of text and ruling lines make the sums over pixel rows most uneven when the page is level.
    """
    height, width = grey.shape
    small = cv2.resize(grey, (width // _SHRINK, height // _SHRINK), interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(small < 200)
    if len(ys) < 500:
        return 0.0
    if len(ys) > 60_000:
        step = len(ys) // 60_000 + 1
        ys, xs = ys[::step], xs[::step]
    weights = (255 - small[ys, xs]).astype(np.float64)
    x, y = xs.astype(np.float64), ys.astype(np.float64)
    reach = x.max() - x.min() + y.max()

    def unevenness(angle: float) -> float:
        places = y * cos(radians(angle)) - x * sin(radians(angle)) + reach
        rows = np.bincount(places.astype(np.int64), weights)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-MAX_SKEW, MAX_SKEW + _STEP / 2, _STEP).tolist(), key=unevenness)
    fine = np.arange(coarse - _STEP, coarse + _STEP + _FINE / 2, _FINE).tolist()
    return float(max(fine, key=unevenness))
