"""Characters with boxes -> text in reading order: lines, cells.

What makes it hard: PDF has no words and no lines; Chinese text has no spaces; digits of two numbers must never run
together; a narrow label cell is set from top to bottom, upright or turned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars, Floats, Ints, positions, some
from extract.readers._page.once import maker

LINE_SHARE = 0.5  # of a character's height: centres farther apart stand on two lines
WORD_GAP = 0.3  # of a character's height: a wider gap between letters or digits is a space
WIDEST_PT = 1e6  # points: no page is so wide
CJK_GAP = 1.5  # of a character's height: a wider gap parts even Chinese text (tabs, columns of words)


Box = tuple[float, float, float, float]

# positions of the characters in order, and where in that order a cell and a line begin
Reading = tuple[Ints, NDArray[np.bool_], NDArray[np.bool_]]


class Line(NamedTuple):
    """A line of text with its box, and the positions of its characters."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    members: tuple[int, ...] = ()

    @property
    def height(self) -> float:
        return self.y1 - self.y0


_to_line = maker(Line)


def table_of(codes: Iterable[int]) -> NDArray[np.bool_]:
    """A set of code points as a table, which `is_in` asks ten times as fast as `np.isin` asks a set."""
    members = list(codes)
    table = np.zeros(max(members) + 2, dtype=bool)  # the last stands for all codes above
    table[members] = True
    return table


def is_in(codes: NDArray[np.uint32], table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return table.take(codes, mode="clip")


BLANKS = table_of((0x20, 0xA0, 0x3000, 0x200B, 0x202F, 0x205F, *range(0x2000, 0x200B)))
_CJK = table_of((*range(0x2010, 0x2028), 0x2E80))
_CJK[-1] = True
_SET_CLOSE = table_of((*positions(_CJK).tolist(), *range(0x2E80, 0xFF10), 0xFF1A))
_SET_CLOSE[-1] = True  # as CJK, but for the wide digits, which make numbers as others do


def is_digit(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """0 to 9, and the full-width ones."""
    return np.asarray(((codes >= 0x30) & (codes <= 0x39)) | ((codes >= 0xFF10) & (codes <= 0xFF19)))


def is_cjk(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Chinese characters and full-width marks, between which no space is due."""
    return is_in(codes, _CJK)


def chars_to_cell_texts(chars: Chars, numbers: Ints, count: int, reading: Reading | None = None) -> list[str]:
    """The text of each of `count` cells; `numbers` says which cell a character is in.

    `reading`: their `reading_order`, where it is known already.
    """
    texts = [""] * count
    order, new_cell, new_line = reading or reading_order(chars, numbers)
    if not len(order):
        return texts
    sideways = _sideways(chars, numbers, count)
    vertical = sideways | _running_down(chars, numbers, count)
    starts = positions(new_cell)
    cells = numbers[order[starts]].tolist()
    for number, text in zip(cells, _run_texts(chars, order, new_line, starts), strict=True):
        texts[number] = text
    for number in vertical:
        mine = (numbers == number).nonzero()[0]
        texts[number] = _vertical_text(chars.take(mine), number in sideways)
    return texts


def _sideways(chars: Chars, numbers: Ints, count: int) -> set[int]:
    """Cells most of whose characters are turned."""
    if not some(chars.turns):
        return set()
    turned = chars.turns % 2 == 1
    most = np.bincount(numbers, weights=turned, minlength=count) * 2 > np.bincount(numbers, minlength=count)
    return set(positions(most).tolist())


def chars_to_lines(chars: Chars, places: Ints | None = None) -> list[Line]:
    """Lines of running text from top to bottom. `places`: the characters' own positions on the page."""
    if not len(chars):
        return []
    order, new_line = _line_order(chars)
    starts = positions(new_line)
    texts = _run_texts(chars, order, new_line, starts)
    members = tuple((order if places is None else places[order]).tolist())
    boxes = _around(chars.boxes.take(order, axis=0), starts)
    return [
        _to_line((text, *box, members[start:end]))
        for text, box, (start, end) in zip(texts, boxes, _runs(starts, len(order)), strict=True)
        if text
    ]


def cell_boxes(boxes: Floats, numbers: Ints, count: int) -> list[Box | None]:
    """The box around the characters of each of `count` cells; None for a blank one."""
    found: list[Box | None] = [None] * count
    if len(boxes):
        order = np.argsort(numbers, kind="stable")
        cells = numbers[order]
        starts = positions(_differ(cells))
        for number, box in zip(
            cells[starts].tolist(), _around(boxes.take(order, axis=0), starts), strict=True
        ):
            found[number] = box
    return found


def _runs(starts: Ints, end: int) -> Iterator[tuple[int, int]]:
    """From each start to the next one."""
    return pairwise([*starts.tolist(), end])


def _around(boxes: Floats, starts: Ints) -> Iterator[Box]:
    """The box around those from each start to the next one."""
    low = np.minimum.reduceat(boxes[:, :2], starts, axis=0)
    high = np.maximum.reduceat(boxes[:, 2:], starts, axis=0)
    return zip(*low.T.tolist(), *high.T.tolist(), strict=True)


def reading_order(chars: Chars, numbers: Ints) -> Reading:
    """Characters by cell, line and x; and where in that order a cell and a line begin."""
    if not len(chars):
        empty = np.zeros(0, dtype=bool)
        return np.zeros(0, dtype=np.int64), empty, empty
    order = (numbers * WIDEST_PT + chars.y).argsort(kind="stable")  # by one key, as `_by_x`
    new_cell = _differ(numbers[order])
    new_line = _new_lines(chars, order) | new_cell
    # cells and lines begin at the same places whichever way a line's characters are ordered
    return _by_x(chars, order, new_line), new_cell, new_line


def _line_order(chars: Chars) -> tuple[Ints, NDArray[np.bool_]]:
    """Characters by line and x, and where in that order a line begins."""
    order = chars.y.argsort(kind="stable")
    new_line = _new_lines(chars, order)
    return _by_x(chars, order, new_line), new_line


def _new_lines(chars: Chars, order: Ints) -> NDArray[np.bool_]:
    """Which of the characters, in that order, begin a line: the first, and those further down than the one before."""
    y, height = chars.y.take(order), chars.height.take(order)
    found = np.ones(len(order), dtype=bool)
    np.greater(y[1:] - y[:-1], LINE_SHARE * np.minimum(height[1:], height[:-1]), out=found[1:])
    return found


def _by_x(chars: Chars, order: Ints, new_line: NDArray[np.bool_]) -> Ints:
    """The same order by line, and by x within a line.

    One key for both, as a file gives most in order already, and sorting by one after the other would undo that first.
    """
    line = np.empty(len(order))
    line[order] = new_line.cumsum()
    line *= WIDEST_PT
    line += chars.boxes[:, 0]
    return line.argsort(kind="stable")


def _differ(values: Ints) -> NDArray[np.bool_]:
    """Whether each value differs from the one before; the first does."""
    found = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def _run_texts(chars: Chars, order: Ints, new_line: NDArray[np.bool_], starts: Ints) -> list[str]:
    """The text from each start to the next one, with the spaces and line breaks that are due within."""
    codes = chars.codes.take(order)
    spaced, broken = _gaps(chars, order, codes, new_line)
    broken[starts] = False
    due = spaced | broken
    if some(due):
        places = np.arange(len(order)) + due.cumsum()
        widened = np.empty(places[-1] + 1, dtype=np.uint32)
        widened[places] = codes
        widened[places[spaced] - 1], widened[places[broken] - 1] = ord(" "), ord("\n")
        codes, starts = widened, places.take(starts)
    text = codes.tobytes().decode("utf-32-le")
    return [text[start:end].strip() for start, end in _runs(starts, len(text))]


def _gaps(
    chars: Chars, order: Ints, codes: NDArray[np.uint32], new_line: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The characters in order before which a space is due, and those before which a line break is."""
    left, _, right, _ = chars.boxes.take(order, axis=0).T
    spaced, broken = np.zeros((2, len(order)), dtype=bool)
    cjk = is_in(codes, _SET_CLOSE)
    height = chars.height.take(order)
    gap = (left[1:] - right[:-1]) / np.maximum(np.minimum(height[1:], height[:-1]), 0.1)
    either = cjk[1:] | cjk[:-1]
    blank = codes == 0x20
    due = (gap > np.where(either, CJK_GAP, WORD_GAP)) & ~(blank[1:] | blank[:-1])
    spaced[1:], broken[1:] = due & ~new_line[1:], new_line[1:] & ~either
    return spaced, broken


def _running_down(chars: Chars, numbers: Ints, count: int) -> set[int]:
    """Cells of upright characters set in columns from right to left: the file gives them downwards, then up and left.

    A single column reads the same by lines; a narrow cell's wrapped lines never go up again.
    """
    given = np.argsort(numbers, kind="stable")
    x, y, cell, high = chars.x[given], chars.y[given], numbers[given], chars.height[given[1:]]
    across, down, same = x[1:] - x[:-1], y[1:] - y[:-1], cell[1:] == cell[:-1]
    turns = same & (down < -0.5 * high) & (across < -0.5 * high)
    if not some(turns):
        return set()
    moves = same & (turns | (down > 0.5 * high))
    steps, moved, turned = (np.bincount(cell[1:][chosen], minlength=count) for chosen in (same, moves, turns))
    return set(positions((turned > 0) & (steps > 2) & (moved > 0.8 * steps)).tolist())


def _vertical_text(chars: Chars, sideways: bool) -> str:
    """Columns of upright characters from right to left; or turned lines, laid level first."""
    boxes = chars.boxes
    upwards = sideways and np.count_nonzero(chars.turns % 4 == 3) > np.count_nonzero(chars.turns % 4 == 1)
    if upwards:  # lines from left to right
        laid = np.stack((-boxes[:, 3], boxes[:, 0], -boxes[:, 1], boxes[:, 2]), axis=1)
    else:
        laid = np.stack((boxes[:, 1], -boxes[:, 2], boxes[:, 3], -boxes[:, 0]), axis=1)
    level = Chars(chars.codes, laid, np.zeros_like(chars.turns))
    return "".join(line.text for line in chars_to_lines(level))
