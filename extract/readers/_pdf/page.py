"""One page of PDFium -> what it prints, and what of that is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import NAMELESS, Codes, Floats, Ints, some
from extract.readers._page.content import BIG_IMAGE, PageContent, Printed, printed_to_content
from extract.readers._page.frame import Frame
from extract.readers._page.geometry import Box, box_area
from extract.readers._page.raised import with_marks
from extract.readers._page.text import BLANKS, is_digit, is_in
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument
from extract.readers._pdf.chars import lacks_unicode, origins_and_ups, read_angles, read_chars
from extract.readers._pdf.cut_text import cut_and_veiled
from extract.readers._pdf.drawing import Drawing
from extract.readers._pdf.inks import find_unseen, is_seen
from extract.readers._pdf.nameless import untold_boxes
from extract.readers._pdf.notes import without_borders
from extract.readers._pdf.trial import leave_traces

TINY = 0.15  # of the size of the page's usual character: a point and a half where that has ten

NO_BOXES = np.zeros((0, 4))


class _Shown(NamedTuple):
    """Of each character whether it shows, whether a clip path leaves it out or cuts it, and whether its layer is switched off."""

    seen: NDArray[np.bool_]
    outside: NDArray[np.bool_]
    cut: NDArray[np.bool_]
    off: NDArray[np.bool_]


def read_page(
    page: Argument,
    text_page: Argument,
    drawing: Drawing,
    frame: Frame,
    notes: Sequence[Box] = (),
    said: Floats = NO_BOXES,
    *,
    layered: bool = False,
) -> PageContent:
    """The page's content; `page` and `text_page` are PDFium's handles, `notes` the boxes of annotations.

    `said`: boxes of characters that the file says are others (`_pdf/spoken.py`). `layered`: some text may be switched off.
    Raises TooManyObjects.
    """
    width, height = frame.size
    share = sum(map(box_area, drawing.images)) / max(width * height, 1.0)
    unseen = find_unseen(drawing)
    recognized = share >= BIG_IMAGE and len(unseen.undrawn) * 2 > len(drawing.texts)
    codes, boxes, indices = read_chars(text_page, drawing)
    angles = read_angles(text_page, indices, drawing)
    codes = with_marks(codes, boxes, angles, lambda digits: origins_and_ups(text_page, indices[digits]))
    none = np.zeros(len(indices), dtype=bool)
    shown = _Shown(~none, none, none, none)
    if not recognized:
        outside, cut, veiled = cut_and_veiled(text_page, codes, indices, boxes, drawing)
        seen, doubted = is_seen(text_page, codes, indices, boxes, drawing, unseen, veiled)
        off = _may_be_off(text_page, drawing, indices) & seen & ~doubted if layered else none
        doubted = (doubted | off) & ~is_in(codes, BLANKS)
        if some(doubted):
            where = frame.boxes(boxes[doubted])
            seen[doubted] = leave_traces(page, text_page, drawing.texts, indices[doubted], where)
            recognized = share >= BIG_IMAGE and bool(np.count_nonzero(seen) * 2 < len(seen))
        shown = _Shown(seen & ~_is_tiny(codes, boxes), outside, cut, off & ~seen)
    printed = Printed(
        codes=codes,
        boxes=boxes,
        angles=angles,
        seen=shown.seen & ~shown.outside | recognized,
        cut=(shown.outside | shown.cut) & shown.seen & (not recognized),
        indices=indices,
        lines=without_borders(drawing.lines, notes) if notes else drawing.lines,
        pictures=drawing.images,
        shapes=[*drawing.outlines, *drawing.bars(), *notes],
        slants=drawing.slants,
        image_share=share,
        recognized=recognized,
        drawn=drawing.drawn,
        shown=drawing.shown(),
        unmapped=lacks_unicode(text_page, codes, indices),
    )
    if some(shown.off):
        printed = _without(printed, shown.off)
    printed = _with_nameless(printed, said, seen=False)
    if some(codes == NAMELESS):
        no_text = unseen.undrawn | unseen.white | unseen.doubtful
        printed = _with_nameless(printed, untold_boxes(text_page, boxes, drawing, no_text), seen=True)
    return printed_to_content(printed, frame)


def _may_be_off(text_page: Argument, drawing: Drawing, indices: Ints) -> NDArray[np.bool_]:
    """Which characters may stand on a layer: their text object is marked, or part of a form."""
    texts = set(compress(drawing.texts, map(calls.marks, drawing.text_handles)))
    for form in drawing.forms:
        texts.update(drawing.texts[form.texts.start : form.texts.stop])
    owners = map(calls.text_object, repeat(text_page), indices.tolist())
    return np.fromiter(map(texts.__contains__, owners), np.bool_, len(indices))


def _without(printed: Printed, gone: NDArray[np.bool_]) -> Printed:
    return replace(
        printed,
        codes=printed.codes[~gone],
        boxes=printed.boxes[~gone],
        angles=printed.angles[~gone],
        seen=printed.seen[~gone],
        cut=printed.cut[~gone],
        indices=printed.indices[~gone],
    )


def _is_tiny(codes: Codes, boxes: Floats) -> NDArray[np.bool_]:
    """Which digits are far smaller than the page's usual text."""
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0.0)
    if not len(sizes) or sizes.min() >= TINY * sizes.max():
        return np.zeros(len(sizes), dtype=bool)
    return np.asarray(is_digit(codes) & (sizes < TINY * float(np.median(sizes))))


def _with_nameless(printed: Printed, boxes: Floats, *, seen: bool) -> Printed:
    """The characters, with a NAMELESS one more in each of these boxes."""
    if not len(boxes):
        return printed
    off = np.zeros(len(boxes), dtype=bool)
    return replace(
        printed,
        codes=np.concatenate((printed.codes, np.full(len(boxes), NAMELESS, dtype=np.uint32))),
        boxes=np.concatenate((printed.boxes, boxes)),
        angles=np.concatenate((printed.angles, off)),
        seen=np.concatenate((printed.seen, off | seen)),
        cut=np.concatenate((printed.cut, off)),
        indices=np.concatenate((printed.indices, np.zeros(len(boxes), dtype=np.int64))),
    )
