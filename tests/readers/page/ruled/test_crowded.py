"""A line missing between two columns, or moved: which numbers may be the other column's."""

from __future__ import annotations

import pytest

from extract.flags import COLUMN_INFERRED, OVERPRINTED
from extract.model import Cell, Table
from extract.readers._page.ruled.crowded import with_crowded

FAR = (OVERPRINTED,)  # as numbers far apart in one cell are flagged


def row(index: int, *cells: tuple[str, int, tuple[str, ...]]) -> list[Cell]:
    made, col = [], 0
    for text, span, flags in cells:
        made.append(Cell(text, index, col, 1, span, flags))
        col += span
    return made


HEAD = row(0, ("项目", 1, ()), ("自然人", 1, ()), ("商业企业", 1, ()), ("科研机构", 1, ()))


@pytest.mark.parametrize(
    ("second", "doubted"),
    [
        # the line between the first two is gone: the 8 may be either one's, the rest of a row with two numbers moved, too
        ([("二、", 1, ()), ("7 0", 2, FAR), ("", 1, ())], {"8", "1:", "7 0", "2:"}),
        ([("二、", 1, ()), ("O 1", 2, ()), ("3", 1, ())], {"8", "1:", "O 1", "3"}),
        ([("二、", 1, ()), ("1 234", 2, ()), ("3", 1, ())], set()),
        ([("二、", 1, ()), ("3 件", 2, ()), ("3", 1, ())], set()),
        ([("属于国家秘密 0", 1, ()), ("", 2, ()), ("", 1, ())], {"2:"}),
        ([("只计这一情0形", 1, ()), ("", 2, ()), ("3", 1, ())], {"2:"}),
        ([("4 . 无 正当理由", 1, ()), ("", 2, ()), ("3", 1, ())], set()),
        ([("第20条", 1, ()), ("", 2, ()), ("3", 1, ())], set()),
        ([("属于国家秘密 0", 1, ()), ("4", 2, ()), ("", 1, ())], set()),
    ],
)
def test_cells_that_may_hold_anothers_number_are_in_doubt(
    second: list[tuple[str, int, tuple[str, ...]]], doubted: set[str]
) -> None:
    first = row(1, ("一、", 1, ()), ("8", 2, ()), ("", 1, ()))
    table = with_crowded(Table((*HEAD, *first, *row(2, *second)), 3, 4))
    found = {cell.text or f"{cell.row}:" for cell in table.cells if COLUMN_INFERRED in cell.flags}
    assert found == doubted
