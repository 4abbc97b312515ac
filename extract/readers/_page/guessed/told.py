"""Whether its words, or level lines, prove where the cells of a table without upright lines stand.

The alignment of words (`_page/guessed/align.py`) is a guess as a rule, and the table is flagged. No doubt is left where its
words are a form's in the form's order (`_page/guessed/told_words.py`). Nor is any where level lines run above and below every
row and each number stands below one label. A label over several columns must then be as wide as the line below it, or
stand in the middle or at the left edge of its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from extract.readers._page.arrays import Chars, Floats, some
from extract.readers._page.guessed.align import Guess
from extract.readers._page.guessed.columns import UNTOLD, Leaves
from extract.readers._page.guessed.told_cells import TextCell, are_under, holds_all, text_cells
from extract.readers._page.guessed.told_words import body_cells, named_rows
from extract.readers._page.pieces import join_pieces
from extract.readers._page.wording import are_all_columns, is_label
from extract.readers._page.words import EDGE_PT

MEET_PT = 1.5  # points: the heights at which two cells of a row find the same line differ by less
# of a column: a label set to the middle of its columns is off by less, to others' by half a column
MIDDLE = 0.15


def told_leaves(guess: Guess, chars: Chars, level: Floats, before: Leaves = UNTOLD) -> tuple[bool, Leaves]:
    """Whether the table is proved, and where the lowest labels of its heading stand, if they are plain.

    `level` are the page's level lines, `before` the labels of the piece of the table on the page before.
    """
    if not holds_all(guess.numbers, chars):
        return False, UNTOLD
    width, first, count = len(guess.columns.labels), guess.head_rows, len(guess.columns.values)
    cells = text_cells(guess.spans, guess.numbers, chars)
    lowest, groups = _heading(cells, first, width)
    leaves = before
    if first:
        whole = are_all_columns(tuple(cell.text for cell in lowest))
        leaves = Leaves(tuple((cell.x0, cell.x1) for cell in lowest), whole)
    body = body_cells(cells, first)
    rows = named_rows(body, width) if leaves.whole else []
    told = bool(rows) and are_under(body, leaves, width, count, rows)
    if not told and len(level):
        told = _lines_tell(cells, join_pieces(level), first, width, count, leaves)
    # a plain heading tells the columns of the piece on the next page, whatever is in doubt on this one
    return told, leaves if told or leaves.whole or not groups else UNTOLD


def _heading(cells: Iterable[TextCell], first: int, width: int) -> tuple[list[TextCell], list[TextCell]]:
    """The lowest labels of a heading from left to right, and those of groups above them."""
    head = [cell for cell in cells if cell.span.row < first and cell.span.col >= width]
    lowest = [cell for cell in head if cell.span.row == first - 1]
    lowest.sort(key=lambda cell: cell.span.col)
    return lowest, [cell for cell in head if cell.span.row < first - 1]


def _lines_tell(
    cells: Sequence[TextCell], lines: Floats, first: int, width: int, count: int, leaves: Leaves
) -> bool:
    """Whether level lines prove the places of all cells, `count` columns of values wide."""
    between, ruled = _between_lines(cells, lines, first, width)
    body = body_cells(between, first)
    rows = _lined_rows(body, width) if ruled else []
    values = [cell for cell in body if cell.span.col >= width]
    if not rows or any(cell.is_wrapped for cell in values) or not are_under(body, leaves, width, count, rows):
        return False
    lowest, groups = _heading(between, first, width)
    if first and any(abs(cell.below - rows[0].above) > MEET_PT for cell in lowest):
        return False
    # the page's end may have cut a row
    whole = is_label(rows[-1].text) and (first > 0 or is_label(rows[0].text))
    known = whole or (not width and first > 0)
    return known and _have_their_columns(groups, lowest, lines, width)


def _between_lines(
    cells: Sequence[TextCell], lines: Floats, first: int, width: int
) -> tuple[list[TextCell], bool]:
    """The cells with the lines above and below them, and whether each has both and none runs through it."""
    x0, top, x1, bottom = np.array([(cell.x0, cell.top, cell.x1, cell.bottom) for cell in cells]).T[
        :, :, None
    ]
    y, start, end = lines.T
    over = (start <= (x0 + x1) / 2 + EDGE_PT) & (end >= (x0 + x1) / 2 - EDGE_PT)
    above = np.where(over & (y <= top), y, -np.inf).max(axis=1, initial=-np.inf)
    below = np.where(over & (y >= bottom), y, np.inf).min(axis=1, initial=np.inf)
    through = over & (y > top) & (y < bottom)
    # a caption on a line of its own, above the labels, is part of the heading's corner
    head = [n for n, cell in enumerate(cells) if cell.span.row < first]
    corner = [n for n in head if cells[n].span.col < width]
    labels = [n for n in head if cells[n].span.col >= width]
    through[corner] &= y > min(above[labels], default=0.0) + MEET_PT
    ruled = not some(through) and not some(np.isinf(above) | np.isinf(below))
    ends = zip(cells, above.tolist(), below.tolist(), strict=True)
    return [cell._replace(above=high, below=low) for cell, high, low in ends], ruled


def _lined_rows(body: Sequence[TextCell], width: int) -> list[TextCell]:
    """The label of each row; [] where a row has none, or where the lines part other rows than the table was read with."""
    by_row: dict[int, list[TextCell]] = {}
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


def _is_level(cell: TextCell, first: TextCell, last: TextCell) -> bool:
    """Whether a cell reaches from the line above `first` to the line below `last`."""
    return abs(cell.above - first.above) <= MEET_PT and abs(cell.below - last.below) <= MEET_PT


def _have_their_columns(
    groups: Iterable[TextCell], leaves: Sequence[TextCell], lines: Floats, width: int
) -> bool:
    """Whether the line below each label over several columns is as wide as the columns that the table gives it."""
    runs: dict[tuple[float, float, float], list[TextCell]] = {}
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


def _columns_of(group: TextCell, width: int) -> range:
    return range(group.span.col - width, group.span.col - width + group.span.cols)


def _stand_alike(groups: Sequence[TextCell], leaves: Sequence[TextCell], width: int) -> bool:
    """Whether all stand in the middle of their columns, or all begin where their first column's label does."""
    step = min(b.x - a.x for a, b in pairwise(leaves))
    ends = [(_columns_of(group, width)[0], _columns_of(group, width)[-1]) for group in groups]
    pairs = list(zip(groups, ends, strict=True))
    in_middle = all(abs(group.x - (leaves[a].x + leaves[b].x) / 2) < MIDDLE * step for group, (a, b) in pairs)
    return in_middle or all(abs(group.x0 - leaves[a].x0) < EDGE_PT for group, (a, _) in pairs)
