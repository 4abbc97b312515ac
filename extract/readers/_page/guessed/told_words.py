"""Whether its words prove where the cells of a table stand that was read without ruling lines.

No doubt is left where the heading has all columns of a form in its order, each number stands below one of its labels, and
the rows are those of a form in its order, each label beside its numbers and below its groups' labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from extract.readers._page.arrays import Chars, Ints, Span
from extract.readers._page.guessed.columns import Leaves
from extract.readers._page.guessed.told_cells import (
    ONE_LINE_PT,
    TextCell,
    are_under,
    holds_all,
    text_cells,
)
from extract.readers._page.wording import (
    are_all_columns,
    are_rows_in_order,
    begins_label,
    has_role,
    is_label,
    is_within_label,
)
from extract.table.vocabulary import names_row

BESIDE_PT = 4.0  # points: a value stands no higher and no lower beside its label
SET_OFF_PT = 6.0  # points: all values of a row do so
APART_PT = 6.0  # points: a row and the next one are at least this far apart


def words_tell(spans: Sequence[Span], numbers: Ints, chars: Chars, before: Leaves) -> tuple[bool, Leaves]:
    """Whether the words prove the places of all cells, and where the lowest labels of their heading stand.

    `numbers` gives the cell of each character, or -1. `before`: those labels of the piece of the table on the page before.
    """
    cells = text_cells(spans, numbers, chars)
    n_cols = max(span.col + span.cols for span in spans)
    heading = _heading(cells)
    first, leaves, width = heading or (0, before, n_cols - len(before.extents))
    if not leaves.whole or width < 0 or not holds_all(numbers, chars):
        return False, leaves
    body = body_cells(cells, first)
    rows = named_rows(body, width)
    if not rows or any(cell.span.cols > 1 for cell in body if cell.span.col >= width):
        return False, leaves
    return are_under(body, leaves, width, n_cols - width, rows), leaves


def body_cells(cells: Iterable[TextCell], first: int) -> list[TextCell]:
    """Those below the heading, which ends above the row `first`, without rows in which it is printed again."""
    rows: dict[int, list[TextCell]] = {}
    for cell in cells:
        rows.setdefault(cell.span.row, []).append(cell)
    bodies = (row for number, row in rows.items() if number >= first)
    return [
        cell
        for row in bodies
        if not all(has_role(cell.text, "column", "corner") for cell in row)
        for cell in row
    ]


def _heading(cells: Iterable[TextCell]) -> tuple[int, Leaves, int] | None:
    """The first row below a heading with all columns of a form, its lowest labels, and the columns left of these."""
    ends: dict[int, list[TextCell]] = {}
    for cell in cells:
        ends.setdefault(cell.span.row + cell.span.rows, []).append(cell)
    lowest: dict[int, TextCell] = {}
    for first, ending in sorted(ends.items()):
        lowest.update((cell.span.col, cell) for cell in ending)
        for corners in (0, 1):
            labels = [cell for _, cell in sorted(lowest.items())][corners:]
            if are_all_columns(tuple(cell.text for cell in labels)):
                leaves = Leaves(tuple((cell.x0, cell.x1) for cell in labels), whole=True)
                return first, leaves, labels[0].span.col
    return None


def named_rows(body: Sequence[TextCell], width: int) -> list[TextCell]:
    """The label of each row, or its first value where the form has no labels of rows; [] where the words leave any doubt.

    They must be the rows of a form's table in its order, each below the labels of its groups and beside its own values.
    """
    by_row: dict[int, list[TextCell]] = {}
    for cell in body:
        by_row.setdefault(cell.span.row, []).append(cell)
    rows: list[TextCell] = []
    paths: list[tuple[str, ...]] = []
    groups: list[TextCell] = []
    bottom, end = -inf, max(by_row, default=0)
    for row, cells in sorted(by_row.items()):
        groups = [group for group in groups if group.span.row + group.span.rows > row]
        groups += [cell for cell in cells if cell.span.col + cell.span.cols < width]
        label, *values = [cell for cell in cells if cell.span.col + cell.span.cols >= width] or cells
        if label.span.col >= width > 0 or (values and not _are_beside(values, label)):
            return []
        if min([cell.top for cell in (label, *values)]) - bottom < APART_PT:
            return []
        bottom = max([cell.bottom for cell in (label, *values)])
        rows.append(label)
        if is_label(label.text):
            above = [group for group in groups if group.text != label.text and not _is_cut(group, end)]
            paths.append((*(group.text for group in above), label.text))
        elif width and values and not names_row(label.text) and not _is_cut(label, end):
            return []
    if not width:
        return rows if len(rows) == 1 else []
    return rows if are_rows_in_order(tuple(paths)) else []


def _is_cut(label: TextCell, end: int) -> bool:
    """Whether it may be a label's part before or behind the page's end, in the first row or the last one, `end`."""
    if is_label(label.text):
        return False
    span = label.span
    last = span.row + span.rows > end
    return (last and begins_label(label.text)) or (span.row == 0 and is_within_label(label.text))


def _are_beside(values: Sequence[TextCell], label: TextCell) -> bool:
    """Whether values stand beside their label, those of several lines with their middle.

    Several on one line may be set higher or lower in their row than it.
    """
    heights = [cell.y for cell in values]
    if any(cell.is_wrapped and abs(cell.y - label.y) > ONE_LINE_PT for cell in values):
        return False  # one line may be that of a row whose label is lost
    level = len(values) > 1 and max(heights) - min(heights) < ONE_LINE_PT
    far = SET_OFF_PT if level else BESIDE_PT
    return min(heights) > label.top - far and max(heights) < label.bottom + far
