"""One OFD page with its templates -> what it prints and what of it is seen.

What makes it hard: a scan's text lies unseen over or under its picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from extract.readers._ofd.grounds import Colour, on_like_ground
from extract.readers._ofd.resources import Resources
from extract.readers._ofd.text import Placed
from extract.readers._ofd.values import channels
from extract.readers._ofd.walk import Budget, PageWalk
from extract.readers._page.arrays import Floats
from extract.readers._page.content import BIG_IMAGE, Printed
from extract.readers._page.frame import Frame
from extract.readers._page.gaps import gap_lines
from extract.readers._page.geometry import Box, box_area
from extract.readers._shared.xml import local_name

BLACK: Colour = (0.0, 0.0, 0.0)  # of text, unless it says otherwise
_CODES_OF_NO_CHARACTER = (0x3F, 0xA4, 0x25A1)  # ? ¤ □: what converters write for a glyph without Unicode


def page_printed(
    contents: Sequence[etree._Element],
    annotations: etree._Element | None,
    resources: Resources,
    frame: Frame,
    budget: Budget,
) -> Printed:
    """What a page and its templates print, given in drawing order, and what was put onto it.

    Raises BadNumber, TooManyObjects.
    """
    width, height = frame.size
    area = max(width * height, 1.0)
    walk = PageWalk(resources, budget, area)
    for content in contents:
        walk.add_content(content)
    if annotations is not None:
        walk.add_annotations(annotations)
    text = walk.text.placed()
    codes, boxes = text.codes, text.boxes
    unseen = text.unseen | _is_hidden(text, walk)
    share = sum(map(box_area, walk.images)) / area
    runs = len(walk.text.texts)
    hidden = sum(unseen or k < walk.covered for k, unseen in enumerate(walk.text.unseen))
    recognized = share >= BIG_IMAGE and hidden * 2 > runs
    return Printed(
        codes=codes,
        boxes=boxes,
        angles=text.angles,
        seen=np.ones(len(codes), dtype=bool) if recognized else ~(unseen | text.cut),
        cut=text.cut,
        indices=np.arange(len(codes), dtype=np.int64),
        lines=walk.lines + gap_lines(walk.fills, walk.whites),
        pictures=walk.images,
        shapes=walk.outlines,
        slants=walk.slants,
        image_share=share,
        recognized=recognized,
        drawn=walk.drawn,
        unmapped=bool(len(codes)) and np.isin(codes, _CODES_OF_NO_CHARACTER).sum() * 2 > len(codes),
    )


def _is_hidden(text: Placed, walk: PageWalk) -> NDArray[np.bool_]:
    """Which characters are white on white paper, below an opaque area that is drawn later, or have the colour of theirs."""
    hidden = np.zeros(len(text.codes), dtype=bool)
    if text.white.any():
        hidden = text.white & ~_inside(text.boxes, [*walk.fills, *walk.images]).any(axis=0)
    if covers := [cover for cover in walk.covers if cover.runs]:
        before = text.runs < np.array([cover.runs for cover in covers])[:, None]
        hidden |= (_inside(text.boxes, [cover.box for cover in covers]) & before).any(axis=0)
    if walk.covers:
        hidden |= on_like_ground(text.boxes, text.runs, list(map(_ink, walk.inks)), walk.covers)
    return hidden


def _ink(colour: etree._Element | None) -> Colour:
    if colour is None:
        return ()
    return BLACK if local_name(colour) == "TextObject" else channels(colour)


def _inside(boxes: Floats, areas: Sequence[Box]) -> NDArray[np.bool_]:
    """[area, character]: whether the middle of a character lies in an area."""
    around = np.array(areas, dtype=np.float64).reshape(-1, 4)
    x, y = (boxes[:, :2] + boxes[:, 2:]).T / 2
    across = (around[:, 0:1] <= x) & (x <= around[:, 2:3])
    return np.asarray(across & (around[:, 1:2] <= y) & (y <= around[:, 3:4]))
