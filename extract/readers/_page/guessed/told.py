"""Whether its words, or level lines, prove where the cells of a table without upright lines stand.

The alignment of words (`_page/guessed/align.py`) is a guess as a rule, and the table is flagged. No doubt is left where the
heading has all columns of a form in its order, each number stands below one of its labels, and the rows are those of a form
in its order, each label beside its numbers and below its groups' labels. Neither is any where level lines run above and
below every row and each number stands below one label. A label over several columns must then be as wide as the line below
it, or stand in the middle or at the left edge of its columns.

In a row with a number for each column of such a heading their order tells whose they are; they may stand beside the labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from extract.readers._page.arrays import Chars, Floats, Span, positions, some
from extract.readers._page.geometry import Extent
from extract.readers._page.guessed.align import Guess
from extract.readers._page.guessed.columns import UNTOLD, Leaves
from extract.readers._page.pieces import join_pieces
from extract.readers._page.text import BLANKS, cell_boxes, is_in
from extract.readers._page.wording import (
    are_all_columns,
    are_rows_in_order,
    begins_label,
    is_label,
    is_within_label,
    look_of,
)
from extract.readers._page.words import EDGE_PT
from extract.table.vocabulary import names_row

MEET_PT = 1.5  # points: the heights at which two cells of a row find the same line differ by less
BESIDE_PT = 4.0  # points: a value stands no higher and no lower beside its label
SET_OFF_PT = 6.0  # points: all values of a row do so
APART_PT = 6.0  # points: a row and the next one are at least this far apart
ONE_LINE_PT = 3.0  # points: middles of one number's digits differ by less
# of a column: a label set to the middle of its columns is off by less, to others' by half a column
MIDDLE = 0.15
PARTED = 3.0  # of a digit's width: pieces of one number (1 234) stand nearer to each other


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with text: its ends, the middles of its first and last line, the lines above and below it."""

    span: Span
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    above: float
    below: float

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def letter(self) -> float:
        """How wide its characters are."""
        return (self.x1 - self.x0) / len(self.text)


def told_leaves(guess: Guess, chars: Chars, level: Floats, before: Leaves = UNTOLD) -> tuple[bool, Leaves]:
    """Whether the table is proved, and where the lowest labels of its heading stand, if they are plain.

    `level` are the page's level lines, `before` the labels of the piece of the table on the page before.
    """
    if not _holds_all(guess, chars):
        return False, UNTOLD
    width, first = len(guess.columns.labels), guess.head_rows
    lines = join_pieces(level)
    cells, ruled = _cells(guess, chars, lines)
    head = [cell for cell in cells if cell.span.row < first and cell.span.col >= width]
    body = [cell for cell in cells if cell.span.row >= first]
    lowest = sorted((cell for cell in head if cell.span.row == first - 1), key=lambda cell: cell.span.col)
    leaves = before
    if first:
        whole = are_all_columns(tuple(cell.text for cell in lowest))
        leaves = Leaves(tuple((cell.x0, cell.x1) for cell in lowest), whole)
    groups = [cell for cell in head if cell.span.row < first - 1]
    # a plain heading tells the columns of the piece on the next page, whatever is in doubt on this one
    untold = False, leaves if leaves.whole or not groups else UNTOLD
    named = _named_rows(body, width) if leaves.whole else []
    rows = named or (_lined_rows(body, width) if ruled else [])
    in_order = _full_rows(body, rows, width, len(leaves.extents)) if leaves.whole else set()
    values = [cell for cell in body if cell.span.col >= width]
    if not rows or not _are_under(values, leaves.extents, width, len(guess.columns.values), in_order):
        return untold
    if named:
        return True, leaves
    if first and any(abs(cell.below - rows[0].above) > MEET_PT for cell in lowest):
        return untold
    # the page's end may have cut a row
    whole = is_label(rows[-1].text) and (first > 0 or is_label(rows[0].text))
    known = whole or (not width and first > 0)
    return (True, leaves) if known and _have_their_columns(groups, lowest, lines, width) else untold


def _full_rows(body: Iterable[_Cell], labels: Iterable[_Cell], width: int, count: int) -> set[int]:
    """The rows whose values' order tells their columns: a number in each, set apart, and a label as a form spells it."""
    by_row: dict[int, list[_Cell]] = {}
    for cell in body:
        if cell.span.col >= width:
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


def _named_rows(body: Sequence[_Cell], width: int) -> list[_Cell]:
    """The label of each row, or its first value where the form has no labels of rows; [] where the words leave any doubt.

    They must be the rows of a form's table in its order, each below the labels of its groups and beside its own values.
    """
    by_row: dict[int, list[_Cell]] = {}
    for cell in body:
        by_row.setdefault(cell.span.row, []).append(cell)
    rows: list[_Cell] = []
    paths: list[tuple[str, ...]] = []
    groups: list[_Cell] = []
    bottom, end = -np.inf, max(by_row, default=0)
    for row, cells in sorted(by_row.items()):
        groups = [group for group in groups if group.span.row + group.span.rows > row]
        groups += [cell for cell in cells if cell.span.col + cell.span.cols < width]
        label, *values = [cell for cell in cells if cell.span.col + cell.span.cols >= width] or cells
        if label.span.col >= width > 0 or (values and not _are_beside(values, label)):
            return []
        if min(cell.top for cell in (label, *values)) - bottom < APART_PT:
            return []
        bottom = max(cell.bottom for cell in (label, *values))
        rows.append(label)
        if is_label(label.text):
            above = [group for group in groups if group.text != label.text and not _is_cut(group, end)]
            paths.append((*(group.text for group in above), label.text))
        elif width and values and not names_row(label.text) and not _is_cut(label, end):
            return []
    if not width:
        return rows if len(rows) == 1 else []
    return rows if are_rows_in_order(tuple(paths)) else []


def _is_cut(label: _Cell, end: int) -> bool:
    """Whether it may be a label's part before or behind the page's end, in the first row or the last one, `end`."""
    if is_label(label.text):
        return False
    span = label.span
    last = span.row + span.rows > end
    return (last and begins_label(label.text)) or (span.row == 0 and is_within_label(label.text))


def _holds_all(guess: Guess, chars: Chars) -> bool:
    """Whether no text that stands within the table is left out of it."""
    mine = guess.numbers >= 0
    own = chars.boxes.take(positions(mine), axis=0)
    left, top, right, bottom = own[:, 0].min(), own[:, 1].min(), own[:, 2].max(), own[:, 3].max()
    inside = (chars.x > left) & (chars.x < right) & (chars.y > top) & (chars.y < bottom)
    return not some(inside & ~mine & ~is_in(chars.codes, BLANKS))


def _cells(guess: Guess, chars: Chars, lines: Floats) -> tuple[list[_Cell], bool]:
    """The cells that hold text, and whether each has a line above and below it and none runs through it."""
    used = positions((guess.numbers >= 0) & ~is_in(chars.codes, BLANKS))
    numbers = guess.numbers[used]
    sides = np.array((chars.boxes[used, 0], chars.y[used], chars.boxes[used, 2], chars.y[used])).T
    boxes = cell_boxes(sides, numbers, len(guess.spans))
    filled = [k for k, box in enumerate(boxes) if box]
    x0, top, x1, bottom = np.array([boxes[k] for k in filled]).T[:, :, None]
    y, start, end = lines.T
    over = (start <= (x0 + x1) / 2 + EDGE_PT) & (end >= (x0 + x1) / 2 - EDGE_PT)
    above = np.where(over & (y <= top), y, -np.inf).max(axis=1, initial=-np.inf)
    below = np.where(over & (y >= bottom), y, np.inf).min(axis=1, initial=np.inf)
    # a caption on a line of its own, above the labels, is part of the heading's corner
    spans = [guess.spans[k] for k in filled]
    corner = np.array([span.row < guess.head_rows and span.col < len(guess.columns.labels) for span in spans])
    through = over & (y > top) & (y < bottom)
    labels = [n for n, span in enumerate(spans) if span.row < guess.head_rows and not corner[n]]
    through[corner] &= y > min(above[labels], default=0.0) + MEET_PT
    ruled = not some(through) and not some(np.isinf(above) | np.isinf(below))
    codes = chars.codes[used]
    cells = []
    for n, (k, span) in enumerate(zip(filled, spans, strict=True)):
        text = codes[numbers == k].tobytes().decode("utf-32-le")
        left, first, right, last = boxes[k] or (0.0, 0.0, 0.0, 0.0)
        cells.append(_Cell(span, text, left, first, right, last, float(above[n]), float(below[n])))
    return cells, ruled


def _lined_rows(body: Sequence[_Cell], width: int) -> list[_Cell]:
    """The label of each row; [] where a row has none, or where the lines part other rows than the table was read with."""
    by_row: dict[int, list[_Cell]] = {}
    for cell in body:
        if cell.span.col + cell.span.cols >= width:  # no label of a group
            by_row.setdefault(cell.span.row, []).append(cell)
    labels = []
    for _, cells in sorted(by_row.items()):
        label = min(cells, key=lambda cell: cell.span.col)  # a number, in a table without labels
        if label.span.col >= max(width, 1) or not all(_is_level(cell, label, label) for cell in cells):
            return []
        labels.append(label)
    rows = {label.span.row: label for label in labels}
    if any(b.span.row - a.span.row != 1 or b.above < a.below - MEET_PT for a, b in pairwise(labels)):
        return []
    for group in body:
        if group.span.col + group.span.cols < width:
            last = rows.get(group.span.row + group.span.rows - 1)
            if last is None or not _is_level(group, rows[group.span.row], last):
                return []
    return labels


def _are_beside(values: Sequence[_Cell], label: _Cell) -> bool:
    """Whether values stand beside their label. Several on one line may be set higher or lower in their row than it."""
    top, bottom = min(cell.top for cell in values), max(cell.bottom for cell in values)
    far = SET_OFF_PT if len(values) > 1 and bottom - top < ONE_LINE_PT else BESIDE_PT
    return top > label.top - far and bottom < label.bottom + far


def _is_level(cell: _Cell, first: _Cell, last: _Cell) -> bool:
    """Whether a cell reaches from the line above `first` to the line below `last`."""
    return abs(cell.above - first.above) <= MEET_PT and abs(cell.below - last.below) <= MEET_PT


def _are_under(
    values: Sequence[_Cell], leaves: Sequence[Extent], width: int, count: int, in_order: Set[int]
) -> bool:
    """Whether every value stands below its own label and no other, and at least one row has a value in each column.

    In the rows `in_order` the order of the values tells their columns, so these may stand below no label.
    """
    if len(leaves) != count or any(b[0] <= a[1] for a, b in pairwise(leaves)):
        return False
    columns: list[list[_Cell]] = [[] for _ in leaves]
    full: dict[int, int] = {}
    told = list(leaves)
    for cell in values:
        column = cell.span.col - width
        if cell.span.row in in_order:
            left, right = told[column]
            told[column] = min(left, cell.x0), max(right, cell.x1)
    for cell in values:
        column = cell.span.col - width
        under = [k for k, (left, right) in enumerate(told) if cell.x0 < right and left < cell.x1]
        if under != [column] or cell.bottom - cell.top > ONE_LINE_PT:
            return False
        columns[column].append(cell)
        full[cell.span.row] = full.get(cell.span.row, 0) + 1
    if count not in full.values():
        return False
    reach = [(min(cell.x0 for cell in column), max(cell.x1 for cell in column)) for column in columns]
    return all(a[1] < b[0] for a, b in pairwise(reach))


def _have_their_columns(groups: Iterable[_Cell], leaves: Sequence[_Cell], lines: Floats, width: int) -> bool:
    """Whether the line below each label over several columns is as wide as the columns that the table gives it."""
    runs: dict[tuple[float, float, float], list[_Cell]] = {}
    for group in groups:
        for y, start, end in lines[np.abs(lines[:, 0] - group.below) < MEET_PT].tolist():
            if start <= group.x + EDGE_PT and group.x - EDGE_PT <= end:
                runs.setdefault((y, start, end), []).append(group)
    for (y, start, end), mine in runs.items():
        below = [k for k, leaf in enumerate(leaves) if start < leaf.x < end]
        mine.sort(key=lambda group: group.span.col)
        covered = [k for group in mine for k in _columns_of(group, width)]
        if any(leaves[k].above < y - MEET_PT for k in below):
            return False
        if len(mine) == 1 and len(below) == len(leaves):
            continue  # a group over all columns parts them from no others
        if covered != below:
            return False
        if len(mine) > 1 and not _stand_alike(mine, leaves, width):
            return False
    return True


def _columns_of(group: _Cell, width: int) -> range:
    return range(group.span.col - width, group.span.col - width + group.span.cols)


def _stand_alike(groups: Sequence[_Cell], leaves: Sequence[_Cell], width: int) -> bool:
    """Whether all stand in the middle of their columns, or all begin where their first column's label does."""
    step = min(b.x - a.x for a, b in pairwise(leaves))
    ends = [(_columns_of(group, width)[0], _columns_of(group, width)[-1]) for group in groups]
    pairs = list(zip(groups, ends, strict=True))
    in_middle = all(abs(group.x - (leaves[a].x + leaves[b].x) / 2) < MIDDLE * step for group, (a, b) in pairs)
    return in_middle or all(abs(group.x0 - leaves[a].x0) < EDGE_PT for group, (a, _) in pairs)
