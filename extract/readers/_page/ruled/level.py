"""Level lines drawn cell by cell, without upright lines → the upright lines that the ends of their pieces tell.

Browsers and Word draw the border below each cell by itself. Where the pieces of all lines meet at the same places, and no
character stands across these, they are the edges of columns. Tables with cells over several columns are not read so, nor
tables with lines only at the top, below the header and at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extract.readers._page.arrays import Chars, Rules, positions, some
from extract.readers._page.text import BLANKS, is_cjk, is_in
from extract.readers._page.wording import look_of

LEAST_LINES = 6  # of a table whose every row is ruled
MOST_COLUMNS = 4  # label, unit, numbers; wider tables have groups in their header, and their pages' ends cut them from it
PIECES_PT = 3.0  # points: pieces of a line that meet end no farther apart; a thick one reaches beyond its end
MEET_PT = 1.0  # points: lines, and the places where their pieces meet, differ by less
NEAR_ROW = 2.5  # of the usual row's height: a line no farther off is of the same table
NEXT_LINE = 1.3  # of a character's height: the lines of one cell are no farther apart
HEADING = 4  # characters of a column's label; units, 不适用 and the like have fewer
HIGHEST_ROW = 6.0  # of the table's usual row; a higher one holds several
CROSSING_PT = 0.3  # points by which a character's box may be too wide

_Line = tuple[float, tuple[float, ...]]  # its height on the page, and where its pieces begin and end


def with_told_columns(rules: Rules, chars: Chars) -> Rules:
    """The rules, with the edges of columns that only level lines tell."""
    if len(rules.upright) or len(rules.level) < 2 * LEAST_LINES:
        return rules
    lines = list(_lines(rules))
    told = [
        (edge, run[0][0], run[-1][0])
        for run in _runs(lines)
        if len(run) >= LEAST_LINES
        and len(run[0][1]) <= MOST_COLUMNS + 1
        and _is_whole(run, lines)
        and _is_plain(run, chars)
        and not _runs_on(run, chars)
        and not _has_wide_cells(run, chars)
        for edge in run[0][1]
    ]
    return Rules(rules.level, np.array(told, dtype=np.float64)) if told else rules


def _lines(rules: Rules) -> Iterator[_Line]:
    """The lines from top to bottom; pieces that lie upon each other count once."""
    level = rules.level[np.argsort(rules.level[:, 0], kind="stable")]
    cuts = np.flatnonzero(np.diff(level[:, 0]) > MEET_PT) + 1
    for pieces in np.split(level, cuts):
        ends = np.sort(pieces[:, 1:].ravel())
        groups = np.split(ends, np.flatnonzero(np.diff(ends) > PIECES_PT) + 1)
        yield float(pieces[:, 0].mean()), tuple(float(group.mean()) for group in groups)


def _runs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines below each other whose pieces meet at the same places, in at least two columns."""
    run: list[_Line] = []
    for line in lines:
        if run and not _same(run[-1][1], line[1]):
            yield run
            run = []
        if len(line[1]) > 2:
            run.append(line)
    yield run


def _is_whole(run: Sequence[_Line], lines: Sequence[_Line]) -> bool:
    """Whether no other line as wide stands right above or below: a header, or rows with wide cells."""
    near = NEAR_ROW * float(np.median(np.diff([y for y, _ in run])))
    top, bottom, (left, *_, right) = run[0][0], run[-1][0], run[0][1]
    return not any(
        (top - near < y < top or bottom < y < bottom + near) and _same((ends[0], ends[-1]), (left, right))
        for y, ends in lines
    )


def _runs_on(run: Sequence[_Line], chars: Chars) -> bool:
    """Whether a row of the table stands above the first line or below the last one: it has a value in the last column."""
    edges = run[0][1]
    reach = NEAR_ROW * float(np.median(np.diff([y for y, _ in run])))
    inside = chars.take((chars.x > edges[0]) & (chars.x < edges[-1]) & ~is_in(chars.codes, BLANKS))
    for away in (run[0][0] - inside.y, inside.y - run[-1][0]):
        beyond = positions((away > 0) & (away < reach))
        if not len(beyond):
            continue
        beyond = beyond[np.argsort(away[beyond], kind="stable")]
        # the row with all of its lines: those of a label may stand above and below the number
        steps = np.diff(away[beyond]) > NEXT_LINE * inside.height[beyond[1:]]
        row = inside.take(beyond[: steps.argmax() + 1] if some(steps) else beyond)
        last = row.codes[row.x > edges[-2]]
        valued = len(last) > 0 and look_of(last.tobytes().decode("utf-32-le")).is_value
        if valued and some(row.x < edges[1]) and not any(_crosses(row, edge) for edge in edges):
            return True
    return False


def _has_wide_cells(run: Sequence[_Line], chars: Chars) -> bool:
    """Whether some row has cells over several columns: a caption without a label before it, or a heading beside blank cells."""
    ys, edges = [y for y, _ in run], run[0][1]
    inside = chars.take((chars.y > ys[0]) & (chars.y < ys[-1]) & ~is_in(chars.codes, BLANKS))
    inside = inside.take((inside.x > edges[0]) & (inside.x < edges[-1]))
    row, column = np.searchsorted(ys, inside.y) - 1, np.searchsorted(edges, inside.x) - 1
    places = (len(ys) - 1, len(edges) - 1)
    filled, letters = np.zeros(places, dtype=np.int64), np.zeros(places, dtype=np.int64)
    np.add.at(filled, (row, column), 1)
    np.add.at(letters, (row, column), is_cjk(inside.codes))
    used = filled > 0
    captioned = used.any(axis=1) & ~used[:, 0]
    headed = (letters[:, 1:] >= HEADING).any(axis=1) & ~used.all(axis=1)
    return some(captioned | headed)


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= MEET_PT for a, b in zip(one, other, strict=True))


def _is_plain(run: Sequence[_Line], chars: Chars) -> bool:
    """Whether no row holds two numbers below each other, and no character stands across the columns' edges."""
    heights = np.diff([y for y, _ in run])
    if heights.max() > HIGHEST_ROW * np.median(heights):
        return False
    inside = chars.take((chars.y > run[0][0]) & (chars.y < run[-1][0]))
    if any(_crosses(inside, edge) for edge in run[0][1]):
        return False
    numbers = inside.take((inside.x > run[0][1][-2]) & (inside.codes >= 0x30) & (inside.codes <= 0x39))
    rows = np.searchsorted([y for y, _ in run], numbers.y)
    height = np.median(numbers.boxes[:, 3] - numbers.boxes[:, 1]) if len(rows) else 0.0
    return all(np.ptp(numbers.y[rows == row]) < 0.5 * height for row in set(rows.tolist()))


def _crosses(chars: Chars, edge: float) -> bool:
    """Whether a character stands across the edge, or two of one line meet there."""
    x0, x1 = chars.boxes[:, 0], chars.boxes[:, 2]
    if ((x0 < edge - CROSSING_PT) & (x1 > edge + CROSSING_PT)).any():
        return True
    before, behind = chars.y[np.abs(x1 - edge) < MEET_PT], chars.y[np.abs(x0 - edge) < MEET_PT]
    return bool((np.abs(before[:, None] - behind) < MEET_PT).any())
