"""What a file prints on a page -> what is read of it: characters and lines, turned so that the text stands upright.

What makes it hard: a page may be displayed turned (/Rotate), cut to a part (crop box), and on top of that have its text
set sideways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import (
    NAMELESS,
    Chars,
    Codes,
    Floats,
    Ints,
    Rules,
    Span,
    positions,
    some,
)
from extract.readers._page.frame import Frame
from extract.readers._page.geometry import Box, points_in
from extract.readers._page.strikes import find_slashed, find_strikes, find_underlines
from extract.readers._page.text import BLANKS, is_digit, is_in

DOT_PT = 0.3  # points: a dot's width and height differ by less
EDGE_PT = 2.0  # points: lines that reach no farther beyond the page's edge end there
WIDEST = 1.5  # of the page's width: a table that runs over the page's edge is read up to there
BIG_IMAGE = 0.5  # share of the page that pictures must cover to be its scan
TABLE_IMAGE = 0.1  # share that a picture of a table covers, at least

BAND_PT = 4.0  # points: of the heights at which a second print is looked for
TWICE = 0.15  # of a character's height: a second print stands no farther beside it
_FINE = 16  # parts of a point to which places are told apart
_FARTHEST = (1 << 19) - 1  # of those: some 30,000 points

_NO_CHARS = Chars(np.zeros(0, np.uint32), np.zeros((0, 4)), np.zeros(0, np.int64))


class TooManyObjects(ValueError):  # noqa: N818 - a finding about the page
    """The page holds more characters or drawing objects than a report's page ever does."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a file prints on a page, in PDF space (left, bottom, right, top; y upwards); an OFD page gives the same."""

    codes: NDArray[np.uint32]
    boxes: Floats  # of the characters
    angles: Floats  # of the characters, clockwise, in radians from 0 to 2 pi
    seen: NDArray[np.bool_]
    cut: NDArray[np.bool_]  # not seen, since a clip path leaves them out; or digits that it cuts
    indices: Ints
    lines: list[Box]
    pictures: list[Box]
    shapes: list[Box]  # what else is no text: letters drawn as paths, annotations
    image_share: float
    recognized: bool
    drawn: int
    unmapped: bool
    slants: Sequence[Box] = ()  # straight lines that are neither level nor upright
    shown: Box | None = None  # what a clip path leaves of what reaches farthest to the right


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page, in the frame in which most of its text is upright."""

    chars: Chars
    struck: Chars  # crossed out: a deletion that Word's tracked changes print
    unseen: Chars  # white, transparent or not drawn at all
    cut: Chars  # left out by a clip path or the page's edge, or digits that a clip path cuts
    slanting: Chars  # digits of watermarks, for which PDFium may have dropped those below
    rules: Rules
    pictures: Floats
    shapes: Floats  # what else is no text: letters drawn as paths, annotations
    shown: Frame  # as a viewer displays the page
    upright: Frame  # as its text is read; differs for a table set sideways on an unturned page
    indices: Ints  # PDFium's number of each character, for look-ups in its content
    image_share: float  # of the page's area that pictures cover
    recognized: bool  # the text is an invisible layer over a picture
    drawn: int  # number of paths and pictures
    unmapped: bool  # the fonts give no Unicode for most characters
    edge: float  # of what is shown, on the right: a wider table's columns may be cut off there


@dataclass(frozen=True, slots=True)
class TaggedTable:
    """Cells with their places in the grid, and for each character the number of its cell or -1."""

    spans: tuple[Span, ...]
    numbers: Ints
    inferred: bool = False  # the structure lacks cells, so the page told the columns


def printed_to_content(printed: Printed, frame: Frame) -> PageContent:
    """What is printed -> what is read, turned upright; doubled, slanting, unseen and crossed-out text left out."""
    turns, level = _turns_of(printed.angles)
    plain = level & printed.seen
    upright = frame.turned(_usual_turn(turns, plain, frame.turns))
    page = _legible(Chars(printed.codes, upright.boxes(printed.boxes), (upright.turns - turns) % 4))
    lines = upright.boxes(_rows(printed.lines))
    size = (_reach(lines, upright.size[0]), upright.size[1])
    inside = _inside(page, size)
    # a digit of a slanting watermark does not repeat the digit below it
    kept = plain & inside & ~printed_twice(page, plain)
    left_out = printed.cut & inside | printed.seen & ~inside  # by a clip path, by the page's edge
    whole = positions(kept)
    chars = page if len(whole) == len(page) else page.take(whole)
    rules = _to_rules(lines, size)
    strikes, struck = find_strikes(chars, rules)
    strikes |= find_underlines(chars, rules)
    if printed.slants:
        struck |= find_slashed(chars, upright.boxes(_rows(printed.slants)))
    unseen = cut = slanting = struck_out = _NO_CHARS
    if some(left_out):
        cut = _unturned(page, level & left_out & ~is_in(page.codes, BLANKS))
    if some(~plain):
        hidden = level & inside & ~printed.seen & ~is_in(page.codes, BLANKS)
        hidden &= ~printed.cut
        unseen = _unturned(page, hidden & ~_are_shown_too(page, hidden, kept))
        slanting = _unturned(page, ~level & inside & printed.seen & is_digit(page.codes))
    if some(struck):
        struck_out, chars, whole = chars.take(struck), chars.take(~struck), whole[~struck]
    return PageContent(
        chars=chars,
        struck=struck_out,
        unseen=unseen,
        cut=cut,
        slanting=slanting,
        rules=Rules(rules.level[~strikes], rules.upright),
        pictures=upright.boxes(_rows(printed.pictures)),
        shapes=upright.boxes(_rows(printed.shapes)),
        shown=frame,
        upright=upright,
        indices=printed.indices[whole],
        image_share=printed.image_share,
        recognized=printed.recognized,
        drawn=printed.drawn,
        unmapped=printed.unmapped,
        edge=min(upright.size[0], upright.boxes(_rows([printed.shown]))[0, 2] if printed.shown else inf),
    )


def _legible(page: Chars) -> Chars:
    """The characters, digits that stand upside down or mirrored among upright ones without a name.

    A 6 upside down looks like a 9, so which digit it is cannot be told.
    """
    wrong = page.turns == 2
    if not some(wrong):
        return page
    return Chars(np.where(wrong & is_digit(page.codes), NAMELESS, page.codes), page.boxes, page.turns)


def _unturned(page: Chars, chosen: NDArray[np.bool_]) -> Chars:
    return Chars(page.codes, page.boxes, np.zeros(len(page), dtype=np.int64)).take(chosen)


def _rows(boxes: Sequence[Box]) -> Floats:
    return np.fromiter(chain.from_iterable(boxes), np.float64, 4 * len(boxes)).reshape(-1, 4)


def _turns_of(angles: Floats) -> tuple[Ints, NDArray[np.bool_]]:
    """Quarter turns, and which characters stand in just these: watermarks run slantwise."""
    if not some(angles):
        return np.zeros(len(angles), dtype=np.int64), np.ones(len(angles), dtype=bool)
    # angles are clockwise, a frame's turns against it
    turns = -np.rint(angles / (np.pi / 2)).astype(np.int64)
    return turns, np.abs(angles + turns * (np.pi / 2)) < 0.1


def _usual_turn(turns: Ints, plain: NDArray[np.bool_], shown: int) -> int:
    """The quarter turn in which the text reads upright: the displayed one unless most text is set sideways."""
    if not some(plain):
        return shown
    if not some(turns):
        return 0
    counts = np.bincount(turns[plain] % 4, minlength=4)
    most = int(counts.argmax())
    return most if counts[most] > 0.8 * counts.sum() else shown


def _inside(chars: Chars, size: tuple[float, float]) -> NDArray[np.bool_]:
    x, y = chars.x, chars.y
    return np.asarray((x >= 0) & (y >= 0) & (x <= size[0]) & (y <= size[1]))


def _reach(lines: Floats, width: float) -> float:
    """How far to the right the page is read. The columns of a table that runs over the page's edge are read, too, up to a limit."""
    crossing = (lines[:, 0] < width - EDGE_PT) & (lines[:, 2] > width + EDGE_PT)
    return min(float(lines[crossing, 2].max()), WIDEST * width) if some(crossing) else width


def _to_rules(lines: Floats, size: tuple[float, float]) -> Rules:
    """Boxes of lines -> level ones as y, x0, x1 and upright ones as x, y0, y1, within the page."""
    if not len(lines):
        return Rules(np.zeros((0, 3)), np.zeros((0, 3)))
    x0, x1 = lines[:, 0::2].clip(0, size[0]).T
    y0, y1 = lines[:, 1::2].clip(0, size[1]).T
    wide, high = x1 - x0, y1 - y0
    dots = np.abs(wide - high) < DOT_PT  # of a dotted line, whichever way it runs
    level = np.array([(y0 + y1) / 2, x0, x1]).T
    upright = np.array([(x0 + x1) / 2, y0, y1]).T
    return Rules(level[(wide > high) | dots], upright[(high > wide) | dots])


def printed_twice(chars: Chars, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the chosen characters repeat one that stands in nearly the same place, as some programs print bold text."""
    again = np.zeros(len(chars), dtype=bool)
    for shift in (0.0, 0.5):  # two characters that a band's edge parts stand in one of the shifted bands
        bands = np.floor(chars.y / BAND_PT + shift)
        near = _codes_near_their_like(chars, bands)
        if not len(near):
            continue
        own = positions(chosen & np.isin(chars.codes, near))
        order = own[np.lexsort((chars.boxes[own, 0], bands[own], chars.codes[own]))]
        codes, rows, heights = chars.codes[order], bands[order], chars.height[order]
        limit = TWICE * np.minimum(heights[1:], heights[:-1])
        across, up = (np.abs(np.diff(each)) for each in (chars.boxes[order, 0], chars.y[order]))
        same = (codes[1:] == codes[:-1]) & (rows[1:] == rows[:-1])
        again[order[1:]] |= same & (across < limit) & (up < limit)
    return again


def _are_shown_too(chars: Chars, hidden: NDArray[np.bool_], shown: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the hidden characters stand where the same one shows, as in a layer for searching over text that needs none."""
    too = np.zeros(len(chars), dtype=bool)
    hidden_at, shown_at = positions(hidden), positions(shown)
    reach = TWICE * chars.height[hidden_at]
    x, y = chars.x, chars.y
    near = np.array(
        [x[hidden_at] - reach, y[hidden_at] - reach, x[hidden_at] + reach, y[hidden_at] + reach]
    ).T
    one, other = points_in(x[shown_at], y[shown_at], near)
    one, other = hidden_at[one], shown_at[other]
    too[one[chars.codes[one] == chars.codes[other]]] = True
    return too


def _codes_near_their_like(chars: Chars, bands: Floats) -> Codes:
    """The code points that may be printed twice: two characters of the code stand in one band of heights, close to each other.

    Most pages have none, and this one sort tells so at little cost.
    """
    if not len(chars):
        return chars.codes
    left = chars.boxes[:, 0:1] * _FINE
    places = (
        np.concatenate((bands[:, None], left), axis=1).clip(-_FARTHEST, _FARTHEST).astype(np.int64)
        + _FARTHEST
    )
    keys = (chars.codes.astype(np.int64) << 40) + (places[:, 0] << 20) + places[:, 1]
    keys.sort(kind="stable")  # a third of the default's time
    reach = TWICE * float(chars.height.max()) * _FINE + 1
    near = keys[1:][keys[1:] - keys[:-1] <= reach]
    return (near >> 40).astype(np.uint32)
