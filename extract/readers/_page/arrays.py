"""What a page holds, as arrays: characters with boxes, ruling lines; and the place of a cell in its grid.

In points from the page's top left. Nothing here knows of PDF; OFD pages and scans give the same arrays.

Rows of an array of boxes are chosen by `take`, which numpy does ten times as fast as `boxes[chosen]`; numbers of a
column are worked on by themselves, as numpy takes some twenty times as long over `boxes[:, :2]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.once import maker, once

Codes = NDArray[np.uint32]  # code points
NAMELESS = 0xFFFD  # the code of a glyph whose font does not say what it is
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Chars:
    """Characters: code points, boxes (x0, y0, x1, y1), clockwise quarter turns against upright."""

    codes: NDArray[np.uint32]
    boxes: Floats
    turns: Ints

    def take(self, chosen: NDArray[np.bool_] | Ints) -> Chars:
        if chosen.dtype == np.bool_:
            chosen = chosen.nonzero()[0]
        return Chars(self.codes.take(chosen), self.boxes.take(chosen, axis=0), self.turns.take(chosen))

    @once
    def x(self) -> Floats:
        return np.asarray((self.boxes[:, 0] + self.boxes[:, 2]) / 2)

    @once
    def y(self) -> Floats:
        return np.asarray((self.boxes[:, 1] + self.boxes[:, 3]) / 2)

    @once
    def height(self) -> Floats:
        return np.asarray(self.boxes[:, 3] - self.boxes[:, 1])

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class Rules:
    """Ruling lines: level ones as rows of y, x0, x1; upright ones as rows of x, y0, y1."""

    level: Floats
    upright: Floats


class Span(NamedTuple):
    """A cell's place in its grid."""

    row: int
    col: int
    rows: int
    cols: int


to_span = maker(Span)


def positions(chosen: NDArray[np.bool_]) -> Ints:
    """Where it is true; numpy's own `flatnonzero` takes four times as long for a page's."""
    return chosen.nonzero()[0]


def some(values: NDArray[Any]) -> bool:
    """Whether any is true, or not 0; numpy's own `any` takes five times as long for a page's."""
    return bool(np.count_nonzero(values))
