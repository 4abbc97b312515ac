"""The cells with text of a table that no upright lines part, and whether each value stands below one label of the heading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

import numpy as np

from extract.readers._page.arrays import Chars, Ints, Span, positions, some
from extract.readers._page.guessed.columns import Leaves
from extract.readers._page.text import BLANKS, cell_boxes, is_in
from extract.readers._page.wording import is_label, look_of

ONE_LINE_PT = 3.0  # points: middles of one number's digits differ by less
PARTED = 3.0  # of a digit's width: pieces of one number (1 234) stand nearer to each other


class TextCell(NamedTuple):
    """A cell with text: its ends, the middles of its first and last line, the level lines above and below it."""

    span: Span
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    above: float = -inf
    below: float = inf

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def is_wrapped(self) -> bool:
        """Whether it has several lines."""
        return self.bottom - self.top > ONE_LINE_PT

    @property
    def letter(self) -> float:
        """How wide its characters are."""
        return (self.x1 - self.x0) / len(self.text)


def text_cells(spans: Sequence[Span], numbers: Ints, chars: Chars) -> list[TextCell]:
    """The cells that hold text; `numbers` gives the cell of each character, or -1."""
    used = positions((numbers >= 0) & ~is_in(chars.codes, BLANKS))
    own = numbers[used]
    sides = np.array((chars.boxes[used, 0], chars.y[used], chars.boxes[used, 2], chars.y[used])).T
    boxes = cell_boxes(sides, own, len(spans))
    text = chars.codes[used[np.argsort(own, kind="stable")]].tobytes().decode("utf-32-le")
    ends = np.bincount(own, minlength=len(spans)).cumsum().tolist()
    return [
        TextCell(span, text[start:end], *box)
        for span, box, start, end in zip(spans, boxes, [0, *ends[:-1]], ends, strict=True)
        if box
    ]


def holds_all(numbers: Ints, chars: Chars) -> bool:
    """Whether no text that stands within the table is left out of it."""
    mine = numbers >= 0
    own = chars.boxes.take(positions(mine), axis=0)
    left, top, right, bottom = own[:, 0].min(), own[:, 1].min(), own[:, 2].max(), own[:, 3].max()
    inside = (chars.x > left) & (chars.x < right) & (chars.y > top) & (chars.y < bottom)
    return not some(inside & ~mine & ~is_in(chars.codes, BLANKS))


def are_under(
    body: Iterable[TextCell], leaves: Leaves, width: int, count: int, rows: Iterable[TextCell]
) -> bool:
    """Whether every value stands below its own label and no other, and at least one row has a value in each column.

    `width`: the columns of labels; `count`: those of values; `rows`: the label of each row. Below a form's heading the order of
    the values in a full row tells their columns, so these may stand below no label.
    """
    told = list(leaves.extents)
    if len(told) != count or any(b[0] <= a[1] for a, b in pairwise(told)):
        return False
    values = [cell for cell in body if cell.span.col >= width]
    in_order = _full_rows(values, rows, width, count) if leaves.whole else set()
    columns: list[list[TextCell]] = [[] for _ in told]
    full: dict[int, int] = {}
    for cell in values:
        column = cell.span.col - width
        if cell.span.row in in_order:
            left, right = told[column]
            told[column] = min(left, cell.x0), max(right, cell.x1)
    for cell in values:
        column = cell.span.col - width
        under = [k for k, (left, right) in enumerate(told) if cell.x0 < right and left < cell.x1]
        if under != [column]:
            return False
        columns[column].append(cell)
        full[cell.span.row] = full.get(cell.span.row, 0) + 1
    if count not in full.values():
        return False
    reach = [(min(cell.x0 for cell in column), max(cell.x1 for cell in column)) for column in columns]
    return all(a[1] < b[0] for a, b in pairwise(reach))


def _full_rows(values: Iterable[TextCell], labels: Iterable[TextCell], width: int, count: int) -> set[int]:
    """The rows whose values' order tells their columns: a number in each, set apart, and a label as a form spells it."""
    by_row: dict[int, list[TextCell]] = {}
    for cell in values:
        by_row.setdefault(cell.span.row, []).append(cell)
    known = {label.span.row for label in labels if not width or is_label(label.text)}
    return {
        row
        for row, cells in by_row.items()
        if row in known
        and len(cells) == count
        and all(look_of(cell.text).is_value for cell in cells)
        and all(b.x0 - a.x1 > PARTED * min(a.letter, b.letter) for a, b in pairwise(cells))
    }
