"""Text objects -> characters with boxes and angles, in PDF space.

What makes it hard: OFD gives each character's origin but neither its width nor its height, and the fonts that would tell
are mostly not in the file.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from extract.readers._ofd.package import children
from extract.readers._ofd.values import number, offsets
from extract.readers._page.arrays import Floats, Ints
from extract.readers._page.geometry import ASCENT, DESCENT, EVERYWHERE, Box, Matrix, middles_outside
from extract.readers._page.glyphs import to_plain
from extract.readers._page.raised import with_marks

# a text object must give its size; 9 points is what the invoices without one look like
DEFAULT_SIZE_MM = 3.175
SHORTEST, LONGEST = 0.5, 1.3  # of the guessed width: an offset between these is the width itself

ASIDE = 0.2  # of the size: an origin farther off the line is on another one

NAMELESS = "\ufffd"  # stands for glyphs that are given by their numbers in the font alone

_NARROW = frozenset("fijlrtI.,:;'|!()[]/` ")
_WIDE = frozenset("mwMWOQ@%")


class Placed(NamedTuple):
    """Characters: boxes as left, bottom, right, top, angles clockwise, and the run of text of each."""

    codes: NDArray[np.uint32]
    boxes: Floats
    angles: Floats
    unseen: NDArray[np.bool_]
    white: NDArray[np.bool_]
    cut: NDArray[np.bool_]  # outside of their object's clip regions
    runs: Ints


@dataclass(slots=True)
class TextRuns:
    """Characters of a page as they come: one entry for each text code, one origin for each character."""

    texts: list[str] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    params: list[tuple[float, ...]] = field(default_factory=list)  # size, width scale, cos, sin, matrix
    unseen: list[bool] = field(default_factory=list)
    white: list[bool] = field(default_factory=list)
    shown: list[Box] = field(default_factory=list)

    def add(
        self, text_object: etree._Element, matrix: Matrix, unseen: bool, white: bool, shown: Box | None
    ) -> None:
        """`matrix` leads from the object's own space to PDF space; `shown`: what clips leave. Raises BadNumber."""
        size = number(text_object.get("Size") or str(DEFAULT_SIZE_MM))
        stretch = number(text_object.get("HScale") or "1")
        turn = math.radians(number(text_object.get("CharDirection") or "0"))
        downwards = number(text_object.get("ReadDirection") or "0") % 180 == 90
        params = (size, stretch, math.cos(turn), math.sin(turn), *matrix)
        x = y = 0.0
        nameless = NAMELESS * any(True for _ in children(text_object, "CGTransform"))
        for code in children(text_object, "TextCode"):
            x, y = number(code.get("X") or str(x)), number(code.get("Y") or str(y))
            text = _printed(code) or nameless
            if not text:
                continue
            right, down = (
                offsets(code.get("DeltaX"), len(text) - 1),
                offsets(code.get("DeltaY"), len(text) - 1),
            )
            if right is None and down is None:
                steps = [guessed_width(char) * size * (1.0 if downwards else stretch) for char in text[:-1]]
                right, down = (None, steps) if downwards else (steps, None)
            still = [0.0] * (len(text) - 1)
            self.texts.append(text)
            self.xs.extend(accumulate(still if right is None else right, initial=x))
            self.ys.extend(accumulate(still if down is None else down, initial=y))
            self.params.append(params)
            self.unseen.append(unseen)
            self.white.append(white)
            self.shown.append(shown or EVERYWHERE)

    def placed(self) -> Placed:
        text = "".join(self.texts)
        codes = np.frombuffer(to_plain(text).encode("utf-32-le", "replace"), dtype=np.uint32)
        lengths = np.array([len(run) for run in self.texts], dtype=np.int64)
        params = np.repeat(np.array(self.params, dtype=np.float64).reshape(-1, 10), lengths, axis=0)
        origins = np.stack((np.array(self.xs), np.array(self.ys)), axis=1)
        size, stretch, cos, sin = params[:, 0], params[:, 1], params[:, 2], params[:, 3]
        a, b, c, d, e, f = params[:, 4:].T
        linear = np.stack((np.stack((a, c), axis=1), np.stack((b, d), axis=1)), axis=1)
        ahead = np.stack((cos, sin), axis=1)
        above = np.stack((sin, -cos), axis=1)  # y runs downwards in an object's own space
        ahead, above, origins = (np.einsum("nij,nj->ni", linear, v) for v in (ahead, above, origins))
        origins += np.stack((e, f), axis=1)
        widths = _widths(text, size * stretch, origins, ahead)
        top, foot = origins + above * (size * ASCENT)[:, None], origins - above * (size * DESCENT)[:, None]
        across = ahead * widths[:, None]
        corners = np.stack((top, foot, top + across, foot + across))
        boxes = np.concatenate((corners.min(axis=0), corners.max(axis=0)), axis=1)
        angles = np.mod(-np.arctan2(ahead[:, 1], ahead[:, 0]), 2 * np.pi)
        unseen, white = (np.repeat(np.array(each, dtype=bool), lengths) for each in (self.unseen, self.white))
        runs = np.repeat(np.arange(len(lengths)), lengths)
        cut = middles_outside(boxes, np.repeat(np.array(self.shown).reshape(-1, 4), lengths, axis=0))
        printed = ~np.isin(codes, (0x0A, 0x0D))
        origins, ups = origins[printed], (above * size[:, None])[printed]
        kept = codes[printed], boxes[printed], angles[printed]
        marked = with_marks(*kept, lambda digits: (origins[digits], ups[digits]))
        return Placed(marked, *kept[1:], unseen[printed], white[printed], cut[printed], runs[printed])


def guessed_width(char: str) -> float:
    """The width of a character as a share of the font's size, where the file does not tell it."""
    if char >= "\u2e80" or "\u2010" <= char <= "\u2027":
        return 1.0
    if char in _NARROW:
        return 0.35
    if char in _WIDE:
        return 0.85
    return 0.65 if char.isupper() else 0.5


def _printed(code: etree._Element) -> str:
    text = "".join(code.itertext())
    # where the XML is laid out for reading, line breaks around the text are none of its characters
    return (text.strip("\r\n\t ") if text[:1] in ("\r", "\n") else text).replace("\t", " ")


def _widths(text: str, size: Floats, origins: Floats, ahead: Floats) -> Floats:
    """The characters' widths in the object's own unit.

    A character reaches to the next one's origin where that is about as far as such a character is wide. The last of a line is
    as wide as one of its kind before it."""
    share = np.array([guessed_width(char) for char in text])
    guess = share * size
    if len(guess) < 2:
        return np.abs(guess)
    scale = np.maximum((ahead * ahead).sum(axis=1), 1e-12)
    step = origins[1:] - origins[:-1]
    along = (step * ahead[:-1]).sum(axis=1) / scale[:-1]
    aside = (step[:, 0] * ahead[:-1, 1] - step[:, 1] * ahead[:-1, 0]) / scale[:-1]
    fitting = (along >= SHORTEST * guess[:-1]) & (along <= LONGEST * guess[:-1])
    fitting &= np.abs(aside) < ASIDE * np.abs(size[:-1])
    widths = guess.copy()
    widths[:-1][fitting] = along[fitting]
    alike = np.append(False, fitting) & ~np.append(fitting, False)
    alike[1:] &= (share[1:] == share[:-1]) & (size[1:] == size[:-1])
    after = np.flatnonzero(alike)
    widths[after] = widths[after - 1]
    return np.asarray(np.abs(widths))
