"""The lines below the heading of an unruled table -> its rows: the values of each, its label and the labels of its groups.

What makes it hard: the cells of a row are set to its top or to its middle, so the second line of a label may stand where
the next row's label would. A narrow column wraps its text, a row may have no value at all, and a label may stand for
several rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from extract.readers._page.guessed.columns import Columns
from extract.readers._page.guessed.labels import BESIDE, Label, words_to_labels
from extract.readers._page.word_lines import Line, words_to_lines
from extract.readers._page.wording import FIRST_ITEM, begins_item
from extract.readers._page.words import Word

WRAPPED = 1.7  # of a line's height: the lines of one value are no farther apart
PADDING = 1.0  # of a line's height: a value's line that ends so close to the next column is full
FARTHEST = 1.3  # of a line's height: as `BESIDE`, where no other label stands nearer
ALIKE = 0.3  # of a line's height: labels of a row stand so far apart, if not set to its middle
AROUND = 2.0  # of a line's height: labels farther from a row are not looked at


@dataclass(slots=True)
class Row:
    """`top` to `low`: where its values stand; `values`: words by column; `groups`: labels that begin here."""

    top: float
    low: float
    values: dict[int, list[Word]] = field(default_factory=dict)
    own: Label | None = None
    groups: dict[int, list[Label]] = field(default_factory=dict)

    @property
    def y(self) -> float:
        return (self.top + self.low) / 2

    def distance(self, y: float) -> float:
        if y < self.top:
            return self.top - y
        return y - self.low if y > self.low else 0.0

    def is_deeper(self, depth: int) -> bool:
        return self.own is not None and self.own.depth > depth


def body_to_rows(body: Sequence[Line], columns: Columns) -> list[Row]:
    """Rows from top to bottom."""
    labels, values = columns.parted(word for line in body for word in line)
    rows = list(_value_rows(values, columns))
    items = list(words_to_labels(labels, columns, [row.y for row in rows]))
    left = _own_labels(items, rows)
    groups = [item for item in left if _is_group(item, rows)]
    _place_groups(groups, rows)
    rows += _blank_rows([item for item in left if not any(item is group for group in groups)])
    return sorted(rows, key=lambda row: row.y)


def _blank_rows(items: Sequence[Label]) -> list[Row]:
    """A row for the labels at each height that have no value beside them."""
    rows: list[Row] = []
    for item in sorted(items, key=lambda item: item.y):
        row = rows[-1] if rows and item.y - rows[-1].top < BESIDE * item.height else None
        if row is None or row.own is None:
            rows.append(Row(item.y, item.y, own=item))
            continue
        deep, shallow = (item, row.own) if item.depth > row.own.depth else (row.own, item)
        row.own = deep
        row.groups.setdefault(shallow.depth, []).append(shallow)
    return rows


def _value_rows(words: list[Word], columns: Columns) -> Iterator[Row]:
    """The rows by their values alone. Lines that hold one value wrapped over several lines are one row."""
    lines = [_by_column(line, columns) for line in words_to_lines(words)]
    joined = list(range(len(lines)))  # the first line of the row that a line belongs to
    for k in range(1, len(lines)):
        first = k
        for column in lines[k]:
            above = _line_above(lines, k, column, columns)
            if above is None:
                break
            first = min(first, joined[above])
        else:
            joined[first : k + 1] = [first] * (k + 1 - first)
    by_row: dict[int, list[dict[int, list[Word]]]] = {}
    for line, first in zip(lines, joined, strict=True):
        by_row.setdefault(first, []).append(line)
    for mine in by_row.values():
        fullest = max(mine, key=len)
        heights = [words[0].y for words in fullest.values()]
        values = mine[0] if len(mine) == 1 else {}
        for line in mine if len(mine) > 1 else ():
            for column, found in line.items():
                values.setdefault(column, []).extend(found)
        yield Row(min(heights), max(heights), values)


def _by_column(line: Iterable[Word], columns: Columns) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = {}
    for word in line:
        found.setdefault(columns.of(word), []).append(word)
    return found


def _line_above(lines: list[dict[int, list[Word]]], k: int, column: int, columns: Columns) -> int | None:
    """The line whose text in this column goes on in line `k`, as it stands right above and fills the column; None if none does."""
    words = lines[k][column]
    for line in range(k - 1, max(-1, k - 4), -1):
        above = lines[line].get(column)
        if above is None:
            continue
        if words[0].look.is_unit and above[-1].look.is_unit:
            return None  # 件 below 件: of two rows
        if words[0].y - above[0].y >= WRAPPED * words[0].height:
            return None
        letter = (words[0].x1 - words[0].x0) / len(words[0].text)
        full = above[-1].x1 - above[0].x0 + letter > columns.room(column) - PADDING * words[0].height
        return line if full else None
    return None


def _own_labels(items: Sequence[Label], rows: Sequence[Row]) -> list[Label]:
    """Gives each row its own label, the deepest one at its height, and returns the labels that are left over."""
    around = _around(items, rows)
    given: set[int] = set()
    for row, nearby in zip(rows, around, strict=True):
        left = [item for item in nearby if id(item) not in given]
        near = [item for item in left if _is_beside(item, row)]
        if near:
            row.own = _nearest(near, row) if len(near) > 1 else near[0]
            given.add(id(row.own))
    for row, nearby in zip(rows, around, strict=True):
        left = [item for item in nearby if id(item) not in given] if row.own is None else []
        near = [item for item in left if _is_within(item, row, FARTHEST * item.height)]
        if near:  # set a little higher or lower than its values
            least = min(_distance(item, row) for item in near)
            alike = [item for item in near if _distance(item, row) - least < ALIKE * item.height]
            row.own = _nearest(alike, row)
            given.add(id(row.own))
    return [item for item in items if id(item) not in given]


def _nearest(items: Sequence[Label], row: Row) -> Label:
    """The row's label among several at its height: the deepest; of those the nearest; of those on one line the last."""
    return min(items, key=lambda item: (-item.depth, _distance(item, row), -item.words[0].x0))


def _around(items: Sequence[Label], rows: Sequence[Row]) -> list[list[Label]]:
    """For each row the labels that may stand beside its values."""
    reaches = [(AROUND * item.height, item) for item in items]
    ends = [(item.top - reach, item.bottom + reach, item) for reach, item in reaches]
    # of the labels so far the lowest end, of those from here on the highest: both in order
    lowest = list(accumulate([below for _, below, _ in ends], max))
    highest = list(accumulate([above for above, _, _ in reversed(ends)], min))[::-1]
    found = []
    for row in rows:
        top, low = row.top, row.low
        near = ends[bisect_right(lowest, top) : bisect_left(highest, low)]
        found.append([item for above, below, item in near if below > top and above < low])
    return found


def _is_beside(item: Label, row: Row) -> bool:
    if _is_within(item, row, BESIDE * item.height):
        return True
    return item.top < row.top and row.low < item.bottom


def _is_within(item: Label, row: Row, reach: float) -> bool:
    """Whether the label is nearer to the values (see `_distance`); asked for each label and row."""
    top, low, first, middle = row.top, row.low, item.top, item.y
    return (top - middle < reach and middle - low < reach) or (top - first < reach and first - low < reach)


def _distance(item: Label, row: Row) -> float:
    """From the top or the middle of the label to the values."""
    return min(row.distance(item.top), row.distance(item.y))


def _is_group(item: Label, rows: Sequence[Row]) -> bool:
    """Whether a label stands for rows with labels of their own: beside one, or between two of one run."""
    if any(_is_within(item, row, BESIDE * item.height) and row.is_deeper(item.depth) for row in rows):
        return True
    above = next((row for row in reversed(rows) if row.y < item.y), None)
    below = next((row for row in rows if row.y > item.y), None)
    if above is None or below is None or below.own is None:
        return False
    inside = above.is_deeper(item.depth) and below.is_deeper(item.depth)
    return inside and not FIRST_ITEM.match(below.own.text)


def _place_groups(groups: Sequence[Label], rows: Sequence[Row]) -> None:
    """Enters each group at the first row that it stands for."""
    texts = [(group.depth, group.text) for group in groups]
    repeated = len(set(texts)) < len(texts)
    votes = 0 if repeated else sum(_looks_centred(group, rows) for group in groups)
    for group in sorted(groups, key=lambda group: group.y):
        k = min(range(len(rows)), key=lambda k: abs(rows[k].y - group.top))
        if votes > 0:
            k = _run_start(min(range(len(rows)), key=lambda k: abs(rows[k].y - group.y)), group, rows)
        rows[k].groups.setdefault(group.depth, []).append(group)


def _looks_centred(group: Label, rows: Sequence[Row]) -> int:
    """1 in the middle of its rows, -1 at their top, 0 either."""
    beside = next((row for row in rows if abs(row.y - group.top) < BESIDE * group.height), None)
    if beside is None or beside.own is None:
        return 1
    if beside.own.depth != group.depth + 1 or not begins_item(beside.own.text):
        return 0
    return -1 if FIRST_ITEM.match(beside.own.text) else 1


def _run_start(k: int, group: Label, rows: Sequence[Row]) -> int:
    """The first of the rows around row k that the group can stand for."""
    depth = group.depth
    while k and rows[k - 1].is_deeper(depth) and depth not in rows[k].groups:
        own = rows[k].own
        if own is not None and _is_first_of(own, group):
            break
        if depth in rows[k - 1].groups and k - 1 == 0:
            break
        k -= 1
    return k


def _is_first_of(item: Label, group: Label) -> bool:
    """Whether it is numbered as the first below the group; set to the middle, it may begin columns farther in."""
    if not FIRST_ITEM.match(item.text):
        return False
    return item.depth == group.depth + 1 or (group.text[0] in "（(" and item.text[0] == "1")
