"""Ruling lines printed in dashes or dots, and such as a scan broke into pieces.

A line is told from a row of characters' strokes by what is beside it: paper above and below each piece, and on one
side at least along all of it. An upright one is told from a column of digits where it meets the level ones.
"""

from __future__ import annotations

import cv2
import numpy as np

from extract.ocr.images import Pixels
from extract.ocr.masks import good_parts, moved, opened

HALF = 5  # pixels from the middle of a piece to the paper beside it
REACH = 6  # pixels from the middle of a line to where its inside, or text, begins
LEVEL_STRETCH, UPRIGHT_STRETCH = 200, 110  # pixels over which ink is counted
GOES_ON = 0.24  # of a stretch: how far a line goes on beyond its stretches with enough ink
INKED = 0.42  # share of a stretch that pieces of a line cover; strokes of characters in a row cover 0.3
BARE = 0.15  # share of ink along a line, on one side of it
FULL = 0.3  # share of ink on its other side, at the most
GAP = 61  # pixels between two pieces
LEVEL_SHORTEST, UPRIGHT_SHORTEST = 96, 48  # pixels
MEETING = 4  # pixels above and below a level line that an upright one inks, and a digit does not
MEETINGS = 0.25  # share of the meetings with level lines that an upright line inks, at least
# share of the lines of pieces that was not found whole: on whole pages up to 0.03 and 0.12, on broken ones from 0.15 or 0.8 on
LEVEL_GAPS, UPRIGHT_GAPS = 0.1, 0.3


def broken_lines(dark: Pixels, level: Pixels, upright: Pixels) -> tuple[Pixels, Pixels] | None:
    """Level and upright lines with the gaps between their pieces closed, as masks; None where those given are whole."""
    level_pieces = _without_text(dark, _joined(dark, LEVEL_STRETCH, LEVEL_SHORTEST))
    turned = np.ascontiguousarray(dark.T)
    upright_pieces = np.ascontiguousarray(_joined(turned, UPRIGHT_STRETCH, UPRIGHT_SHORTEST).T)
    upright_pieces = _meeting(upright_pieces, cv2.bitwise_or(level_pieces, level), dark)
    if _gaps(level_pieces, level) < LEVEL_GAPS and _gaps(upright_pieces, upright) < UPRIGHT_GAPS:
        return None
    return level_pieces, upright_pieces


def _joined(dark: Pixels, stretch: int, shortest: int) -> Pixels:
    beside = cv2.bitwise_or(moved(dark, HALF, 0), moved(dark, -HALF, 0))
    pieces = cv2.dilate(cv2.bitwise_and(dark, cv2.bitwise_not(beside)), np.ones((3, 1), np.uint8))
    barer = cv2.min(*_beside(dark, stretch))
    enough = cv2.compare(cv2.blur(pieces, (stretch, 1)), 255 * INKED, cv2.CMP_GE)
    lines = cv2.bitwise_and(enough, cv2.compare(barer, 255 * BARE, cv2.CMP_LE))
    reach = round(2 * GOES_ON * stretch)
    near = cv2.compare(cv2.blur(lines, (reach, 1), borderType=cv2.BORDER_CONSTANT), 0, cv2.CMP_GT)
    own = cv2.bitwise_and(pieces, near)
    closed = cv2.morphologyEx(own, cv2.MORPH_CLOSE, np.ones((1, GAP), np.uint8))
    return opened(np.asarray(closed, np.uint8), shortest, level=True)


def _beside(dark: Pixels, stretch: int) -> tuple[Pixels, Pixels]:
    """For each pixel the share of the stretch around it that is inked above it, and that below it."""
    ink = np.asarray(cv2.blur(dark, (stretch, 1)), np.uint8)
    return moved(ink, REACH, 0), moved(ink, -REACH, 0)


def _without_text(dark: Pixels, lines: Pixels) -> Pixels:
    """The level lines, without those that have one side full of ink, as a row of characters' strokes has."""
    count, labels = cv2.connectedComponents(lines, connectivity=8)
    there = lines > 0
    own = labels[there]
    beside = cv2.max(*_beside(dark, LEVEL_STRETCH))[there]
    mean = np.bincount(own, beside, count) / np.maximum(np.bincount(own, minlength=count), 1)
    return good_parts(labels, mean <= 255 * FULL)


def _meeting(upright: Pixels, level: Pixels, dark: Pixels) -> Pixels:
    """The upright lines that are inked where they meet level ones."""
    thick = cv2.dilate(level, np.ones((3, 2 * HALF + 1), np.uint8))
    places = cv2.bitwise_and(
        cv2.dilate(thick, np.ones((2 * MEETING + 1, 1), np.uint8)), cv2.bitwise_not(thick)
    )
    count, labels = cv2.connectedComponents(upright, connectivity=8)
    asked = np.bincount(labels[places > 0], minlength=count)
    inked = np.bincount(labels[(places > 0) & (dark > 0)], minlength=count)
    return good_parts(labels, (inked >= MEETINGS * asked) & (asked > 0))


def fresh_lines(lines: Pixels, found: Pixels) -> Pixels:
    """The parts of the lines that run where none was found before."""
    near = cv2.dilate(found, np.ones((7, 7), np.uint8))
    return np.asarray(cv2.bitwise_and(lines, cv2.bitwise_not(near)), np.uint8)


def _gaps(pieces: Pixels, found: Pixels) -> float:
    """The share of the lines put together of pieces that was not found as whole lines."""
    return np.count_nonzero(fresh_lines(pieces, found)) / max(int(np.count_nonzero(pieces)), 1)
