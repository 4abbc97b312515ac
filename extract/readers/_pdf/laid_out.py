"""The rows of a tagged table on one page -> the places of their cells, by their spans alone.

What makes it hard: the page on which a table goes on lacks the cells that began before and reach into it.
"""

from __future__ import annotations

from typing import NamedTuple

from extract.readers._page.arrays import Span, to_span
from extract.readers._pdf.structure import TaggedCell


class Reaching(NamedTuple):
    """The cells that reach from a page's last table into the next page: first column, width and rows there; and the table's width."""

    cells: tuple[tuple[int, int, int], ...]
    width: int


NOTHING = Reaching((), 0)


def laid_out(rows: list[list[TaggedCell]], above: Reaching = NOTHING) -> tuple[list[Span], Reaching]:
    """The cells, each at the next free place of its row, and what reaches beyond the last row; none where a row comes out short.

    Browsers leave out empty cells and those that began on the page before. The latter are `above`, and come last, as blanks.
    """
    height = len(rows)
    from_above: list[set[int]] = [set() for _ in rows]
    reaching: list[tuple[int, int, int]] = []
    spans: list[Span] = []
    ends = {above.width} if above.cells else set()

    def take(row: int, col: int, deep: int, wide: int) -> Span:
        if row + deep > height:
            reaching.append((col, wide, row + deep - height))
        for below in from_above[row : row + deep]:
            below.update(range(col, col + wide))
        return to_span((row, col, min(deep, height - row), wide))

    began = [take(0, col, deep, wide) for col, wide, deep in above.cells]
    for row, line in enumerate(rows):
        col, taken = 0, from_above[row]
        for deep, wide, _ in line:
            while col in taken:
                col += 1
            spans.append(take(row, col, deep, wide))
            col += wide
        ends.add(max(taken, default=-1) + 1)
    if len(ends) != 1:
        return [], NOTHING
    return [*spans, *began], Reaching(tuple(reaching), *ends)
