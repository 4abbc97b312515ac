"""The paths of a page or a form -> how each is drawn, asked of PDFium for all of them at once: a page may have hundreds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, repeat

import numpy as np

from extract.readers._page.geometry import IDENTITY, WHITE, Box, Matrix, moved
from extract.readers._pdf import calls
from extract.readers._pdf.calls import Argument

OPAQUE = 255

Colour = tuple[float, ...]  # red, green, blue, alpha
_OF_PATTERN = (0.0, 0.0, 0.0, float(OPAQUE))

# its box on the page, the colours in which it is filled and stroked (None where it is not), its number of segments
Path = tuple[Argument, Box, Colour | None, Colour | None, int]


def read_paths(handles: list[Argument], matrix: Matrix) -> Iterator[Path]:
    """How each path is drawn; `matrix` leads from their space to the page."""
    if not handles:
        return iter(())
    fill_modes, are_stroked = calls.of_objects(calls.draw_mode, handles, np.int32, (1, 1))[0].T.tolist()
    boxes = zip(*calls.of_objects(calls.bounds, handles, np.float32, (1, 1, 1, 1))[0].T.tolist(), strict=True)
    on_page = boxes if matrix is IDENTITY else (box_on_page(box, matrix) for box in boxes)
    fills = _colours(calls.fill_color, handles, fill_modes)
    strokes = _colours(calls.stroke_color, handles, are_stroked)
    return zip(handles, on_page, fills, strokes, map(calls.segments, handles), strict=True)


def _colours(
    get_colour: Callable[..., int], handles: list[Argument], has: Sequence[float]
) -> Iterator[Colour | None]:
    asked = list(compress(handles, has))
    if not asked:
        return repeat(None, len(handles))
    found, known = calls.of_objects(get_colour, asked, np.uint32, (1, 1, 1, 1))
    colours: Iterator[Colour] = zip(*found.T.tolist(), strict=True)
    if not all(known):
        colours = (
            colour if is_known else _OF_PATTERN for colour, is_known in zip(colours, known, strict=True)
        )
    return colours if len(asked) == len(handles) else (next(colours) if each else None for each in has)


def box_on_page(box: Box, matrix: Matrix) -> Box:
    left, bottom, right, top = box
    if matrix is IDENTITY:
        return box
    (xa, ya), (xb, yb) = moved(left, bottom, matrix), moved(right, top, matrix)
    return (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


@lru_cache(maxsize=1 << 10)
def is_shown(colour: Colour) -> bool:
    """Whether a colour is seen on white paper."""
    *hues, alpha = colour
    return alpha > 0 and min(hues) < WHITE
