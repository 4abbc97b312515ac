"""Cells of a tagged table that reach over the page's end; each cell is written as its rows and columns."""

from __future__ import annotations

from extract.readers._pdf.laid_out import NOTHING, Reaching, laid_out
from extract.readers._pdf.structure import TaggedCell

Shape = list[list[tuple[int, int]]]


def cells(rows: Shape) -> list[list[TaggedCell]]:
    return [[TaggedCell(deep, wide, []) for deep, wide in row] for row in rows]


FIRST: Shape = [[(1, 2), (1, 1), (1, 1)], [(4, 1), (1, 1), (1, 1), (1, 1)], [(1, 1), (1, 1), (1, 1)]]
NEXT: Shape = [[(1, 1), (1, 1), (1, 1)], [(1, 1), (1, 1), (1, 1)], [(1, 2), (1, 1), (1, 1)]]


def test_a_group_that_reaches_into_the_next_page_is_a_blank_cell_there() -> None:
    _, reaching = laid_out(cells(FIRST))
    assert reaching == Reaching(((0, 1, 2),), 4)
    assert laid_out(cells(NEXT)) == ([], NOTHING)
    spans, reaching = laid_out(cells(NEXT), reaching)
    assert [tuple(span) for span in spans] == [
        *((row, col, 1, 1) for row in (0, 1) for col in (1, 2, 3)),
        (2, 0, 1, 2), (2, 2, 1, 1), (2, 3, 1, 1), (0, 0, 2, 1),
    ]  # fmt: skip
    assert reaching == Reaching((), 4)


def test_a_row_that_comes_out_short_below_the_group_is_not_laid_out() -> None:
    _, reaching = laid_out(cells(FIRST))
    assert laid_out(cells([NEXT[0], [(1, 1), (1, 1)], NEXT[2]]), reaching) == ([], NOTHING)
    assert laid_out(cells([*NEXT[:2], NEXT[1], NEXT[2]]), reaching) == ([], NOTHING)
