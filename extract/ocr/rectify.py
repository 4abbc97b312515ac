"""A level page photographed from the side → the map that makes its ruling lines parallel again.

Level lines then turn with their height on the page, upright ones with their place across it; both are measured in
strips, and the quadrangle that they span becomes the page's rectangle.
"""

from __future__ import annotations

from itertools import product
from math import cos, radians, sin, tan

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ocr.images import Pixels
from extract.ocr.masks import slanting

DARK = 200  # grey; darker is ink
LEVEL_BAR, UPRIGHT_BAR = 24, 20  # pixels at half size: longer than a character's stroke
STRIPS = 4
ENOUGH = 1200  # pixels of lines in a strip; a line across a page has 700
POINTS = 4000  # of them that are looked at
LARGEST, STEP = 4.0, 0.05  # degrees
FAN = 0.3  # degrees between two strips; of a flat-bed scanner's page they differ by 0.1
GAIN = 1.1  # times as uneven must the sums over lines be after the turn as before

Fan = tuple[float, float]  # degrees by which lines slant at the page's one end and at the other
Matrix = NDArray[np.float64]


def parallel_lines(grey: Pixels) -> Matrix | None:
    """The 3 × 3 matrix from pixels of the page to those of the page seen from above; None where its lines are parallel already."""
    height, width = grey.shape
    half = cv2.resize(grey, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    dark = np.asarray(cv2.compare(half, DARK, cv2.CMP_LT), np.uint8)
    level = slanting(dark, LEVEL_BAR, level=True)
    slants = _strip_slants(level)
    upright = slanting(dark, UPRIGHT_BAR, level=False)
    beside = _strip_slants(np.ascontiguousarray(upright.T))
    fans = _fans(slants), _fans(beside)
    if all(abs(angle) < FAN for fan in (*fans[0], *fans[1]) for angle in fan):
        return None
    plain = _evenness(level, upright, np.eye(3))
    scored = [
        (_evenness(level, upright, matrix), k, matrix)
        for k, (across, down) in enumerate(product(*fans))
        for matrix in [_from_above(across, down, (width, height))]
    ]
    best = max(scored)
    return best[2] if best[0] > GAIN * plain else None


def _strip_slants(lines: Pixels) -> list[tuple[float, float]]:
    """For strips from top to bottom: how far down the page (0 to 1) each is, and by how many degrees its level lines slant."""
    height = lines.shape[0]
    slants = []
    for strip in range(STRIPS):
        start = strip * height // STRIPS
        y, x = np.nonzero(lines[start : (strip + 1) * height // STRIPS])
        if len(y) >= ENOUGH:
            place = (float(y.mean()) + start) / height
            slants.append((place, _slant(x.astype(np.float64), y.astype(np.float64))))
    return slants


def _differ(slants: list[tuple[float, float]]) -> bool:
    angles = [angle for _, angle in slants]
    return len(angles) >= 2 and max(angles) - min(angles) >= FAN


def _fans(slants: list[tuple[float, float]]) -> list[Fan]:
    """The slants that the lines may have: the same everywhere and, where strips differ, turning from one end to the other."""
    return [_middle(slants), _ends(slants)] if _differ(slants) else [_middle(slants)]


def _middle(slants: list[tuple[float, float]]) -> Fan:
    angle = float(np.median([angle for _, angle in slants])) if slants else 0.0
    return (angle, angle)


def _ends(slants: list[tuple[float, float]]) -> Fan:
    turn, first = np.polyfit([place for place, _ in slants], [angle for _, angle in slants], 1)
    return (float(first), float(first + turn))


def _from_above(level: Fan, upright: Fan, size: tuple[int, int]) -> Matrix:
    width, height = size
    top, bottom = (_level_line(angle, y, width) for angle, y in zip(level, (0.0, height), strict=True))
    left, right = (_upright_line(angle, x, height) for angle, x in zip(upright, (0.0, width), strict=True))
    corners = [np.cross(a, b) for a, b in ((top, left), (top, right), (bottom, right), (bottom, left))]
    seen = np.array([corner[:2] / corner[2] for corner in corners], np.float32)
    straight = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(seen, straight), np.float64)


def _evenness(level: Pixels, upright: Pixels, matrix: Matrix) -> float:
    """How sharply lines at half size fall into rows and columns once the page is turned."""
    height, width = level.shape
    halved = np.diag((0.5, 0.5, 1)) @ matrix @ np.diag((2.0, 2.0, 1))
    rows = cv2.warpPerspective(level, halved, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1) / 255
    columns = cv2.warpPerspective(upright, halved, (width, height), flags=cv2.INTER_NEAREST).sum(axis=0) / 255
    return float(
        np.square(rows).sum() / max(rows.sum(), 1.0) + np.square(columns).sum() / max(columns.sum(), 1.0)
    )


def _slant(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """The angle at which the points fall into the fewest rows."""
    step = len(x) // POINTS + 1
    x, y = x[::step], y[::step]

    def unevenness(angle: float) -> float:
        places = y * cos(radians(angle)) - x * sin(radians(angle))
        rows = np.bincount((places - places.min()).astype(np.int64))
        return float(np.square(rows.astype(np.float64)).sum())

    coarse = max(np.arange(-LARGEST, LARGEST + 0.1, 0.25).tolist(), key=unevenness)
    return float(max(np.arange(coarse - 0.25, coarse + 0.26, STEP).tolist(), key=unevenness))


def _level_line(angle: float, y: float, width: int) -> NDArray[np.float64]:
    """The line through the middle of the page at a height, in homogeneous coordinates."""
    rise = tan(radians(angle)) * width / 2
    return np.cross([0.0, y - rise, 1.0], [width, y + rise, 1.0])


def _upright_line(angle: float, x: float, height: int) -> NDArray[np.float64]:
    shift = tan(radians(angle)) * height / 2
    return np.cross([x - shift, 0.0, 1.0], [x + shift, height, 1.0])
