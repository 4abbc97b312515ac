"""How a page is displayed, and boxes in PDF's own space -> in a page's frame, from its top left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.readers._page.arrays import Floats


@dataclass(frozen=True, slots=True)
class Frame:
    """How the page is displayed: its visible box in PDF's own space, and clockwise quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed, in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def turned(self, turns: int) -> Frame:
        return Frame(self.left, self.bottom, self.right, self.top, turns % 4)

    def boxes(self, raw: Floats) -> Floats:
        """Rows of left, bottom, right, top in PDF space -> x0, y0, x1, y1 from the top left as displayed."""
        if not len(raw):
            return raw
        if self.turns == 0:
            flipped = raw.take((0, 3, 2, 1), axis=1) * (1, -1, 1, -1)
            return np.add(flipped, (-self.left, self.top, -self.left, self.top))
        left, bottom, right, top = raw.T
        if self.turns == 1:
            columns = (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        elif self.turns == 2:
            columns = (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        else:
            columns = (self.top - top, self.right - right, self.top - bottom, self.right - left)
        return np.array(columns).T.copy()

    def boxes_from(self, boxes: Floats, other: Frame) -> Floats:
        """Boxes as they stand in another frame of the same page -> in this one."""
        width, height = other.size
        # the other frame, taken as a page by itself with y upwards
        raw = boxes.take((0, 3, 2, 1), axis=1) * (1, -1, 1, -1)
        return Frame(0, -height, width, 0, (self.turns - other.turns) % 4).boxes(raw)
