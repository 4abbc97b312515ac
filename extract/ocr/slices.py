"""Slices of one long picture (a web page's, cut anywhere) → the picture. A row cut in two can be read in neither slice."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from extract.model import Block, Picture
from extract.ocr.images import DAMAGE, MAX_SOURCE_PIXELS, Pixels, on_paper

DARK = 200  # grey; darker is ink
LEAST = 3  # pixels that are inked where a table is cut
ALIKE = 0.5  # of what is inked on the side of a cut that has less, the share that is on the other, too
BORDER, WIDE = 12, 0.5  # pixels, and share of the width: what is dark so far is a scanner's lid


def joined_slices(blocks: Sequence[Block]) -> tuple[dict[int, Picture], set[int]]:
    """Whole pictures by the places of their first slices, and the places of the others."""
    whole: dict[int, Picture] = {}
    taken: set[int] = set()
    first, opening = 0, Picture(b"")
    slices: list[Pixels] = []
    for number, block in enumerate(blocks):
        if not isinstance(block, Picture):
            slices = []
            continue
        pixels = _decoded(block.data) if _has_neighbour(blocks, number) else None
        if pixels is not None and slices and block.place == opening.place and _goes_on(slices, pixels):
            slices.append(pixels)
            taken.add(number)
            whole[first] = replace(opening, data=_stacked(slices))
        else:
            first, opening, slices = number, block, [] if pixels is None else [pixels]
    return whole, taken


def _has_neighbour(blocks: Sequence[Block], number: int) -> bool:
    return any(
        isinstance(block, Picture)
        for block in (*blocks[max(number - 1, 0) : number], *blocks[number + 1 : number + 2])
    )


def _decoded(data: bytes) -> Pixels | None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            return np.asarray(on_paper(picture)) if width * height <= MAX_SOURCE_PIXELS else None
    except DAMAGE:
        return None  # reading it gives the reason


def _goes_on(slices: Sequence[Pixels], pixels: Pixels) -> bool:
    """Whether the picture begins with the ink with which the last slice ends."""
    width = pixels.shape[1]
    height = len(pixels) + sum(map(len, slices))
    if width != slices[-1].shape[1] or width * height > MAX_SOURCE_PIXELS:
        return False
    ends = slices[-1][-BORDER:].min(axis=2) < DARK, pixels[:BORDER].min(axis=2) < DARK
    if any(end.all(axis=0).mean() > WIDE for end in ends):
        return False
    above, below = ends[0][-1], ends[1][0]
    # of a cut along a ruling line one side has the line; both have the frames of two tables cut out
    least = min(np.count_nonzero(above), np.count_nonzero(below))
    return bool(least <= WIDE * width and np.count_nonzero(above & below) >= max(LEAST, ALIKE * least))


def _stacked(slices: Sequence[Pixels]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.vstack(slices)).save(out, "PPM")
    return out.getvalue()
