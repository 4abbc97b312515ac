"""The characters of a table's cells -> the table: each cell's text and place, and the flags of the cells in doubt.

What makes it hard: not all that stands in a cell is its text. A number may be set on two lines, a footnote mark may
stand behind it, a page header may be printed across the row, digits may be deleted or hidden, and the number may be a
picture. Each of these leaves a flag, so that no wrong number is read without one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, chain, islice, pairwise, repeat
from operator import add, attrgetter
from typing import NamedTuple

import numpy as np

from extract.flags import (
    HIDDEN_TEXT,
    NUMBER_WRAPPED,
    OVERPRINTED,
    PICTURE,
    STRUCK_TEXT,
    SUBSCRIPT,
    SUPERSCRIPT,
    TEXT_LAYER_RECOGNIZED,
)
from extract.model import Cell, Place, Table
from extract.readers._page.arrays import Chars, Ints, Span, positions, some
from extract.readers._page.content import PageContent
from extract.readers._page.geometry import Extent
from extract.readers._page.once import maker
from extract.readers._page.overprint import OFF_LINE, overprinted
from extract.readers._page.text import Box, Reading, chars_to_cell_texts, is_in, reading_order, table_of
from extract.readers._page.wording import UNIT_CHARS
from extract.readers._shared.raised import LOWER, RAISE

PADDING_PT = 5.4  # points on either side of a cell's text: Word's and WPS's own setting
BORDERS_PT = 1.0  # points of a cell's width that its borders may take
WITHIN_PT = 2.0  # points: a picture in a cell may reach over its borders by so much
AROUND_PT = 8.0  # points: a table without ruling lines is taken to reach beyond its text by so much
NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)
SMALLEST_PT = 2.0  # points: a shape lower than this is a dot or dash of a border
BESIDE = 0.8  # of a character's height: the gap between two digits of one number is at most this
SHARE = 0.9  # of the cell's width and height: a picture that fills both is the cell's background


_NUMERIC = re.compile(r"^[\d,，.．\s]*\d[,，.．\s]*\n[,，.．\s]*\d[\d,，.．\s]*$")
_UNIT = re.compile(rf"\s*[{UNIT_CHARS}]+$")  # printed behind the number: 222\n636件
_WIDE_DIGITS = "０１２３４５６７８９"
_GROUPED = re.compile(r"^\d{1,3}(?:[,，\s]\d{3})+(?:[.．]\d+)?$")
_MARKS = {
    SUPERSCRIPT: re.compile(f"[{''.join(map(chr, RAISE.values()))}]"),
    SUBSCRIPT: re.compile(f"[{''.join(map(chr, LOWER.values()))}]"),
}
_ROW_AND_COLUMN = attrgetter("row", "col")
_to_cell, _to_place = maker(Cell), maker(Place)
_OF_NUMBERS = table_of((*range(0x30, 0x3A), *range(0xFF10, 0xFF1A), *map(ord, ",.，．")))
_MARK_CODES = table_of((*RAISE.values(), *LOWER.values()))


class Layout(NamedTuple):
    """The cells' places in the grid of one table, and the flags that hold for the whole table."""

    spans: Sequence[Span]
    flags: tuple[str, ...] = ()


def chars_to_tables(
    content: PageContent,
    chars: Chars,
    numbers: Ints,
    layouts: Sequence[Layout],
    boxes: Sequence[Box | None],
    page: int,
    cut: Collection[int] = (),
) -> list[Table]:
    """Makes several tables of one page in one pass, which costs less than one pass for each.

    All their cells are counted through: `numbers` gives for each character the number of its cell, `boxes` for each cell
    its box (None where no lines surround it). `cut` holds the cells whose number runs on over their border.
    """
    reading = reading_order(chars, numbers)
    texts = chars_to_cell_texts(chars, numbers, len(boxes), reading)
    ends = list(accumulate(len(layout.spans) for layout in layouts))
    doubts: defaultdict[int, list[str]] = defaultdict(list)
    for number, text in enumerate(texts):
        if "\n" in text and _NUMERIC.match(digits := _UNIT.sub("", text)):
            doubts[number].append(NUMBER_WRAPPED)
            lines = _line_extents(chars, numbers, number, reading)
            del lines[digits.count("\n") + 1 :]  # the lines behind the number hold the unit alone
            if _is_one_number(digits, lines, boxes[number], layouts[bisect_right(ends, number)].flags):
                texts[number] = text.replace("\n", "")
    if some(is_in(chars.codes, _MARK_CODES)):
        for number, text in enumerate(texts):
            doubts[number] += (flag for flag, mark in _MARKS.items() if mark.search(text))
    for number in overprinted(chars, numbers, reading).union(cut):
        doubts[number].append(OVERPRINTED)
    for flag, points in ((STRUCK_TEXT, content.struck), (HIDDEN_TEXT, content.unseen)):
        for number in _cells_with(points, boxes):
            doubts[number].append(flag)
    # a label that runs on below the next cell is meant to be cut off there: it leaves no doubt
    cut_away = _cells_going_on(content.cut, chars, numbers).union(_cells_with(content.cut, boxes))
    for number in cut_away.difference(_cells_with(_letters(content.cut), boxes)):
        if HIDDEN_TEXT not in doubts[number]:
            doubts[number].append(HIDDEN_TEXT)
    for number in _cells_with(content.slanting, boxes):
        if not texts[number] or _is_beside(content.slanting, chars.take(numbers == number)):
            doubts[number].append(OVERPRINTED)
    farthest = _farthest(content)
    for number, box in enumerate(boxes):
        if box and box[2] > farthest and not texts[number]:
            doubts[number].append(HIDDEN_TEXT)
    around, filled = _cells_around(content, boxes, layouts)
    if not any(texts[number] for number in filled):
        around |= filled  # a background would fill the cells with text, too: these are pictures of numbers
    for number in around:
        if not texts[number]:
            doubts[number].append(PICTURE)
    whole = (TEXT_LAYER_RECOGNIZED,) if content.recognized else ()
    flagged = [whole] * len(boxes)
    for number, found in doubts.items():
        flagged[number] = (*whole, *found)
    places = [Place(page) if box is None else _to_place((page, *box)) for box in boxes]
    return [
        _to_table(layout, texts[start:end], flagged[start:end], places[start:end])
        for layout, start, end in zip(layouts, [0, *ends], ends, strict=False)
    ]


def _farthest(content: PageContent) -> float:
    """Where a blank cell ends at the latest that is shown whole: a little before the page's edge, as programs close a table that they cut there.

    Those that leave the cutting to a clip path draw the table's lines on beyond it.
    """
    at_page = content.edge > content.upright.size[0] - WITHIN_PT
    return content.edge - WITHIN_PT if at_page else content.edge + BORDERS_PT


def _to_table(
    layout: Layout, texts: Sequence[str], flagged: Sequence[tuple[str, ...]], places: Sequence[Place]
) -> Table:
    spans = layout.spans
    rows, cols, rowspans, colspans = zip(*spans, strict=True)
    fields = zip(texts, rows, cols, rowspans, colspans, flagged, places, repeat(None), strict=False)
    cells = list(map(_to_cell, fields))
    cells.sort(key=_ROW_AND_COLUMN)
    height, width = max(map(add, rows, rowspans)), max(map(add, cols, colspans))
    return Table(tuple(cells), height, width, flags=layout.flags)


def _cells_with(points: Chars, boxes: Sequence[Box | None]) -> Iterator[int]:
    """The cells in whose box any of the characters stands."""
    if not len(points):
        return
    x, y = points.x, points.y
    for number, box in enumerate(boxes):
        if box and some((box[0] <= x) & (x <= box[2]) & (box[1] <= y) & (y <= box[3])):
            yield number


def _cells_going_on(points: Chars, chars: Chars, numbers: Ints) -> set[int]:
    """The cells with a number that goes on with one of `points`: characters that stand right beside it, outside of its table."""
    more = points.take(is_in(points.codes, _OF_NUMBERS)) if len(points) else points
    if not len(more):
        return set()
    own = positions(is_in(chars.codes, _OF_NUMBERS))
    left, _, right, bottom = chars.boxes.take(own, axis=0).T
    beside = np.zeros(len(own), dtype=bool)
    for (x0, _, x1, low), tall in zip(more.boxes.tolist(), more.height.tolist(), strict=True):
        high = np.minimum(chars.height[own], tall)
        level = np.abs(low - bottom) < OFF_LINE * high
        beside |= level & (np.maximum(x0 - right, left - x1) < BESIDE * high)
    return set(numbers[own[beside]].tolist())


def _letters(chars: Chars) -> Chars:
    """The characters that cannot be part of a number."""
    return chars.take(~is_in(chars.codes, _OF_NUMBERS)) if len(chars) else chars


def _is_beside(points: Chars, text: Chars) -> bool:
    """Whether one of `points` stands where a character of the cell's text stands, or where one may have been dropped.

    PDFium drops a digit that a watermark's digit lies upon, so a digit of a watermark close to the text is a doubt.
    """
    high = float(max(points.height.max(), text.height.max()))
    across = np.abs(points.x[:, None] - text.x) < BESIDE * high
    return some(across & (np.abs(points.y[:, None] - text.y) < BESIDE * high))


def _cells_around(
    content: PageContent, boxes: Sequence[Box | None], layouts: Sequence[Layout]
) -> tuple[set[int], set[int]]:
    """Two sets of cells: those that hold the middle of a picture or shape smaller than they are, and those that a picture fills.

    A small one may be the cell's number; one that fills its cell may also be a background.
    """
    around, filled = set[int](), set[int]()
    things = np.concatenate((content.pictures, content.shapes))
    if not len(things):
        return around, filled
    x0, y0, x1, y1 = things.T
    x, y, wide, high = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0
    rest = iter(boxes)
    cells = (_with_blank_ones(layout.spans, list(islice(rest, len(layout.spans)))) for layout in layouts)
    for number, box in enumerate(chain.from_iterable(cells)):
        width, height = box[2] - box[0], box[3] - box[1]
        inside = (box[0] < x) & (x < box[2]) & (wide < width + 2 * WITHIN_PT)
        inside &= (box[1] < y) & (y < box[3]) & (high < height + 2 * WITHIN_PT) & (high > SMALLEST_PT)
        less = (wide < SHARE * width) | (high < SHARE * height)
        if some(inside & less):
            around.add(number)
        elif some(inside[: len(content.pictures)]):
            filled.add(number)
    return around, filled


def _with_blank_ones(spans: Sequence[Span], boxes: Sequence[Box | None]) -> Iterator[Box]:
    """The box of every cell of a table.

    A blank cell of a table without ruling lines has none of its own. It gets the room that is left between the text of the
    columns and rows beside it.
    """
    own = [box for box in boxes if box] or [NOWHERE]
    if all(boxes):
        yield from own
        return
    height = max(span.row + span.rows for span in spans)
    width = max(span.col + span.cols for span in spans)
    x0, y0, x1, y1 = zip(*own, strict=True)
    lefts, tops = np.full(width + 1, min(x0) - AROUND_PT), np.full(height + 1, min(y0) - AROUND_PT)
    rights, bottoms = np.full(width + 1, max(x1) + AROUND_PT), np.full(height + 1, max(y1) + AROUND_PT)
    for (row, col, rows, cols), box in zip(spans, boxes, strict=True):
        if box:
            left, top, right, bottom = box
            lefts[col + cols] = max(lefts[col + cols], right)
            tops[row + rows] = max(tops[row + rows], bottom)
            rights[col], bottoms[row] = min(rights[col], left), min(bottoms[row], top)
    lefts, tops = np.maximum.accumulate(lefts), np.maximum.accumulate(tops)
    rights, bottoms = (np.minimum.accumulate(starts[::-1])[::-1] for starts in (rights, bottoms))
    for (row, col, rows, cols), box in zip(spans, boxes, strict=True):
        yield box or (lefts[col], tops[row], rights[col + cols], bottoms[row + rows])


def _line_extents(chars: Chars, numbers: Ints, number: int, reading: Reading) -> list[list[Extent]]:
    """Left and right edges of the characters of each line of a cell, without blank lines."""
    order, _, new_line = reading
    places = positions(numbers[order] == number)
    mine = chars.take(order[places])
    letters = mine.codes.tobytes().decode("utf-32-le")
    lefts, rights = mine.boxes[:, 0].tolist(), mine.boxes[:, 2].tolist()
    starts = [*positions(new_line[places]).tolist(), len(places)]
    return [
        list(zip(lefts[start:end], rights[start:end], strict=True))
        for start, end in pairwise(starts)
        if letters[start:end].strip()
    ]


def _is_one_number(text: str, lines: list[list[Extent]], box: Box | None, flags: tuple[str, ...]) -> bool:
    """Whether a number stands on several lines because its cell is too narrow, and not because the author typed two numbers.

    It is one number where each line but the last has two digits at least and no room for one more. Full-width digits are
    cut anywhere, as Chinese characters are. Digits in groups (12,345) are cut between groups, so that they are one number
    where all of it would not fit on one line.
    """
    widths = [max(right for _, right in line) - min(left for left, _ in line) for line in lines]
    room = widths[0] if flags or box is None else box[2] - box[0] - 2 * PADDING_PT - BORDERS_PT
    if _GROUPED.match(text.replace("\n", "")):
        return sum(widths) > room
    digit = max(right - left for left, right in lines[0])
    if not flags and all(map(_WIDE_DIGITS.__contains__, text.replace("\n", ""))):
        return min(widths[:-1]) + digit > room
    return min(map(len, lines[:-1])) > 1 and min(widths[:-1]) + digit > room
